"""Name what looks like a citation in the article and is neither linked nor marked, so that none stays text in silence.

Nothing proves that these are citations: the list has no such work, or the manuscript cites in another form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.desk.importing.citing.date_items import YEARS, split_years
from proofdesk.desk.importing.citing.found import blank, with_words_before
from proofdesk.desk.importing.citing.names import Names, is_no_author
from proofdesk.desk.importing.citing.number_forms import BRACKETED, ROUND, candidates
from proofdesk.desk.importing.citing.quantities import CITATION
from proofdesk.desk.importing.citing.works import WINDOW, WorkIndex

AROUND, MAX_BRACKET = 60, 300  # letters: behind a year, from a bracket to its year
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.S)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_NO_TEXT = re.compile(r" {4}[\w-]+:|#+ |/{3,}")  # an option of a block, a heading, the first or last line of a block
_ENDS_BRACKET = re.compile(r"[^()]*\)")
_RANGE = re.compile(r"\d{4}\\?\]?\s?[–-]\s?\d")
# As Pandoc has a key that its bibliography lacked.
_UNKNOWN_KEY = re.compile(r"(?<=\*\*)(?=\D{1,80}\d)[\w:.-]{3,80}\?(?=\*\*)")
# An author that is no name of a person: “(China travel guide, 2017)”.
_OF_WORDS = re.compile(
    r"\((?!(?:in|by|from|since|until|as of)\b)[^\W\d_a-z][^()\d;:]{2,79},\s(?:\d{1,2}\s[^\W\d_]{3,9}\.?\s)?"
    r"(?:1[89]|20)\d\d[a-z]?\)")
# What a citation left behind: a key, “(Fern:1957)”, brackets without their number, a number behind authors.
_LEFT_BEHIND = re.compile(
    r"\([^\W\d_a-z][\w’'-]*:(?:1[89]|20)\d\d[a-z]?\b[^()\n]{0,20}\)|(?<=\w |\. )\\\[\s?\\\]|(?<= al\. )\(\d{1,3}\)")
_ROUND_MARK = re.compile(r"⟦\(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})+\)⟧")
MIN_ROUND = 3  # groups of several numbers that are marked, for single ones to be like them


def like_citations(page: str, has_list: bool) -> list[str]:
    """Return a row for each place of a page with names and a year, or with numbers in brackets if it ``has_list``."""
    rows: list[str] = []
    front = _FRONT_MATTER.match(page)
    skipped = front[0].count("\n") if front else 0
    is_code = False
    has_round = len(_ROUND_MARK.findall(page)) >= MIN_ROUND
    for number, line in enumerate(page.split("\n"), start=1):
        is_code ^= bool(_FENCE.match(line))
        if number <= skipped or is_code or _NO_TEXT.match(line):
            continue
        seen = blank(line)
        unknown = (found.span() for found in _UNKNOWN_KEY.finditer(seen))
        of_words = (found.span() for found in _OF_WORDS.finditer(seen) if not _is_dated(Names(found[0].split(",")[0])))
        left = (found.span() for found in _LEFT_BEHIND.finditer(seen))
        forms = (BRACKETED, ROUND) if has_round else (BRACKETED,)
        places = _outermost({*_named(seen), *of_words, *left, *(_numbered(seen, forms) if has_list else ()), *unknown})
        rows += [f"line {number}: {with_words_before(line, start, end)}" for start, end in places]
    return rows


def _outermost(places: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places in order, without those within another one."""
    return sorted(one for one in places if not any(
        other != one and other[0] <= one[0] and one[1] <= other[1] for other in places))


def _named(seen: str) -> Iterator[tuple[int, int]]:
    """Yield the places of names with a year as citations have them: “Calla (2022)”, “(Calla 2022)”."""
    least = 0
    for match in YEARS.finditer(seen):
        if not match[0].strip("\\[")[:1].isdigit():
            continue
        before = seen[max(least, match.start() - WINDOW) : match.start()]
        kept = before.rstrip(" \xa0\u202f,(*")
        found = _NOTHING.names_at_end(kept, split_years(match[0])) if kept != before else None
        if found is None or _RANGE.search(match[0]) or _is_dated(found.names):
            continue
        opened = before[len(kept) :].strip(" \xa0*") == "("
        closed = bool(_ENDS_BRACKET.match(seen, match.end(), match.end() + AROUND))
        around = max(match.start() - MAX_BRACKET, 0)
        within = seen.rfind("(", around, match.start()) > seen.rfind(")", around, match.start())
        start = match.start() - len(before) + found.start
        # What begins a line so, or a cell, is an entry of a list: “Calla, A. and Hazel, B. 2022. On straw.”
        is_entry = seen[:start].rstrip(" *>-")[-1:] in ("", "|")
        if ((opened or within) and closed) or (found.names.joined and not is_entry):
            yield start, match.end() + (seen[match.end() : match.end() + 1] == ")")
            least = match.end()


def _is_dated(names: Names) -> bool:
    """Return whether names are those of months and the like: “in May and June 2020”."""
    return any(is_no_author(Names(name)) for name in (names.first, *names.rest))


def _numbered(seen: str, forms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the places of numbers in these brackets against which nothing speaks."""
    for each in candidates(seen):
        if each.form in forms and each.doubt == CITATION:
            yield each.start, each.end


_NOTHING = WorkIndex([], {})
