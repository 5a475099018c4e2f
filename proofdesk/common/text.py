"""Plain text: white space and lists in words."""

from __future__ import annotations

import re

_BEFORE_MARK = re.compile(r" ([.,;:!?)])")


def normalize_whitespace(text: str) -> str:
    """Return the words with single spaces, and none before a punctuation mark, where a citation was removed."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))


def join_words(words: list[str]) -> str:
    """Return a list in words, such as “Cells, rats and flies”; all but the first in lower case."""
    words = [words[0], *(word.lower() for word in words[1:])]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
