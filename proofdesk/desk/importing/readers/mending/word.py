"""Mend a Word file before Pandoc reads it: what it drops, as text boxes, numbers of captions, charts and some changes.

A text box comes behind the paragraph that it stands beside. A chart becomes the table of its numbers, and a diagram the
words of its parts, each with a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import lxml.etree as etree

from proofdesk.common.text import counted
from proofdesk.desk.importing.readers.fields.marks import MARKS
from proofdesk.desk.importing.readers.indents.word import mend_indents
from proofdesk.desk.importing.readers.mending.charts import chart_of
from proofdesk.desk.importing.readers.mending.inserted_files import InsertedFile, inserted_files, mark_files
from proofdesk.desk.importing.readers.mending.word_runs import mend_runs
from proofdesk.desk.importing.readers.mending.word_tables import mend_tables
from proofdesk.desk.importing.readers.mending.word_titles import mend_titles
from proofdesk.desk.importing.readers.packed_file import (
    FALLBACK,
    RELATIONS,
    UNREADABLE,
    WORD,
    PackedFile,
    copy_with,
    replace,
    write,
)
from proofdesk.desk.importing.readers.word.elements import paragraph_of
from proofdesk.desk.importing.readers.word.styles import styles_of

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_GROUP = ("{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}wgp",
          "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}wpc")
MAX_PICTURES = 4  # of a group, each of which may say something alone
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PARAGRAPH, _BOX = f"{WORD}p", f"{WORD}txbxContent"
_CHOSEN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_IN_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_KEPT = (f"{WORD}ins", f"{WORD}moveTo")
_CHANGES = (*_KEPT, f"{WORD}del", f"{WORD}moveFrom")
_OF_MARKS = (f"{WORD}rPr", f"{WORD}trPr", f"{WORD}numPr")  # where it is about a paragraph's end or a row
# Fields that are read elsewhere; of all others, the words that they show are the text.
_OTHER_FIELDS = ("ADDIN", "CITATION", "BIBLIOGRAPHY", "HYPERLINK")


@dataclass
class Drawings:
    """How many charts became tables, and how many diagrams words; and the files that stand where marks are."""

    charts: int = 0
    diagrams: int = 0
    files: list[InsertedFile] = field(default_factory=list)


@contextmanager
def mended(file: Path, notes: list[str]) -> Iterator[tuple[Path, Drawings]]:
    """Give a Word file as Pandoc is to read it: the file itself, or a copy that is there for as long as the context."""
    drawings = Drawings()
    parts: dict[str, bytes] = {}
    try:
        with PackedFile(file) as packed:
            parts = packed.with_parts(_changed_parts(packed, notes, drawings))
    except UNREADABLE:
        pass  # Pandoc may be able to read it
    with copy_with(parts, file) as copy:
        yield copy, drawings


def _changed_parts(packed: PackedFile, notes: list[str], drawings: Drawings) -> dict[str, bytes]:
    main = packed.main_part()
    names = [main, *(target for kind, target, _ in packed.relations(main) if kind in ("footnotes", "endnotes"))]
    changed, styles = {}, styles_of(packed)
    for name in names:
        root = packed.part(name)
        if root is not None and any([
                _make_changes(root), mend_titles(root, styles), mend_indents(root, styles, MARKS),
                mend_runs(root, styles, notes), _unwrap_fields(root),
                _take_out_pictures(root, notes), _take_out_boxes(root),
                mend_tables(root), mark_files(root, dict(inserted_files(packed, name)), drawings.files),
                _write_out_drawings(root, packed, packed.targets(name), notes, drawings)]):
            changed[name] = write(root)
    return changed


def _make_changes(root: etree._Element) -> bool:
    """Make all tracked changes, of which Pandoc leaves out those without a day or a number."""
    changes = [each for each in root.iter(*_CHANGES) if each.getparent().tag not in _OF_MARKS]
    for change in changes:
        replace(change, change if change.tag in _KEPT else ())
    return bool(changes)


def _unwrap_fields(root: etree._Element) -> bool:
    """Put the words that a field shows into its place, such as the number of a caption."""
    fields = [each for each in root.iter(f"{WORD}fldSimple")
              if not each.get(f"{WORD}instr", "").strip().upper().startswith(_OTHER_FIELDS)]
    for each in fields:
        replace(each, each)
    return bool(fields)


def _take_out_pictures(root: etree._Element, notes: list[str]) -> bool:
    """Put each picture of a group, with its words or with others, above the paragraph that holds the group.

    Signs that a group repeats, or has many of, say nothing alone. A picture behind words stays behind them.
    """
    taken = 0
    for group in [each for each in root.iter(*_GROUP) if next(each.iterancestors(*_GROUP, FALLBACK), None) is None]:
        pictures = [*group.iter(_PICTURE)]
        names = [picture.find(f".//{_DRAWN}blip") for picture in pictures]
        sources = {name.get(f"{RELATIONS}embed") for name in names if name is not None}
        run = next(group.iterancestors(f"{WORD}r"), None)
        if run is None or len(sources) < len(pictures) or len(pictures) > MAX_PICTURES:
            continue
        for choice in group.iterancestors(_CHOSEN):
            for fallback in choice.findall(FALLBACK):
                choice.remove(fallback)
        paragraph = next(run.iterancestors(_PARAGRAPH))
        is_first = not any(text.text for each in run.itersiblings(preceding=True) for text in each.iter(f"{WORD}t"))
        for picture in pictures if is_first else reversed(pictures):
            if is_first:
                paragraph.addprevious(above := etree.Element(_PARAGRAPH))
                above.append(_alone(picture))
            else:
                run.addnext(_alone(picture))
        taken += len(pictures)
    if taken:
        notes.append(f"{counted(taken, 'picture stands', 'pictures stand')} in the file in groups with words, lines or "
                     "others; look whether each says the same alone")
    return bool(taken)


def _alone(picture: etree._Element) -> etree._Element:
    """Return a run that shows a picture by itself, as Pandoc reads it."""
    stated = picture.find("{*}nvPicPr/{*}cNvPr")
    run = etree.Element(f"{WORD}r")
    inline = etree.SubElement(etree.SubElement(run, f"{WORD}drawing"), f"{_PLACED}inline")
    etree.SubElement(inline, f"{_PLACED}extent", cx="1", cy="1")
    etree.SubElement(inline, f"{_PLACED}docPr", dict(stated.attrib) if stated is not None else {})
    # Pandoc knows the parts of a picture by these short names alone.
    shown = etree.SubElement(inline, f"{_DRAWN}graphic", nsmap={"a": _DRAWN[1:-1]})
    data = etree.SubElement(shown, f"{_DRAWN}graphicData", uri=_PICTURE[1:].partition("}")[0])
    data.append(picture)
    return run


def _take_out_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of each text box behind the paragraph that holds it."""
    boxes = [box for box in root.iter(_BOX) if not any(each.tag == FALLBACK for each in box.iterancestors())]
    last: dict[etree._Element, etree._Element] = {}
    for box in boxes:
        hosts = [each for each in box.iterancestors(_PARAGRAPH) if not any(
            around.tag == _BOX for around in each.iterancestors())]
        if not hosts:
            continue
        for choice in box.iterancestors(_CHOSEN):
            for fallback in choice.findall(FALLBACK):
                choice.remove(fallback)
        for block in [*box]:
            last.get(hosts[0], hosts[0]).addnext(block)
            last[hosts[0]] = block
    return bool(boxes)


def _write_out_drawings(
    root: etree._Element, packed: PackedFile, targets: dict[str, str], notes: list[str], drawings: Drawings
) -> bool:
    """Put the numbers of each chart, and the words of each diagram, behind the paragraph that holds it."""
    found = False
    for drawing in [*root.iter(_CHART, _DIAGRAM)]:
        is_chart = drawing.tag == _CHART
        part = packed.part(targets.get(drawing.get(f"{RELATIONS}{'id' if is_chart else 'dm'}", ""), ""))
        hosts = [*drawing.iterancestors(_PARAGRAPH)]
        if part is None or not hosts or any(each.tag == FALLBACK for each in drawing.iterancestors()):
            continue
        blocks = _chart_blocks(part, notes) if is_chart else _diagram_blocks(part, notes)
        for block in reversed(blocks):
            hosts[-1].addnext(block)
        drawings.charts += is_chart and bool(blocks)
        drawings.diagrams += not is_chart and bool(blocks)
        found = found or bool(blocks)
    return found


def _chart_blocks(part: etree._Element, notes: list[str]) -> list[etree._Element]:
    chart = chart_of(part)
    if not chart.rows:
        return []
    name = chart.title or ", ".join(chart.rows[0][1:])
    notes.append(f"a chart became the table of its numbers; a picture of it may say more: “{name[:80]}”")
    return [*([paragraph_of(chart.title)] if chart.title else []), _table(chart.rows)]


def _diagram_blocks(part: etree._Element, notes: list[str]) -> list[etree._Element]:
    texts = ["".join(text.text or "" for text in point.iter(f"{_DRAWN}t")).strip()
             for point in part.iter(f"{_IN_DIAGRAM}pt")]
    texts = [text for text in texts if text]
    if texts:
        notes.append(f"a diagram became the words of its parts, which say nothing of how they belong together: "
                     f"“{texts[0][:80]}”")
    # One sentence, as short lines would be taken for headings.
    return [paragraph_of("; ".join(text.rstrip(".") for text in texts) + ".")] if texts else []


def _table(rows: list[list[str]]) -> etree._Element:
    table = etree.Element(f"{WORD}tbl")
    look = etree.SubElement(etree.SubElement(table, f"{WORD}tblPr"), f"{WORD}tblLook")
    look.set(f"{WORD}firstRow", "1")
    grid = etree.SubElement(table, f"{WORD}tblGrid")
    for _ in rows[0]:
        etree.SubElement(grid, f"{WORD}gridCol").set(f"{WORD}w", "1000")
    for number, row in enumerate(rows):
        line = etree.SubElement(table, f"{WORD}tr")
        if not number:
            etree.SubElement(etree.SubElement(line, f"{WORD}trPr"), f"{WORD}tblHeader")
        for cell in row:
            etree.SubElement(line, f"{WORD}tc").append(paragraph_of(cell))
    return table
