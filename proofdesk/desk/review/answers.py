"""Answer what reviewers said of a page: accept it, which changes the page, refuse it, or say something to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from proofdesk.common.dates import longdate
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.common.transaction import Transaction
from proofdesk.content.review.items import Answer, ItemKind, ReviewItem
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.review.making.apply import apply_change, is_made, take_back
from proofdesk.desk.review.making.new_paragraphs import CannotApply
from proofdesk.desk.review.page_of import as_saved, text_to_change
from proofdesk.desk.review.places import Names, Places
from proofdesk.desk.review.review_file import read_review, replace_items, review_file
from proofdesk.desk.word.styled import BREAK

_BEFORE_MARK = re.compile(r" ([.,;:!?)])")  # where a citation stood
_DONE = {Answer.ACCEPTED: "accepted", Answer.REFUSED: "refused", Answer.ANSWERED: "answered", Answer.OPEN: "open again"}


@dataclass
class Decided:
    """What became of the items that an editor decided on, in sentences."""

    told: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # what has to be done by hand first


def decide(
    project: Project, page: PageFile, numbers: Sequence[int], answer: Answer, words: str, names: Names,
    by_hand: bool = False,
) -> Decided:
    """Answer the items of these numbers, from 1, and make the changes that are accepted, all in one step.

    An accepted change whose place is not sure stays open and is named, unless it was made ``by_hand``.
    Raises UserError for a number that no item has.
    """
    decided = Decided()
    file = review_file(project.root / page.path)
    target = project.root / page.path
    with Transaction(project.root) as transaction:
        raw = transaction.read(target) or b""
        source = text_to_change(page, raw)
        items = read_review(file, project.path(file))
        changed: dict[int, ReviewItem] = {}
        for number in dict.fromkeys(numbers):
            if not 1 <= number <= len(items):
                raise UserError(f"there is no item {number} of {page.path} ({_has(len(items))})")
            item = items[number - 1]
            note = ""
            if answer is Answer.ACCEPTED and item.is_done and item.answer is not Answer.ACCEPTED and not by_hand:
                try:
                    source, note = _made(source, item, items, names)
                except CannotApply as reason:
                    decided.left.append(
                        f"{page.path}:{item.line or 1}:1: open-review: item {number} could not be made: {reason} (make "
                        f"it by hand, then `desk review {page.path} --accept {number} --by-hand`)")
                    continue
            if answer is Answer.REFUSED and item.is_change and not by_hand and is_made(source, item, items, names):
                try:
                    source, note = take_back(source, item, items, names), ", and the page is as it was"
                    now = [each if each is item else _beside(each, item) for each in items]
                    changed |= {place: each for place, each in enumerate(now) if each is not items[place]}
                    items = now
                except CannotApply as reason:
                    decided.left.append(
                        f"{page.path}:{item.line or 1}:1: open-review: item {number} could not be taken back: {reason} "
                        f"(mend the page by hand, then `desk review {page.path} --refuse {number} --by-hand`)")
                    continue
            items[number - 1] = changed[number - 1] = item.model_copy(
                update={"answer": answer, "words": words or item.words})
            decided.told.append(f"{number} is {_DONE[answer]}{note}.")
        changed |= _with_lines(items, changed, source, names)
        replace_items(transaction, file, changed)
        transaction.replace(target, raw or None, as_saved(source.text, raw))
    return decided


def _made(source: SourceText, item: ReviewItem, items: Sequence[ReviewItem], names: Names) -> tuple[SourceText, str]:
    if not item.is_change:
        raise CannotApply("only words, their looks and the ends of paragraphs are changed by the program")
    if is_made(source, item, items, names):  # to put words in once more would double them
        return source, "; the page says so already"
    return apply_change(source, item, items, names), ", and the page changed"


def _with_change(item: ReviewItem) -> str:
    at = item.at or 0
    return item.quote[:at] + item.after + item.quote[at + len(item.before) :]


def _beside(other: ReviewItem, back: ReviewItem) -> ReviewItem:
    """Return an item with the quote of today, if a change in the same sentence was taken back."""
    if other.at is None or back.at is None or _with_change(other) != _with_change(back):
        return other
    is_before = back.at < other.at
    start = back.at if is_before else back.at + len(other.before) - len(other.after)
    quote = other.quote[:start] + back.before + other.quote[start + len(back.after) :]
    return other.model_copy(update={
        "quote": quote, "at": other.at + (len(back.before) - len(back.after)) * is_before})


def _has(count: int) -> str:
    return f"it has {count}" if count else "nobody has said anything of it yet"


def _with_lines(
    items: Sequence[ReviewItem], changed: dict[int, ReviewItem], source: SourceText, names: Names
) -> dict[int, ReviewItem]:
    """Return the changed items, and the open ones whose line is another by now, with the lines of today."""
    places = Places(source, names)
    found = dict(changed)
    for index, item in enumerate(items):
        place = places.find(item.quote, item.context, item.line) if item.is_open and item.quote else None
        if place and place.sure and place.line != item.line:
            found[index] = item.model_copy(update={"line": place.line})
    return found


def listing(page: PageFile, items: Sequence[ReviewItem], whole: bool, names: Names) -> Iterator[str]:
    """Yield the lines of a list of items: those that are open, or all with ``whole``."""
    places = Places(page.source, names)
    waiting = sum(item.is_open for item in items)
    yield f"{page.path}: {waiting} open, {len(items) - waiting} answered"
    for number, item in enumerate(items, 1):
        if item.is_open or whole:
            yield from described(number, item, places)


def described(number: int, item: ReviewItem, places: Places) -> Iterator[str]:
    """Yield the lines that say what an item is, and where the page of today has it."""
    where = f"line {item.line}" if item.line else "the whole page" if item.is_of_page else "no place found"
    if item.is_open and item.line and item.quote:
        place = places.find(item.quote, item.context, item.line)
        where = f"line {place.line}" if place and place.sure else f"about line {item.line}"
    who = " ".join(filter(None, [f"by {item.by}" if item.by else "", day(item.date)]))
    yield f"{number}. {where}: {item.kind}{f' {who}' if who else ''}{'' if item.is_open else f' [{item.answer}]'}"
    after = item.marked or item.after
    if item.kind is ItemKind.REPLACEMENT or (item.kind is ItemKind.OTHER and item.marked):
        yield f"   “{_short(item.before)}” → “{_short(after)}”"
    elif item.kind is ItemKind.INSERTION:
        yield f"   + “{_short(after.strip() or after)}”"
    elif item.kind is ItemKind.DELETION:
        yield f"   - “{_short(item.before)}”"
    if item.quote and item.quote != item.before:
        yield f"   in “{_short(item.quote)}”" if item.is_change else f"   on “{_short(item.quote)}”"
    for line in item.says.splitlines():
        yield f"   {line}"
    for reply in item.replies:
        yield f"     {reply.by or 'Somebody'}: {' '.join(reply.says.split())}"
    if item.words:
        yield f"   Editor: {' '.join(item.words.split())}"


def day(date: str) -> str:
    """Return the day of a moment in words."""
    return f"on {longdate(datetime.fromisoformat(date).date())}" if date else ""


def _short(text: str, most: int = 300) -> str:
    text = _BEFORE_MARK.sub(r"\1", " ".join(text.strip().replace(BREAK, " ¶ ").split()))
    return text if len(text) <= most else text[: most - 1] + "…"


def review_files(project: Project) -> list[tuple[PageFile, Path]]:
    """Return the pages that have a review file, with it."""
    found = ((page, review_file(project.root / page.path)) for page in project.pages())
    return [(page, file) for page, file in found if file.is_file()]


def lost_reviews(project: Project) -> list[str]:
    """Return a line for each review file that has no page beside it, so that nobody forgets what is in it."""
    return [f"{each.path}: {each.message} ({each.remedy})" for each in project.file_faults[0]
            if each.rule == "lost-review"]
