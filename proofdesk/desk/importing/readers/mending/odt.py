"""Mend an OpenDocument file before Pandoc reads it: text boxes, drawn shapes, pictures that are links, fields, lists,
tables within others.

Pandoc leaves out the words of such fields and tables, pictures that lead somewhere, and what stands in a shape; and it
begins each list with 1 whose first item says another number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.etree as etree

from proofdesk.blocks.pictures import SUFFIXES
from proofdesk.desk.importing.readers.indents.odt import mend_odt_indents
from proofdesk.desk.importing.readers.mending.odt_titles import mark_titles
from proofdesk.desk.importing.readers.packed_file import (
    DRAW,
    HREF,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    UNREADABLE,
    PackedFile,
    copy_with,
    replace,
    write,
)

_CONTENT = "content.xml"
_START = f"{TEXT}start-value"
_SHAPES = tuple(f"{DRAW}{name}" for name in ("custom-shape", "rect", "ellipse", "circle", "polygon", "path"))
_BLOCKS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")
_ROW, _CELL = f"{TABLE}table-row", f"{TABLE}table-cell"
_FIELDS = tuple(f"{TEXT}{name}" for name in (
    "bookmark-ref", "reference-ref", "sequence-ref", "note-ref", "expression", "user-field-get", "variable-get",
    "variable-set", "text-input", "placeholder", "conditional-text", "date", "time", "chapter"))


@contextmanager
def mended_odt(file: Path) -> Iterator[Path]:
    """Give a file as Pandoc is to read it: the file itself, or a copy that is there for as long as the context."""
    parts: dict[str, bytes] = {}
    try:
        with PackedFile(file) as packed:
            root = packed.part(_CONTENT)
            if root is not None and any([
                    _take_out_boxes(root), _choose_pictures(root), _free_pictures(root), _write_out_fields(root),
                    _start_lists(root), _take_out_tables(root), mark_titles(root),
                    mend_odt_indents(root, packed.part("styles.xml"))]):
                parts = packed.with_parts({_CONTENT: write(root)})
    except UNREADABLE:
        pass  # Pandoc may be able to read it
    with copy_with(parts, file) as copy:
        yield copy


def chosen_picture(frame: etree._Element) -> etree._Element | None:
    """Return the picture of a frame that browsers show: beside one for printers, LibreOffice keeps one for others."""
    pictures = frame.findall(f"{DRAW}image")
    return next((each for each in pictures if each.get(HREF, "").lower().endswith(tuple(SUFFIXES))),
                pictures[0] if pictures else None)


def _choose_pictures(root: etree._Element) -> bool:
    """Leave each frame only the picture that browsers show."""
    others = [(frame, each) for frame in root.iter(f"{DRAW}frame") for each in frame.findall(f"{DRAW}image")
              if each is not chosen_picture(frame)]
    for frame, each in others:
        frame.remove(each)
    return bool(others)


def _free_pictures(root: etree._Element) -> bool:
    """Put pictures that are links behind the link."""
    frames = [(frame, link) for link in root.iter(f"{TEXT}a", f"{DRAW}a") for frame in link.iter(f"{DRAW}frame")]
    for frame, link in reversed(frames):
        replace(frame)
        frame.tail, link.tail = link.tail, None
        link.addnext(frame)
    return bool(frames)


def _take_out_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of each text box behind the paragraph that holds it, unless the box is a picture's frame.

    Of a frame, Pandoc reads the first paragraph: a caption may be in the next one.
    """
    boxes = [box for box in root.iter(f"{DRAW}text-box", *_SHAPES) if box.find(f"{TEXT}p") is not None and (
        box.tag in _SHAPES or box.find(f".//{DRAW}image") is None or _has_more_words(box))]
    last: dict[etree._Element, etree._Element] = {}
    for box in boxes:
        hosts = [each for each in box.iterancestors(f"{TEXT}p", f"{TEXT}h")] or [box.getparent()]
        for block in [each for each in box if each.tag in _BLOCKS or box.tag not in _SHAPES]:
            block.tail = None
            after = last.get(hosts[-1], hosts[-1])
            tail, after.tail = after.tail, None
            after.addnext(block)
            block.tail = tail
            last[hosts[-1]] = block
    return bool(boxes)


def _write_out_fields(root: etree._Element) -> bool:
    """Make ordinary words of what fields show, such as the number of the table that a reference leads to."""
    fields = [*root.iter(*_FIELDS)]
    for each in fields:
        each.tag = f"{TEXT}span"
        each.attrib.clear()
    return bool(fields)


def _start_lists(root: etree._Element) -> bool:
    """Say by the style of a list what an item says of its number, as “begin with 7”, which Pandoc does not read."""
    started = [each for each in root.iter(f"{TEXT}list-item") if each.get(_START, "").isdigit()]
    styles = root.find(f"{OFFICE}automatic-styles")
    if not started:
        return False
    if styles is None:
        styles = etree.Element(f"{OFFICE}automatic-styles")
        root.insert(0, styles)
    for number, item in enumerate(started):
        around = item.getparent()
        if item.getprevious() is not None:  # what comes before is a list of its own
            rest = etree.Element(around.tag, dict(around.attrib))
            rest.extend([item, *item.itersiblings()])
            around.addnext(rest)
            around = rest
        depth = str(len([*item.iterancestors(f"{TEXT}list")]))
        style = etree.SubElement(styles, f"{TEXT}list-style", {f"{STYLE}name": f"started{number}"})
        etree.SubElement(style, f"{TEXT}list-level-style-number", {
            f"{TEXT}level": depth, f"{STYLE}num-format": "1", f"{STYLE}num-suffix": ".", _START: item.get(_START, "1")})
        around.attrib.pop(f"{TEXT}continue-numbering", None)
        around.set(f"{TEXT}style-name", f"started{number}")
    return True


def _take_out_tables(root: etree._Element) -> bool:
    """Make text of a row or a column that only places tables, and a paragraph of each row of a table in another's cell.

    So a table beside a text stays a table, and one in a cell is read like those of Word files: “Worms, 12, 14”.
    """
    holders = [table for table in root.iter(f"{TABLE}table") if table.find(f".//{TABLE}table") is not None]
    for table in holders:
        rows = [each for each in table.iter(_ROW) if next(each.iterancestors(f"{TABLE}table")) is table]
        if len(rows) == 1 or all(len(row.findall(_CELL)) == 1 for row in rows):
            replace(table, [block for row in rows for cell in row.iterfind(_CELL) for block in cell])
    inner = [table for table in root.iter(f"{TABLE}table") if next(table.iterancestors(_CELL), None) is not None]
    for table in reversed(inner):
        replace(table, [paragraph for row in table.iter(_ROW) if len(paragraph := _joined(row))])
    return bool(holders)


def _joined(row: etree._Element) -> etree._Element:
    """Return a paragraph with what the cells of a row say, parted by commas; without a child if they say nothing."""
    joined = etree.Element(f"{TEXT}p")
    for cell in row.iterfind(_CELL):
        said = [each for each in cell.iter(f"{TEXT}p", f"{TEXT}h") if "".join(map(str, each.itertext())).strip()]
        for number, each in enumerate(said):
            if len(joined):
                joined[-1].tail = " " if number else ", "
            each.tag, each.tail = f"{TEXT}span", None
            each.attrib.clear()
            joined.append(each)
    return joined


def _has_more_words(box: etree._Element) -> bool:
    """Return whether a box has words below its first paragraph."""
    return any("".join(map(str, block.itertext())).strip() for block in box[1:])
