"""Make items of the review file of paragraphs whose words are marked as commented or changed.

Each file is read into the terms of Word (``desk.word``): an insertion of OpenDocument or of a web page is “ins”.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from proofdesk.content.review.items import Answer, ItemKind, Reply, ReviewItem
from proofdesk.desk.word.comments import SaidInWord
from proofdesk.desk.word.marked import Changed, Edge, Words

MAX_QUOTE = 300  # signs of a sentence that a change stands in; more would not help to find it
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’)\]]*\s+")


Paragraph = list[Words | Edge]


@dataclass(frozen=True)
class Remark:
    """An item for the review file, and of what in the file it was made: for the ledger."""

    item: ReviewItem
    comments: int = 0
    insertions: int = 0
    deletions: int = 0
    moves: int = 0


@dataclass
class _Span:
    """The words of a comment, as they are gathered from the paragraphs; ``context`` is the first of these."""

    quote: list[str] = field(default_factory=list)
    context: str = ""
    is_open: bool = True


def remarks_of(paragraphs: Iterable[Paragraph], comments: dict[str, SaidInWord]) -> Iterator[Remark]:
    """Yield the remarks of a text in their order; comments without a place come last.

    The article has all changes made. So the quote of a change is its sentence with all others made, and this one not.
    """
    paragraphs = list(paragraphs)
    spans = _spans(paragraphs)
    origins = _moves(paragraphs)
    above = ""  # where to look for a paragraph that is gone as a whole
    for paragraph in paragraphs:
        yield from _changes(paragraph, origins, above)
        above = " ".join(_text(paragraph).split()) or above
        for edge in paragraph:
            if isinstance(edge, Edge) and edge.comment in spans and edge.comment in comments:
                span = spans.pop(edge.comment)
                comment = comments[edge.comment]
                if not _root(comment, comments):
                    yield _comment(comment, comments, span)
    placed = {edge.comment for paragraph in paragraphs for edge in paragraph if isinstance(edge, Edge)}
    for name, comment in comments.items():
        if name not in placed and not _root(comment, comments):
            yield _comment(comment, comments, _Span())


def when(written: str) -> str:
    """Return a moment as it was written; empty if it is none."""
    try:
        datetime.fromisoformat(written.strip())
    except ValueError:
        return ""
    return written.strip()


def _root(comment: SaidInWord, comments: dict[str, SaidInWord]) -> SaidInWord | None:
    """Return the first comment of the conversation that one replies in; None if it is itself the first."""
    root, seen = comment, {comment.name}
    while root.parent in comments and root.parent not in seen:
        root = comments[root.parent]
        seen.add(root.name)
    return None if root is comment else root


def _comment(comment: SaidInWord, comments: dict[str, SaidInWord], span: _Span) -> Remark:
    replies = [each for each in comments.values() if _root(each, comments) is comment]
    quote = " ".join(" ".join(span.quote).split())
    item = ReviewItem(
        kind=ItemKind.COMMENT if span.context else ItemKind.NOTE, by=comment.by, date=when(comment.date), quote=quote,
        context=span.context if span.context != quote else "", says=comment.says,
        replies=[Reply(by=each.by, date=when(each.date), says=each.says or "…") for each in replies],
        answer=Answer.ANSWERED if comment.resolved else Answer.OPEN, words="Resolved in the file." * comment.resolved)
    return Remark(item, comments=1 + len(replies))


def _spans(paragraphs: list[Paragraph]) -> dict[str, _Span]:
    """Return the words of each comment."""
    spans: dict[str, _Span] = {}
    for paragraph in paragraphs:
        text = _text(paragraph)
        for part in paragraph:
            if isinstance(part, Edge):
                span = spans.setdefault(part.comment, _Span())
                span.context = span.context or " ".join(text.split())
                span.is_open = span.is_open and not (part.is_end or part.is_point)
            elif _is_there(part):
                for span in spans.values():
                    if span.is_open:
                        span.quote.append(part.text)
        for span in spans.values():
            if span.is_open:
                span.quote.append(" ")
    return {name: _Span(["".join(span.quote)], span.context) for name, span in spans.items()}


def _moves(paragraphs: list[Paragraph]) -> dict[str, str]:
    """Return for each move the paragraph that its words were taken from, as it was."""
    origins: dict[str, str] = {}
    for paragraph in paragraphs:
        marked = [(part.text, _change_of(part)) for part in paragraph if isinstance(part, Words)]
        words = " ".join("".join(text for text, change in marked if change is None or change.takes_out).split())
        for _, change in marked:
            if change and change.sort == "moveFrom":
                origins.setdefault(change.move, words)
    return origins


def _changes(paragraph: Paragraph, origins: dict[str, str], above: str) -> Iterator[Remark]:
    """Yield the changes of a paragraph; what one person took out and put in side by side is one replacement."""
    words = [part for part in paragraph if isinstance(part, Words) and part.text]
    text = _text(paragraph)
    at = 0
    for key, group in groupby(words, _author_and_move):
        parts = list(group)
        length = sum(len(part.text) for part in parts if _is_there(part))
        if key:
            before = "".join(part.text for part in parts if not _is_there(part))
            first, last = _sentence(text, at, at + length)
            quote = text[first:at] + before + text[at + length : last]
            start = at - first - (len(quote) - len(quote.lstrip()))
            yield _change(parts, quote.strip(), max(start, 0), origins, "" if text.strip() else above)
        at += length


def _change(parts: list[Words], quote: str, at: int, origins: dict[str, str], above: str) -> Remark:
    changes = {change.number: change for change in map(_change_of, parts) if change}
    before = "".join(part.text for part in parts if not _is_there(part))
    after = "".join(part.text for part in parts if _is_there(part))
    sorts = Counter(change.sort for change in changes.values())
    first = next(iter(changes.values()))
    says = ""
    kind = ItemKind.REPLACEMENT if before and after else ItemKind.DELETION if before else ItemKind.INSERTION
    if first.sort == "moveFrom":
        says = "Moved from here to another place."
    elif first.sort == "moveTo":
        origin = _shortened(origins.get(first.move, ""))
        says = "Moved to here from another place" + (f": “{origin}”" if origin not in ("", after.strip()) else ".")
    date = max(when(change.date) for change in changes.values())
    before = before if quote[at : at + len(before)] == before else before.strip()
    item = ReviewItem(kind=kind, by=first.by, date=date, quote=quote, at=at, before=before, after=after, says=says,
                      context=_shortened(above))
    return Remark(item, insertions=sorts["ins"], deletions=sorts["del"], moves=sorts["moveTo"] + sorts["moveFrom"])


def _text(paragraph: Paragraph) -> str:
    return "".join(part.text for part in paragraph if isinstance(part, Words) and _is_there(part))


def _change_of(part: Words) -> Changed | None:
    """Return the change that counts: of words that one person put in and another took out, the deletion."""
    changes = [each for each in part.changes if not each.row]
    return next((each for each in changes if each.sort == "del"), changes[-1] if changes else None)


def _author_and_move(part: Words) -> tuple[str, str] | None:
    change = _change_of(part)
    return (change.by, change.move) if change else None


def _is_there(part: Words) -> bool:
    """Return whether words are there when all changes are made."""
    change = _change_of(part)
    return change is None or not change.takes_out


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence, or the sentences, around a part of a text begin and end."""
    first = max((found.end() for found in _SENTENCE_END.finditer(text, 0, start)), default=0)
    following = _SENTENCE_END.search(text, max(end - 1, start))
    last = following.start() if following else len(text)
    if not text[first:start].strip() and not text[end:last].strip() and text[:first].strip():
        first = _sentence(text, len(text[:first].rstrip()) - 1, len(text[:first].rstrip()))[0]  # at the end of a text
    return max(first, start - MAX_QUOTE), min(last, end + MAX_QUOTE)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE].rstrip() + " …"
