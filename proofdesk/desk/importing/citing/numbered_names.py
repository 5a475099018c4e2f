"""Know what a manuscript itself numbers, “wave 2”, the teeth “P₁”, a scale, and what number a name has behind it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.desk.importing.citing.number_forms import Candidate, candidates
from proofdesk.desk.importing.citing.numbers import NumberItem
from proofdesk.desk.importing.citing.quantities import numbers_by_chapter

_INDEXED = re.compile(r"(?<![^\W_])(?:([^\W\d_a-z])<su[bp]>\d</su[bp]>|([^\W\d_]{2,3})<sub>\d</sub>)")
_NUMBERED = re.compile(r"(?<![^\W\d_])([^\W\d_][\w'’-]{0,39})\s(\d{1,3})(?![\w.,]?\d)")  # no longer word is a name
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)$")
_LETTERS_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]{1,3})$")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s)$")
MAX_INDEX, LONGEST_WORD = 9, 40


class NumberedNames:
    """The words of a manuscript that have several numbers behind them, and the letters that have several at them."""

    def __init__(self, lines: list[str]) -> None:
        self._numbers: dict[str, set[str]] = {}
        self._indices: dict[str, set[str]] = {}
        self._by_chapter = numbers_by_chapter(lines)
        for line in lines:
            for match in _NUMBERED.finditer(line):
                self._numbers.setdefault(match[1], set()).add(match[2])
            for match in _INDEXED.finditer(line):
                self._indices.setdefault(match[1] or match[2], set()).add(match[0])

    def candidates(self, seen: str) -> list[Candidate]:
        """Return the groups of numbers of a line that may cite, without those that number equations by chapter."""
        return [each for each in candidates(seen) if seen[each.start : each.end] not in self._by_chapter]

    def has_number(self, seen: str, start: int) -> bool:
        """Return whether the word before a bare number is a name that has numbers, and so cites nothing."""
        before = seen[max(0, start - LONGEST_WORD) : start]
        match = _WORD_BEFORE.search(before)
        if not match:
            return False
        is_name = not match[1].islower() and not _SENTENCE_START.search(before[: match.start()])
        return is_name or len(self._numbers.get(match[1], ())) > 1

    def has_index(self, seen: str, start: int, numbers: tuple[int, ...]) -> bool:
        """Return whether the letters before a raised number are a name that has others, raised or lowered."""
        match = _LETTERS_BEFORE.search(seen[max(0, start - 5) : start])
        return bool(match) and max(numbers) <= MAX_INDEX and len(self._indices.get(match[1], ()) if match else ()) > 1


def is_scale(items: list[NumberItem]) -> bool:
    """Return whether a range goes from 1 up, as a scale does: “rated (1–7)”; the first works are cited so only once."""
    return len(items) == 1 and len(items[0].numbers) > 2 and items[0].numbers[0] == 1


def named_before(text: str) -> str:
    """Return the citation by name, linked or left open, with which a text ends; empty if it ends otherwise."""
    found = _find_named(text)
    return found[0] if found else ""


def names_another(before: str, keys: Collection[str], years: Mapping[str, str]) -> bool:
    """Return whether the name and year right before a number are of none of its works: “[Calla, 2022]¹⁶”."""
    named = _find_named(before)
    if not named or not keys:
        return False
    return named["year"] not in {years[key][:4] for key in keys} if named["year"] else not any(
        mark(key) in named[0] for key in keys)


def _find_named(text: str) -> re.Match[str] | None:
    """Look from where the last brackets open, as a line may be long."""
    return _NAMED_BEFORE.match(text, max(0, text.rfind("⟦" if text[-2:].rstrip().endswith("⟧") else "[")))


_NAMED_BEFORE = re.compile(r"(?:⟦[^⟦⟧]*(?P<year>(?:19|20)\d\d)[a-z]?[^⟦⟧\d]*⟧|(?<!\\)\[[^\[\]]*@[^\[\]]*\])\s?$")
