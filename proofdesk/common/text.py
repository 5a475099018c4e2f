"""Plain text: white space and lists in words."""

from __future__ import annotations

import re

_BEFORE_MARK = re.compile(r" ([.,;:!?)])")


def normalize_whitespace(text: str) -> str:
    """Return the words with single spaces, and none before a punctuation mark, where a citation was removed."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
