"""The lines of a manuscript between its file and the site's Markdown, each of a kind, and words as inline Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

# Kinds of line. “raw” is Markdown already (a table, code, a definition); “text” below a list item belongs to it.
# “boxed” is a box of another tool, such as a note: its text is Markdown of all that is in it.
HEADING, TEXT, ITEM, QUOTE, RAW, IMAGE, BOXED = "heading", "text", "item", "quote", "raw", "image", "boxed"
BOX = "proofdesk-box"  # the class by which Pandoc's document marks a division as such a box

# Signs of Markdown that a manuscript may use as plain text.
_SIGNS = re.compile(r"[\\`*_\[\]{}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # which no page can show, such as Word's end of a line
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HANDLE = re.compile(r"(?<![\w./@])@(?=\w)")
TITLE_LABEL = re.compile(r"(?:title|titel|titre|título|titolo)\s?:\s+", re.IGNORECASE)
# The start of a line that Markdown would read as something else.
_LINE_START = re.compile(r"[#>+~:|=-]|\d+(?=[.)](?:\s|$))|/(?=//)")
_ANY_MARKUP = re.compile(r"[<\[*`\\&]")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*\*|[*`])")
_ALL_EMPHASISED = re.compile(r"(\*{1,3})([^*]+)\1")
_ESCAPED = re.compile(r"\\([\\`*_\[\]{}().#+!>-])")
_ENTITIES = re.compile(r"&#?\w+;")
_NOTATION = re.compile(r"</?(?:sup|sub|del|u)>|(?<!\\)!?\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")


@dataclass(frozen=True)
class Line:
    """One heading, paragraph, list item, quotation, table or picture.

    ``text`` is inline Markdown. ``level`` is a heading's level, from 2, or 0 if it is unknown; for an item and what
    belongs to it, the depth of the list, from 1. ``number`` is a numbered item's own number. ``strong`` is true if the
    whole line is bold, as headings and questions often are, ``captioned`` of a picture whose caption is the next line,
    ``listed`` of a paragraph that the file itself calls a part of its list of references; ``entry`` is then what the
    citations of that work have in the place of a key, if the file says so. ``box`` and ``title`` are the type and the
    title of a box.
    """

    kind: str
    text: str
    level: int = 0
    number: int | None = None
    strong: bool = False
    captioned: bool = False
    listed: bool = False
    entry: str = ""
    box: str = ""
    title: str = ""

    @property
    def plain(self) -> str:
        """Return the words without markup."""
        return strip_markup(self.text)

    def with_text(self, text: str) -> Line:
        return self if text == self.text else replace(self, text=text)


def escape(text: str) -> str:
    """Return plain words as Markdown that shows the same."""
    text = _CONTROL.sub(" ", text)
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    return _HANDLE.sub("&#64;", text)


def escape_line_start(text: str) -> str:
    """Return a paragraph whose first character has no meaning in Markdown."""
    match = _LINE_START.match(text)
    if not match:
        return text
    found = match.group()
    if found.isdigit():
        return f"{found}\\{text[len(found):]}"
    return f"&#{ord(found)};{text[1:]}"


def strip_markup(text: str) -> str:
    """Return inline Markdown as plain words. It is asked often for the same text, which is plain as a rule."""
    if not _ANY_MARKUP.search(text):
        return text
    text = _NOTATION.sub(lambda m: m.group(1) or "", text)
    return _ENTITIES.sub(lambda m: html.unescape(m[0]), _ESCAPED.sub(itemgetter(1), _EMPHASIS.sub("", text)))


def unemphasised(text: str) -> str:
    """Return a heading without the marks of emphasis around all of it; those around some of its words stay."""
    around = _ALL_EMPHASISED.fullmatch(text.strip())
    return around[2] if around else text


def without_title(lines: list[Line], title: str) -> list[Line]:
    """Return the lines without the one that says the title again: the first, or the only heading above all others.

    Above such a heading of a web page may stand a menu.
    """
    said, levels = strip_markup(title), [line.level for line in lines if line.kind == HEADING]
    top = min(levels, default=0)
    for number, line in enumerate(lines):
        is_top = line.kind == HEADING and line.level == top and levels.count(top) == 1
        if TITLE_LABEL.sub("", line.plain, count=1) == said and (not number or is_top):
            return lines[:number] + lines[number + 1 :]
    return lines


def within_lists(lines: list[Line]) -> list[Line]:
    """Return lines without the depth of a list that a heading ended, so that none is read as code."""
    settled = []
    above: list[tuple[int, int]] = []  # the items that one may belong to: their depth in the file, and here
    for line in lines:
        is_item = line.kind == ITEM
        above = [each for each in above if line.kind != HEADING and each[0] <= line.level - is_item]
        depth = (above[-1][1] if above else 0) + is_item
        if is_item:
            above.append((line.level, depth))
        settled.append(line if line.kind == HEADING or line.level == depth else replace(line, level=depth))
    return settled


def without_gaps(lines: list[Line]) -> list[Line]:
    """Return lines whose headings go down by one level at a time: writers choose them by how they look."""
    closed: list[Line] = []
    above: list[tuple[int, int]] = []  # the headings that one may be below: their level in the file, and here
    for line in lines:
        if line.kind == HEADING:
            above = [each for each in above if each[0] < line.level]
            above.append((line.level, min(line.level, above[-1][1] + 1 if above else 2)))
            closed.append(replace(line, level=above[-1][1]))
        else:
            closed.append(line)
    return closed


class Section(NamedTuple):
    """Heading with the lines below it, up to the next heading; no heading for lines before the first."""

    heading: Line | None
    lines: list[Line]


def split_sections(lines: list[Line]) -> Iterator[Section]:
    """Yield the sections of a manuscript in order."""
    heading: Line | None = None
    under: list[Line] = []
    for line in lines:
        if line.kind == HEADING:
            if heading or under:
                yield Section(heading, under)
            heading, under = line, []
        else:
            under.append(line)
    if heading or under:
        yield Section(heading, under)
