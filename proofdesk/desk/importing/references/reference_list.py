"""Find a manuscript's list of references, and split it into its entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from proofdesk.desk.importing.headings import REFERENCES, without_number
from proofdesk.desk.importing.model import HEADING, IMAGE, ITEM, QUOTE, RAW, TEXT, Line
from proofdesk.desk.importing.readers.text import split_marker
from proofdesk.desk.importing.references.parts.identifiers import ACCESSED, AVAILABLE
from proofdesk.desk.importing.references.parts.italics import words_in_italics
from proofdesk.desk.importing.references.parts.names.name_forms import PARTICLE, UPPER

_IDENTIFIER = re.compile(r"\b10\.\d{4,9}/|\bPMID\b|\bNCT\d{8}\b|https?://|\barXiv:", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_VOLUME = re.compile(
    r"\b\d{4}[^;]{0,12};\s?\d|\b\d{1,4}\s?\(\d{1,4}(?:[-–]\d+)?\)\s?[,:]|\bpp?\.\s?\d|\bvol\.?\s?\d", re.I
)
_AUTHORS = re.compile(r"[^\W\d_][\w'’.-]{1,60},?\s(?:[A-Z]\.?[ -]?){1,4}(?=[\s,.(&]|$)")
# The number of an entry, also if entries run into each other.
_ENTRY_NUMBER = re.compile(
    r"(?:^|(?<=[.!?)”\"'\w/]))\s{0,9}(?:\[(\d{1,3})\]\.?|(?<!\d)(\d{1,3})\.)\s++(?=[^\W\d_]|[“\"'‘])")
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=[^\W\d_])")
# Names that begin with a small letter: “van Fern, J.”, “d’Hay”, “hooks, b.”
_SMALL_START = re.compile(rf"{PARTICLE}\s[{UPPER}]|[a-z]{{1,3}}[’'‘ʼ-][{UPPER}]|\w{{2,20}},\s\w\b")
_ADDRESS_FIRST = re.compile(r"\s*(?:https?://|www\.|doi\b|10\.\d{4,9}/)", re.I)
# “Leeds, UK: Garden Press. Available at: https://…”
_IMPRINT_FIRST = re.compile(rf"[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+)?(?:,\s[{UPPER}][\w.-]+)?:\s[{UPPER}]")
# Captions that a manuscript has behind its list, for the figures and tables that are in files of their own.
_CAPTION = re.compile(
    r"(?:fig(?:ures?|\.)?|tables?|tab\.|abb(?:ildung|\.)|tabelle|figura|tabla|tableau|tabella|supplement\w*)\s*[A-Z]?\d{1,3}[a-z]?"
    r"\s*(?:[.:|–—-]|$)", re.I)
# “•• 8. Fern T. …”: of special interest, as reviews mark it.
_INTEREST = re.compile(r"^[*•†‡]{1,3}\s?(?=\d{1,3}\.\s)")
MAX_REFERENCE_LENGTH, MIN_REFERENCE_WORDS = 1500, 4


@dataclass(frozen=True)
class ReferenceItem:
    """Entry of a list of references as written there, with its number if it has one.

    ``entry`` is what citations of a reference manager call its work, if the file says so. ``italics`` are the words
    that it has in italics, ``lines`` its lines if it has several.
    """

    text: str
    number: int | None = None
    entry: str = ""
    italics: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class ExtractedList(NamedTuple):
    """Lines of the text without the list, entries of the list, and its heading (no element if it has none)."""

    body: list[Line]
    items: list[ReferenceItem]
    heading: list[str]


class _NumberedStart(NamedTuple):
    """Position of an entry's number, the number, and the position after it."""

    start: int
    number: int
    end: int


def extract_references(lines: list[Line]) -> ExtractedList:
    """Split the list of references from a text: the file's own, else the last with a heading, else one at the end."""
    found = _list_of_file(lines) or _list_with_heading(lines) or _list_at_end(lines)
    return _without_empty_headings(found) if found.items else found


def _without_empty_headings(found: ExtractedList) -> ExtractedList:
    """Return the text without further headings of a list that have nothing below them, as templates leave them."""
    body, headings = [], list(found.heading)
    for line, after in zip_longest(found.body, found.body[1:]):
        ends = after is None or after.kind == HEADING or (after.kind == RAW and after.text.startswith("[^"))
        if ends and line.kind == HEADING and REFERENCES.fullmatch(without_number(line.plain).strip(" :")):
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
    for line in lines:
        if line.listed and body and body[-1].kind == HEADING:
            headings.append(body.pop().plain)
        if line.listed and line.kind in (HEADING, IMAGE, RAW):
            goes_on = False
            body.append(line)
            continue
        goes_on = line.listed or (goes_on and (
            looks_like_reference(line.plain) if line.kind in (TEXT, ITEM) else
            line.kind == QUOTE and bool(_ADDRESS_FIRST.match(line.plain))))
        (listed if goes_on else body).append(line)
    return ExtractedList(body, _entries(listed), headings) if listed else None


def _with_typed_above(lines: list[Line]) -> list[Line]:
    """Return lines in which entries between the heading of a list and its part that the file marks are marked too."""
    first = next((n for n, line in enumerate(lines) if line.listed), 0)
    start = next((n for n in range(first - 1, -1, -1) if lines[n].kind == HEADING), first)
    typed = [line for line in lines[start + 1 : first] if line.kind in (TEXT, ITEM)]
    if start == first or not REFERENCES.fullmatch(without_number(lines[start].plain).strip(" :")) or (
            sum(looks_like_reference(line.plain) for line in typed) * 2 < len(typed)):
        return lines
    return [replace(line, listed=True) if start < n < first and line.kind in (TEXT, ITEM) else line
            for n, line in enumerate(lines)]


def _list_with_heading(lines: list[Line]) -> ExtractedList | None:
    starts = [n for n, line in enumerate(lines)
              if line.kind == HEADING and REFERENCES.fullmatch(without_number(line.plain).strip(" :"))]
    for start in reversed(starts):
        end = next((n for n in range(start + 1, len(lines)) if lines[n].kind == HEADING), len(lines))
        end = _end_before_captions(lines, start + 1, end)
        entries = _entries(lines[start + 1 : end])
        if entries and sum(looks_like_reference(entry.text) for entry in entries) * 2 >= len(entries):
            others = [line for line in lines[start + 1 : end] if line.kind in (IMAGE, RAW)]
            return ExtractedList([*lines[:start], *others, *lines[end:]], entries, [lines[start].plain])
    return None


def _end_before_captions(lines: list[Line], start: int, end: int) -> int:
    """Return where a list ends if captions follow it, and hardly an entry behind them."""
    first = next((n for n in range(start, end) if _CAPTION.match(lines[n].plain)), end)
    behind = [line for line in lines[first:end] if line.kind in (TEXT, ITEM, QUOTE)]
    entries = sum(looks_like_reference(line.plain) and not _CAPTION.match(line.plain) for line in behind)
    return first if entries * 3 < len(behind) else end


def _list_at_end(lines: list[Line]) -> ExtractedList:
    start = len(lines)
    while start and lines[start - 1].kind in (TEXT, ITEM) and looks_like_reference(lines[start - 1].plain):
        start -= 1
    # The list may begin within a paragraph, which itself may look like an entry or not.
    for index in (start, start - 1):
        head, first_entries = _split_paragraph(lines[index]) if 0 <= index < len(lines) else (None, [])
        if head is not None:
            return ExtractedList([*lines[:index], head], [*first_entries, *_entries(lines[index + 1 :])], [])
    entries = _entries(lines[start:])
    if len(entries) < 2 and not (entries and entries[0].number == 1):
        return ExtractedList(lines, [], [])
    return ExtractedList(lines[:start], entries, [])


def looks_like_reference(words: str) -> bool:
    """Return whether a line has at least two of: an identifier, a year, a volume or pages, an author."""
    signs = [_IDENTIFIER.search(words), _YEAR.search(words), _VOLUME.search(words), _AUTHORS.search(words[:80])]
    has_length = len(words) < MAX_REFERENCE_LENGTH and len(words.split()) >= MIN_REFERENCE_WORDS
    return sum(map(bool, signs)) >= 2 and has_length


def _looks_whole(words: str) -> bool:
    """Return whether a line looks like a whole entry, with an author or a title before its address."""
    return looks_like_reference(words) and not _ADDRESS_FIRST.match(words)


def _entries(lines: list[Line]) -> list[ReferenceItem]:
    """Return the entries of a list. Below a numbered entry, a line without a number belongs to that entry."""
    lines = [line for line in lines if line.kind in (TEXT, ITEM, QUOTE) and line.plain.strip()]
    bare = _bare_numbers(lines)
    found: list[ReferenceItem] = []
    is_indented = sum(line.kind == QUOTE for line in lines) * 2 > len(lines)  # as a whole, so that it says nothing
    for line in lines:
        further = line.kind == QUOTE and not _looks_whole(line.plain)  # indented further than its entry
        if further and found and not (is_indented and not _ADDRESS_FIRST.match(line.plain)):
            found[-1] = _joined(found[-1], line.plain, line)
            continue
        plain = _INTEREST.sub("", line.plain)
        words, _, number = split_marker(plain) if line.number is None else (plain, "", line.number)
        if line in bare:
            number, words = bare[line], words.lstrip("0123456789 \t")
        pieces = _split_entries(plain if line.number is None else f"{line.number}. {plain}")
        if len(pieces) > 1:
            italics = words_in_italics(line.text)
            found += [replace(piece, italics=tuple(each for each in italics if each in piece.text)) for piece in pieces]
        elif number is None and found and (found[-1].number is not None or _goes_on(found[-1].text, line.plain)):
            found[-1] = _joined(found[-1], words, line)
        else:
            found.append(ReferenceItem(words, number, line.entry, words_in_italics(line.text)))
    return found


def _joined(item: ReferenceItem, words: str, line: Line) -> ReferenceItem:
    """Return an entry with the words of a further line."""
    return replace(item, text=f"{item.text} {words}", italics=(*item.italics, *words_in_italics(line.text)),
                   lines=(*(item.lines or (item.text,)), words))


def _bare_numbers(lines: list[Line]) -> dict[Line, int]:
    """Return the number of each line if lines begin with 1, 2, 3 … and no stop: “1 Fern T. On straw. …”."""
    starts = {line: int(match[1]) for line in lines
              if line.number is None and (match := _BARE_NUMBER.match(line.plain))}
    numbers = [*starts.values()]
    return starts if numbers == [*range(1, len(numbers) + 1)] and len(numbers) * 2 > len(lines) > 2 else {}


def _goes_on(entry: str, words: str) -> bool:
    """Return whether a line goes on with an entry, as where lines of a PDF became paragraphs."""
    if _ADDRESS_FIRST.match(AVAILABLE.sub("", words, count=1)):
        return not _IDENTIFIER.search(entry)
    if words[:1].islower():
        return not _SMALL_START.match(words)
    if ACCESSED.fullmatch(words.strip()):
        return True
    is_open = entry[-1:].isalpha() or entry[-1:] in ",:&-–"
    ends = _VOLUME.search(words) or _IDENTIFIER.search(words)
    # Without an author and a year, what a journal or a publisher follows is no entry.
    is_bare = not (_VOLUME.search(entry) or _IDENTIFIER.search(entry)) and (
        _VOLUME.search(words) or _IMPRINT_FIRST.match(words))
    return bool((is_open and ends) or is_bare) and not _YEAR.search(words) and not _AUTHORS.match(words)


def _split_paragraph(line: Line) -> tuple[Line | None, list[ReferenceItem]]:
    """Split a list that follows a paragraph on the same line; the paragraph is None if there is no such list."""
    words = line.text if line.kind == TEXT else ""
    for match in _ENTRY_NUMBER.finditer(words):
        if int(match.group(1) or match.group(2)) != 1 or not match.start():
            continue
        pieces = _split_entries(words[match.start() :].lstrip())
        if pieces and all(looks_like_reference(piece.text) for piece in pieces):
            return line.with_text(words[: match.start()].rstrip()), pieces
    return None, []


def _split_entries(words: str) -> list[ReferenceItem]:
    """Split entries on one line at their numbers, which must be in sequence."""
    if words.count(" [0] "):  # numbers of a manager that lost them all
        return [ReferenceItem(piece.strip()) for piece in re.split(r"(?:^|\s)\[0\]\s", words) if piece.strip()]
    starts: list[_NumberedStart] = []
    for match in _ENTRY_NUMBER.finditer(words):
        number = int(match.group(1) or match.group(2))
        if (not starts and match.start() == 0) or (starts and number == starts[-1].number + 1):
            starts.append(_NumberedStart(match.start(), number, match.end()))
    ends = [*(each.start for each in starts[1:]), len(words)][: len(starts)]
    return [ReferenceItem(words[each.end : end].strip(), each.number) for each, end in zip(starts, ends, strict=True)]
