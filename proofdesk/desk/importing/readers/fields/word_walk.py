"""Find the fields of a Word part, in whichever of Word's ways they are kept, and mark the citations among them.

A field is a run of signs “begin”, code, “separate”, words, “end”, which may be in several paragraphs and hold other
fields; one element with its code as an attribute; a content control whose tag is the code; or a bookmark whose code is
in the file's properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import FALLBACK, SPACE, WORD

_DELETED = (f"{WORD}del", f"{WORD}moveFrom")
_SHOWN = {f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}cr": " ", f"{WORD}sym": "", f"{WORD}noBreakHyphen": "-",
          f"{WORD}softHyphen": ""}
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
    inner: int = 0
    controls: bool = False

    @property
    def is_raised(self) -> bool:
        """Return whether the words are raised."""
        runs = [run for element in self.words if (run := _around(element, f"{WORD}r")) is not None]
        raised = [run.find(f"{WORD}rPr/{WORD}vertAlign[@{WORD}val='superscript']") is not None for run in runs]
        return bool(raised) and all(raised)

    def replace(self, mark: str, *, raised: bool = False) -> None:
        """Put a mark in the place of the words."""
        self._insert(mark, raised)
        for element in (*self.words, *self.signs):
            _drop(element)

    def plain(self) -> None:
        """Leave the words as ordinary text."""
        for element in self.signs:
            _drop(element)

    def mark_paragraphs(self, mark: str) -> None:
        """Begin each paragraph of the field with a mark, and make paragraphs of the rows of its tables."""
        self.plain()
        for table in {found: None for element in self.words if (found := self._own_table(element)) is not None}:
            _flatten(table)
        for paragraph in {found: None for element in self.words if (found := _around(element, f"{WORD}p")) is not None}:
            at = 1 if len(paragraph) and paragraph[0].tag == f"{WORD}pPr" else 0
            paragraph.insert(at, _run(mark))

    def _own_table(self, element: etree._Element) -> etree._Element | None:
        table = _around(element, f"{WORD}tbl")
        inside = table is not None and any(each is table for each in self.start.iterancestors())
        return None if inside else table

    def _insert(self, mark: str, raised: bool) -> None:
        # A control around whole paragraphs has its words in the first of them.
        anchor = next((element for element in self.words), self.start) if self.controls else self.start
        is_run = anchor.tag in (f"{WORD}r", f"{WORD}fldSimple", f"{WORD}bookmarkStart")
        around = None if is_run else _around(anchor, f"{WORD}r")
        run = anchor if around is None else around
        parent = run.getparent()
        if parent is not None:
            parent.insert(parent.index(run), _run(mark, raised))


def fields_in(root: etree._Element, properties: Mapping[str, str]) -> Iterator[WordField]:
    """Yield the fields of a part as they end; ``properties`` are codes by the names of their bookmarks."""
    opened: list[WordField] = []
    named: dict[str, WordField] = {}
    deleted = 0
    for event, element in _walk(root):
        tag = element.tag
        if tag in _DELETED:
            deleted += 1 if event == "start" else -1
        elif deleted:
            continue
        elif event == "start":
            yield from _start(element, opened, named, properties)
        elif tag in (f"{WORD}fldSimple", f"{WORD}sdt"):
            found = next((each for each in opened if each.start is element), None)
            if found is not None:
                opened.remove(found)
                yield found


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield each element as it starts and as it ends, without those for old programs, which repeat others."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag == FALLBACK:
            if event == "start":
                walk.skip_subtree()
        elif isinstance(element.tag, str):
            yield event, element


def _start(
    element: etree._Element, opened: list[WordField], named: dict[str, WordField], properties: Mapping[str, str]
) -> Iterator[WordField]:
    """Take in one element; yield the field that ends with it."""
    tag = element.tag
    if tag == f"{WORD}t" or tag in _SHOWN:
        for each in opened:
            if each.separated:
                each.shown += element.text or "" if tag == f"{WORD}t" else _SHOWN[tag]
            each.words.append(element)
    elif tag == f"{WORD}instrText":
        for each in opened:
            each.signs.append(element)
        open_code = next((each for each in reversed(opened) if each.signs and not each.separated), None)
        if open_code is not None:
            open_code.code += element.text or ""
    elif tag == f"{WORD}fldChar":
        yield from _sign(element, opened)
    elif tag == f"{WORD}fldSimple":
        data = element.find(f"{WORD}fldData")
        opened.append(WordField(element, element.get(f"{WORD}instr", ""), _text(data), separated=True))
    elif tag == f"{WORD}sdt":
        code = element.find(f"{WORD}sdtPr/{WORD}tag")
        written = code.get(f"{WORD}val", "") if code is not None else ""
        opened.append(WordField(element, written, separated=True, controls=True))
    elif tag == f"{WORD}bookmarkStart" and element.get(f"{WORD}name", "") in properties:
        found = WordField(element, properties[element.get(f"{WORD}name", "")], separated=True)
        named[element.get(f"{WORD}id", "")] = found
        opened.append(found)
    elif tag == f"{WORD}bookmarkEnd" and element.get(f"{WORD}id", "") in named:
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
    current = next((each for each in reversed(opened) if each.start.tag == f"{WORD}fldChar"), None)
    if current is None:
        return
    if kind == "separate":
        current.separated = True
    elif kind == "end":
        opened.remove(current)
        around = next((each for each in reversed(opened) if each.start.tag == f"{WORD}fldChar"), None)
        if around is not None and not around.separated and current.data and not around.data:
            around.data = current.data  # EndNote puts a field of nothing but data into that of the citation
        yield current


def _flatten(table: etree._Element) -> None:
    """Put a paragraph for each row in the place of a table: Word writes some lists of references so."""
    parent = table.getparent()
    if parent is None:
        return
    at = parent.index(table)
    for row in table.iter(f"{WORD}tr"):
        paragraph = etree.Element(f"{WORD}p")
        for number, cell in enumerate(row.findall(f"{WORD}tc")):
            if number:
                paragraph.append(_run(" "))
            for run in cell.iter(f"{WORD}r"):
                paragraph.append(run)
        parent.insert(at, paragraph)
        at += 1
    parent.remove(table)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _around(element: etree._Element, tag: str) -> etree._Element | None:
    return next(iter(element.iterancestors(tag)), None)


def _run(words: str, raised: bool = False) -> etree._Element:
    run = etree.Element(f"{WORD}r")
    if raised:
        etree.SubElement(etree.SubElement(run, f"{WORD}rPr"), f"{WORD}vertAlign").set(f"{WORD}val", "superscript")
    text = etree.SubElement(run, f"{WORD}t")
    text.set(SPACE, "preserve")
    text.text = words
    return run


def _text(element: etree._Element | None) -> str:
    return "".join(map(str, element.itertext())) if element is not None else ""
