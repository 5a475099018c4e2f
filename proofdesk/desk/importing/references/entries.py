"""Split the lines of a list of references into its entries, whatever line breaks and numbers it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from proofdesk.common.text import lazy
from proofdesk.desk.importing.lines import ITEM, QUOTE, TEXT, Line
from proofdesk.desk.importing.references.parts.identifiers import ACCESSED, AVAILABLE
from proofdesk.desk.importing.references.parts.italics.works import words_in_italics
from proofdesk.desk.importing.references.parts.names.name_forms import PARTICLE, UPPER
from proofdesk.desk.importing.references.parts.publishers import is_publisher
from proofdesk.desk.importing.typed_marks import split_marker

_IDENTIFIER = lazy(r"\b10\.\d{4,9}/|\bPMID\b|\bNCT\d{8}\b|https?://|\barXiv:", re.I)
_YEAR = lazy(r"\b(?:19|20)\d\d[a-z]?\b")
VOLUME = lazy(
    r"\b\d{4}[^;]{0,12};\s?\d|\b\d{1,4}\s?\(\d{1,4}(?:[-–]\d+)?\)\s?[,:]|\b(?:pp?|S)\.\s?\d|\b(?:vol|Bd|Heft)\b\.?\s?\d",
    re.I)
_VOLUME_AND_PAGES = lazy(r",\s\d{1,4},\s\d{1,5}[-–]\d{1,5}\b")
_URL = lazy(r"https?://\S+")
# “Fern, T.”, “Fern T”; “Fern, Tilda: Straw”, “Fern, Tilda. Straw”
_AUTHORS = lazy(
    rf"^[{UPPER}][\w'’-]{{1,40}},\s[{UPPER}][\w-]{{1,20}}(?:\s[{UPPER}][\w-]*)?\s?(?:[:./]|\(H)"
    r"|[^\W\d_][\w'’.-]{1,60},?\s(?:[A-Z]\.?[ -]?){1,4}(?=[\s,.(&]|$)")
# The number of an entry, also if entries run into each other.
ENTRY_NUMBER = lazy(
    r"(?:^|(?<=[.!?)”\"'\w/]))\s{0,9}(?:\[(\d{1,3})\]\.?|(?<!\d)(\d{1,3})\.)\s++(?=[^\W\d_]|[“\"'‘])")
_BARE_NUMBER = lazy(r"(\d{1,3})\s+(?=[^\W\d_])")
# Names that begin with a small letter: “van Fern, J.”, “d’Hay”, “hooks, b.”
_SMALL_START = lazy(rf"{PARTICLE}\s[{UPPER}]|[a-z]{{1,3}}[’'‘ʼ-][{UPPER}]|\w{{2,20}},\s\w\b")
ADDRESS_FIRST = lazy(r"\s*(?:https?://|www\.|doi\b|10\.\d{4,9}/)", re.I)
# “Leeds, UK: Garden Press. Available at: https://…”
_IMPRINT_FIRST = lazy(
    rf"[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+)?(?:,\s[{UPPER}][\w.-]+)?:\s([{UPPER}][^.:;]{{2,80}})")
# “•• 8. Fern T. …”: of special interest, as reviews mark it.
_INTEREST = lazy(r"^[*•†‡]{1,3}\s?(?=\d{1,3}\.\s)")
# “Paris : Hay, 1990”, “Leeds: Garden Press; 2008”, “1990. 482 p.”, “2009. – 464 с.”
_IMPRINT = lazy(
    rf":\s[{UPPER}«\"][^.:;]{{1,60}}[,;]\s(?:19|20)\d\d\b|\b(?:19|20)\d\d[.,]\s(?:[–—-]\s)?\d{{2,4}}\s?(?:pp?|S|с)\b")
# “Fern et al. (2011). Straw in beds. *Roses* 8: e61”, below the heading of a list.
_DATED = lazy(rf"^[{UPPER}][^()]{{1,200}}\s\((?:19|20)\d\d[a-z]?\)[.,:]\s\S")
_KIND_OF_WORK = lazy(r"\[(?:[JMCDNSPRGAZ]|EB|DB|CP)(?:/(?:OL|CD|MT|DK))?\]")
MAX_REFERENCE_LENGTH, MIN_REFERENCE_WORDS, MAX_LENGTH_OF_PAGE = 1500, 4, 300
MIN_LINES = 20  # of a list, and for each line with a number, for these to be the list's


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


class _NumberedStart(NamedTuple):
    """Position of an entry's number, the number, and the position after it."""

    start: int
    number: int
    end: int


def looks_like_reference(words: str) -> bool:
    """Return whether a line has at least two of: an identifier, a year, a volume or pages, an author."""
    signs = [_IDENTIFIER.search(words), _YEAR.search(words), VOLUME.search(words), _AUTHORS.search(words[:80])]
    has_length = len(words) < MAX_REFERENCE_LENGTH and len(words.split()) >= MIN_REFERENCE_WORDS
    return sum(map(bool, signs)) >= 2 and has_length


def may_be_entry(words: str) -> bool:
    """Return whether a line below the heading of a list may be an entry.

    An address, an imprint, a year in brackets behind names or GB/T 7714's mark of a kind of work (“[J]”) is enough.
    """
    is_short = len(words) < MAX_LENGTH_OF_PAGE
    return looks_like_reference(words) or (
        is_short and any(sign.search(words) for sign in (_IDENTIFIER, _IMPRINT, _KIND_OF_WORK, _DATED)))


def _looks_whole(words: str) -> bool:
    """Return whether a line looks like a whole entry, with an author or a title before its address."""
    return looks_like_reference(words) and not ADDRESS_FIRST.match(words)


def read_entries(lines: list[Line]) -> list[ReferenceItem]:
    """Return the entries of a list. Below a numbered entry, a line without a number belongs to that entry."""
    lines = [line for line in lines if line.kind in (TEXT, ITEM, QUOTE) and line.plain.strip()]
    bare, are_stray = _bare_numbers(lines), _are_stray(lines)
    found: list[ReferenceItem] = []
    is_indented = sum(line.kind == QUOTE for line in lines) * 2 > len(lines)  # as a whole, so that it says nothing
    for line in lines:
        further = line.kind == QUOTE and not _looks_whole(line.plain)  # indented further than its entry
        if further and found and not (is_indented and not ADDRESS_FIRST.match(line.plain)):
            found[-1] = _joined(found[-1], line.plain, line)
            continue
        plain = _INTEREST.sub("", line.plain)
        words, _, number = split_marker(plain) if line.number is None else (plain, "", line.number)
        if are_stray:
            number, words = None, plain
        if line in bare:
            number, words = bare[line], words.lstrip("0123456789 \t")
        pieces = split_line(plain if line.number is None else f"{line.number}. {plain}")
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


def _are_stray(lines: list[Line]) -> bool:
    """Return whether hardly a line has a number, as a broken one of a long list may begin with that of an issue."""
    numbered = sum(line.number is not None or split_marker(line.plain).number is not None for line in lines)
    return len(lines) > MIN_LINES and numbered * MIN_LINES < len(lines)


def _goes_on(entry: str, words: str) -> bool:
    """Return whether a line goes on with an entry, as where lines of a PDF became paragraphs."""
    if ADDRESS_FIRST.match(AVAILABLE.sub("", words, count=1)):
        return not _IDENTIFIER.search(entry) or entry.rstrip().endswith(":")
    if words[:1] in (",", ";"):
        return True
    if words[:1].islower():
        return not _SMALL_START.match(words)
    if ACCESSED.fullmatch(words.strip()):
        return True
    if entry.endswith(",") and _AUTHORS.match(words) and not _YEAR.search(entry):
        return True  # the names go on
    is_open = entry[-1:].isalpha() or entry[-1:] in ",:&-–"
    ends = VOLUME.search(words) or _VOLUME_AND_PAGES.search(words) or _IDENTIFIER.search(words)
    # Without an author and a year, what a journal or a publisher follows is no entry.
    is_open = is_open and bool(ends)
    if not (VOLUME.search(entry) or _IDENTIFIER.search(entry)):
        words = ACCESSED.sub("", " ".join(_URL.sub("", words).split()))  # whose days are not the year of the work
        imprint = _IMPRINT_FIRST.match(words)
        if imprint and is_publisher(imprint[1]) and not _YEAR.search(words):
            return True
        is_open = is_open or bool(VOLUME.search(words) or _VOLUME_AND_PAGES.search(words))
    return is_open and not _YEAR.search(words) and not _AUTHORS.match(words)


def split_line(words: str) -> list[ReferenceItem]:
    """Split entries on one line at their numbers, which must be in sequence."""
    if words.count(" [0] "):  # numbers of a manager that lost them all
        return [ReferenceItem(piece.strip()) for piece in re.split(r"(?:^|\s)\[0\]\s", words) if piece.strip()]
    starts: list[_NumberedStart] = []
    for match in ENTRY_NUMBER.finditer(words):
        number = int(match.group(1) or match.group(2))
        if (not starts and match.start() == 0) or (starts and number == starts[-1].number + 1):
            starts.append(_NumberedStart(match.start(), number, match.end()))
    if not starts:
        return _split_in_the_middle(words)
    ends = [*(each.start for each in starts[1:]), len(words)][: len(starts)]
    return [ReferenceItem(words[each.end : end].strip(), each.number) for each, end in zip(starts, ends, strict=True)]


def _split_in_the_middle(words: str) -> list[ReferenceItem]:
    """Split entries of which only the further ones have numbers: “Fern, T. … 4–9. [12]. Moss, C. …”."""
    found = [match for match in ENTRY_NUMBER.finditer(words) if match[1]]
    numbers = [int(match[1]) for match in found]
    if not numbers or numbers != [*range(numbers[0], numbers[0] + len(numbers))]:
        return []
    edges = [0, *(edge for match in found for edge in match.span()), len(words)]
    pieces = [words[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [ReferenceItem(piece) for piece in pieces] if all(map(looks_like_reference, pieces)) else []
