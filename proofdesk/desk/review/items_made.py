"""Make items of the review file of what a Word file holds, each with its line of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from proofdesk.content.review.items import ItemKind, ReviewItem
from proofdesk.desk.review.places import LEAST, SHORT, WINDOWS, Place, Places, lines_of
from proofdesk.desk.review.shown_text import normal
from proofdesk.desk.word.origin import Origin
from proofdesk.desk.word.reader import ROW, TAKEN_BACK
from proofdesk.desk.word.styled import BREAK, CITATION, THINGS, words_of
from proofdesk.desk.word.text import Change, WordParagraph, WordText

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s+")
_MOST = 600  # characters of a sentence that is quoted
_SHORT_WORDS = 8  # words before a new end of a paragraph that name its place
UNTRACKED = "Changed without tracking."
# What keeps a change from being made by itself: the words of the item say so to editors.
_OUT, _IN = ({sign: f"A {name} was {done} with it" for sign, name in THINGS.items()} for done in (
    "taken out", "put in"))
A_ROW = f"{ROW[0].upper()}{ROW[1:]}"
NEW_HEADING = "A new heading"
NEW_ITEM = "A new item of the list"
NESTED = "A new paragraph in a list, a table or a note"
IN_REFERENCES = "It is in the list of references, which the bibliography makes"
MIXED = "One of them is a heading or an item of a list, and the other is not"
ELSEWHERE = "Its sentence is not on the page as it was sent, and like words stand elsewhere"
BY_HAND = (*_OUT.values(), *_IN.values(), A_ROW, NESTED, IN_REFERENCES,
           MIXED, ELSEWHERE)


@dataclass
class Returned:
    """What a file held: its items, and how many of each sort, which the report adds up."""

    items: list[ReviewItem] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    unplaced: int = 0


def is_new_paragraph(item: ReviewItem) -> bool:
    """Return whether an item puts paragraphs behind the one that it quotes."""
    return item.after.startswith(BREAK) and not item.before and item.at == len(item.quote)


class ItemMaker:
    """Add items of a file to ``made``; ``source`` is its name."""

    def __init__(self, text: WordText, places: Places, origin: Origin, source: str) -> None:
        self.text, self.places, self._origin, self._source = text, places, origin, source
        self.made = Returned()
        self._whole = normal(" ".join(paragraph.old for paragraph in text.paragraphs))
        self._lines = lines_of([paragraph.old for paragraph in text.paragraphs], places)

    def change(self, number: int, paragraph: WordParagraph, change: Change, held: str = "tracked changes") -> None:
        """Add a change of a paragraph, or of several that are read as one."""
        if change.before == change.after and not change.said:
            return
        around = 2 * (BREAK in change.before + change.after)  # what is parted or joined is on both sides
        start, end = sentence_at(paragraph.old, max(0, change.start - around),
                                 change.start + len(change.before) + around)
        quote, at = without_citations(paragraph.old[start:end], change.start - start)
        before, after = words_of(change.before), words_of(change.after)
        if change.note.endswith(TAKEN_BACK):  # there is nothing to do: only the text of both reviewers is told
            self.add(held, ItemKind.COMMENT, number, by=change.by, date=change.date, quote=quote,
                     says=f"Put in “{after.strip()}”. {change.note}.")
            return
        said = [f"{change.note[:1].upper()}{change.note[1:]}."] if change.note else []
        is_other = normal(before) == normal(after)
        if is_other and any(sign in change.before + change.after for sign in THINGS) and not change.said:
            said += [f"A {name} was {word} here." for word, text in (("taken out", change.before), (
                "put in", change.after)) for sign, name in THINGS.items() if sign in text]
            self.add(held, ItemKind.OTHER, number, by=change.by, date=change.date, quote=quote, says=" ".join(said))
            return
        if BREAK in before and not after.strip() and is_other:
            after = after or " "  # nobody joins two paragraphs to make one word of the last and the first of theirs
        if BREAK in before + after and is_other:
            words = " ".join(paragraph.old[: change.start].replace(f" {CITATION}", "").split()[-_SHORT_WORDS:])
            said.append(f"Begin a new paragraph behind “{words}”." if BREAK in after else
                        f"Join the paragraphs behind “{words}”.")
        said += [change.said] if change.said else []
        said += [f"{words}." for words, is_so in (
            *_things(change), (IN_REFERENCES, paragraph.reference),
            (MIXED, paragraph.is_mixed and BREAK in after),
            (ELSEWHERE, not self.places.stands(quote) and self._is_elsewhere(quote, at, at + len(before)))) if is_so]
        kind = ItemKind.OTHER if is_other else ItemKind.REPLACEMENT if before and after else \
            ItemKind.INSERTION if after else ItemKind.DELETION
        self.add(held, kind, number, by=change.by, date=change.date, quote=quote, at=at, before=before, after=after,
                 marked=words_of(change.marked), says=" ".join(said),
                 context=words_of(paragraph.old) if len(paragraph.old) < 3 * _MOST else "")

    def _is_elsewhere(self, quote: str, start: int, end: int) -> bool:
        """Return whether the file has words around a change twice: the site says again what a page says."""
        parts = (normal(quote[max(0, start - left) : end + right]) for left, right in WINDOWS)
        return any(len(part) - (end - start) >= LEAST and self._whole.count(part) > 1 for part in parts)

    def new_paragraph(self, number: int, change: Change, held: str = "tracked changes", sent: str = "") -> None:
        """Add a paragraph that was put in: its place is behind the one before it, which was ``sent`` so."""
        before = number - 1
        while before >= 0 and not self.text.paragraphs[before].old.strip():
            before -= 1
        previous = self.text.paragraphs[before] if before >= 0 else WordParagraph()
        quote, _ = without_citations(sent or previous.old, 0)
        own = self.text.paragraphs[number] if 0 <= number < len(self.text.paragraphs) else WordParagraph()
        nested = previous.box != own.box or any(each.listed or each.in_table or each.note for each in (previous, own))
        said = [NEW_ITEM if previous.listed and own.listed else NESTED if nested else
                f"{NEW_HEADING} of level {own.heading}" if own.heading else "A new paragraph"]
        said += [change.said.rstrip(".")] if change.said and not change.marked else []
        said += [words for words, is_so in _things(change) if is_so]
        after = words_of(change.after).strip()
        self.add(held, ItemKind.INSERTION, max(before, 0), by=change.by, date=change.date, quote=quote,
                 at=len(quote), after=BREAK + after, marked=words_of(change.marked).strip(),
                 says=". ".join(said) + ".")

    def gone(self, sent: Sequence[str], number: int, change: Change) -> None:
        """Add a paragraph of those that were sent that is there no more."""
        quote, _ = without_citations(sent[number], 0)
        place = self.places.find(quote)
        said = f"{UNTRACKED} The whole paragraph."
        said += "".join(f" {words}." for words, is_so in _things(change) if is_so)
        self._item("changes without tracking", kind=ItemKind.DELETION, by=change.by, date=day_of(change.date),
                   quote=quote, at=0, before=quote, says=said, line=place.line if place else None)

    def add(self, held: str, kind: ItemKind, number: int, *, quote: str, context: str = "", date: str = "",
            **facts: object) -> None:
        """Add an item that stands in a paragraph of the file."""
        paragraph_line = self._lines[number] if 0 <= number < len(self._lines) else None
        place: Place | None = self.places.find(quote, context, paragraph_line) if quote.strip() else None
        line = place.line if place and (place.sure or paragraph_line is None) else paragraph_line
        if place and paragraph_line is not None and not place.sure and abs(place.line - paragraph_line) <= 3:
            line = place.line
        found = self.places.find(quote) if len(normal(quote)) >= SHORT or normal(quote) == normal(context) else None
        self._item(held, kind=kind, quote=quote, context="" if not quote or (found and found.sure) else context,
                   date=day_of(date), line=line, **facts)

    def _item(self, held: str, **facts: object) -> None:
        self.made.held[held] += 1
        self.made.items.append(ReviewItem.model_validate(
            {**facts, "source": self._source, "version": self._origin.version}))


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


def without_citations(quote: str, at: int) -> tuple[str, int]:
    """Return a quote without what stands for citations and the like, and the offset ``at`` in it."""
    return words_of(quote.rstrip()), len(words_of(quote[:at]))


def _things(change: Change) -> list[tuple[str, bool]]:
    """Return what is said of each sort of thing that goes or comes with words, and whether that is so."""
    return [*((words, sign in change.before) for sign, words in _OUT.items()),
            *((words, sign in change.after) for sign, words in _IN.items())]


def day_of(date: str) -> str:
    """Return a moment as Word writes it, or nothing if it is none."""
    return date if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", date) else ""
