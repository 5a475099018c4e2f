"""Find what a printed page has around its text: page numbers, running heads, notices of the publisher."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_NUMBER = re.compile(
    r"(?:[-–—|•]\s*)?(?:(?:page|seite|p[áa]gina|pagina|p\.|S\.)\s*)?(\d{1,4})(?:\s*(?:/|of|von|de|van)\s*\d{1,4})?"
    r"(?:\s*[-–—|•])?", re.IGNORECASE)
# “J Sleep Med 2020;1:1–9”, “Roses 12 (2020) 3–9”: the journal, as it stands at the foot of a page.
_JOURNAL = re.compile(
    r"[^.!?]{3,70}?(?:\b(?:19|20)\d\d\s?;\s?\d+(?:\s?\(\d+\))?\s?:\s?[\w-]+|\b\d+\s?\((?:19|20)\d\d\)\s?[\w-]+)"
    r"(?:\s?[–-]\s?\w+)?\.?")
_NOTICE = re.compile(
    r"downloaded (?:from|by|on)|©|\(c\) (?:19|20)\d\d|all rights reserved|copyright|this article is protected|"
    r"(?:https?://)?(?:dx\.)?doi\.org/\S+$|doi:\s*10\.|issn\b|available online|received:? .*accepted|"
    r"published (?:online|by)|licensed under|creative commons|author manuscript|correspondence:", re.IGNORECASE)
MAX_HEAD = 110  # characters of a running head
MIN_REPEATS = 3


def find_furniture(lines: list[str], edges: set[int]) -> set[int]:
    """Return the numbers of the lines that a printed page has around its text; ``edges`` are the first and last lines
    of pages, as far as these are known."""
    numbers = _page_numbers(lines)
    found = set(numbers)
    repeated = Counter(_without_digits(line) for line in lines if 0 < len(line) <= MAX_HEAD)
    for index, line in enumerate(lines):
        if not line or index in found or len(line) > MAX_HEAD:
            continue
        beside = index in edges or bool(numbers & _neighbours(lines, index))
        head = re.search(r"[^\W\d]{2}", line) and repeated[_without_digits(line)] >= (2 if beside else MIN_REPEATS)
        if (head and not line.endswith((".", "?"))) or (beside and (_JOURNAL.fullmatch(line) or _NOTICE.search(line))):
            found.add(index)
    return found


def _page_numbers(lines: list[str]) -> set[int]:
    """Return the lines that are the number of a page: they grow through the text, and are no cells of a table."""
    candidates = [(index, int(match[1])) for index, line in enumerate(lines) if (match := _NUMBER.fullmatch(line))]
    alone = [(index, number) for index, number in candidates
             if not any(index + step in dict(candidates) for step in (-1, 1))]
    if not alone or any(second[1] < first[1] for first, second in pairwise(alone)):
        return set()
    return {index for index, _ in alone}


def _neighbours(lines: list[str], index: int) -> set[int]:
    """Return the lines above and below a line, beyond empty ones."""
    found = set()
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and not lines[at]:
            at += step
        found.add(at)
    return found


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.casefold().split()))
