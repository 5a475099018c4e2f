"""Mend an OpenDocument file before Pandoc reads it: text boxes, and fields of which it leaves out the words."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import TEXT, UNREADABLE, PackedFile

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CONTENT = "content.xml"
_FIELDS = tuple(f"{TEXT}{name}" for name in (
    "bookmark-ref", "reference-ref", "sequence-ref", "note-ref", "expression", "user-field-get", "variable-get",
    "variable-set", "text-input", "placeholder", "conditional-text", "date", "time", "chapter"))


@contextmanager
def mended_odt(file: Path) -> Iterator[Path]:
    """Give a file as Pandoc is to read it: the file itself, or a copy that is there for as long as the context."""
    others: dict[str, bytes] = {}
    try:
        with PackedFile(file) as packed:
            root = packed.part(_CONTENT)
            if root is not None and any([_take_out_boxes(root), _write_out_fields(root)]):
                others = {name: packed.packed.read(name) for name in packed.packed.namelist()}
                others[_CONTENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    except UNREADABLE:
        others = {}
    if not others:
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "manuscript.odt"
        with zipfile.ZipFile(copy, "w") as written:
            for name, content in others.items():
                written.writestr(name, content)
        yield copy


def _take_out_boxes(root: etree._Element) -> bool:
    """Put the paragraphs of each text box behind the paragraph that holds it, unless the box is a picture's frame.

    Of a frame, Pandoc reads the first paragraph: a caption may be in the next one.
    """
    boxes = [box for box in root.iter(f"{_DRAW}text-box")
             if len(box) and (box.find(f".//{_DRAW}image") is None or _has_more_words(box))]
    last: dict[etree._Element, etree._Element] = {}
    for box in boxes:
        hosts = [each for each in box.iterancestors(f"{TEXT}p", f"{TEXT}h")] or [box.getparent()]
        for block in [*box]:
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


def _has_more_words(box: etree._Element) -> bool:
    """Return whether a box has words below its first paragraph."""
    return any("".join(map(str, block.itertext())).strip() for block in box[1:])
