"""Part and join the paragraphs of a page, with the words that go or come at their ends."""

from __future__ import annotations

import re

from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.review.making.new_paragraphs import CannotApply, next_mark
from proofdesk.desk.review.places import Places
from proofdesk.desk.review.shown_text import normal, spaced
from proofdesk.desk.word.styled import BREAK, escape, escape_begin

# What begins a line that is no plain text: a mark of a list, a heading, a table, a block, a note, its further lines.
_NO_TEXT = re.compile(r"\s|[-*+][ \t]|[>|:#]|\d+[.)][ \t]|\[\^|/{3}|<|!\[|`{3}|~{3}|\{")
_BEGINS = re.compile(r"(?:\n[ \t]*(?=\n)|^[ \t]*/{3}[^\n]*)\n", re.MULTILINE)
_MARK = r"(?:[-*+]|\d{1,4}[.)])"
_ITEM = re.compile(rf"([ \t]*)({_MARK})([ \t]+)")
_BESIDE = 300  # characters of the file on both sides, in which a word is, with marks and citations beside it
_END = re.compile(r"\n[ \t]*\n")


def parted_or_joined(places: Places, item: ReviewItem, quote: str, at: int) -> tuple[int, int, str]:
    """Return where in the file to put what, so that paragraphs are parted or joined.

    Raises CannotApply unless its place is sure, and all of them are plain text, one behind the other.
    """
    text, before = places.source.text, item.before
    core = before.strip()
    left, right = quote[:at], quote[at + len(before) :]
    first = at + len(before) - len(before.lstrip()) if core else len(left.rstrip())
    offsets = places.range(quote, first, first + len(core) if core else len(quote) - len(right.lstrip()))
    if offsets is None or not (left.strip() and (right.strip() or core)):
        raise CannotApply("the place where paragraphs were parted or joined is not found for sure")
    start, end = offsets
    if spaced(text[start:end]) != spaced(core):
        raise CannotApply("there is markup or a citation among these words")
    start -= len(_space(text[:start][::-1], BREAK in before[: len(before) - len(before.lstrip())]))
    end += len(_space(text[end:], BREAK in before[len(before.rstrip()) :]))
    mark = _ITEM.match(text, text.rfind("\n", 0, start) + 1)
    own_end = _END
    if mark:
        own_end = re.compile(rf"\n(?:[ \t]*\n)*{re.escape(mark[1])}{_MARK}[ \t]+")
        next_item = re.compile(rf"{_MARK}[ \t]+").match(text, end) if text[start:end].strip(" \t") else None
        end = next_item.end() if next_item and not core else end
    if len(own_end.findall(text[start:end])) != before.count(BREAK):
        raise CannotApply("more than the end of a paragraph stands between these words")
    before_it, behind_it = normal(left).split()[-1:], normal(right).split()[:1]
    if not (places.shown(start - _BESIDE, start).split()[-1:] == before_it and
            (not behind_it or places.shown(end, end + _BESIDE).split()[:1] == behind_it)):
        raise CannotApply("other words stand beside the end of this paragraph by now")
    if start < places.source.body_start or (not mark and any(map(_NO_TEXT.match, _lines(text, start, end)))):
        raise CannotApply("one of the paragraphs is in a list, a table, a heading or a note")
    made = _between(item, left[-1:].isspace(), right[:1].isspace())
    return start, end, made.replace(BREAK, f"\n{mark[1]}{next_mark(mark[2])}{mark[3]}") if mark else made


def _space(text: str, with_end: bool) -> str:
    """Return the space with which a text begins; the end of a paragraph only if it is meant too."""
    found = re.match(r"\s*" if with_end else r"[ \t]*\n?[ \t]*", text)
    space = found[0] if found else ""
    return "" if not with_end and "\n" in space and text[len(space) : len(space) + 1] in ("", "\n") else space


def _lines(text: str, start: int, end: int) -> list[str]:
    """Return the lines of the paragraphs of which a part of a text is."""
    first = max((found.end() for found in _BEGINS.finditer(text, 0, start)), default=0)
    stop = re.compile(r"\n[ \t]*\n|\n[ \t]*/{3}|\Z").search(text, end)
    return [line for line in text[first : stop.start() if stop else None].split("\n") if line.strip()]


def _between(item: ReviewItem, space_before: bool, space_behind: bool) -> str:
    """Return the Markdown that parts or joins the words on both sides, with the spaces that belong there."""
    whole = f"{' ' * space_before}{item.after}{' ' * space_behind}"
    if not item.after.strip() and BREAK not in item.after:
        at_end = item.before.startswith(BREAK) or item.before.endswith(BREAK)  # none would make one word of two
        return " " * (bool(whole) or at_end)
    parts = (item.marked or "").split(BREAK) if item.marked else [escape(part) for part in item.after.split(BREAK)]
    made = BREAK.join([parts[0].strip(), *(escape_begin(part.strip()) for part in parts[1:])])
    lead = " " if whole[0].isspace() and parts[0].strip() else ""
    tail = " " if whole[-1].isspace() and parts[-1].strip() else ""
    return f"{lead}{made}{tail}"
