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
    """Return the words with single spaces, and none before a punctuation mark, where a citation was removed."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))


def join_words(words: list[str]) -> str:
    """Return a list in words, such as “Cells, rats and flies”; all but the first in lower case."""
    words = [words[0], *(word.lower() for word in words[1:])]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the offset behind each sentence that ends in a text; an abbreviation ends none."""
    for match in _SENTENCE_END.finditer(text):
        mark = match.start()
        if not _ABBREVIATION.search(text, max(0, mark - _LONGEST_ABBREVIATION), mark + 1):
            yield match.end()
