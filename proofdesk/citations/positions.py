"""Find each citation in a page's source text, counted as the converter counts them."""

from __future__ import annotations

import re
from functools import lru_cache

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.common.markdown_scan import html_blocks
from proofdesk.common.source_text import Position, SourceText

# The braces of a key may hold what looks like a tag.
_TAG = re.compile(r"<[A-Za-z/][^<>]*>(?![^{}\s]{0,300}\})")
_MARKS = re.compile(r"[\[\]]")
_READ = re.compile(r"(?<![\w-])markdown(?![\w-])")  # an attribute by which md_in_html reads it
_EMPHASIS = re.compile(r"(?<!\w)_+(?=@)")


def citation_position(source: SourceText, key: str, occurrence: int) -> Position:
    """Return the position of the ``@`` of a mention of ``key``; ``occurrence`` counts from 0.

    That is the last mention if there are fewer, and the start of the body if there is none.
    """
    found = mentions(source)
    offsets = found.get(key) or found.get(key.rstrip("_"))  # `_@key_` is a key in emphasis
    if not offsets:
        return Position(source.first_body_line, 1)
    unread = _unread_html(source)
    sound = [at for at in offsets if not any(at in piece for piece in unread)] if unread else offsets
    offsets = sound or offsets
    return source.position(offsets[min(occurrence, len(offsets) - 1)])


@lru_cache(maxsize=4)
def _unread_html(source: SourceText) -> list[range]:
    """Return where the converter reads no Markdown, as it is between tags of HTML."""
    pieces = html_blocks(source.prose) if "<" in source.prose else []
    return [range(each.opened, each.closing) for each in pieces if not _READ.search(each.attributes)]


@lru_cache(maxsize=4)
def mentions(source: SourceText) -> dict[str, list[int]]:
    """Return the offsets of the ``@`` of each key's mentions. Cached, because a page may have thousands to report."""
    prose = _without_links(_TAG.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source.prose))
    prose = _EMPHASIS.sub(lambda m: " " * len(m.group()), prose)
    found: dict[str, list[int]] = {}
    for mention in ITEM.finditer(prose):
        key = mention.group(2).strip("{}")
        for name in {key, key.rstrip("_")}:
            found.setdefault(name, []).append(mention.start() + len(mention.group(1)))
    return found


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
