"""Find the line of the article that each remark of a reviewer is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.importing.ledger import letters_of, words_of
from proofdesk.desk.importing.lines import strip_markup

_CITATION = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")
MIN_SHARE = 0.6  # of the words of a passage that its line must have


def place_remarks(items: Iterable[ReviewItem], page: str) -> list[ReviewItem]:
    """Return the items with the lines of a page that they are about; one that is nowhere has none."""
    items = [*items]
    if not items:
        return []
    lines = [(letters_of(text), Counter(words_of(text)))
             for text in (strip_markup(_CITATION.sub(" ", line)) for line in page.split("\n"))]
    placed = []
    last = 0
    for item in items:
        found = _find(item, lines, last)
        last = last if found is None else found
        placed.append(item.model_copy(update={"line": None if found is None else found + 1}))
    return placed


def _find(item: ReviewItem, lines: list[tuple[str, Counter[str]]], last: int) -> int | None:
    """Return the index of the line with the item's words: with all of them in order, else with most of them."""
    around, quote = letters_of(item.context), letters_of(_as_it_stands(item))
    for needles in ([around, quote], [around], [quote]):
        wanted = [needle for needle in needles if needle]
        if len(wanted) == len(needles):
            found = [number for number, (letters, _) in enumerate(lines) if all(each in letters for each in wanted)]
            if found:
                return _nearest(found, last)
    words = Counter(words_of(item.context or _as_it_stands(item)))
    shares = [(sum((words & held).values()), number) for number, (_, held) in enumerate(lines)]
    most = max((share for share, _ in shares), default=0)
    if not words or most < MIN_SHARE * words.total():
        return None
    return _nearest([number for share, number in shares if share == most], last)


def _as_it_stands(item: ReviewItem) -> str:
    """Return the quote of an item as the article has it, in which all changes are made."""
    if item.at is None:
        return item.quote
    return item.quote[: item.at] + item.after + item.quote[item.at + len(item.before) :]


def _nearest(found: list[int], last: int) -> int:
    """Return the first line that is not above that of the remark before, as remarks come in the order of the text."""
    return next((number for number in found if number >= last), found[0])


def rows_of(items: Iterable[ReviewItem]) -> Iterator[str]:
    """Yield what the report says of each item that has no line."""
    for item in items:
        if item.line is None:
            words = item.says or item.after or item.before
            yield f"{item.kind} of {item.by or 'somebody'}: “{' '.join(words.split())[:200]}”"
