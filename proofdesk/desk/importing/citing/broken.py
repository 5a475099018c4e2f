"""Find citations that a manuscript breaks over two paragraphs, as pages and pasted text do."""

from __future__ import annotations

import re

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN

_OPENS = re.compile(r"(?:\(|\\\[)(?:[^()\[\]{}⟦⟧\\\n]|\\&){1,200}$")
_CLOSES = re.compile(r"(?:[^()\[\]{}⟦⟧\\\n]|\\&){1,200}(?:\)|\\\])")
_KINDS = (("(", ")"), ("\\[", "\\]"))


def broken_over(first: str, second: str) -> tuple[str, str] | None:
    """Return the halves of what is in brackets over the end of one paragraph and the start of the next."""
    opens, closes = _OPENS.search(first.rstrip()), _CLOSES.match(second)
    if not opens or not closes:
        return None
    one, other = opens[0], closes[0]
    fits = any(one.startswith(start) and other.endswith(end) for start, end in _KINDS)
    return (one, other) if fits and any(sign.isdigit() for sign in other) else None


def with_marks(first: str, second: str, halves: tuple[str, str]) -> tuple[str, str]:
    """Return both paragraphs with a mark around each half."""
    one, other = halves
    return (f"{first.rstrip().removesuffix(one)}{REVIEW_OPEN}{one}{REVIEW_CLOSE}",
            f"{REVIEW_OPEN}{other}{REVIEW_CLOSE}{second.removeprefix(other)}")
