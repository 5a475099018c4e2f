"""A manuscript between its file and our Markdown: its lines in order, each with what it is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

# What a line is. “raw” is Markdown already (a table, code, a definition); “text” below a list item belongs to it.
HEADING, TEXT, ITEM, QUOTE, RAW, IMAGE = "heading", "text", "item", "quote", "raw", "image"

# A mark of Markdown that a manuscript's words hold by chance.
_MARKS = re.compile(r"[\\`*_\[\]{}]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HANDLE = re.compile(r"(?<![\w./@])@(?=\w)")
# Which begins a line that would be read as something else.
_OPENING = re.compile(r"[#>+~:|=-]|\d+(?=[.)](?:\s|$))|/(?=//)")
_NOTATION = re.compile(r"</?(?:sup|sub|del|u)>|(?<!\\)!?\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")


@dataclass(frozen=True)
class Line:
    """One heading, paragraph, list item, quotation, table or picture.

    ``text`` is inline Markdown. ``level`` is a heading's level, from 2, or 0 where it is unknown; for an item and what
    belongs to it, how deep the list is, from 1. ``number`` is a numbered item's own number. ``strong`` says that the
    whole line is bold, as headings and questions often are.
    """

    kind: str
    text: str
    level: int = 0
    number: int | None = None
    strong: bool = False

    @property
    def plain(self) -> str:
        """The words without markup."""
        return unmarked(self.text)

    def with_text(self, text: str) -> Line:
        return replace(self, text=text)


@dataclass
class Manuscript:
    """What was read from a file. ``styled`` says that its headings are marked as such.

    ``pictures`` are their contents by the name that the text gives them; ``notes`` tell the editor what could not be
    kept as it was.
    """

    lines: list[Line]
    title: str = ""
    styled: bool = False
    pictures: dict[PurePosixPath, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def escaped(text: str) -> str:
    """Plain words as Markdown that says the same."""
    text = _MARKS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    return _HANDLE.sub("&#64;", text)


def opened(text: str) -> str:
    """A paragraph whose first character means nothing to Markdown."""
    match = _OPENING.match(text)
    if not match:
        return text
    found = match.group()
    if found.isdigit():
        return f"{found}\\{text[len(found):]}"
    return f"&#{ord(found)};{text[1:]}"


def unmarked(text: str) -> str:
    """Inline Markdown as plain words."""
    text = _NOTATION.sub(lambda m: m.group(1) or "", text)
    text = re.sub(r"(?<!\\)(?:\*\*|[*`])", "", text)
    return html.unescape(re.sub(r"\\([\\`*_\[\]{}().#+!>-])", r"\1", text))
