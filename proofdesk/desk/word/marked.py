"""Read the paragraphs of a Word file with all that reviewers marked in them: changed words, and edges of comments.

Read is Word's XML and not what Pandoc makes of it, because only the XML says where in a paragraph a change stands,
which change is within another, and what a field is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from proofdesk.desk.word.comments import W
from proofdesk.desk.word.looks import PLAIN, Looks, link_of, looks_of

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same for old programs
_CHANGES = ("ins", "del", "moveTo", "moveFrom")
_EDGES = {"commentRangeStart": False, "commentRangeEnd": True, "commentReference": True}
_MOVES = ("moveFromRangeStart", "moveToRangeStart")
# What stands for words; empty for those that hold words.
_WRITTEN = {"t": "", "delText": "", "tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_THINGS = {"drawing": "[picture]", "pict": "[picture]", "object": "[object]", "footnoteReference": "[footnote]",
           "endnoteReference": "[endnote]"}
PICTURES = ("[picture]", "[object]")
# The signs of the font “Symbol”, which Word writes by their places in it (ECMA-376, 17.3.3.30).
_IN_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…"}
BOX = "DeskBox"  # the style of a table that is a box
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_PROPERTIES = ("pPr", "rPr", "sdtPr", "sectPr", "tblPr", "tcPr", "trPr", "Fallback")


@dataclass(frozen=True)
class Changed:
    """A tracked change; ``number`` tells it from all others, ``move`` joins the two ends of a move.

    ``sort`` is Word's name for it: “ins”, “del”, “moveTo”, “moveFrom”. ``row`` says that a row of a table is changed.
    """

    sort: str
    by: str
    date: str
    number: int
    move: str = ""
    row: bool = False

    @property
    def takes_out(self) -> bool:
        """Return whether its words are no longer there."""
        return self.sort in ("del", "moveFrom")


@dataclass
class Field:
    """A field, such as that of a citation: its code, whether what it shows has begun, and what put it in.

    Some programs mark only the signs around an inserted field as inserted, and not what it shows.
    """

    code: str = ""
    is_shown: bool = False
    put_in: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Words:
    """Words within changes, the outer one first, and within fields.

    ``thing`` is true for what stands for a picture or a note, ``drawn`` for words of a drawing or a formula.
    """

    text: str
    changes: tuple[Changed, ...] = ()
    fields: tuple[Field, ...] = ()
    thing: bool = False
    drawn: bool = False
    looks: Looks = PLAIN


@dataclass(frozen=True)
class Shown:
    """Where a field begins to show what it stands for."""

    field: Field
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Edge:
    """Where the words of a comment begin or end, or a point that it is about."""

    comment: str
    is_end: bool = False
    is_point: bool = False


Piece = Words | Shown | Edge


@dataclass
class MarkedParagraph:
    """A paragraph of a Word file. One of no ``element`` holds edges that stand between two paragraphs.

    ``fields`` are open where it begins, ``in_table`` says that it is in a cell. ``box`` is the number of the table that
    is a box of an exported page, 0 outside of boxes.
    """

    element: etree._Element | None = None
    pieces: list[Piece] = field(default_factory=list)
    fields: tuple[Field, ...] = ()
    in_table: bool = False
    box: int = 0


class MarkedReader:
    """Reader of a file's parts; changes are numbered over all of them.

    ``styles`` say what styles do to words, ``links`` are the addresses of the part that is read next.
    """

    def __init__(self, styles: Mapping[str, Set[str]] | None = None) -> None:
        self.links: Mapping[str, str] = {}
        self._styles = styles or {}
        self._numbers = count()
        self._link = ""
        self._box = 0
        self._looks = PLAIN
        self._move = ""  # the name of the move whose words come next
        self._fields: list[Field] = []
        self._found: list[MarkedParagraph] = []
        self._open: MarkedParagraph | None = None

    def paragraphs(self, root: etree._Element) -> list[MarkedParagraph]:
        """Return the paragraphs of a part in order, those of a text box behind the one that holds it."""
        self._found, self._fields = [], []
        self._read(root, (), 0)
        return self._found

    def _read(self, element: etree._Element, changes: tuple[Changed, ...], tables: int) -> None:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "p":
            self._read_paragraph(element, changes, tables)
        elif name in _CHANGES and element.tag == f"{W}{name}":
            self._read_all(element, (*changes, self._changed(element)), tables)
        elif name in _MOVES:
            self._move = element.get(f"{W}name", "")
        elif name in _EDGES:
            self._add(Edge(element.get(f"{W}id", ""), _EDGES[name], name == "commentReference"))
        elif name == "fldSimple":
            self._fields.append(Field(element.get(f"{W}instr", ""), True))
            self._add(Shown(self._fields[-1], changes))
            self._read_all(element, changes, tables)
            self._fields.pop()
        elif name == "fldChar":
            self._read_field(element.get(f"{W}fldCharType", ""), changes)
        elif name in ("instrText", "delInstrText"):
            if self._fields:
                self._fields[-1].code += element.text or ""
        elif name in _WRITTEN:
            self._add_words(_WRITTEN[name] or element.text or "", changes, element.tag != f"{W}{name}")
        elif name == "sym":
            self._add_words(_sign(element), changes)
        elif name == "tr":
            marks = [mark for sort in ("ins", "del") for mark in element.findall(f"{W}trPr/{W}{sort}")]
            self._read_all(element, (*changes, *(self._changed(mark, row=True) for mark in marks[-1:])), tables)
        elif name == "r" and element.tag == f"{W}r":
            outer, self._looks = self._looks, looks_of(element, self._styles, self._link or self._link_of_field())
            self._read_all(element, changes, tables)
            self._looks = outer
        elif name == "hyperlink":
            self._link = link_of(element, self.links)
            self._read_all(element, changes, tables)
            self._link = ""
        elif name == "tbl" and _is_box(element):
            outer_box, self._box = self._box, 1 + next(self._numbers)
            self._read_all(element, changes, tables)
            self._box = outer_box
        elif name not in _PROPERTIES and element.tag != _FALLBACK:
            if name in _THINGS:
                self._add(Words(_THINGS[name], changes, tuple(self._fields), thing=True))
            self._read_all(element, changes, tables + (name == "tbl"))

    def _read_all(self, element: etree._Element, changes: tuple[Changed, ...], tables: int) -> None:
        for child in element:
            self._read(child, changes, tables)

    def _read_paragraph(self, element: etree._Element, changes: tuple[Changed, ...], tables: int) -> None:
        outer = self._open
        self._open = MarkedParagraph(element, fields=tuple(self._fields), in_table=tables > 0, box=self._box)
        self._found.append(self._open)
        self._read_all(element, changes, tables)
        self._open = outer

    def _read_field(self, sort: str, changes: tuple[Changed, ...]) -> None:
        if sort == "begin":
            self._fields.append(Field(put_in=tuple(each for each in changes if not each.takes_out)))
        elif sort == "separate" and self._fields:
            self._fields[-1].is_shown = True
            self._add(Shown(self._fields[-1], changes))
        elif sort == "end" and self._fields:
            self._fields.pop()

    def _link_of_field(self) -> str:
        found = next((match for each in self._fields if (match := _HYPERLINK.match(each.code))), None)
        return found[1] if found else ""

    def _add_words(self, words: str, changes: tuple[Changed, ...], drawn: bool = False) -> None:
        if all(each.is_shown for each in self._fields):
            put_in = [change for each in self._fields for change in each.put_in if change not in changes]
            self._add(Words(words, (*put_in, *changes), tuple(self._fields), drawn=drawn,
                            looks=self._looks))

    def _add(self, piece: Piece) -> None:
        if self._open is None:
            if not self._found or self._found[-1].element is not None:
                self._found.append(MarkedParagraph())
            self._found[-1].pieces.append(piece)
        else:
            self._open.pieces.append(piece)

    def _changed(self, element: etree._Element, row: bool = False) -> Changed:
        sort = etree.QName(element).localname
        return Changed(sort, element.get(f"{W}author", ""), element.get(f"{W}date", ""), next(self._numbers),
                       self._move if sort.startswith("move") else "", row)


def _is_box(table: etree._Element) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    return style is not None and style.get(f"{W}val") == BOX


def _sign(element: etree._Element) -> str:
    """Return the sign of a font that Word names by its place there; one that no font of text has is told as such."""
    code = element.get(f"{W}char", "")
    if not re.fullmatch("[0-9A-Fa-f]{4}", code):
        return ""
    place = int(code, 16)
    if 0xF000 <= place <= 0xF0FF:
        return _IN_SYMBOL.get(place - 0xF000, "[sign]") if element.get(f"{W}font") == "Symbol" else "[sign]"
    return chr(place)
