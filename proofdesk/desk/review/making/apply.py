"""Make a reviewer's change in the Markdown of a page, where its place is sure and no markup would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import Answer, ReviewItem
from proofdesk.desk.review.items_made import BY_HAND, is_new_paragraph
from proofdesk.desk.review.making.new_paragraphs import CannotApply, new_paragraph
from proofdesk.desk.review.making.paragraph_ends import parted_or_joined
from proofdesk.desk.review.making.proof import MARKS, prove, seen
from proofdesk.desk.review.places import NUMBERS, SHORT, Names, Places
from proofdesk.desk.review.shown_text import normal, spaced
from proofdesk.desk.review.untracked import word_changes
from proofdesk.desk.word.styled import BREAK, escape, plain

_MARK_OF_LINE = re.compile(r"#{1,6}|[-*+]|\d+[.)]")
_ALL_MARKS = re.compile(r"[*_`]|</?su[bp]>|\[|\]\([^)\n]*\)")
_Edit = tuple[int, int, str]  # where in the file a part begins and ends, and the Markdown in its place


def apply_change(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> SourceText:
    """Return a page with a change made in it. ``others`` are the items of its file, of which some are made already.

    Raises CannotApply if its place is not sure, or markup stands in it.
    """
    if by_hand := next((words for words in BY_HAND if words in item.says), ""):
        raise CannotApply(f"{by_hand[0].lower()}{by_hand[1:]}")
    places = Places(source, names)
    others = list(others)
    quote, at = _as_it_stands(item, others)
    if is_new_paragraph(item):
        quote = _around(item.model_copy(update={"context": item.quote}), others)
        ways = [[new_paragraph(places, item, quote, others)]]
    else:
        around = _around(item, others)
        if (len(quote) < SHORT or places.range(quote, at, at + len(item.before)) is None) and around.count(quote) == 1:
            quote, at = around, around.index(quote) + at  # equal words elsewhere: the text around tells
        if BREAK in item.before + item.after:
            ways = [[parted_or_joined(places, item, quote, at)]]
        else:
            ways = [*_marked(places, item, quote, at)] if item.marked else [_edits(places, item, quote, at)]
    return _proved(source, item, ways, names)


def _proved(source: SourceText, item: ReviewItem, ways: Iterable[list[_Edit]], names: Names) -> SourceText:
    """Return the page as the first of several ways makes it that does what it is to; raise CannotApply if none does."""
    reason = CannotApply("there is markup or a citation among these words")
    for edits in ways:
        text = source.text
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        made = SourceText(source.path, text)
        try:
            prove(source, made, item, names)
        except CannotApply as found:
            reason = found
        else:
            return made
    raise reason


def is_made(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> bool:
    """Return whether a page says already what a change would make it say."""
    try:
        quote, at = _as_it_stands(item, others)
        changed = normal(quote[:at] + item.after + quote[at + len(item.before):])
    except CannotApply:
        # An import makes all changes, and quotes the text with them.
        quote, changed = "", normal(item.quote) if item.at is None and item.after in item.quote else ""
    places = Places(source, names)
    if BREAK in item.before + item.after and not is_new_paragraph(item) and quote:
        return places.reads(quote[:at] + item.after + quote[at + len(item.before):]) and not places.reads(quote)
    place, before = places.find(changed), places.find(quote)
    if len(changed) <= 20 or not place or not place.sure or normal(places.shown(place.start, place.end)) != changed:
        return False
    if item.marked and not _looks_so(source, item, place.start, place.end):
        return False
    # A quote that loses words at one end is a part of what it was: both are on the page before the change.
    return not before or not places.stands(quote) or bool(item.marked) or (
        place.start <= before.start and before.end <= place.end)


def _looks_so(source: SourceText, item: ReviewItem, start: int, end: int) -> bool:
    """Return whether the new words stand in a part of a page and look as they are to."""
    wanted, last = seen(item.marked), source.text.find(BREAK, end)
    shown = seen(source.text[source.text.rfind(BREAK, 0, start) + 1 : last if last >= 0 else None])
    return any(shown[at : at + len(wanted)] == wanted for at in range(len(shown)))


def take_back(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> SourceText:
    """Return a page without a change that was made in it. Raises CannotApply if its place is not sure."""
    if is_new_paragraph(item):
        raise CannotApply("the page has the new paragraph already")
    if item.marked:
        raise CannotApply("the page has the words as the reviewer set them already")
    others = [other for other in others if other is not item]
    if item.at is None:
        if not item.after or item.quote.count(item.after) != 1:
            raise CannotApply("the page has the change already, and its place is not known")
        quote, at = item.quote, item.quote.index(item.after)
    else:
        quote, at = _as_it_stands(item, others)
        quote = quote[:at] + item.after + quote[at + len(item.before):]
    back = item.model_copy(update={"quote": quote, "at": at, "before": item.after, "after": item.before, "context": ""})
    return apply_change(source, back, [], names)


def _place_in_quote(item: ReviewItem) -> int:
    """Return where in its quote a change begins."""
    if item.at is not None and item.quote[item.at : item.at + len(item.before)] == item.before:
        return item.at
    if item.before and item.quote.count(item.before) == 1:
        return item.quote.index(item.before)
    raise CannotApply("its quote does not say where in it the change is")


def _as_it_stands(item: ReviewItem, others: Iterable[ReviewItem]) -> tuple[str, int]:
    """Return the quote with the changes of the same words that were made already, and the change's place in it."""
    at = _place_in_quote(item)
    made = [other for other in _made_before(item, others) if other.quote == item.quote]
    for other in made:
        start = other.at or 0
        if start < at + len(item.before) and at < start + len(other.before):
            raise CannotApply("another change of the same words was accepted")
    shift = sum(len(other.after) - len(other.before) for other in made
                if (other.at or 0) < at or (other.at == at and other.before))
    return _with_changes(item.quote, made), at + shift


def _around(item: ReviewItem, others: Iterable[ReviewItem]) -> str:
    """Return the text around the quote, with the changes of it that were made already."""
    text, made = item.context, list(_made_before(item, others))
    for quote in {other.quote for other in made}:
        if text.count(quote) == 1:
            text = text.replace(quote, _with_changes(quote, [other for other in made if other.quote == quote]))
    return text


def _made_before(item: ReviewItem, others: Iterable[ReviewItem]) -> Iterator[ReviewItem]:
    """Yield the changes of the same version of the text that were accepted."""
    return (other for other in others if other is not item and other.answer is Answer.ACCEPTED and other.is_change
            and other.version == item.version and other.at is not None and not is_new_paragraph(other))


def _with_changes(quote: str, made: Iterable[ReviewItem]) -> str:
    for other in sorted(made, key=lambda each: each.at or 0, reverse=True):
        start = other.at or 0
        quote = quote[:start] + other.after + quote[start + len(other.before):]
    return quote


def _edits(places: Places, item: ReviewItem, quote: str, at: int) -> list[_Edit]:
    """Return what to replace in the file: the whole change, or only the words that differ, around markup."""
    whole = _edit(places, quote, at, item.before, item.after)
    if whole:
        return [whole]
    found = [_edit(places, quote, at + change.start, change.before, change.after)
             for change in word_changes(plain(item.before), plain(item.after))]
    if not found or not all(found) or not item.after:
        raise CannotApply("there is markup or a citation among these words")
    return [edit for edit in found if edit]


def _marked(places: Places, item: ReviewItem, quote: str, at: int) -> Iterator[list[_Edit]]:
    """Yield the ways to put words in that are to look in a certain way: between, within or without marks there."""
    start, end = _offsets(places, quote, at, item.before)
    text = places.source.text
    if start < places.source.body_start:
        raise CannotApply("a title is set in no other way than its page has it")
    if spaced(_ALL_MARKS.sub("", text[start:end])) != spaced(_ALL_MARKS.sub("", item.before)):
        raise CannotApply("there is markup or a citation among these words")
    words = dict.fromkeys((escape(item.after), item.marked))
    yield from ([(start, end, each)] for each in words)
    while written_around(text, start, end) if start < end else text[start : start + 1] in ("*", "_", "`"):
        start, end = (start - 1, end + 1) if start < end else (start + 1, end + 1)
        yield from ([(start, end, each)] for each in words)


def _offsets(places: Places, quote: str, at: int, before: str) -> tuple[int, int]:
    """Return the offsets in the file of a part of a quote. Raises CannotApply if its place is not sure."""
    offsets = places.range(quote, at, at + len(before))
    if offsets is not None:
        return offsets
    if NUMBERS.search(before):
        raise CannotApply("there is markup or a citation among these words")
    if places.find(quote) is None or not places.stands(quote):
        raise CannotApply("these words are not on the page as they were sent, or the site makes them itself")
    raise CannotApply("these words are too few to tell their place, stand on the page more than once, or a citation "
                      "beside them hides it")


def _edit(places: Places, quote: str, at: int, before: str, after: str) -> _Edit | None:
    """Return the offsets in the file of a part of a quote and its new words; None if markup stands among the old."""
    start, end = _offsets(places, quote, at, before)
    text = places.source.text
    if spaced(written := text[start:end]) != spaced(before):
        # Words that go may take marks with them that begin and end among them.
        marks = [written.count(mark) % 2 for mark in "*_`"]
        if after.strip() or any(marks) or spaced(MARKS.sub("", written)) != spaced(MARKS.sub("", before)):
            return None
    # Marks around words that go would be left around nothing.
    while not after.strip() and start and written_around(text, start, end):
        start, end = start - 1, end + 1
    if not after.strip() and (line := _line_left_empty(text, start, end)):
        return *line, ""
    # Of two spaces around words one goes with them, and comes back with them.
    end += not after and text[end : end + 1] == " " and text[start - 1] in " \n"
    if not before and quote[max(at - 1, 0) : at + 1] == "  " and text[start - 1 : end + 1].count(" ") == 1:
        after = f"{after} " if text[start - 1] == " " else f" {after}"
    return start, end, escape(after)


def _line_left_empty(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the line of a heading or an item whose words all go with its mark, None for other words.

    Raises CannotApply if nothing would be left of a cell, a block's title, a term's meaning or a note.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    before, behind = text[first:start].strip(), text[end:last].strip()
    if _MARK_OF_LINE.fullmatch(before) and not behind:
        return first, min(last + 1, len(text))
    if (before.endswith("|") and behind[:1] in ("", "|")) or (not behind and before.endswith(":")):
        raise CannotApply("nothing would be left of a cell, a title, a meaning, a fact or a note")
    return None


def written_around(text: str, start: int, end: int) -> bool:
    """Return whether the same mark of emphasis stands directly before and behind a part of a text."""
    return text[start - 1] in "*_`" and text[start - 1] == text[end : end + 1]
