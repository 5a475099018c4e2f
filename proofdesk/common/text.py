"""Plain text: white space and lists in words."""

from __future__ import annotations

import re

_BEFORE_MARK = re.compile(r" ([.,;:!?)])")


def normalize_whitespace(text: str) -> str:
    """Words with single spaces, none left before a mark where a citation was taken out."""
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
