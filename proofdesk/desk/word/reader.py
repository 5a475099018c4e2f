"""Read a Word file as a reviewer left it: each paragraph before and after its tracked changes, and all comments."""

from __future__ import annotations

from lxml import etree

from proofdesk.desk.word.comments import W, read_comments
from proofdesk.desk.word.looks import PLAIN, character_styles, style_of
from proofdesk.desk.word.marked import PICTURES, Changed, Edge, MarkedParagraph, MarkedReader, Shown, Words
from proofdesk.desk.word.parts import Parts, addresses, read_xml
from proofdesk.desk.word.styled import CITATION, NOTE, PICTURE, words_of
from proofdesk.desk.word.text import (
    EQUAL,
    IN,
    OUT,
    UNDONE,
    Remark,
    Segment,
    WordComment,
    WordParagraph,
    WordText,
    complete,
)

_CITES = ("ZOTERO_ITEM", "CSL_CITATION", "EN.CITE", "MENDELEY CITATION", "CITATION ")
_LISTS = ("ZOTERO_BIBL", "CSL_BIBLIOGRAPHY", "EN.REFLIST", "BIBLIOGRAPHY")
_NOTES = {"moveTo": "moved to here", "moveFrom": "moved from here"}
ROW = "a row of a table"
TAKEN_BACK = " took it out again"
_State = tuple[str, str, str, str]  # whether words are in or out, by whom, when, and what else is said of it


def read_word(parts: Parts) -> WordText:
    """Return a Word file's paragraphs and comments. Raises UserError if its XML cannot be read."""
    text = WordText()
    said = read_comments((root, {}) for name in ("comments", "commentsExtended")
                         if (root := read_xml(parts, f"word/{name}.xml")) is not None)
    comments = {each.name: WordComment(each.name, each.by, each.date, each.says, resolved=each.resolved)
                for each in said.values()}
    reader, marked = _Reader(text, comments), MarkedReader(character_styles(read_xml(parts, "word/styles.xml")))
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root, marked.links = read_xml(parts, name), addresses(parts, name)
        for child in root if root is not None else ():
            if child.get(f"{W}type") in (None, "normal"):
                for paragraph in marked.paragraphs(child):
                    reader.read(paragraph, name != "word/document.xml")
    _give_marks(text.paragraphs)
    for each in said.values():
        if each.parent in comments and each.parent != each.name:
            comments[each.parent].replies.append(comments[each.name])
        else:
            text.comments.append(comments[each.name])
    core = read_xml(parts, "docProps/core.xml")
    for element in core if core is not None else ():
        if etree.QName(element).localname == "lastModifiedBy":
            text.saved_by = element.text or ""
        if etree.QName(element).localname == "modified":
            text.saved = element.text or ""
    return text


def _give_marks(paragraphs: list[WordParagraph]) -> None:
    """Give the marks of new paragraphs to these.

    Who presses Enter at the end of a paragraph puts in its end; the last new paragraph has the end that was there.
    """
    for number, paragraph in enumerate(paragraphs):
        new = number + 1
        while new < len(paragraphs) and _is_new(paragraphs[new]) and paragraphs[new].mark == IN:
            new += 1
        if paragraph.mark == IN and paragraph.old.strip() and new < len(paragraphs) and (
                _is_new(paragraphs[new]) and not paragraphs[new].mark):
            last = paragraphs[new]
            last.mark, last.mark_by, last.mark_date = IN, paragraph.mark_by, paragraph.mark_date
            paragraph.mark = ""


def _is_new(paragraph: WordParagraph) -> bool:
    return bool(paragraph.changes) and not paragraph.old.strip()


class _Reader:
    """Make paragraphs with their old and new text of marked ones."""

    def __init__(self, text: WordText, comments: dict[str, WordComment]) -> None:
        self.text, self.comments = text, comments
        self._open: dict[str, WordComment] = {}
        self._segments: list[Segment] = []
        self._whole = ("", "", EQUAL)

    def read(self, marked: MarkedParagraph, in_notes: bool) -> None:
        self._segments, number = [], len(self.text.paragraphs)
        paragraph = None if marked.element is None else _paragraph(marked, in_notes)
        if paragraph:
            self.text.paragraphs.append(paragraph)
        for piece in marked.pieces:
            if isinstance(piece, Edge):
                self._read_edge(piece, number)
            elif isinstance(piece, Shown):
                self._begin_shown(piece, number, paragraph)
            else:
                self._add(piece, number)
        if paragraph:
            complete(paragraph, self._segments)
            self._read_style(paragraph, number, marked)
            for comment in self._open.values():
                comment.quote += "\n"

    def _read_edge(self, edge: Edge, number: int) -> None:
        comment = self.comments.get(edge.comment)
        if edge.is_end and not edge.is_point:
            self._open.pop(edge.comment, None)
        elif comment and (not edge.is_point or comment.paragraph < 0):  # a point, if it is not about words
            comment.paragraph, comment.start = number, _old_length(self._segments)
            self._open |= {} if edge.is_point else {edge.comment: comment}

    def _begin_shown(self, shown: Shown, number: int, paragraph: WordParagraph | None) -> None:
        kind, by, date, note = _state(shown.changes)
        if _is_citation(shown.field.code):
            self._segments.append(Segment(kind, CITATION, by, date, note))
            self._whole = (by, date, kind)  # a field that is put in or taken out is so with what it shows
            self.text.citations.append((number, ""))
        elif _is_list(shown.field.code) and paragraph:
            paragraph.reference = True

    def _read_style(self, paragraph: WordParagraph, number: int, marked: MarkedParagraph) -> None:
        """Tell of a paragraph that was made a heading, an item of a list, or one deeper in it, or no longer is one."""
        was = marked.element.find(f"{W}pPr/{W}pPrChange") if marked.element is not None else None
        if was is None or not paragraph.old.strip():
            return
        paragraph.restyled = True
        now, then = (style_of(each) for each in (was.getparent(), was.find(f"{W}pPr")))
        if now != then:
            self._remark(number, words_of(paragraph.old).strip(), f"Make this {now} (it was {then}).",
                         was.get(f"{W}author", ""), was.get(f"{W}date", ""))

    def _remark(self, number: int, quote: str, says: str, by: str, date: str) -> None:
        self.text.remarks.append(Remark(number, quote, says, by, date))

    def _add(self, piece: Words, number: int) -> None:
        kind, by, date, note = _state(piece.changes)
        words = piece.text if not piece.thing else PICTURE if piece.text in PICTURES else NOTE
        if kind != OUT and kind != UNDONE:
            for comment in self._open.values():
                comment.quote += "" if piece.thing else words
        if not any(_is_citation(each.code) for each in piece.fields):
            self._segments.append(Segment(kind, words, by, date, note, PLAIN if piece.drawn else piece.looks))
            return
        if kind != IN and self.text.citations:
            place, shown = self.text.citations[-1]
            self.text.citations[-1] = place, shown + words
        if kind in (IN, OUT) and words.strip() and self._whole != (by, date, kind):
            self._remark(number, "", f"{'Put' if kind == IN else 'Took'} “{words}” "
                         f"{'into' if kind == IN else 'out of'} a citation.", by, date)


def _paragraph(marked: MarkedParagraph, in_notes: bool) -> WordParagraph:
    element = marked.element
    assert element is not None
    style, listed = element.find(f"{W}pPr/{W}pStyle"), element.find(f"{W}pPr/{W}numPr")
    paragraph = WordParagraph(
        style=style.get(f"{W}val", "") if style is not None else "", listed=listed is not None,
        sort=style_of(element.find(f"{W}pPr")), followed=_is_followed(element),
        in_head=any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in element.iterancestors(f"{W}tr")),
        in_table=marked.in_table, box=marked.box, note=in_notes,
        reference=any(_is_list(each.code) for each in marked.fields))
    for name, mark in (("ins", IN), ("del", OUT), ("moveTo", IN), ("moveFrom", OUT)):
        found = element.find(f"{W}pPr/{W}rPr/{W}{name}")
        if found is not None:
            paragraph.mark, paragraph.mark_by = mark, found.get(f"{W}author", "")
            paragraph.mark_date = found.get(f"{W}date", "")
    return paragraph


def _state(changes: tuple[Changed, ...]) -> _State:
    """Return what became of words within changes, the outer one first."""
    kind, by, date, note = EQUAL, "", "", ""
    for each in changes:
        if kind == IN and each.takes_out and not each.row:  # what somebody put in, somebody took out again
            kind, note = UNDONE, f"{each.by}{TAKEN_BACK}"
        else:
            kind, by, date = OUT if each.takes_out else IN, each.by, each.date
            note = ROW if each.row or note == ROW else _NOTES.get(each.sort, "")
    return kind, by, date, note


def _is_list(code: str) -> bool:
    return any(name in _name_of(code) for name in _LISTS)


def _is_citation(code: str) -> bool:
    return any(name in _name_of(code) for name in _CITES) and not _is_list(code)


def _name_of(code: str) -> str:
    """Return what a field's code begins with; a record follows, of which a title may hold any word."""
    return code.partition("{")[0][:100] + " "


def _old_length(segments: list[Segment]) -> int:
    return sum(len(each.words) for each in segments if each.kind in (EQUAL, OUT))


def _is_followed(element: etree._Element) -> bool:
    """Return whether a paragraph comes directly behind another."""
    return next((each.tag == f"{W}p" for each in element.itersiblings() if each.tag in (f"{W}p", f"{W}tbl")), False)
