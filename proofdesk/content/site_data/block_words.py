"""Compare what ``site.yml`` says of blocks with the kinds of block that the site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.lists import position_in_list
from proofdesk.content.site_data.model import SITE, SiteData

# The words that each option of a kind allows, by kind and option; an option without words is a free text.
KnownWords = Mapping[str, Mapping[str, Sequence[str]]]


def check_block_words(data: SiteData, known: KnownWords, root: Path) -> Iterator[Problem]:
    """Yield the names of kinds, options and words that ``site.yml`` states and no kind of block has."""
    for kind, stated in data.blocks.items():
        if kind not in known:
            yield _problem(root, (kind,), f"there is no kind of block “{kind}”", did_you_mean(kind, known))
            continue
        for option, words in stated.words.items():
            allowed = known[kind].get(option, ())
            if not allowed:
                some = [name for name, values in known[kind].items() if values]
                yield _problem(root, (kind, "words", option), f"“{option}” is no option of the {kind} block that has "
                               "words", did_you_mean(option, some) if some else "take it out")
            for word in words if allowed else ():
                if word not in allowed:
                    yield _problem(root, (kind, "words", option, word), f"“{word}” is not a value of the option "
                                   f"“{option}”", did_you_mean(word, allowed))


def _problem(root: Path, path: tuple[str, ...], message: str, remedy: str) -> Problem:
    return Problem(SITE, *position_in_list(root / SITE, ("blocks", *path)), "bad-site", message, remedy)
