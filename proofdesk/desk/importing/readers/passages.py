"""Read the passages of a manuscript's file without Pandoc: what has to be in the article, or be named in the report."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import lxml.etree as etree
import lxml.html

from proofdesk.desk.importing.ledger import COMMENT, DELETED, DESCRIPTION
from proofdesk.desk.importing.readers.contents.word_drawings import descriptions_in
from proofdesk.desk.importing.readers.mending.charts import shown_number
from proofdesk.desk.importing.readers.mending.drawn_formulas import FORMULA
from proofdesk.desk.importing.readers.mending.inserted_files import InsertedFile, inserted_files, names_of_inserted
from proofdesk.desk.importing.readers.mending.page_numbers import without_page_numbers
from proofdesk.desk.importing.readers.packed_file import (
    FALLBACK,
    OFFICE,
    SVG,
    TEXT,
    WORD,
    PackedFile,
    holds_paragraphs,
    is_raised,
    parse_part,
    raised_styles,
)
from proofdesk.desk.importing.readers.web.linked_notes import linked_notes
from proofdesk.desk.importing.readers.web.slides import holds_slides
from proofdesk.desk.importing.readers.word.styles import styles_of

_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PARTS_OF_WORD = (
    (re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml"), ""),
    (re.compile(r"word/header\d*\.xml"), "in the header of the pages"),
    (re.compile(r"word/footer\d*\.xml"), "in the footer of the pages"),
    (re.compile(r"word/comments\d*\.xml"), COMMENT),
    (re.compile(r"word/(?:charts/chart|diagrams/data)\d*\.xml"), "in a chart or a drawing"),
)
_LEFT_OUT = {"deleted": DELETED, "hidden": "hidden in the file, so not in the article"}
# What Pandoc writes as other signs; the words before and behind are looked for apart.
_BREAKS_OF_WORD = {f"{WORD}{name}" for name in ("sym", "drawing", "pict", "object", "footnoteReference",
                                                  "endnoteReference", "commentReference", "rt", "rubyBase")}
_SPACES_OF_WORD = {f"{WORD}{name}" for name in ("tab", "ptab", "br", "cr", "noBreakHyphen")}
_DESCRIBED_IN_ODT = {f"{SVG}title", f"{SVG}desc"}
_SPACES_OF_ODT = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}
_CATEGORIES = {"{http://schemas.openxmlformats.org/drawingml/2006/chart}" + name for name in ("cat", "xVal")}
_HIDDEN_IN_HTML = {"script", "style", "title", "math"}
_DRAWN_TEXTS = {"text", "tspan", "textpath"}
_INLINE_IN_HTML = {"span", "b", "strong", "i", "em", "u", "font"}


class Passage(NamedTuple):
    """Words that stand together in a file, with where they are if that is not the text itself, and on which line."""

    words: str
    place: str = ""
    line: int = 0


def passages_of_word(file: Path | IO[bytes]) -> Iterator[Passage]:
    """Yield the paragraphs of a Word file: of its text, notes, text boxes, headers, comments, charts and deletions."""
    with PackedFile(file) as opened:
        packed, styles = opened.packed, styles_of(opened)
        for name in sorted(packed.namelist()):
            place = next((place for part, place in _PARTS_OF_WORD if part.fullmatch(name)), None)
            if place is not None:
                root = without_page_numbers(parse_part(packed, name))
                hidden = set(styles.hidden(root)) if not place else {*()}
                yield from _of_word_part(root, place, hidden)
        read = [file for _, file in inserted_files(opened, opened.main_part())]
        for inserted in read:
            yield from _of_inserted(inserted)
        for name in sorted(names_of_inserted(opened, opened.main_part()) - {each.name for each in read}):
            yield Passage(name, "a file within the file, which cannot be read")


def _of_inserted(file: InsertedFile) -> Iterator[Passage]:
    """Yield what a file within a Word file holds; only Pandoc reads the form of RTF."""
    if file.form == "html":
        yield from passages_of_html(file.text)
    elif file.form == "docx":
        yield from passages_of_word(io.BytesIO(file.content))
    elif file.form == "plain":
        yield from map(Passage, file.text.splitlines())


def passages_of_odt(file: Path) -> Iterator[Passage]:
    """Yield the paragraphs of an OpenDocument file: of its text, notes, headers, footers, comments and deletions."""
    with zipfile.ZipFile(file) as packed:
        for name, place in (("content.xml", ""), ("styles.xml", "in the header or footer of the pages")):
            if name not in packed.namelist():
                continue
            root = without_page_numbers(parse_part(packed, name))
            raised = raised_styles(root)
            for paragraph in root.iter(f"{TEXT}p", f"{TEXT}h"):
                around = {element.tag for element in paragraph.iterancestors()}
                where = (COMMENT if f"{OFFICE}annotation" in around else
                         DELETED if f"{TEXT}tracked-changes" in around else place)
                for words in _of_odt(paragraph, raised):
                    for piece in FORMULA.split(words)[::2]:  # a formula is compared as one
                        yield Passage(piece, where)


def passages_of_html(text: str) -> Iterator[Passage]:
    """Yield each text of a web page that a browser may show, without slides in Markdown.

    A letter that is marked by itself stays in its word.
    """
    words, is_apart, line = "", False, 0
    page = lxml.html.document_fromstring(text)
    # The numbers of notes are not words: the article has its own.
    of_notes = {each for note in linked_notes(page) for each in (*note.calls, *note.backs)}
    for event, element in etree.iterwalk(page, events=("start", "end", "comment", "pi")):
        is_start = event == "start"
        is_apart |= event in ("start", "end") and element.tag not in _INLINE_IN_HTML
        piece = element.text if is_start else element.tail
        if not piece or (is_start and (element.tag in _HIDDEN_IN_HTML or holds_slides(element) or any(
                around in of_notes or around.tag == "math" or (around.tag == "svg" and element.tag not in _DRAWN_TEXTS)
                for around in (element, *element.iterancestors())))):
            continue
        if not is_apart and words[-1:].isalnum() and piece[0].isalnum():
            words += piece
        else:
            yield Passage(words, line=line)
            words, is_apart, line = piece, False, element.sourceline or 0
    yield Passage(words, line=line)


def _of_word_part(root: etree._Element, place: str, hidden: set[etree._Element]) -> Iterator[Passage]:
    for paragraph in root.iter(f"{WORD}p"):
        if any(element.tag == FALLBACK for element in paragraph.iterancestors()):
            continue
        pieces, before = [""], ""
        for kind, words in _pieces(paragraph, hidden):
            if kind in _LEFT_OUT:
                yield Passage(words, _LEFT_OUT[kind])
                continue
            if kind == "break":
                pieces.append("")
            else:  # what is raised is apart from what is not
                pieces[-1] += words if before in ("break", kind) else f" {words}"
            before = kind
        for piece in pieces:
            yield Passage(piece, place)
    for words in _drawn(root):
        yield Passage(words, "in a chart or a drawing")
    for art in root.iter(_WORD_ART):
        yield Passage(art.get("string", ""), "in a chart or a drawing")
    for words in descriptions_in(root):
        yield Passage(words, DESCRIPTION)


def _drawn(root: etree._Element) -> Iterator[str]:
    """Yield each line and number of a chart or a drawing; the names that each series of a chart repeats, once."""
    named: list[list[str]] = []
    again: set[etree._Element] = set()
    for names in root.iter(*_CATEGORIES):
        values = [*names.iter(_VALUE)]
        words = [value.text or "" for value in values]
        if words in named:
            again.update(values)
        named.append(words)
    for element in root.iter(f"{_DRAWING}p", _VALUE):
        if element.tag == _VALUE and element not in again:
            yield shown_number(element.text or "")
        elif element.tag != _VALUE:
            yield "".join(text.text or "" for text in element.iter(f"{_DRAWING}t"))


def _pieces(element: etree._Element, hidden: set[etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph in order, without those of the paragraphs in its text boxes."""
    for child in element:
        if child.tag == f"{WORD}instrText" and (child.text or "").split()[:1] == ["EQ"]:
            yield "break", ""  # its formula is in the article
        if child.tag in (f"{WORD}p", FALLBACK, f"{WORD}instrText", f"{WORD}rPr", f"{WORD}pPr"):
            continue
        if child.tag in (f"{WORD}del", f"{WORD}moveFrom"):
            yield "deleted", "".join(text.text or "" for text in child.iter(f"{WORD}t", f"{WORD}delText"))
        elif child in hidden:
            yield "hidden", child.text or ""
        elif child.tag == f"{WORD}t":
            yield "raised" if is_raised(child) else "words", child.text or ""
        elif child.tag in _SPACES_OF_WORD:
            yield "words", " "
        elif isinstance(child.tag, str) and child.tag.startswith(_MATHS):
            yield "break", ""
        elif child.tag in _BREAKS_OF_WORD:
            yield "break", ""
            yield from _pieces(child, hidden)
            yield "break", ""
        else:
            yield from _pieces(child, hidden)


def _of_odt(paragraph: etree._Element, raised: set[str]) -> Iterator[str]:
    """Yield the words of a paragraph, without those of the paragraphs in its notes and text boxes."""
    inner = {f"{TEXT}note", f"{OFFICE}annotation"}
    words, was_raised = paragraph.text or "", False
    for child in paragraph:
        if child.tag in inner or holds_paragraphs(child):
            yield words
            words = ""
        elif child.tag in _DESCRIBED_IN_ODT:
            yield words
            yield child.text or ""
            words = ""
        elif isinstance(child.tag, str):
            is_raised_here = child.get(f"{TEXT}style-name") in raised
            apart = child.tag in _SPACES_OF_ODT or is_raised_here
            words = words.removesuffix(" ") if was_raised and is_raised_here else words + " " * apart
            was_raised = is_raised_here and not child.tail
            *parts, words_inside = ["", *_of_odt(child, raised)]
            if parts[1:]:
                yield words + parts[1]
                yield from parts[2:]
                words = words_inside
            else:
                words += words_inside + (" " if apart else "")
        words += child.tail or ""
    yield words
