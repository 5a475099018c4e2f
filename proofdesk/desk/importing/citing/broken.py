"""Mark citations where they cannot be linked: in a heading, or broken over two paragraphs, as pages break them."""

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


def mark_changed(text: str, linked: str) -> str:
    """Return a heading in which each place that linking changed is marked instead."""
    start = 0
    while start < min(len(text), len(linked)) and text[start] == linked[start]:
        start += 1
    end = 0
    while end < min(len(text), len(linked)) - start and text[-1 - end] == linked[-1 - end]:
        end += 1
    stop = len(text) - end
    while start and text[start - 1] in "\\[(<":
        start -= 1
    while stop < len(text) and text[stop] in "\\])>":
        stop += 1
    inner = text[start:stop]
    lead = len(inner) - len(inner.lstrip())
    return f"{text[: start + lead]}{REVIEW_OPEN}{inner.strip()}{REVIEW_CLOSE}{text[stop:]}"
