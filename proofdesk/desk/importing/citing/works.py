"""Find the work of a list that a citation by name and year means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from proofdesk.desk.importing.citing.found import has_plain_year
from proofdesk.desk.importing.citing.names import (
    Names,
    fold,
    is_no_author,
    may_be_in_names,
    parse_names,
    same_name,
    starts_sentence,
)
from proofdesk.desk.importing.languages import either_of, small_words

_WORD_START = re.compile(r"(?<![\w'’.\-‐‑])(?=[^\W\d_])")
_LAST_WORD_REVERSED = re.compile(r"\W*\w[^\s(]*")  # of a text from its end, so that each letter is met once
_WORD_IN_TEXT = re.compile(r"(?<=\s)[^\W\d_]{2,}(?=\s)")
_LAST_JOINT = re.compile(rf"(?P<word>[^\s,;&/()]+)\s*(?:,?\s?&|[,;/]|,?\s(?:{either_of('and')}))$", re.I)
_ENDS_WITH_OTHERS = re.compile(rf"(?:{either_of('others')}|\bet)\.?(?:['’]s)?\W*$", re.I)
_SEE_FIRST = re.compile(rf"\s*(?:(?:{either_of('see')}),?\s)+", re.I)
MIN_TITLE = 12  # letters of a title by which a work without authors is cited
_QUOTED_TITLE = re.compile(r"[“\"„«][^“”\"„«»]{10,200}[”\"“»],?|[“\"„«][^“”\"„«»]{10,200},[”\"“»]")
_NAMED_YEAR = re.compile(rf"\((?:(?:{either_of('see')})\s)?([^\W\d_][\w'’-]+),? (?:19|20)\d\d[a-z]?[,:;)]")
MIN_NAMED = 3
_ABBREVIATION = re.compile(
    r"((?:[^\W\d_][\w'’-]+\s){1,7}[^\W\d_][\w'’-]+)\s(?:\(|\\\[)(?P<short>[^\W\d_a-z]{2,8})(?:\)|\\\]|;|,)")
_ROW_OF_NAMES = re.compile(rf"[^\W\d_]+, [^,;()]+, (?:&|{either_of('and')})\s", re.I)
_ABBREVIATED = re.compile(r"(?:^|\()\s?\**[^\W\d_a-z]{2,8}[;,]\s*$")  # “(SBI; ”
LONGEST_NAME, WINDOW = 48, 220  # letters of a name, and those before a year among which its authors are


@dataclass(frozen=True)
class CitableWork:
    """Work of the list as the text may cite it. ``family`` is in the spelling of the list.

    ``key`` is empty if the entry could not be read; its citations are then left open. ``families`` are those of all
    authors in order, as far as they are known; ``has_more`` is whether the list says that there are others, “et al.”
    ``title`` is for a work that names no author.
    """

    key: str
    number: int | None
    family: str
    year: str
    families: tuple[str, ...] = ()
    title: str = ""
    has_more: bool = False


class FoundNames(NamedTuple):
    """Authors at the end of a text: where they begin, and the works of each year."""

    start: int
    names: Names


class WorkIndex:
    """The works of a list, by their first authors."""

    def __init__(self, works: Iterable[CitableWork], abbreviations: dict[str, str]) -> None:
        self.works = [work for work in works if work.family or work.title]
        self._abbreviations = {fold(short): name for short, name in abbreviations.items()}
        self._found: dict[tuple[Names, str], list[CitableWork]] = {}

    def find(self, names: Names, year: str) -> list[CitableWork]:
        """Return the works that a citation may mean: one if it is proven, several if it is ambiguous."""
        known = (names, year)
        if known not in self._found:
            self._found[known] = self._find(names, year)
        return self._found[known]

    def names_at_end(self, text: str, years: list[str]) -> FoundNames | None:
        """Return the authors with which a text ends: those of a work of the list, else what has the form of authors."""
        window = text[-WINDOW:]
        offset = len(text) - len(window)
        see = _SEE_FIRST.match(window) if not offset else None
        likely: FoundNames | None = None
        tail = window[-LONGEST_NAME:]
        last = _LAST_WORD_REVERSED.match(tail[::-1])
        if not last or not (last[0][::-1].strip("\\[(*“")[:1].isupper() or _ENDS_WITH_OTHERS.search(tail)):
            return None
        # No name goes over a word that no name has: “was seen by Moss and Fern” has names behind “by” alone.
        behind = max((word.end() for word in _WORD_IN_TEXT.finditer(window) if not may_be_in_names(word[0])), default=0)
        for start in _WORD_START.finditer(window, max(behind, see.end() if see else 0)):
            candidate = window[start.start() :]
            names = parse_names(candidate)
            if names is None or _continues_names(window[: start.start()], candidate):
                continue
            if any(self.find(names, year) for year in years):
                if candidate[0].isupper() or self.has_particle(names, years):
                    return FoundNames(offset + start.start(), names)
                continue  # “von Rasch” means “of Rasch”
            whole = not text[: offset + start.start()].strip()  # else it may be “in Lyon et 2003”
            # “Du, Moss, and Fern”: among names in a row, so is what else begins a sentence.
            is_name = not starts_sentence(names.first.split()[0]) or (whole and bool(_ROW_OF_NAMES.match(candidate)))
            if likely is None and is_name and (whole or not names.lacks_al):
                likely = FoundNames(offset + start.start(), names)
        return likely

    def titled(self, words: str, years: list[str]) -> Names | None:
        """Return words as the name of a work that has no author: its title begins with them, or they are in quotes."""
        title = words.strip(" ,*“”\"‘’„«»")
        known = any(not work.family and _is_start_of_title(title, work.title)
                    and (work.year in years or not (work.year or years[0][:1].isdigit())) for work in self.works)
        quoted = _QUOTED_TITLE.fullmatch(words.strip())
        return Names(title, whole=title, more=not known, initials=True) if known or quoted else None

    def has_particle(self, names: Names, years: list[str]) -> bool:
        """Return whether a work found belongs to a name with the particle that a citation has before it."""
        head = fold(names.first).split(" ")[0]
        return any(fold(work.family).split(" ")[0] == head for year in years for work in self.find(names, year))

    def knows(self, names: Names) -> bool:
        """Return whether a work of any year is by this first author."""
        return any(self._is_by(work, names) for work in self.works)

    def by_author(self, names: Names) -> list[CitableWork]:
        """Return the works of any year by these authors; those that fit the number of names best."""
        found = [work for work in self.works if self._is_by(work, names) and _may_be_by(work, names)]
        return [work for work in found if _fits_best(work, names)] or found

    def by_first_author(self, names: Names, year: str) -> list[CitableWork]:
        """Return all works of a year whose first author this is, however many others they have."""
        return [work for work in self.works if work.year[:4] == year[:4] and _letters_agree(work.year, [year])
                and self._is_by(work, names) and _may_be_by(work, names)]

    def _find(self, names: Names, year: str) -> list[CitableWork]:
        by_author = [work for work in self.works if self._is_by(work, names)]
        years = re.findall(r"\d{4}[a-z]?", year)
        if years:
            exact = [work for work in by_author if work.year and work.year in years]
            # “Moss (2020b)” is hardly what the list has of 2020 by Moss and Fern.
            found = exact or [work for work in by_author
                              if work.year[:4] in {each[:4] for each in years} and _letters_agree(work.year, years)
                              and (len(work.year) > 4 or len(min(years, key=len)) == 4 or _fits_best(work, names))]
        else:
            found = [work for work in by_author if not re.match(r"\d{4}", work.year)]
        found = [work for work in found if _may_be_by(work, names)]
        if len(found) > 1:
            found = [work for work in found if _fits_best(work, names)] or found
        return found

    def _is_by(self, work: CitableWork, names: Names) -> bool:
        if not work.family:
            return _is_start_of_title(names.whole, work.title)
        if same_name(names.first, work.family):
            return True
        whole = self._abbreviations.get(fold(names.whole), names.whole)
        if same_name(whole, work.family):
            return True
        if " " in work.family.strip() and re.fullmatch(r"[^\W\d_a-z]{2,8}", names.whole):
            return names.whole.casefold() == _initials_of(work.family)
        # “García” for García Márquez; the list may also have no given name between the two.
        return bool(work.families) and " " not in names.first and fold(work.family).startswith(f"{fold(names.first)} ")


def _letters_agree(listed: str, cited: list[str]) -> bool:
    """Return whether a letter behind a year is missing in the list or in the text, and not another one."""
    return any(len(listed) == 4 or len(year) == 4 for year in cited)


def _may_be_by(work: CitableWork, names: Names) -> bool:
    """Return whether the authors that a citation names after the first are those of the work."""
    others = work.families[1:]
    if not names.rest or not others or not same_name(names.first, work.family):
        return True
    named = work.has_more or len(names.rest) <= len(others)
    return named and all(same_name(cited, listed) for cited, listed in zip(names.rest, others, strict=False))


def _fits_best(work: CitableWork, names: Names) -> bool:
    count = len(work.families)
    if names.more:
        return work.has_more or count > 2 or not count
    return not count or (count == 1 + len(names.rest) and not work.has_more)


@lru_cache(maxsize=1024)
def _initials_of(group: str) -> str:
    content = [word for word in re.findall(r"[^\W\d_][\w'’]*", group) if word[0].isupper()]
    return "".join(word[0] for word in content).casefold() if len(content) > 1 else ""


def _continues_names(before: str, name: str) -> bool:
    """Return whether the words before a name join it to another name: then it is not the first author's.

    “SBI; Calla” names no SBI, while “CALLA; HAZEL” are authors.
    """
    match = _LAST_JOINT.search(before.rstrip())
    if not match or (_ABBREVIATED.search(before) and not name.split()[0].strip(',;').isupper()):
        return False
    word = match["word"].strip("*(“\"'‘")
    return word[:1].isupper() and not starts_sentence(word) and word.casefold() not in small_words("dates")


def _is_start_of_title(words: str, title: str) -> bool:
    start = _letters(words)
    return len(start) >= MIN_TITLE and _letters(title).startswith(start)


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def plain_years(linked: int | None, texts: list[str], shown: Iterable[tuple[str, str]]) -> int:
    """Return how often a manuscript cites as in “(Calla 2022)”, in its text and by what its fields show.

    ``linked`` is how often it does so for works of its list, None if it has no list.
    """
    return (named_years(texts) if linked is None else linked) + sum(has_plain_year(words) for words, _ in shown)


def named_years(texts: list[str]) -> int:
    """Return how often texts have a name and a year in brackets, as they cite: “(Calla 2022)”; 0 if hardly ever."""
    spans = [match[1] for text in texts for match in _NAMED_YEAR.finditer(text)]
    names = [found for span in spans if (found := parse_names(span)) and not is_no_author(found)]
    return len(names) if len(names) >= MIN_NAMED else 0


def abbreviations(texts: list[str]) -> dict[str, str]:
    """Return the groups that a text abbreviates: “World Garden Organization (WGO)”, by their abbreviation."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _ABBREVIATION.finditer(text):
            words = match[1].split()
            short = match["short"]
            for start in range(len(words)):
                name = words[start:]
                if name[0][0].isupper() and [word[0] for word in name if word[0].isupper()] == list(short):
                    found.setdefault(short, " ".join(name))
                    break
    return found
