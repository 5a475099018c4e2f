"""Plain text: white space and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEFORE_MARK = re.compile(r" ([.,;:!?)])")
# A full stop, question mark or exclamation mark before what can begin a sentence, in plain text or in Markdown.
_SENTENCE_END = re.compile(r"[.!?][\"”’')*_]*(?=\s+[\"“‘(]*[*_\[]?[A-Z0-9À-Ý@]|\s*$)")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|et al|vs|Dr|Prof|Mr|Mrs|Ms|St|Fig|No|Vol|pp?|approx|cf|ca|[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 8


def normalize_whitespace(text: str) -> str:
    """Words with single spaces, none left before a mark where a citation was taken out."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the offset behind each sentence that ends in a text; an abbreviation ends none."""
    for match in _SENTENCE_END.finditer(text):
        mark = match.start()
        if not _ABBREVIATION.search(text, max(0, mark - _LONGEST_ABBREVIATION), mark + 1):
            yield match.end()
