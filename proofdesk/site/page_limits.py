"""Refuse a page that Python-Markdown could not convert in seconds, before it tries.

Python-Markdown goes through a paragraph again for each mark in it, and through all that follows for each bracket that
is never closed; it calls itself for each list within a list. Time then grows with the square of a text, or the program
ends. So the work is estimated here, in one pass over the lines. The limits are far above what people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from proofdesk.common.files import MAX_PAGE_BYTES, page_too_large
from proofdesk.common.source_text import Position
from proofdesk.content.document import Document

MAX_BLOCKS = 4_000  # paragraphs, items, headings, rows
MAX_FENCES = 600  # lines of slashes
MAX_DEPTH = 20  # lists in lists, quotations in quotations
MAX_OPEN_TAGS = 200  # tags without their “>”
MAX_WORK = 1_000_000_000  # about 5 seconds
# What each costs, in the time of a mark for each character of its paragraph: a mark itself, on top of that; an open
# bracket, for each character of its paragraph; the beginning of a tag, for each character of the page.
_MARK, _OPEN_BRACKET, _OPEN_TAG = 15_000, 300, 30

_USUAL_BRACKETS = 4  # inside each other

_MARKS = re.compile(r"[\[\]()*_<>&\\!{}$~^=+@|]")
_BRACKETS = re.compile(r"\]\((?![^()\s]*\))|[\[\]]")
_ITEM = re.compile(r"(?:[-*+:]|\d{1,9}[.)])[ \t]+")
_BEGINS_BLOCK = re.compile(r"[ \t]*(?:(?:[-*+:]|\d{1,9}[.)])[ \t]|[#|>]|\[\^)")
_TAG = re.compile(r"<[A-Za-z/!?]")


class Excess(NamedTuple):
    """What is too much on a page: its line, a rule, what it is, and the remedy."""

    line: int
    rule: str
    message: str
    remedy: str


def refuse_excess(document: Document) -> bool:
    """Report what is too much on a page, and leave nothing of it to convert; return whether anything was."""
    source = document.source
    size = len(source.text.encode("utf-8", "surrogatepass"))
    if size > MAX_PAGE_BYTES:
        excess: Excess | None = Excess(1, *page_too_large(size))
    else:
        lines = source.prose[source.body_start :].split("\n")
        excess = next(_excesses(lines, source.body.split("\n"), source.first_body_line), None)
    if excess:
        document.problem(Position(excess.line, 1), *excess[1:])
        document.source = source.with_body("")
    return excess is not None


def refuse_recursion(document: Document) -> None:
    """Report a page on which the converter called itself too often, and leave nothing of it to convert."""
    document.problem(Position(document.source.first_body_line, 1), "too-deep",
                     "lists, definitions or elements are nested too deeply for this page to be read",
                     "leave a line free between definitions, and nest less")
    document.source = document.source.with_body("")
    for found in (document.blocks, document.citations, document.terms, document.links):
        found.clear()


def _excesses(lines: list[str], written: list[str], first: int) -> Iterator[Excess]:
    """Yield what is too much in the lines of a page without its code, of which the first has that number."""
    page = sum(map(len, lines)) + len(lines)
    blocks = fences = work = 0
    start, length, marks, open_, deepest, loose = first, 0, 0, 0, 0, 0
    for number, (line, raw) in enumerate(zip([*lines, ""], [*written, ""], strict=True), first):
        bare = line.strip()
        if not raw.strip():
            open_ = max(open_, deepest - _USUAL_BRACKETS)
            work += length * (marks + open_ * _OPEN_BRACKET) + marks * _MARK
            if work > MAX_WORK:
                yield Excess(start, "too-large", _what(open_, marks, length), "make several paragraphs or pages of it")
                return
            length = marks = open_ = deepest = 0
            start = number + 1
            continue
        blocks += length == 0 or bool(_BEGINS_BLOCK.match(line))
        fences += bare.startswith("///")
        deep = _depth(line)
        if deep > MAX_DEPTH:
            yield Excess(number, "too-deep", f"a list or quotation begins here inside {deep - 1} others, and at most "
                         f"{MAX_DEPTH} levels can be read", "nest less")
            return
        if blocks > MAX_BLOCKS or fences > MAX_FENCES:
            what = f"{MAX_FENCES} lines of slashes" if fences > MAX_FENCES else f"{MAX_BLOCKS:,} paragraphs and items"
            yield Excess(number, "too-large", f"the page has more than {what} up to here", "make several pages of it")
            return
        length += len(line) + 1
        marks += len(_MARKS.findall(line)) + raw.count("`")
        for bracket in _BRACKETS.findall(line):
            open_ += 1 if bracket in ("[", "](") else -1 if open_ else 0
            deepest = max(deepest, open_)
        loose += len(_TAG.findall(line)) - min(line.count(">"), len(_TAG.findall(line)))
        if loose > MAX_OPEN_TAGS or loose * page * _OPEN_TAG > MAX_WORK:
            yield Excess(number, "too-large", f"the page has {loose:,} tags without an end up to here",
                         "close each with “>”, or write `&lt;` for the sign itself")
            return


def _what(open_: int, marks: int, length: int) -> str:
    if open_ * _OPEN_BRACKET > marks:
        return f"this paragraph has {open_:,} opening brackets without their partner, or inside each other"
    return f"the page up to the end of this paragraph, which has {marks:,} marks and {length:,} characters, is too " \
           "much to read"


def _depth(line: str) -> int:
    """Return how many lists and quotations a line is in, by its indentation and its marks."""
    expanded = line.expandtabs(4)
    rest = expanded.lstrip(" ")
    item, quotes = _ITEM.match(rest), rest.startswith(">")
    if not item and not quotes:
        return 0
    depth = (len(expanded) - len(rest)) // 4
    while rest:
        if rest.startswith(">"):
            rest = rest[1:].lstrip(" ")
        elif item := _ITEM.match(rest):
            rest = rest[item.end() :]
        else:
            break
        depth += 1
        if depth > MAX_DEPTH:  # no more is needed, and each step copies the line
            return depth + rest.count(">") + rest.count("- ")
    return depth
