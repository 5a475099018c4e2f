"""Read numbers that somebody typed, “1.2.1 Roses”: those of headings are taken off, those of paragraphs make a list.

Both only if each number is the one that follows the number before it, as “5 ways to water” and “2.5 mg” are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from proofdesk.common.sequences import split_at
from proofdesk.desk.importing.lines import HEADING, ITEM, TEXT, Line
from proofdesk.desk.importing.model import Manuscript

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})(?:\\?[.)])?\s++(?=\S)")
# What a text calls a part of itself, in the languages that are imported.
_NAMED = re.compile(
    r"(?:\b(?:sections?|chapters?|abschnitte?n?|kapiteln?|sección|secciones|apartados?|capítulos?|seção|seções|secção|"
    r"chapitres?|sezion[ei]|capitol[oi]|paragraaf|hoofdstuk)|§{1,2})[\s\xa0]*(\d{1,2}(?:\.\d{1,2}){0,4})(?![\d.]*\d)",
    re.I)


class _Numbered(NamedTuple):
    """A line that begins with a number: its place among the lines, the number, and the text behind it."""

    place: int
    number: tuple[int, ...]
    text: str

    @property
    def name(self) -> str:
        return ".".join(map(str, self.number))


def without_numbers(manuscript: Manuscript) -> Manuscript:
    """Return a manuscript without the numbers that its headings have.

    Its notes name each, and each place of the text that names one. Call it when questions are known: one with a number
    among the headings is a section.
    """
    lines, notes = [*manuscript.lines], list[str]()
    headings = [*_numbered(lines, HEADING)]
    if not _is_outline(headings):
        return manuscript
    for each in headings:
        notes.append(f"heading “{lines[each.place].plain}”: its number was removed")
        lines[each.place] = replace(lines[each.place], text=each.text)
        manuscript.ledger.by_site.append(each.name)
    notes += _named({each.name: lines[each.place].plain for each in headings}, lines)
    return replace(manuscript, lines=lines, notes=[*manuscript.notes, *notes])


def numbered_lists(lines: Sequence[Line], taken: list[str]) -> tuple[list[Line], list[str]]:
    """Return lines with lists in place of paragraphs that somebody numbered, with a note on each list.

    ``taken`` gets what of each number the items have no more.
    """
    found, notes = [*lines], list[str]()
    for items in split_at(_numbered(found, TEXT), lambda last, each: each.place != last.place + 1):
        if _is_outline(items) and any(len(each.number) > 1 for each in items):
            for each in items:
                taken.append(".".join(map(str, each.number[:-1])))
                found[each.place] = replace(
                    found[each.place], kind=ITEM, text=each.text, level=len(each.number), number=each.number[-1])
            notes.append("the items of a list have numbers of several levels (“"
                         f"{next(each.name for each in items if len(each.number) > 1)}”), and plain ones in the "
                         f"article: “{found[items[0].place].plain}”")
    return found, notes


def _numbered(lines: Sequence[Line], kind: str) -> Iterator[_Numbered]:
    for place, line in enumerate(lines):
        match = _NUMBER.match(line.text) if line.kind == kind and (kind == HEADING or line.level == 0) else None
        if match and re.match(r"[^\W\d_]|[*\"“„«¿¡(]", line.text[match.end():]):
            yield _Numbered(place, tuple(map(int, match[1].split("."))), line.text[match.end():])


def _is_outline(numbered: Sequence[_Numbered]) -> bool:
    """Return whether there are several numbers, from 1 on, each of which follows the one before it."""
    if len(numbered) < 2 or numbered[0].number != (1,):
        return False
    return all(_follows(before.number, each.number) for before, each in pairwise(numbered))


def _follows(before: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Return whether a number is the next of its level, or the first below the one before it."""
    depth = len(number)
    return number == (*before, 1) or (depth <= len(before) and number == (*before[:depth - 1], before[depth - 1] + 1))


def _named(headings: dict[str, str], lines: Iterable[Line]) -> Iterator[str]:
    """Yield a note for each place where the text names the number of a heading."""
    told = dict[str, str]()
    for line in lines:
        for match in _NAMED.finditer(line.plain):
            if match[1] in headings:
                told.setdefault(match[0], headings[match[1]])
    for words, heading in told.items():
        yield f"the text names “{words}”, which is “{heading}” and has no number in the article (link it, or name it)"
