"""Undo what a word processor makes of an author's words: lists of what the file holds, and formulas as drawings.

Tables of contents, of figures and of tables repeat headings and captions with the numbers of pages. The site makes its
own, so nobody misses their words.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.languages import small_words
from proofdesk.desk.importing.readers.mending.drawn_formulas import mark_formulas
from proofdesk.desk.importing.readers.mending.field_codes import CODE, SIGN, FieldCodes
from proofdesk.desk.importing.readers.packed_file import TEXT, UNREADABLE, WORD, PackedFile

_ODT = tuple(f"{TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index", "object-index"))


@contextmanager
def without_made_parts(file: Path, notes: list[str]) -> Iterator[Path]:
    """Give a Word or OpenDocument file without such parts, for as long as the context; each list is told of."""
    name = "content.xml" if file.suffix.lower() == ".odt" else ""
    try:
        with PackedFile(file) as packed:
            name = name or packed.main_part()
            root = packed.part(name)
            is_odt = name == "content.xml"
            taken = [] if root is None else _take_out_of_odt(root) if is_odt else _take_out(root)
            changed = (is_odt and root is not None and mark_formulas(root)) or bool(taken)
            parts = {each: packed.packed.read(each) for each in packed.packed.namelist()} if changed else {}
    except UNREADABLE:
        taken, parts = [], {}
    notes += [f"a list that the word processor made was left out, as the site makes its own: “{words}”"
              for words in taken]
    if not parts or root is None:
        yield file
        return
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        with zipfile.ZipFile(copy, "w") as written:
            for each, content in parts.items():
                written.writestr(each, content)
        yield copy


def _take_out_of_odt(root: etree._Element) -> list[str]:
    found = [*root.iter(*_ODT)]
    words = [_start_of("".join(map(str, each.itertext()))) for each in found]
    for each in found:
        _remove(each)
    return words


def _take_out(root: etree._Element) -> list[str]:
    """Take out the paragraphs of fields that list what the file holds, with their headings; return how each begins."""
    taken: list[str] = []
    for paragraphs in _lists(root):
        words = " ".join("".join(paragraphs[0].itertext(f"{WORD}t")).split())
        heading = paragraphs[0].getprevious()
        while heading is not None and heading.tag == f"{WORD}p" and not "".join(heading.itertext(f"{WORD}t")).strip():
            heading = heading.getprevious()
        if heading is not None and heading.tag in (f"{WORD}p", f"{WORD}tbl"):
            said = " ".join("".join(heading.itertext(f"{WORD}t")).split())
            if said.casefold().rstrip(":. ") in small_words("contents"):
                words = f"{said}: {words}"
                _remove(heading)
        taken.append(_start_of(words))
        for each in paragraphs:
            around = each.getparent()
            _remove(each)
            while around is not None and around.tag in (f"{WORD}sdtContent", f"{WORD}sdt") and not any(
                    "".join(text.itertext()).strip() for text in around.iter(f"{WORD}t")):
                around, empty = around.getparent(), around
                _remove(empty)
    if taken:
        _take_out_ends(root)
    return taken


def _lists(root: etree._Element) -> list[list[etree._Element]]:
    """Return the paragraphs of each such field. One that has other words too is none of them."""
    found: list[list[etree._Element]] = []
    codes = FieldCodes()
    for paragraph in root.iter(f"{WORD}p"):
        within, outside, goes_on = False, "", any(map(_is_list, codes.open))
        for element in paragraph.iter(SIGN, CODE, f"{WORD}t"):
            if codes.read(element):
                continue
            if any(map(_is_list, codes.open)):
                within = True
            else:
                outside += element.text or ""
        if within and not outside.strip():
            if not goes_on:
                found.append([])
            if found:
                found[-1].append(paragraph)
    return [paragraphs for paragraphs in found if paragraphs]


def _is_list(code: str) -> bool:
    return code.split()[:1] == ["TOC"]


def _remove(element: etree._Element) -> None:
    around = element.getparent()
    if around is not None:
        around.remove(element)


def _take_out_ends(root: etree._Element) -> None:
    """Take out the ends of fields that begin nowhere: that of a list is often in the paragraph behind it."""
    opened = 0
    for sign in [*root.iter(SIGN)]:
        opened += {"begin": 1, "end": -1}.get(sign.get(f"{WORD}fldCharType", ""), 0)
        if opened < 0:
            _remove(sign)
            opened = 0


def _start_of(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
