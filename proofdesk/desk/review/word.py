"""Read a Word file as a reviewer left it: each paragraph before and after its tracked changes, and all comments.

Text is read from Word's XML and not by Pandoc, because only the XML says where in a paragraph a change stands, which
comment answers which, and what a field is.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from proofdesk.desk.review.word_comments import read_comments, threads
from proofdesk.desk.review.word_parts import Parts, W, read_xml
from proofdesk.desk.review.word_text import CITATION, Change, Remark, WordComment, WordParagraph, WordText

_CITES = ("ZOTERO_ITEM", "CSL_CITATION", "EN.CITE", "MENDELEY CITATION", "CITATION ")
_LISTS = ("ZOTERO_BIBL", "CSL_BIBLIOGRAPHY", "EN.REFLIST", "BIBLIOGRAPHY")
_EQUAL, _IN, _OUT, _UNDONE = "equal", "in", "out", "undone"
# What stands for words, and what it is; empty for those that hold words.
_WRITTEN = {"t": "", "delText": "", "tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_LOOKS = {"b": "bold", "i": "italic", "u": "underlined", "strike": "struck through", "highlight": "highlighted",
          "color": "coloured", "vertAlign": "raised or lowered"}


def read_word(parts: Parts) -> WordText:
    """Return a Word file's paragraphs and comments. Raises UserError if its XML cannot be read."""
    text = WordText()
    reader = _Reader(text, read_comments(parts))
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = read_xml(parts, name)
        if root is not None:
            reader.in_notes = name != "word/document.xml"
            for child in root:
                if child.get(f"{W}type") in (None, "normal"):
                    reader.read(child)
    text.comments = threads(parts, reader.comments)
    core = read_xml(parts, "docProps/core.xml")
    for element in core if core is not None else ():
        if etree.QName(element).localname == "lastModifiedBy":
            text.saved_by = element.text or ""
        if etree.QName(element).localname == "modified":
            text.saved = element.text or ""
    return text


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
        self._whole = ("", "", _EQUAL)

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
        if _is_citation(code):
            self._segments.append((kind, CITATION, by, date, note))
            self._whole = (by, date, kind)  # a field that is put in or taken out is so with what it shows
            self.text.citations.append((self._number, ""))
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
            elif name in _WRITTEN:
                self._add(_WRITTEN[name] or child.text or "", kind, by, date, note)
            elif name == "sym":
                sign = child.get(f"{W}char", "")
                self._add(chr(int(sign, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", sign) else "", kind, by, date, note)
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
            self._remark(words.strip(), f"Set these words {', '.join(what)}.", look.get(f"{W}author", ""),
                         look.get(f"{W}date", ""))

    def _remark(self, quote: str, says: str, by: str, date: str) -> None:
        self.text.remarks.append(Remark(self._number, quote, says, by, date))

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
        if not any(_is_citation(code) for code, _ in self._fields):
            self._segments.append((kind, words, by, date, note))
            return
        if kind != _IN and self.text.citations:
            number, shown = self.text.citations[-1]
            self.text.citations[-1] = number, shown + words
        if kind in (_IN, _OUT) and words.strip() and self._whole != (by, date, kind):
            self._remark("", f"{'Put' if kind == _IN else 'Took'} “{words}” {'into' if kind == _IN else 'out of'} a "
                         "citation.", by, date)


def _is_list(code: str) -> bool:
    return any(name in _name_of(code) for name in _LISTS)


def _is_citation(code: str) -> bool:
    return any(name in _name_of(code) for name in _CITES) and not _is_list(code)


def _name_of(code: str) -> str:
    """Return what a field's code begins with; a record follows, of which a title may hold any word."""
    return code.partition("{")[0][:100] + " "


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
