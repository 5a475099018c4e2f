"""Read a Word file as a reviewer left it: each paragraph before and after its tracked changes, and all comments.

Text is read from Word's XML and not by Pandoc, because only the XML says where in a paragraph a change stands, which
comment answers which, and what a field is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import read_ordinary

Parts = dict[str, bytes]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CITATION = "\ufffc"  # stands for a citation's field, whose words a reference manager may write anew
MAX_BYTES, _MAX_PARTS = 100_000_000, 5_000
_CITES = ("ZOTERO_ITEM", "CSL_CITATION", "EN.CITE", "MENDELEY CITATION", "CITATION ")
_LISTS = ("ZOTERO_BIBL", "CSL_BIBLIOGRAPHY", "EN.REFLIST", "BIBLIOGRAPHY")
_EQUAL, _IN, _OUT, _UNDONE = "equal", "in", "out", "undone"
_LOOKS = {"b": "bold", "i": "italic", "u": "underlined", "strike": "struck through", "highlight": "highlighted",
          "color": "coloured", "vertAlign": "raised or lowered"}


@dataclass(frozen=True)
class Change:
    """A tracked change: where in the paragraph's old text it begins, and the words that it takes out and puts in."""

    start: int
    before: str
    after: str
    by: str
    date: str
    note: str = ""


@dataclass
class WordParagraph:
    """A paragraph; ``old`` is its text without tracked insertions, ``new`` without tracked deletions.

    ``mark`` is the change of its end: “in” for a paragraph that was begun, “out” for two that were joined.
    """

    old: str = ""
    new: str = ""
    changes: list[Change] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    in_table: bool = False
    note: bool = False  # of a footnote or an endnote
    reference: bool = False  # of the list that a reference manager writes
    mark: str = ""
    mark_by: str = ""
    mark_date: str = ""


@dataclass
class WordComment:
    """A comment: the words that it is about as they are seen, and where they begin: paragraph and offset in ``old``."""

    id: str
    by: str = ""
    date: str = ""
    says: str = ""
    quote: str = ""
    paragraph: int = -1
    start: int = 0
    resolved: bool = False
    replies: list[WordComment] = field(default_factory=list)


@dataclass
class WordText:
    """All that a reviewer wrote into a Word file."""

    paragraphs: list[WordParagraph] = field(default_factory=list)
    comments: list[WordComment] = field(default_factory=list)
    looks: list[tuple[int, str, str, str, str]] = field(default_factory=list)  # paragraph, words, what, by, date
    saved_by: str = ""
    saved: str = ""


def open_word(file: Path) -> Parts:
    """Return the parts of a Word file by name. Raises UserError if it is none, or larger than any text."""
    try:
        content = read_ordinary(file, MAX_BYTES)
    except OSError as error:
        raise cannot("read", file, error) from None
    try:
        parts = parts_of(content)
    except OverflowError:
        raise UserError(f"“{file.name}” is larger than any article (take pictures or films out of it)") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        parts = {}
    if "word/document.xml" not in parts:
        raise UserError(f"“{file.name}” is not a Word file of today's kind (open it in its program, and save it as "
                        ".docx)")
    return parts


def parts_of(content: bytes) -> Parts:
    """Return the parts of a file's content that are XML. Raises OverflowError if they are too large together."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        infos = [info for info in opened.infolist() if info.filename.endswith((".xml", ".rels"))]
        if len(infos) > _MAX_PARTS or sum(info.file_size for info in infos) > MAX_BYTES:
            raise OverflowError
        return {info.filename: opened.read(info) for info in infos}


def read_paragraphs(parts: Parts) -> list[str]:
    """Return the text of every paragraph, without tracked insertions."""
    return [each.old for each in read_word(parts).paragraphs]


def read_word(parts: Parts) -> WordText:
    """Return a Word file's paragraphs and comments. Raises UserError if its XML cannot be read."""
    text = WordText()
    reader = _Reader(text, _comments(parts))
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = _xml(parts, name)
        if root is not None:
            reader.in_notes = name != "word/document.xml"
            for child in root:
                if child.get(f"{W}type") in (None, "normal"):
                    reader.read(child)
    text.comments = _threads(parts, reader.comments)
    core = _xml(parts, "docProps/core.xml")
    for element in core if core is not None else ():
        if etree.QName(element).localname == "lastModifiedBy":
            text.saved_by = element.text or ""
        if etree.QName(element).localname == "modified":
            text.saved = element.text or ""
    return text


def _xml(parts: Parts, name: str) -> Any:
    if name not in parts:
        return None
    # No entities, no network, and no tree deeper than libxml2's own limit.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)
    try:
        return etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise UserError(f"the Word file cannot be read: {name}: {error.msg} (open it in Word, and save it again)") \
            from None


class _Reader:
    """Walk through a part, paragraph by paragraph."""

    def __init__(self, text: WordText, comments: dict[str, WordComment]) -> None:
        self.text, self.comments, self.in_notes = text, comments, False
        self._open: dict[str, WordComment] = {}
        self._fields: list[list[str]] = []  # of each open field: its code, and "code" or "shown"
        self._segments: list[tuple[str, str, str, str, str]] = []
        self._paragraph: WordParagraph | None = None
        self._number = 0
        self._tables = 0

    def read(self, element: Any, kind: str = _EQUAL, by: str = "", date: str = "", note: str = "") -> None:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "p":
            self._read_paragraph(element, kind, by, date, note)
        elif name == "r":
            self._read_run(element, kind, by, date, note)
        elif name in ("ins", "moveTo", "del", "moveFrom"):
            inner = _OUT if name in ("del", "moveFrom") else _IN
            who = element.get(f"{W}author", ""), element.get(f"{W}date", "")
            moved = {"moveTo": "moved to here", "moveFrom": "moved from here"}.get(name, "")
            if kind == _IN and inner == _OUT:  # what somebody put in, somebody took out again
                inner, moved, who = _UNDONE, f"{who[0]} took it out again", (by, date)
            for child in element:
                self.read(child, inner, *who, moved)
        elif name == "commentRangeStart":
            self._start_comment(element.get(f"{W}id", ""))
        elif name == "commentRangeEnd":
            self._open.pop(element.get(f"{W}id", ""), None)
        elif name == "fldSimple":
            self._fields.append([element.get(f"{W}instr", ""), "shown"])
            self._begin_shown(kind, by, date, note)
            for child in element:
                self.read(child, kind, by, date, note)
            self._fields.pop()
        elif name == "tbl":
            self._tables += 1
            for child in element:
                self.read(child, kind, by, date, note)
            self._tables -= 1
        elif name == "tr":
            self._read_row(element, kind, by, date, note)
        elif name not in ("Fallback", "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "tcPr", "trPr"):
            for child in element:
                self.read(child, kind, by, date, note)

    def _read_row(self, row: Any, kind: str, by: str, date: str, note: str) -> None:
        """Read a row of a table; one that was put in or taken out is so with all of its words."""
        for name, whole in (("ins", _IN), ("del", _OUT)):
            mark = row.find(f"{W}trPr/{W}{name}")
            if mark is not None:
                kind, by, date, note = whole, mark.get(f"{W}author", ""), mark.get(f"{W}date", ""), "a row of a table"
        for child in row:
            self.read(child, kind, by, date, note)

    def _read_paragraph(self, element: Any, kind: str, by: str, date: str, note: str) -> None:
        outer = self._paragraph, self._segments, self._number
        style, listed = element.find(f"{W}pPr/{W}pStyle"), element.find(f"{W}pPr/{W}numPr")
        self._paragraph = paragraph = WordParagraph(
            style=style.get(f"{W}val", "") if style is not None else "", listed=listed is not None,
            in_table=self._tables > 0, note=self.in_notes, reference=any(_is_list(code) for code, _ in self._fields))
        self._segments, self._number = [], len(self.text.paragraphs)
        self.text.paragraphs.append(paragraph)
        for name, mark in (("ins", _IN), ("del", _OUT), ("moveTo", _IN), ("moveFrom", _OUT)):
            found = element.find(f"{W}pPr/{W}rPr/{W}{name}")
            if found is not None:
                paragraph.mark, paragraph.mark_by = mark, found.get(f"{W}author", "")
                paragraph.mark_date = found.get(f"{W}date", "")
        for child in element:
            self.read(child, kind, by, date, note)
        _complete(paragraph, self._segments)
        for comment in self._open.values():
            comment.quote += "\n"
        self._paragraph, self._segments, self._number = outer

    def _start_comment(self, id: str) -> None:
        if comment := self.comments.get(id):
            self._open[id] = comment
            comment.paragraph = self._number if self._paragraph else len(self.text.paragraphs)
            comment.start = _old_length(self._segments) if self._paragraph else 0

    def _begin_shown(self, kind: str, by: str, date: str, note: str) -> None:
        code = self._fields[-1][0]
        if any(name in code for name in _CITES) and not _is_list(code):
            self._segments.append((kind, CITATION, by, date, note))
        elif _is_list(code) and self._paragraph:
            self._paragraph.reference = True

    def _read_run(self, run: Any, kind: str, by: str, date: str, note: str) -> None:
        for child in run:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "fldChar":
                self._read_field(child.get(f"{W}fldCharType", ""), kind, by, date, note)
            elif name in ("instrText", "delInstrText"):
                if self._fields:
                    self._fields[-1][0] += child.text or ""
            elif name == "commentReference":
                comment = self.comments.get(child.get(f"{W}id", ""))
                if comment and comment.paragraph < 0:  # about a point, not about words
                    comment.paragraph, comment.start = self._number, _old_length(self._segments)
            elif name in ("t", "delText", "tab", "br", "cr", "noBreakHyphen", "ptab"):
                words = child.text or "" if name in ("t", "delText") else "-" if name == "noBreakHyphen" else " "
                self._add(words, kind, by, date, note)
            elif name not in ("rPr",):
                self.read(child, kind, by, date, note)
        look = run.find(f"{W}rPr/{W}rPrChange")
        words = "".join(each.text or "" for each in run.iter(f"{W}t"))
        if look is not None and words.strip():
            self._read_look(run, look, words)

    def _read_look(self, run: Any, look: Any, words: str) -> None:
        now = {etree.QName(each).localname for each in run.find(f"{W}rPr")}
        then = {etree.QName(each).localname for each in look.iter() if each is not look}
        what = [f"{'not ' if name in then else ''}{word}" for name, word in _LOOKS.items()
                if (name in now) != (name in then)]
        if what:
            self.text.looks.append((self._number, words, ", ".join(what), look.get(f"{W}author", ""),
                                    look.get(f"{W}date", "")))

    def _read_field(self, sort: str, kind: str, by: str, date: str, note: str) -> None:
        if sort == "begin":
            self._fields.append(["", "code"])
        elif sort == "separate" and self._fields:
            self._fields[-1][1] = "shown"
            self._begin_shown(kind, by, date, note)
        elif sort == "end" and self._fields:
            self._fields.pop()

    def _add(self, words: str, kind: str, by: str, date: str, note: str) -> None:
        if any(state == "code" for _, state in self._fields):
            return
        if kind != _OUT and kind != _UNDONE:
            for comment in self._open.values():
                comment.quote += words
        if not any(name in code for code, _ in self._fields for name in _CITES) or \
                any(_is_list(code) for code, _ in self._fields):
            self._segments.append((kind, words, by, date, note))


def _is_list(code: str) -> bool:
    return any(name in code for name in _LISTS)


def _old_length(segments: list[tuple[str, str, str, str, str]]) -> int:
    return sum(len(words) for kind, words, *_ in segments if kind in (_EQUAL, _OUT))


def _complete(paragraph: WordParagraph, segments: list[tuple[str, str, str, str, str]]) -> None:
    """Give a paragraph its texts and its changes; a deletion and an insertion side by side are one replacement."""
    last: Change | None = None
    for kind, words, by, date, note in segments:
        at = len(paragraph.old)
        if kind in (_EQUAL, _OUT):
            paragraph.old += words
        if kind in (_EQUAL, _IN):
            paragraph.new += words
        if kind == _EQUAL:
            last = None if words else last
            continue
        before, after = (words, "") if kind == _OUT else ("", words)
        if last and last.by == by and last.note == note:
            last = Change(last.start, last.before + before, last.after + after, by, last.date, note)
            paragraph.changes[-1] = last
        else:
            last = Change(at, before, after, by, date, note)
            paragraph.changes.append(last)


def _comments(parts: Parts) -> dict[str, WordComment]:
    root = _xml(parts, "word/comments.xml")
    found = {}
    for each in root.findall(f"{W}comment") if root is not None else ():
        lines = ["".join(node.text or "" if node.tag == f"{W}t" else " " for node in paragraph.iter(
            f"{W}t", f"{W}br", f"{W}tab")) for paragraph in each.iter(f"{W}p")]
        id = each.get(f"{W}id", "")
        found[id] = WordComment(id, each.get(f"{W}author", ""), each.get(f"{W}date", ""),
                                "\n".join(lines).strip())
    return found


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def _threads(parts: Parts, comments: dict[str, WordComment]) -> list[WordComment]:
    """Return the comments with their replies; Word says which is which by the last paragraph of each."""
    root, more = _xml(parts, "word/comments.xml"), _xml(parts, "word/commentsExtended.xml")
    by_paragraph: dict[str, WordComment] = {}
    for each in root.findall(f"{W}comment") if root is not None else ():
        for paragraph in each.iter(f"{W}p"):
            by_paragraph[paragraph.get(f"{_W14}paraId", "")] = comments[each.get(f"{W}id", "")]
    replies: set[str] = set()
    for each in _extended(more):
        comment = by_paragraph.get(each.get(f"{_W15}paraId", ""))
        parent = by_paragraph.get(each.get(f"{_W15}paraIdParent", "-"))
        if comment and each.get(f"{_W15}done") in ("1", "true"):
            comment.resolved = True
        if comment and parent and parent is not comment:
            parent.replies.append(comment)
            replies.add(comment.id)
    return [each for id, each in comments.items() if id not in replies]


def _extended(root: Any) -> Iterator[Any]:
    if root is not None:
        yield from (each for each in root.iter() if each.tag == f"{_W15}commentEx")
