"""Turn a Word file that came back from a reviewer into items of the review file, each with its line of the page."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from proofdesk.content.review.items import Answer, ItemKind, Reply
from proofdesk.desk.review.items_made import UNTRACKED, ItemMaker, Returned, day_of, sentence_at
from proofdesk.desk.review.places import Places
from proofdesk.desk.review.shown_text import normal
from proofdesk.desk.review.untracked import find_edits, same_paragraphs, untracked_texts
from proofdesk.desk.word.origin import Origin
from proofdesk.desk.word.reader import ROW
from proofdesk.desk.word.styled import BREAK, NOTE, PICTURE, Styled, plain, words_of
from proofdesk.desk.word.text import WordComment, WordParagraph, WordText, tracked_texts

_MOST_AS_SENT = 0.5  # of citations, below which a reference manager wrote them anew
_MOST = 1800  # characters of a paragraph that is kept with a comment
_WITHOUT = "changes without tracking"
_LOOKS = "changes of looks and citations"


def read_returned(text: WordText, places: Places, origin: Origin, source: str) -> Returned:
    """Return the items of a Word file; ``source`` is its name. Raises nothing: what has no place is an item too."""
    return _Returned(text, places, origin, source).read()


class _Returned:
    def __init__(self, text: WordText, places: Places, origin: Origin, source: str) -> None:
        self.text, self.origin = text, origin
        self._make = ItemMaker(text, places, origin, source)

    def read(self) -> Returned:
        for number, paragraph in tracked_texts(self.text.paragraphs):
            self._tracked(number, paragraph)
        self._untracked()
        for comment in self.text.comments:
            self._comment(comment)
        for remark in self.text.remarks:
            self._make.add(_LOOKS, ItemKind.OTHER, remark.paragraph, by=remark.by, date=remark.date,
                           quote=remark.quote, says=remark.says)
        self._citations()
        self._make.made.unplaced = sum(item.line is None for item in self._make.made.items)
        return self._make.made

    def _tracked(self, number: int, paragraph: WordParagraph) -> None:
        for change in paragraph.changes:
            at_end = not words_of(paragraph.old[change.start :]).strip() and not change.before.strip()
            # LibreOffice drops the mark of a new paragraph's end.
            if paragraph.is_new or (not paragraph.old.strip() and change.after.strip() and change.note != ROW):
                self._make.new_paragraph(number, change)
            elif at_end and paragraph.old.strip() and change.after.startswith(BREAK) and change.after.strip():
                self._make.new_paragraph(number + 1, change, sent=paragraph.old)
            else:
                self._make.change(number, paragraph, change)
        if paragraph.mark and not paragraph.is_new and not paragraph.is_gone:  # it is before a table, or ends a cell
            what = "Begin a new paragraph behind these words." if paragraph.mark == "in" else \
                "Join this paragraph with the next."
            self._make.add("tracked changes", ItemKind.OTHER, number, by=paragraph.mark_by, date=paragraph.mark_date,
                           quote=words_of((paragraph.old or paragraph.new).strip()[-200:]), says=what)

    def _untracked(self) -> None:
        if not self.origin.paragraphs:
            return
        kept, back = untracked_texts(self.text.paragraphs)
        if self.origin.looks:
            sent = [Styled(*each) for each in zip(self.origin.paragraphs, self.origin.looks, strict=True)]
        else:  # files that were sent before looks were kept
            sent = [*map(plain, self.origin.paragraphs)]
            back = [plain(re.sub(f"[{NOTE}{PICTURE}]", "", each.text)) for each in back]
        self._sorts(kept, [*same_paragraphs(sent, back)])
        references = {normal(each.old) for each in self.text.paragraphs if each.reference}
        by, date = self.text.saved_by, self.text.saved
        for edit in find_edits(sent, back):
            number = kept[edit.back[0]] if edit.back else -1
            if number >= 0 and self.text.paragraphs[number].reference:
                continue  # a reference manager writes them anew
            for change in edit.changes:
                if self.origin.rewritten and change.before == change.after == edit.old.text:
                    continue  # another program sets titles and such words in its own way
                change = replace(change, by=by, date=date, note=UNTRACKED.rstrip("."))
                if not edit.sent:
                    before = sent[edit.after].text if 0 <= edit.after < len(sent) else ""
                    self._make.new_paragraph(number, change, _WITHOUT, before)
                elif not edit.back:
                    if normal(edit.old.text) not in references:
                        self._make.gone(self.origin.paragraphs, edit.sent[0], change)
                else:
                    self._make.change(number, WordParagraph(old=edit.old.text), change, _WITHOUT)
            if edit.sent:
                self._sorts(kept, [(edit.sent[0], each) for each in edit.back])

    def _sorts(self, kept: list[int], pairs: list[tuple[int, int]]) -> None:
        """Add what was made another sort of paragraph: a heading, an item of a list, or neither."""
        for first, second in pairs if self.origin.sorts else ():
            paragraph, was = self.text.paragraphs[kept[second]], self.origin.sorts[first]
            if was and paragraph.sort != was and not paragraph.restyled:
                self._make.add(_WITHOUT, ItemKind.OTHER, kept[second], by=self.text.saved_by, date=self.text.saved,
                               quote=words_of(paragraph.old).strip(),
                               says=f"{UNTRACKED} It is {paragraph.sort} (it was {was}).")

    def _citations(self) -> None:
        """Add what somebody typed over a citation; a reference manager that wrote all of them anew is not told."""
        sent, back = list(self.origin.citations), [shown for _, shown in self.text.citations]
        matcher = SequenceMatcher(None, sent, back, autojunk=False)
        if not sent or matcher.ratio() < _MOST_AS_SENT:
            return
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "replace" and i2 - i1 == j2 - j1:
                for old, new in zip(range(i1, i2), range(j1, j2), strict=True):
                    self._make.add(_LOOKS, ItemKind.OTHER, self.text.citations[new][0], by=self.text.saved_by,
                                   date=self.text.saved, quote="",
                                   says=f"{UNTRACKED} The citation “{sent[old]}” reads “{back[new]}”.")

    def _comment(self, comment: WordComment) -> None:
        replies = [Reply(by=each.by, date=day_of(each.date), says=each.says or "…") for each in comment.replies]
        self._make.made.held["replies"] += len(replies)
        quote = comment.quote.strip()
        if normal(quote) == "" or re.fullmatch(r"[\[(]?[\d,–; -]+[\])]?", quote):  # it is about a citation
            quote = self._sentence(comment)
        says = comment.says or "(a comment without words)"
        self._make.add("comments", ItemKind.COMMENT if quote else ItemKind.NOTE, comment.paragraph, by=comment.by,
                       date=comment.date, quote=quote, says=says, replies=replies, context=self._paragraph(comment),
                       **({"answer": Answer.ANSWERED, "words": "Resolved in the file."} if comment.resolved else {}))

    def _paragraph(self, comment: WordComment) -> str:
        paragraphs = self.text.paragraphs
        whole = paragraphs[comment.paragraph].old if 0 <= comment.paragraph < len(paragraphs) else ""
        return words_of(whole) if len(whole) < _MOST else ""

    def _sentence(self, comment: WordComment) -> str:
        paragraphs = self.text.paragraphs
        if not 0 <= comment.paragraph < len(paragraphs):
            return ""
        old = paragraphs[comment.paragraph].old
        start, end = sentence_at(old, comment.start, comment.start)
        return words_of(old[start:end]).strip()
