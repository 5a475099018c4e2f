"""Put the paragraphs that a reviewer added into the Markdown of a page, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from proofdesk.content.review.items import Answer, ReviewItem
from proofdesk.desk.review.items_made import NEW_HEADING, NEW_ITEM, is_new_paragraph
from proofdesk.desk.review.places import Places
from proofdesk.desk.word.styled import BREAK, escape, escape_begin

_ITEM = re.compile(r"([ \t>]*)([-*+]|\d{1,4}[.)])([ \t]+)")


class CannotApply(Exception):
    """A change has to be made by hand; the message says why."""


def new_paragraph(
    places: Places, item: ReviewItem, quote: str, others: Iterable[ReviewItem]
) -> tuple[int, int, str]:
    """Return where in the file to put what as a new paragraph or item: behind the quote, and what came before it."""
    place = places.find(quote, near=item.line)
    if place is None or not place.sure:
        raise CannotApply("the paragraph before it is not found for sure")
    text = places.source.text
    line = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    earlier = [other for other in takewhile(lambda each: each is not item, others)
               if other.answer is Answer.ACCEPTED and other.quote == item.quote
               and is_new_paragraph(other)]
    if NEW_ITEM in item.says:
        return _new_item(text, place.end, line, item, earlier)
    if place.start < places.source.body_start or re.match(r"[ \t]*(?:[-*+>|:]|\d+[.)]|\[\^|/{3})[ \t]?", line):
        raise CannotApply("the paragraph before it is in a list, a table or a note, or the title of a block")
    end = places.paragraph_end(place.end)
    for written in map(_written, earlier):
        end += len(written) if text.startswith(written, end) else 0
    return end, end, _written(item)


def _written(item: ReviewItem) -> str:
    """Return the new paragraphs of an item in Markdown, with what parts them from the one before."""
    parts = [part.strip() for part in (item.marked or item.after).split("\n") if part.strip()]
    if level := re.search(rf"{NEW_HEADING} of level (\d)", item.says):  # Word's first level is the page's second
        if len(parts) > 1:
            raise CannotApply("more than a heading was put in")
        return f"{BREAK}{'#' * (int(level[1]) + 1)} {parts[0] if item.marked else escape(parts[0])}"
    return BREAK + BREAK.join(escape_begin(part) if item.marked else escape(part, begins=True) for part in parts)


def _in_line(item: ReviewItem) -> str:
    return " ".join(item.marked.split()) or escape(" ".join(item.after.split()))


def _new_item(
    text: str, end: int, line: str, item: ReviewItem, earlier: Iterable[ReviewItem]
) -> tuple[int, int, str]:
    """Return a new item of a list behind another, of which ``line`` holds what is before its words."""
    found = _ITEM.match(line)
    if not found:
        raise CannotApply("the item of the list before it does not begin a line")
    last = text.find("\n", end)
    end = len(text) if last < 0 else last
    for row in text[end + 1 :].split("\n"):  # lines that the item is wrapped to
        if not row.strip() or _ITEM.match(row) or row.lstrip().startswith("///"):
            break
        end += len(row) + 1
    mark = next_mark(found[2])
    for other in earlier:
        written = f"\n{found[1]}{mark}{found[3]}{_in_line(other)}"
        if text.startswith(written, end):
            end, mark = end + len(written), next_mark(mark)
    return end, end, f"\n{found[1]}{mark}{found[3]}{_in_line(item)}"


def next_mark(mark: str) -> str:
    """Return the mark of the item behind one with this mark."""
    return f"{int(mark[:-1]) + 1}{mark[-1]}" if mark[0].isdigit() else mark
