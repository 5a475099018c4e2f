"""Find the fields of a Word part, in whichever of Word's ways they are kept, and mark the citations among them.

A field is a run of signs “begin”, code, “separate”, words, “end”, which may be in several paragraphs and hold other
fields; one element with its code as an attribute; a content control whose tag is the code; or a bookmark whose code is
in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import FALLBACK, WORD, replace
from proofdesk.desk.importing.readers.word.elements import around, run_of

_DELETED = (f"{WORD}del", f"{WORD}moveFrom")
_TEXT, SIGN, CODE = f"{WORD}t", f"{WORD}fldChar", f"{WORD}instrText"
_SIMPLE, _CONTROL = f"{WORD}fldSimple", f"{WORD}sdt"
_BOOKMARK, _BOOKMARK_END = f"{WORD}bookmarkStart", f"{WORD}bookmarkEnd"
_SHOWN = {f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}cr": " ", f"{WORD}sym": "", f"{WORD}noBreakHyphen": "-",
          f"{WORD}softHyphen": ""}
_READ = (FALLBACK, *_DELETED, _TEXT, *_SHOWN, SIGN, CODE, _SIMPLE, _CONTROL, _BOOKMARK, _BOOKMARK_END)
MOST_OPEN = 30  # fields within each other; a damaged file may open them without end


@dataclass(eq=False)
class WordField:
    """A field: its code, the data beside it, its words, and the elements that hold them."""

    start: etree._Element
    code: str = ""
    data: str = ""
    shown: str = ""
    signs: list[etree._Element] = field(default_factory=list)
    words: list[etree._Element] = field(default_factory=list)
    separated: bool = False
    controls: bool = False

    @property
    def is_raised(self) -> bool:
        """Return whether the words are raised."""
        runs = [run for element in self.words if (run := around(element, f"{WORD}r")) is not None]
        raised = [run.find(f"{WORD}rPr/{WORD}vertAlign[@{WORD}val='superscript']") is not None for run in runs]
        return bool(raised) and all(raised)

    @property
    def paragraphs(self) -> list[etree._Element]:
        """Return the paragraphs that the words stand in."""
        return [*dict.fromkeys(found for element in self.words if (found := around(element, f"{WORD}p")) is not None)]

    def replace(self, mark: str, *, raised: bool = False) -> None:
        """Put a mark in the place of the words."""
        # A control around whole paragraphs has its words in the first of them.
        anchor = self.words[0] if self.controls and self.words else self.start
        run = None if anchor.tag in (f"{WORD}r", _SIMPLE, _BOOKMARK) else around(anchor, f"{WORD}r")
        run = anchor if run is None else run
        if run.getparent() is not None:
            run.addprevious(run_of(mark, raised))
        for element in (*self.words, *self.signs):
            replace(element)

    def plain(self) -> None:
        """Leave the words as ordinary text."""
        for element in self.signs:
            replace(element)

    def mark_paragraphs(self, mark: str) -> None:
        """Begin each paragraph of the field with a mark, and make paragraphs of the rows of its tables."""
        self.plain()
        outer = {*self.start.iterancestors(f"{WORD}tbl")}
        for table in dict.fromkeys(around(element, f"{WORD}tbl") for element in self.words):
            if table is not None and table not in outer:
                replace(table, [*map(_joined, table.iter(f"{WORD}tr"))])
        for paragraph in self.paragraphs:
            at = 1 if len(paragraph) and paragraph[0].tag == f"{WORD}pPr" else 0
            paragraph.insert(at, run_of(mark))


def _joined(row: etree._Element) -> etree._Element:
    """Return a paragraph with what the cells of a row hold: Word writes some lists of references as tables."""
    paragraph = etree.Element(f"{WORD}p")
    for number, cell in enumerate(row.findall(f"{WORD}tc")):
        paragraph.extend([*([run_of(" ")] if number else []), *cell.iter(f"{WORD}r")])
    return paragraph


def fields_in(root: etree._Element, properties: Mapping[str, str] | None = None) -> Iterator[WordField]:
    """Yield the fields of a part as they end; ``properties`` are codes by the names of their bookmarks.

    What was deleted, and what repeats other parts for old programs, is not read.
    """
    opened: list[WordField] = []
    named: dict[str, WordField] = {}
    walk = etree.iterwalk(root, events=("start", "end"), tag=_READ)
    for event, element in walk:
        if event == "start" and element.tag in (FALLBACK, *_DELETED):
            walk.skip_subtree()
        elif event == "start":
            yield from _start(element, opened, named, properties or {})
        elif element.tag in (_SIMPLE, _CONTROL):
            found = next((each for each in opened if each.start is element), None)
            if found is not None:
                opened.remove(found)
                yield found


def _start(
    element: etree._Element, opened: list[WordField], named: dict[str, WordField], properties: Mapping[str, str]
) -> Iterator[WordField]:
    """Take in one element; yield the field that ends with it."""
    tag = element.tag
    if tag == _TEXT or tag in _SHOWN:
        for each in opened:
            if each.separated:
                each.shown += element.text or "" if tag == _TEXT else _SHOWN[tag]
            each.words.append(element)
    elif tag == CODE:
        for each in opened:
            each.signs.append(element)
        open_code = next((each for each in reversed(opened) if each.signs and not each.separated), None)
        if open_code is not None:
            open_code.code += element.text or ""
    elif tag == SIGN:
        yield from _sign(element, opened)
    elif tag == _SIMPLE:
        data = element.find(f"{WORD}fldData")
        opened.append(WordField(element, element.get(f"{WORD}instr", ""), _text(data), separated=True))
    elif tag == _CONTROL:
        code = element.find(f"{WORD}sdtPr/{WORD}tag")
        written = code.get(f"{WORD}val", "") if code is not None else ""
        opened.append(WordField(element, written, separated=True, controls=True))
    elif tag == _BOOKMARK and element.get(f"{WORD}name", "") in properties:
        found = WordField(element, properties[element.get(f"{WORD}name", "")], separated=True)
        named[element.get(f"{WORD}id", "")] = found
        opened.append(found)
    elif tag == _BOOKMARK_END and element.get(f"{WORD}id", "") in named:
        found = named.pop(element.get(f"{WORD}id", ""))
        if found in opened:
            opened.remove(found)
            yield found


def _sign(element: etree._Element, opened: list[WordField]) -> Iterator[WordField]:
    kind = element.get(f"{WORD}fldCharType")
    data = _text(element.find(f"{WORD}fldData"))
    if kind == "begin":
        for each in opened:
            each.signs.append(element)
        opened.append(WordField(element, data=data, signs=[element]))
        del opened[:-MOST_OPEN]
        return
    for each in opened:
        each.signs.append(element)
    current = next((each for each in reversed(opened) if each.start.tag == SIGN), None)
    if current is None:
        return
    if kind == "separate":
        current.separated = True
    elif kind == "end":
        opened.remove(current)
        outer = next((each for each in reversed(opened) if each.start.tag == SIGN), None)
        if outer is not None and not outer.separated and current.data and not outer.data:
            outer.data = current.data  # EndNote puts a field of nothing but data into that of the citation
        yield current


def _text(element: etree._Element | None) -> str:
    return "".join(map(str, element.itertext())) if element is not None else ""
