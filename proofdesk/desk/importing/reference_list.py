"""Where a manuscript's list of references is, and where each of its entries begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proofdesk.desk.importing.headings import REFERENCES, without_number
from proofdesk.desk.importing.model import HEADING, IMAGE, ITEM, RAW, TEXT, Line
from proofdesk.desk.importing.readers.text import mark

_IDENTIFIED = re.compile(r"\b10\.\d{4,9}/|\bPMID\b|\bNCT\d{8}\b|https?://|\barXiv:", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_VOLUME = re.compile(
    r"\b\d{4}[^;]{0,12};\s?\d|\b\d{1,4}\s?\(\d{1,4}(?:[-–]\d+)?\)\s?[,:]|\bpp?\.\s?\d|\bvol\.?\s?\d", re.I
)
_AUTHORS = re.compile(r"[^\W\d_][\w'’.-]+,?\s(?:[A-Z]\.?[ -]?){1,4}(?=[\s,.(&]|$)")
# A new entry where entries run into each other.
_GLUED = re.compile(r"(?:^|(?<=[.!?)”\"'\w/]))\s{0,9}(?:\[(\d{1,3})\]|(\d{1,3})\.)\s+(?=[^\W\d_]|[“\"'‘])")


@dataclass(frozen=True)
class Listed:
    """One entry of the list, as it stands there; ``number`` is its own, or its place where the list has numbers."""

    text: str
    number: int | None = None


def take_list(lines: list[Line]) -> tuple[list[Line], list[Listed], list[str]]:
    """The lines without the list, its entries, and the words left out with it (its heading)."""
    places = [n for n, line in enumerate(lines)
              if line.kind == HEADING and REFERENCES.fullmatch(without_number(line.plain).strip(" :"))]
    for start in reversed(places):
        end = next((n for n in range(start + 1, len(lines)) if lines[n].kind == HEADING), len(lines))
        entries = _entries(lines[start + 1 : end])
        if entries and sum(looks_like_reference(entry.text) for entry in entries) * 2 >= len(entries):
            kept = [line for line in lines[start + 1 : end] if line.kind in (IMAGE, RAW)]
            return [*lines[:start], *kept, *lines[end:]], entries, [lines[start].plain]
    start = len(lines)
    while start and lines[start - 1].kind in (TEXT, ITEM) and looks_like_reference(lines[start - 1].plain):
        start -= 1
    for place in (start, start - 1):  # the list may begin within a paragraph, which looks like an entry or does not
        head, glued = _unglued(lines[place]) if 0 <= place < len(lines) else (None, [])
        if head is not None:
            return [*lines[:place], head], [*glued, *_entries(lines[place + 1 :])], []
    entries = _entries(lines[start:])
    if len(entries) < 2 and not (entries and entries[0].number == 1):
        return lines, [], []
    return lines[:start], entries, []


def looks_like_reference(words: str) -> bool:
    """Whether a line reads like an entry of a list: a year or an address, and who wrote it or where it is."""
    signs = [_IDENTIFIED.search(words), _YEAR.search(words), _VOLUME.search(words), _AUTHORS.search(words[:80])]
    return sum(map(bool, signs)) >= 2 and len(words) < 1500 and len(words.split()) > 3


def _entries(lines: list[Line]) -> list[Listed]:
    """The entries of a list. Where some are numbered, a line without a number goes on with the one before it."""
    lines = [line for line in lines if line.kind in (TEXT, ITEM)]
    found: list[Listed] = []
    for line in lines:
        words, _, number = mark(line.plain) if line.number is None else (line.plain, "", line.number)
        pieces = _pieces(line.plain if line.number is None else f"{line.number}. {line.plain}")
        if len(pieces) > 1:
            found += pieces
        elif number is None and found and found[-1].number is not None:
            found[-1] = Listed(f"{found[-1].text} {words}", found[-1].number)
        else:
            found.append(Listed(words, number))
    return found


def _unglued(line: Line) -> tuple[Line | None, list[Listed]]:
    """A paragraph and the list that was glued to its end."""
    words = line.text if line.kind == TEXT else ""
    for match in _GLUED.finditer(words):
        if int(match.group(1) or match.group(2)) != 1 or not match.start():
            continue
        pieces = _pieces(words[match.start() :].lstrip())
        if pieces and all(looks_like_reference(piece.text) for piece in pieces):
            return line.with_text(words[: match.start()].rstrip()), pieces
    return None, []


def _pieces(words: str) -> list[Listed]:
    """Entries that follow each other in one line by their numbers, which count on from the first."""
    marks: list[tuple[int, int, int]] = []
    for match in _GLUED.finditer(words):
        number = int(match.group(1) or match.group(2))
        if (not marks and match.start() == 0) or (marks and number == marks[-1][1] + 1):
            marks.append((match.start(), number, match.end()))
    ends = [*(start for start, _, _ in marks[1:]), len(words)][: len(marks)]
    return [Listed(words[begin:end].strip(), number) for (_, number, begin), end in zip(marks, ends, strict=True)]
