"""Find what a site's language has no words for, so that its pages say it in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from proofdesk.common.language.language import Language
from proofdesk.common.problems import Problem

_NAMED = 3


def missing_words(language: Language, path: Callable[[Path], str]) -> Iterator[Problem]:
    """Yield a reminder of the program's messages that the catalogues of a language lack."""
    gaps = language.gaps
    if gaps:
        named = ", ".join(f"“{message}”" for _context, message in gaps[:_NAMED])
        more = f" and {len(gaps) - _NAMED:,} more" if len(gaps) > _NAMED else ""
        yield Problem(path(language.files[-1]), 1, 1, "missing-words",
                      f"{len(gaps):,} of {language.messages:,} texts have no words in “{language.code}” and "
                      f"are English: {named}{more}",
                      f"write them; `desk words {language.code}` puts each into the file, without words")
