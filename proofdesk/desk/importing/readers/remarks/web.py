"""Take the comments and tracked changes out of a web page that Word or Google Docs has written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from lxml.html import HtmlElement

from proofdesk.content.markup import HEADINGS
from proofdesk.content.review.items import ItemKind, ReviewItem
from proofdesk.desk.importing.readers.remarks.marked_text import Remark, remarks_of
from proofdesk.desk.importing.readers.web.comments import comments_in
from proofdesk.desk.importing.readers.web.linked_notes import linked_notes
from proofdesk.desk.word.comments import SaidInWord
from proofdesk.desk.word.marked import Changed, Edge, Words

_BLOCKS = ("p", "li", "td", "th", "dt", "dd", *HEADINGS, "blockquote", "div", "body")
_CHANGES = ("ins", "del")


def take_remarks(page: HtmlElement) -> list[Remark]:
    """Take comments and tracked changes out of a page, whose text has all changes made then, and return them."""
    notes = [note for note in linked_notes(page) if note.is_comment]
    comments = {note.name: SaidInWord(note.name, note.author, says=note.text()) for note in notes}
    calls = {call: note.name for note in notes for call in note.calls}
    paragraphs = [[*reader] for reader in _paragraphs(page, calls)]
    remarks = [*remarks_of(paragraphs, comments), *_in_source(page)]
    for note in notes:
        note.remove()
    for change in [*page.iter(*_CHANGES)]:
        if change.get("datetime") or change.get("cite"):
            if change.tag == "del":
                change.drop_tree()
            else:
                change.drop_tag()
    return remarks


def _in_source(page: HtmlElement) -> Iterator[Remark]:
    """Yield the comments that somebody wrote into the source of a page, which no browser shows."""
    for _, said, is_somebodys in comments_in(page):
        if is_somebodys:
            yield Remark(ReviewItem(kind=ItemKind.NOTE, quote="", says=said), comments=1)


def _paragraphs(page: HtmlElement, calls: dict[HtmlElement, str]) -> Iterator[Iterator[Words | Edge]]:
    """Yield the paragraphs that hold a comment's mark or a change."""
    numbers = count()
    seen = set()
    changes = [each for each in page.iter(*_CHANGES) if each.get("datetime") or each.get("cite")]
    places = {*calls, *changes}
    for element in page.iter("a", *_CHANGES):
        if element in places:
            block = next((each for each in element.iterancestors(*_BLOCKS)), page)
            if block not in seen:
                seen.add(block)
                yield _parts(block, (), calls, numbers)


def _parts(
    element: HtmlElement, changes: tuple[Changed, ...], calls: dict[HtmlElement, str],
    numbers: Iterator[int],
) -> Iterator[Words | Edge]:
    yield Words(element.text or "", changes)
    for child in element:
        if child in calls:
            yield Edge(calls[child])
            yield Edge(calls[child], True)
        elif isinstance(child.tag, str) and child.tag not in _BLOCKS:
            inner = changes
            if child.tag in _CHANGES and (child.get("datetime") or child.get("cite")):
                by = (child.get("cite") or "").removeprefix("mailto:")
                inner = (Changed(child.tag, by, child.get("datetime") or "", next(numbers)),)
            yield from _parts(child, inner, calls, numbers)
        yield Words(child.tail or "", changes)
