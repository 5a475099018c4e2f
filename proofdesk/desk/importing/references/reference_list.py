"""Find a manuscript's list of references, and split it into its entries."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from proofdesk.common.text import lazy
from proofdesk.desk.importing.languages import REFERENCES
from proofdesk.desk.importing.lines import HEADING, IMAGE, ITEM, QUOTE, RAW, TEXT, Line
from proofdesk.desk.importing.references.entries import (
    ADDRESS_FIRST,
    ENTRY_NUMBER,
    VOLUME,
    ReferenceItem,
    looks_like_reference,
    may_be_entry,
    read_entries,
    split_line,
)
from proofdesk.desk.importing.typed_marks import COLONS, MAX_LEVEL, without_number

# Captions that a manuscript has behind its list, for the figures and tables that are in files of their own.
_CAPTION = lazy(
    r"(?:fig(?:ures?|\.)?|tables?|tab\.|abb(?:ildung|\.)|tabelle|figura|tabla|tableau|tabella|supplement\w*)\s*[A-Z]?\d{1,3}[a-z]?"
    r"\s*(?:[.:|–—-]|$)"
    r"|(?:appendix|appendice|ap[eê]ndice|anhang|annexe?|anexo|bijlage|allegato)\s(?:[A-Z]|\d{1,2}|[IVX]{1,4})\s*(?:[.:|–—-]|$)",
    re.I)
_BOLD = re.compile(r"\*\*[^*]+\*\*:?")
_PARTED = re.compile(r":|\s[–—-]\s")
# Letters, words, lines that are no entries, and lines between the heading of a list and that of its first part
MAX_HEADING, MIN_WORDS_OF_PROSE, MIN_LINES_BEHIND, MOST_REMARKS = 110, 20, 6, 6


class ExtractedList(NamedTuple):
    """Lines of the text without the list, entries of the list, and its heading (no element if it has none)."""

    body: list[Line]
    items: list[ReferenceItem]
    heading: list[str]


def extract_references(lines: list[Line]) -> ExtractedList:
    """Split the list of references from a text: the file's own, else the last with a heading, else one at the end."""
    return _without_empty_headings(_list_of_file(lines) or _list_with_heading(lines) or _list_at_end(lines))


def is_heading_of_list(line: Line) -> bool:
    """Return whether a line is the heading of a list, or of a part of the text that is one: “Part V: References”."""
    words = without_number(line.plain).strip(COLONS)
    return line.kind == HEADING and any(
        REFERENCES.fullmatch(each) for each in (words, _PARTED.split(words)[-1].strip()))


def _without_empty_headings(found: ExtractedList) -> ExtractedList:
    """Return the text without headings of a list that have nothing below them, as templates and Quarto have them."""
    body, headings = [], list(found.heading)
    for line, after in zip_longest(found.body, found.body[1:]):
        ends = after is None or after.kind == HEADING or (after.kind == RAW and after.text.startswith("[^"))
        if ends and is_heading_of_list(line):
            headings.append(line.plain)
        else:
            body.append(line)
    return ExtractedList(body, found.items, headings)


def _list_of_file(lines: list[Line]) -> ExtractedList | None:
    """Split the lists that the file itself marks, with their headings, and entries typed above or below them."""
    lines = _with_typed_above(lines)
    body: list[Line] = []
    listed: list[Line] = []
    headings: list[str] = []
    goes_on = False
    for above, line in zip([None, *lines], lines, strict=False):
        # Others above it have nothing below them, and stay; so does a sentence that only looks like a heading.
        if line.listed and above and above.kind == HEADING and len(above.plain) <= MAX_HEADING and body[-1:] == [above]:
            headings.append(body.pop().plain)
        if line.listed and line.kind in (HEADING, IMAGE, RAW):
            goes_on = False
            body.append(line)
            continue
        goes_on = line.listed or (goes_on and (
            looks_like_reference(line.plain) if line.kind in (TEXT, ITEM) else
            line.kind == QUOTE and bool(ADDRESS_FIRST.match(line.plain))))
        (listed if goes_on else body).append(line)
    return ExtractedList(body, read_entries(listed), headings) if listed else None


def _with_typed_above(lines: list[Line]) -> list[Line]:
    """Return lines in which entries between the heading of a list and its part that the file marks are marked too."""
    first = next((n for n, line in enumerate(lines) if line.listed), 0)
    start = next((n for n in range(first - 1, -1, -1) if lines[n].kind == HEADING), first)
    typed = [line for line in lines[start + 1 : first] if line.kind in (TEXT, ITEM)]
    if start == first or not is_heading_of_list(lines[start]) or (
            sum(looks_like_reference(line.plain) for line in typed) * 2 < len(typed)):
        return lines
    return [replace(line, listed=True) if start < n < first and line.kind in (TEXT, ITEM) else line
            for n, line in enumerate(lines)]


def _list_with_heading(lines: list[Line]) -> ExtractedList | None:
    """Split the last list below a heading, with the parts of it that have headings of their own."""
    starts = [n for n, line in enumerate(lines) if is_heading_of_list(line)]
    for start in reversed(starts):
        headings, entries, others = [lines[start].plain], list[ReferenceItem](), list[Line]()
        at = _behind_remarks(lines, start + 1, lines[start].level)
        others += [line for line in lines[start + 1 : at] if line.kind != HEADING]
        while part := part_of_list(lines, at, entries, lines[start].level):
            end, found = part
            headings += [line.plain for line in lines[at:end] if _heads_part(line)]
            others += [line for line in lines[at:end] if line.kind in (IMAGE, RAW)]
            entries, at = entries + found, end
        if entries:
            return ExtractedList([*lines[:start], *others, *lines[at:]], entries, headings)
    return None


def _behind_remarks(lines: list[Line], start: int, above: int) -> int:
    """Return where the first part of a list begins that has only remarks and headings before it; else ``start``."""
    for n, line in enumerate(lines[start : start + MOST_REMARKS], start):
        if line.level <= above if line.kind == HEADING else may_be_entry(line.plain):
            break
        if line.kind == HEADING and part_of_list(lines, n, [], above):
            return n
    return start


def part_of_list(
    lines: list[Line], start: int, before: list[ReferenceItem], above: int = MAX_LEVEL
) -> tuple[int, list[ReferenceItem]] | None:
    """Return where a part of a list ends, and its entries; None if most lines are none, or if it is no part.

    ``before`` are the entries of the parts before this one, of which each further one begins with a heading: below the
    list's own, whose level is ``above``, or with numbers that go on.
    """
    first = start
    while first < len(lines) and lines[first].kind == HEADING and not _is_entry(lines[first]):
        first += 1  # “Literature”, “Primary sources”
    behind = range(first, len(lines))
    end = next((n for n in behind if lines[n].kind == HEADING and not _is_entry(lines[n])), len(lines))
    end = _end_before_prose(lines, first, _end_before_captions(lines, first, end))
    entries = read_entries([replace(line, kind=TEXT) if line.kind == HEADING else line
                            for line in lines[first:end] if not _heads_part(line)])
    number, last = (items[at].number if items else None for items, at in ((entries, 0), (before, -1)))
    is_below = first > start and all(line.level > above for line in lines[start:first])
    if before and not is_below and last is not None and (number is None or number <= last):
        return None
    if before and number is None and len(entries) == 1 and _is_sentence(entries[0].text):
        return None  # “Data: all are at https://…”
    are_entries = sum(may_be_entry(entry.text) for entry in entries) * 2 >= len(entries)
    return (end, entries) if entries and are_entries else None


def _is_sentence(words: str) -> bool:
    return len(words.split()) > 4 and not looks_like_reference(words)


def _heads_part(line: Line) -> bool:
    """Return whether a line is the heading of a part of a list, be it only in bold: “**Primary sources**”."""
    if line.kind == HEADING:
        return not _is_entry(line)
    is_bold = line.kind == TEXT and _BOLD.fullmatch(line.text) is not None
    return is_bold and len(line.plain) <= MAX_HEADING and not re.search(r"\d{4}|https?:", line.plain)


def _is_entry(line: Line) -> bool:
    """Return whether a heading is an entry, as a style of the word processor makes some."""
    return looks_like_reference(line.plain) and bool(VOLUME.search(line.plain) or len(line.plain) > MAX_HEADING)


def _end_before_captions(lines: list[Line], start: int, end: int) -> int:
    """Return where a list ends if captions follow it, and hardly an entry behind them."""
    first = next((n for n in range(start, end) if _CAPTION.match(lines[n].plain)), end)
    behind = [line for line in lines[first:end] if line.kind in (TEXT, ITEM, QUOTE)]
    entries = sum(looks_like_reference(line.plain) and not _CAPTION.match(line.plain) for line in behind)
    return first if entries * 3 < len(behind) else end


def _end_before_prose(lines: list[Line], start: int, end: int) -> int:
    """Return where a list ends if sentences follow its numbered items, or several lines that look like no entry."""
    last = next((n for n in range(end - 1, start, -1) if lines[n].kind not in (IMAGE, RAW) and (
        looks_like_reference(lines[n].plain) or ADDRESS_FIRST.match(lines[n].plain))), end)
    behind = [line for line in lines[last + 1 : end] if line.kind in (TEXT, ITEM, QUOTE) and line.plain.strip()]
    are_sentences = behind and lines[last].kind == ITEM and lines[last].number is not None and all(
        line.kind == TEXT and len(line.plain.split()) >= MIN_WORDS_OF_PROSE for line in behind)
    return last + 1 if are_sentences or len(behind) >= MIN_LINES_BEHIND else end


def _list_at_end(lines: list[Line]) -> ExtractedList:
    start = len(lines)
    while start and lines[start - 1].kind in (TEXT, ITEM) and looks_like_reference(lines[start - 1].plain):
        start -= 1
    # The list may begin within a paragraph, which itself may look like an entry or not.
    for index in (start, start - 1):
        head, first_entries = _split_paragraph(lines[index]) if 0 <= index < len(lines) else (None, [])
        if head is not None:
            return ExtractedList([*lines[:index], head], [*first_entries, *read_entries(lines[index + 1 :])], [])
    entries = read_entries(lines[start:])
    if len(entries) < 2 and not (entries and entries[0].number == 1):
        return ExtractedList(lines, [], [])
    return ExtractedList(lines[:start], entries, [])


def _split_paragraph(line: Line) -> tuple[Line | None, list[ReferenceItem]]:
    """Split a list that follows a paragraph on the same line; the paragraph is None if there is no such list."""
    words = line.text if line.kind == TEXT else ""
    for match in ENTRY_NUMBER.finditer(words):
        if int(match.group(1) or match.group(2)) != 1 or not match.start():
            continue
        pieces = split_line(words[match.start() :].lstrip())
        if pieces and all(looks_like_reference(piece.text) for piece in pieces):
            return line.with_text(words[: match.start()].rstrip()), pieces
    return None, []


