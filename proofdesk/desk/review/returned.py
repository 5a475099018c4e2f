"""Turn a Word file that came back from a reviewer into items of the review file, each with its line of the page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from proofdesk.content.review.items import Answer, ItemKind, Reply, ReviewItem
from proofdesk.desk.review.origin import Origin
from proofdesk.desk.review.places import SHORT, Place, Places, lines_of
from proofdesk.desk.review.shown_text import normal
from proofdesk.desk.review.untracked import find_edits, same_paragraphs, untracked_texts
from proofdesk.desk.review.word import ROW, UNDONE
from proofdesk.desk.review.word_text import CITATION, Change, WordComment, WordParagraph, WordText

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s+")
_MOST_AS_SENT = 0.5  # of citations, below which a reference manager wrote them anew
_MOST = 600  # characters of a sentence that is quoted
UNTRACKED = "Changed without tracking."
NEW_PARAGRAPH = "\n\n"
# What keeps a change from being made by itself: the words of the item say so to editors.
CITATION_OUT, CITATION_IN = "A citation was taken out with it", "A citation was put in with it"
A_ROW = f"{ROW[0].upper()}{ROW[1:]}"
NEW_HEADING = "A new heading"
NEW_ITEM = "A new item of the list"
NESTED = "A new paragraph in a list, a table or a note"
IN_REFERENCES = "It is in the list of references, which the bibliography makes"
BY_HAND = (CITATION_OUT, CITATION_IN, A_ROW, NEW_HEADING, NESTED, IN_REFERENCES)


@dataclass
class Returned:
    """What a file held: its items, and how many of each sort, which the report adds up."""

    items: list[ReviewItem] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    unplaced: int = 0


def read_returned(text: WordText, places: Places, origin: Origin, source: str) -> Returned:
    """Return the items of a Word file; ``source`` is its name. Raises nothing: what has no place is an item too."""
    return _Returned(text, places, origin, source).read()


class _Returned:
    def __init__(self, text: WordText, places: Places, origin: Origin, source: str) -> None:
        self.text, self.places, self.origin, self.source = text, places, origin, source
        self.made = Returned()
        self._lines: list[int | None] = []

    def read(self) -> Returned:
        self._lines = lines_of([paragraph.old for paragraph in self.text.paragraphs], self.places)
        for number, paragraph in enumerate(self.text.paragraphs):
            self._changes(number, paragraph)
        self._untracked()
        for comment in self.text.comments:
            self._comment(comment)
        for remark in self.text.remarks:
            self._add("changes of looks and citations", ItemKind.OTHER, remark.paragraph, by=remark.by,
                      date=remark.date, quote=remark.quote, says=remark.says)
        self._citations()
        self.made.unplaced = sum(item.line is None for item in self.made.items)
        return self.made

    def _changes(self, number: int, paragraph: WordParagraph) -> None:
        whole = paragraph.old.strip() == "" and paragraph.changes and paragraph.mark == "in"
        gone = paragraph.new.strip() == "" and paragraph.old.strip() and paragraph.mark == "out"
        for change in paragraph.changes:
            if whole:
                self._new_paragraph(number, change)
            else:
                self._change(number, paragraph, change)
        if paragraph.mark and not whole and not gone:
            what = "Begin a new paragraph behind these words." if paragraph.mark == "in" else \
                "Join this paragraph with the next."
            self._add("tracked changes", ItemKind.OTHER, number, by=paragraph.mark_by, date=paragraph.mark_date,
                      quote=(paragraph.old or paragraph.new).strip()[-200:].replace(CITATION, ""), says=what)

    def _change(self, number: int, paragraph: WordParagraph, change: Change, held: str = "tracked changes") -> None:
        if change.before == change.after:
            return
        start, end = sentence_at(paragraph.old, change.start, change.start + len(change.before))
        quote, at = _without_citations(paragraph.old[start:end], change.start - start)
        before, after = (text.replace(CITATION, "") for text in (change.before, change.after))
        if change.note.endswith(UNDONE):  # there is nothing to do: only the text of both reviewers is told
            self._add(held, ItemKind.COMMENT, number, by=change.by, date=change.date, quote=quote,
                      says=f"Put in “{after.strip()}”. {change.note}.")
            return
        if normal(before) == normal(after) and CITATION in change.before + change.after:
            what = " ".join(f"A citation was {word} here." for word, text in (
                ("taken out", change.before), ("put in", change.after)) if CITATION in text)
            self._add(held, ItemKind.OTHER, number, by=change.by, date=change.date, quote=quote, says=what)
            return
        kind = ItemKind.REPLACEMENT if before and after else ItemKind.INSERTION if after else ItemKind.DELETION
        said = [change.note[:1].upper() + change.note[1:]] if change.note else []
        if CITATION in change.before:
            said.append(CITATION_OUT)
        if CITATION in change.after:
            said.append(CITATION_IN)
        if paragraph.reference:
            said.append(IN_REFERENCES)
        self._add(held, kind, number, by=change.by, date=change.date, quote=quote, at=at, before=before,
                  after=after, says=". ".join(said) + "." if said else "",
                  context=paragraph.old.replace(CITATION, "") if len(paragraph.old) < 3 * _MOST else "")

    def _new_paragraph(self, number: int, change: Change, held: str = "tracked changes", sent: str = "") -> None:
        """Add a paragraph that was put in: its place is behind the one before it, which was ``sent`` so."""
        before = number - 1
        while before >= 0 and not self.text.paragraphs[before].old.strip():
            before -= 1
        previous = self.text.paragraphs[before] if before >= 0 else WordParagraph()
        quote, _ = _without_citations(sent or previous.old, 0)
        own = self.text.paragraphs[number] if 0 <= number < len(self.text.paragraphs) else WordParagraph()
        nested = any(each.listed or each.in_table or each.note for each in (previous, own))
        said = [NEW_HEADING if own.heading else NEW_ITEM if previous.listed and own.listed else
                NESTED if nested else "A new paragraph"]
        if CITATION in change.after:
            said.append(CITATION_IN)
        self._add(held, ItemKind.INSERTION, max(before, 0), by=change.by, date=change.date, quote=quote,
                  at=len(quote), after=NEW_PARAGRAPH + change.after.replace(CITATION, "").strip(),
                  says=". ".join(said) + ".")

    def _untracked(self) -> None:
        if not self.origin.paragraphs:
            return
        kept, back = untracked_texts(self.text.paragraphs)
        sent = list(self.origin.paragraphs)
        self._without_words(kept, sent, back)
        references = {normal(each.old) for each in self.text.paragraphs if each.reference}
        by, date = self.text.saved_by, self.text.saved
        for edit in find_edits(sent, back):
            number = kept[edit.back] if edit.back is not None else -1
            if number >= 0 and self.text.paragraphs[number].reference:
                continue  # a reference manager writes them anew
            for change in edit.changes:
                change = Change(change.start, change.before, change.after, by, date, UNTRACKED.rstrip("."))
                if edit.sent is None:
                    before = sent[edit.after] if 0 <= edit.after < len(sent) else ""
                    self._new_paragraph(number, change, "changes without tracking", before)
                elif edit.back is None:
                    if normal(sent[edit.sent]) not in references:
                        self._gone(sent, edit.sent, change)
                else:
                    self._change(number, WordParagraph(old=sent[edit.sent]), change, "changes without tracking")

    def _without_words(self, kept: list[int], sent: list[str], back: list[str]) -> None:
        """Add what was changed untracked that is no words: what is a heading, and how many pictures there are."""
        by, date = self.text.saved_by, self.text.saved
        for first, second in same_paragraphs(sent, back) if self.origin.headings else ():
            paragraph, was = self.text.paragraphs[kept[second]], self.origin.headings[first]
            if paragraph.heading != was and not paragraph.restyled:
                now, then = (f"a heading of level {level}" if level else "a paragraph"
                             for level in (paragraph.heading, was))
                self._add("changes without tracking", ItemKind.OTHER, kept[second], by=by, date=date,
                          quote=paragraph.old.replace(CITATION, "").strip(),
                          says=f"{UNTRACKED} It is {now} (it was {then}).")
        if self.origin.pictures is not None and self.text.pictures != self.origin.pictures:
            self._add("changes without tracking", ItemKind.NOTE, -1, by=by, date=date, quote="",
                      says=f"{UNTRACKED} Pictures now: {self.text.pictures} (sent were {self.origin.pictures}).")

    def _citations(self) -> None:
        """Add what somebody typed over a citation; a reference manager that wrote all of them anew is not told."""
        sent, back = list(self.origin.citations), [shown for _, shown in self.text.citations]
        matcher = SequenceMatcher(None, sent, back, autojunk=False)
        if not sent or matcher.ratio() < _MOST_AS_SENT:
            return
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "replace" and i2 - i1 == j2 - j1:
                for old, new in zip(range(i1, i2), range(j1, j2), strict=True):
                    self._add("changes of looks and citations", ItemKind.OTHER, self.text.citations[new][0],
                              by=self.text.saved_by, date=self.text.saved, quote="",
                              says=f"{UNTRACKED} The citation “{sent[old]}” reads “{back[new]}”.")

    def _gone(self, sent: list[str], number: int, change: Change) -> None:
        quote, _ = _without_citations(sent[number], 0)
        place = self.places.find(quote)
        said = f"{UNTRACKED} The whole paragraph."
        if CITATION in change.before:
            said += f" {CITATION_OUT}."
        self._item("changes without tracking", kind=ItemKind.DELETION, by=change.by, date=_day(change.date),
                   quote=quote, at=0, before=quote, says=said, line=place.line if place else None)

    def _comment(self, comment: WordComment) -> None:
        replies = [Reply(by=each.by, date=_day(each.date), says=each.says or "…") for each in comment.replies]
        self.made.held["replies"] += len(replies)
        quote = comment.quote.strip()
        if normal(quote) == "" or re.fullmatch(r"[\[(]?[\d,–; -]+[\])]?", quote):  # it is about a citation
            quote = self._sentence(comment)
        says = comment.says or "(a comment without words)"
        self._add("comments", ItemKind.COMMENT if quote else ItemKind.NOTE, comment.paragraph, by=comment.by,
                  date=comment.date, quote=quote, says=says, replies=replies, context=self._paragraph(comment),
                  **({"answer": Answer.ANSWERED, "words": "Resolved in the file."} if comment.resolved else {}))

    def _paragraph(self, comment: WordComment) -> str:
        paragraphs = self.text.paragraphs
        whole = paragraphs[comment.paragraph].old if 0 <= comment.paragraph < len(paragraphs) else ""
        return whole.replace(CITATION, "") if len(whole) < 3 * _MOST else ""

    def _sentence(self, comment: WordComment) -> str:
        paragraphs = self.text.paragraphs
        if not 0 <= comment.paragraph < len(paragraphs):
            return ""
        old = paragraphs[comment.paragraph].old
        start, end = sentence_at(old, comment.start, comment.start)
        return old[start:end].replace(CITATION, "").strip()

    def _add(self, held: str, kind: ItemKind, number: int, *, quote: str, context: str = "", date: str = "",
             **facts: object) -> None:
        """Add an item that stands in a paragraph of the file."""
        paragraph_line = self._lines[number] if 0 <= number < len(self._lines) else None
        place: Place | None = self.places.find(quote, context, paragraph_line) if quote.strip() else None
        line = place.line if place and (place.sure or paragraph_line is None) else paragraph_line
        if place and paragraph_line is not None and not place.sure and abs(place.line - paragraph_line) <= 3:
            line = place.line
        found = self.places.find(quote) if len(normal(quote)) >= SHORT or normal(quote) == normal(context) else None
        self._item(held, kind=kind, quote=quote, context="" if not quote or (found and found.sure) else context,
                   date=_day(date), line=line, **facts)

    def _item(self, held: str, **facts: object) -> None:
        self.made.held[held] += 1
        self.made.items.append(ReviewItem.model_validate(
            {**facts, "source": self.source, "version": self.origin.version}))


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences begin and end that a part of a paragraph is in."""
    first = 0
    last = len(text)
    for found in _SENTENCE_END.finditer(text):
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end and found.end() > end:
            last = found.end()
            break
    if last - first > _MOST + end - start:
        first, last = max(first, start - _MOST // 2), min(last, end + _MOST // 2)
    return first, last


def _without_citations(quote: str, at: int) -> tuple[str, int]:
    """Return a quote without what stands for citations, and the offset ``at`` in it."""
    return quote.rstrip().replace(CITATION, ""), at - quote[:at].count(CITATION)


def _day(date: str) -> str:
    """Return a moment as Word writes it, or nothing if it is none."""
    return date if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", date) else ""
