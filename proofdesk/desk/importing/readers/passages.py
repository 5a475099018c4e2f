"""Read the passages of a manuscript's file without Pandoc: what has to be in the article, or be named in the report."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lxml.etree as etree
import lxml.html

MAX_BYTES = 30_000_000  # of one part of the file, unpacked
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same for old programs
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARTS_OF_WORD = (
    (re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml"), ""),
    (re.compile(r"word/header\d*\.xml"), "in the header of the pages"),
    (re.compile(r"word/footer\d*\.xml"), "in the footer of the pages"),
    (re.compile(r"word/comments\d*\.xml"), "a comment"),
    (re.compile(r"word/(?:charts/chart|diagrams/data)\d*\.xml"), "in a chart or a drawing"),
)
_INSERTED_FILE = re.compile(r"word/(?:afchunk|altchunk)[^/]*", re.IGNORECASE)
# What Pandoc writes as other signs; the words before and behind are looked for apart.
_BREAKS_OF_WORD = {f"{_WORD}{name}" for name in ("sym", "drawing", "pict", "object", "footnoteReference",
                                                  "endnoteReference", "commentReference", "ruby")}
_SPACES_OF_WORD = {f"{_WORD}{name}" for name in ("tab", "ptab", "br", "cr")}
_HIDDEN_IN_HTML = {"script", "style", "title", "math"}
_LIST_MARKS = re.compile(r"(?:[\s>]*(?:[-*+]|\d{1,9}[.)])(?:\s+|$))*")
# What Markdown says about words without showing it: the names of notes and addresses, the tags of a span, a caption's
# beginning, the name of the fact that becomes the title.
_SAID_IN_MARKDOWN = re.compile(
    r"\[\^[^\]\n]*\]|^\[[ xX]\](?= )|(?<=\])\[[^\]\n]*\]"
    r"|^[\s>]*\[[^\]\n]*\](?=:)|</?(?:div|span)\b[^<>]*>|^\s*Table:|^title:.*")


class Passage(NamedTuple):
    """Words that stand together in a file, with where they are if that is not the text itself."""

    words: str
    place: str = ""


def passages_of_word(file: Path) -> Iterator[Passage]:
    """Yield the paragraphs of a Word file: of its text, notes, text boxes, headers, comments, charts and deletions."""
    with zipfile.ZipFile(file) as packed:
        for name in sorted(packed.namelist()):
            place = next((place for part, place in _PARTS_OF_WORD if part.fullmatch(name)), None)
            if place is not None:
                yield from _of_word_part(_parse(packed, name), place)
            elif _INSERTED_FILE.fullmatch(name):
                yield Passage(name, "a file within the file, which cannot be read")


def passages_of_odt(file: Path) -> Iterator[Passage]:
    """Yield the paragraphs of an OpenDocument file: of its text, notes, headers, footers, comments and deletions."""
    with zipfile.ZipFile(file) as packed:
        for name, place in (("content.xml", ""), ("styles.xml", "in the header or footer of the pages")):
            if name not in packed.namelist():
                continue
            for paragraph in _parse(packed, name).iter(f"{_TEXT}p", f"{_TEXT}h"):
                around = {element.tag for element in paragraph.iterancestors()}
                where = ("a comment" if f"{_OFFICE}annotation" in around else
                         "deleted, and kept as a change" if f"{_TEXT}tracked-changes" in around else place)
                for words in _of_odt(paragraph):
                    yield Passage(words, where)


def passages_of_html(text: str) -> Iterator[Passage]:
    """Yield each text of a web page that a browser may show."""
    for element in lxml.html.document_fromstring(text).iter():
        if isinstance(element.tag, str) and element.text and element.tag not in _HIDDEN_IN_HTML and not any(
                around.tag in ("math", "svg") for around in element.iterancestors()):
            yield Passage(element.text)
        if element.tail:
            yield Passage(element.tail)


def lines_of_markdown(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line from 1, the line, and its words without what only says something about them."""
    for number, line in enumerate(text.splitlines(), start=1):
        marks = _LIST_MARKS.match(line)
        rest = line[marks.end() :] if marks else line
        yield number, line.strip(), html.unescape(_SAID_IN_MARKDOWN.sub(" ", rest))


def _parse(packed: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part of a packed file. Raises ValueError if it is too large."""
    if packed.getinfo(name).file_size > MAX_BYTES:
        raise ValueError(name)
    return etree.fromstring(packed.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _of_word_part(root: etree._Element, place: str) -> Iterator[Passage]:
    for paragraph in root.iter(f"{_WORD}p"):
        if any(element.tag == _FALLBACK for element in paragraph.iterancestors()):
            continue
        pieces = [""]
        for kind, words in _pieces(paragraph):
            if kind == "deleted":
                yield Passage(words, "deleted, and kept as a change")
            elif kind == "break":
                pieces.append("")
            else:
                pieces[-1] += words
        for piece in pieces:
            yield Passage(piece, place)
    drawn = [element.text or "" for element in root.iter(_DRAWN, _VALUE)]
    yield Passage(" ".join(drawn), "in a chart or a drawing")
    for art in root.iter(_WORD_ART):
        yield Passage(art.get("string", ""), "in a chart or a drawing")
    for described in root.iter(_DESCRIBED):
        yield Passage(described.get("descr", ""), "the description of a picture or a drawing")


def _pieces(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the words of a paragraph in order, without those of the paragraphs in its text boxes."""
    for child in element:
        if child.tag in (f"{_WORD}p", _FALLBACK, f"{_WORD}instrText", f"{_WORD}rPr", f"{_WORD}pPr"):
            continue
        if child.tag in (f"{_WORD}del", f"{_WORD}moveFrom"):
            yield "deleted", "".join(text.text or "" for text in child.iter(f"{_WORD}t", f"{_WORD}delText"))
        elif child.tag == f"{_WORD}t":
            yield "words", child.text or ""
        elif child.tag in _SPACES_OF_WORD:
            yield "words", " "
        elif isinstance(child.tag, str) and child.tag.startswith(_MATHS):
            yield "break", ""
        elif child.tag in _BREAKS_OF_WORD:
            yield "break", ""
            yield from _pieces(child)
            yield "break", ""
        else:
            yield from _pieces(child)


def _of_odt(paragraph: etree._Element) -> Iterator[str]:
    """Yield the words of a paragraph, without those of the paragraphs in its notes and text boxes."""
    inner = {f"{_TEXT}note", f"{_OFFICE}annotation"}
    words = paragraph.text or ""
    for child in paragraph:
        if child.tag in inner or child.find(f".//{_TEXT}p") is not None:
            yield words
            words = ""
        elif isinstance(child.tag, str):
            words += " " if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break") else ""
            *parts, words_inside = ["", *_of_odt(child)]
            if parts[1:]:
                yield words + parts[1]
                yield from parts[2:]
                words = words_inside
            else:
                words += words_inside
        words += child.tail or ""
    yield words
