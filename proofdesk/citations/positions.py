"""Find each citation in a page's source text, counted as the converter counts them."""

from __future__ import annotations

import re

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.common.source_text import Position, SourceText

_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_MARKS = re.compile(r"[\[\]]")
_EMPHASIS = re.compile(r"(?<!\w)_+(?=@)")


def citation_position(source: SourceText, key: str, occurrence: int) -> Position:
    """Return the position of the ``@`` of a mention of ``key``; ``occurrence`` counts from 0.

    That is the last mention if there are fewer, and the start of the body if there is none.
    """
    prose = _without_links(_TAG.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source.prose))
    prose = _EMPHASIS.sub(lambda m: " " * len(m.group()), prose)
    wanted = key.rstrip("_")  # `_@key_` is a key in emphasis
    found = (m for m in ITEM.finditer(prose) if m.group(2).strip("{}").rstrip("_") == wanted)
    offsets = [m.start() + len(m.group(1)) for m in found]
    if not offsets:
        return Position(source.first_body_line, 1)
    return source.position(offsets[min(occurrence, len(offsets) - 1)])


def _without_links(text: str) -> str:
    """Blank the words and addresses of ``[…](…)``, which hold no citations."""
    chunks, position, opened = [], 0, []
    for mark in _MARKS.finditer(text):
        if mark.group() == "[":
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            if text[mark.end() : mark.end() + 1] == "(" and start >= position:
                end = text.find(")", mark.end())
                end = mark.end() if end < 0 else end + 1
                chunks += [text[position:start], re.sub(r"[^\n]", " ", text[start:end])]
                position = end
    return "".join([*chunks, text[position:]])
