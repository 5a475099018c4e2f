"""Give citations whose works a file itself describes the keys of the bibliography.

A reader writes such a citation as the site does, `[see @field-1, p. 3]`, with an identifier of its own in the place of
the key, and adds the work's record to ``Manuscript.cited`` under that identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE, mark, parse_group
from proofdesk.desk.importing.link_citations import CitationGroup
from proofdesk.desk.importing.model import Line

# Code has citations of nobody, and an escaped bracket opens none.
_CITATION = re.compile(rf"(?P<code>`[^`\n]*`)|(?<!\\){GROUP}|{NARRATIVE}")
_KEY = re.compile(r"(?<![\w./@\\])@(?:\{([^{}\s]+)\}|([\w][^\s\[\]{};,@`*]*))")


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return Markdown whose citations have the keys by these identifiers; those of other works stay."""
    return _CITATION.sub(lambda found: found[0] if found["code"] else _KEY.sub(
        lambda key: _renamed(key[1] or key[2], bool(key[1]), keys), found[0]), text) if keys else text


def _renamed(written: str, braced: bool, keys: Mapping[str, str]) -> str:
    """Return the key by the identifier with which the written text begins, and what stands behind it."""
    end = len(written)
    while end and written[:end] not in keys and not braced:
        end -= 1
    if written[:end] not in keys or (end < len(written) and written[end].isalnum()):
        return mark(written) if braced else f"@{written}"
    return mark(keys[written[:end]]) + written[end:]


def groups_in(lines: Iterable[Line], keys: Iterable[str]) -> Iterator[CitationGroup]:
    """Yield each citation of these keys as it stands in the lines, with its keys."""
    known = set(keys)
    for line in lines if known else ():
        for found in _CITATION.finditer(line.text):
            if found["code"]:
                continue
            items = parse_group(found[0][1:-1]) if found[0].startswith("[") else None
            cited = [item.key for item in items] if items else [found[3].strip("{}")] if found[3] else []
            if known.intersection(cited):
                yield CitationGroup(found[0], tuple(cited))
