"""Replace citations as manuscripts write them, by number or by name and year, with `[@key]`.

A number is a citation only if its form and its position fit: between brackets, raised, or after a sentence or a
clause, and a number of the list. “In 2019”, “24 hours”, “(n = 24)”, “Figure 3” are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from proofdesk.bibliography.citation_syntax import citation, mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citation_numbers import (
    AFTER_STOP,
    BEFORE_QUANTITY,
    BRACKETED,
    RAISED,
    RAISED_DIGITS,
    RAISED_SIGNS,
    ROUND,
    VERBATIM,
    WITHIN_SENTENCE,
    expand_ranges,
    find_number_forms,
    is_power,
)

MAX_GROUP = 100  # numbers in one citation
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAMES_AND_YEAR = re.compile(
    rf"\({{1,3}}\s?((?:see |e\.g\.,? |cf\. )?[A-ZÀ-Þa-zß-ÿ][^()]{{1,200}}?\b{_YEAR}(?:[,;][^()]{{1,200}})?)\){{1,3}}"
)
_NAMES_THEN_YEARS = re.compile(
    rf"^(?:see |e\.g\.,? |cf\. |and |also )*(?P<names>\D{{2,160}}?),?\s"
    rf"(?P<years>{_YEAR}(?:\s?,\s?(?:{_YEAR}|[a-z]\b))*)$"
)
_NARRATIVE = re.compile(
    rf"\b(?P<names>[A-ZÀ-Þ][\w'’-]{{1,40}}(?:(?:,| &| and)? [A-ZÀ-Þ][\w'’-]{{1,40}}){{0,4}}"
    rf"(?: et al\.?,?| and colleagues)?) \((?P<year>{_YEAR})\)"
)


@dataclass(frozen=True)
class CitableWork:
    """Work of the list as the text may cite it. ``family`` is in the spelling of the list.

    ``key`` is empty if the entry could not be read; its citations are then left open.
    """

    key: str
    number: int | None
    family: str
    year: str


class CitationGroup(NamedTuple):
    """Citation as the text writes it, with its keys; without keys if it could not be resolved."""

    text: str
    keys: tuple[str, ...] = ()


@dataclass
class LinkedCitations:
    """Citations of a text in order, and those whose work is not in the list."""

    groups: list[CitationGroup] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """Return the keys of all works cited."""
        return {key for group in self.groups for key in group.keys}


class CitationLinker:
    """Writer of `[@key]` for each citation of the list's works; it marks citations that it cannot resolve."""

    def __init__(self, works: list[CitableWork], texts: list[str]) -> None:
        self.works = works
        self.citations = LinkedCitations()
        self.keys_by_number = {work.number: work.key for work in works if work.number is not None and work.key}
        self.listed_numbers = {work.number for work in works}
        self.number_forms = find_number_forms(texts, self.keys_by_number)

    def link(self, text: str) -> str:
        """Return a line of Markdown with its citations linked."""
        return _outside_code(text, self._link_text)

    def _link_text(self, text: str) -> str:
        text = _NAMES_AND_YEAR.sub(self._link_names, text)
        text = _NARRATIVE.sub(self._link_narrative, text)
        if "raised" in self.number_forms:
            text = RAISED.sub(self._link_raised, text)
            text = RAISED_SIGNS.sub(self._link_raised_digits, text)
        if "bracketed" in self.number_forms:
            text = BRACKETED.sub(lambda m: self._link_numbers(m.group(), m.group(1)), text)
        if "round" in self.number_forms:
            text = ROUND.sub(lambda m: self._link_numbers(m.group(), m.group(1)), text)
        if "bare" in self.number_forms:
            text = AFTER_STOP.sub(self._link_after_stop, text)
            text = WITHIN_SENTENCE.sub(self._link_within_sentence, text)
        return text

    def _link_numbers(self, whole: str, numbers: str, before: str = "") -> str:
        """Return the link for a group of numbers, after ``before``; ``whole`` if it is no citation."""
        group = list(expand_ranges(numbers))
        if not group or not all(group) or len(group) > MAX_GROUP:
            return whole
        keys = tuple(dict.fromkeys(self.keys_by_number[n] for n in group if n in self.keys_by_number))
        missing = [n for n in group if n not in self.keys_by_number]
        if missing and self.keys_by_number:
            if not keys and not self.listed_numbers.intersection(missing):
                return whole
            self.citations.groups.append(CitationGroup(whole.strip()))
            self.citations.unlisted += [str(n) for n in missing if n not in self.listed_numbers]
            return f"{before}{REVIEW_OPEN}{whole.strip()}{REVIEW_CLOSE}"
        if not keys:
            self.citations.groups.append(CitationGroup(_without_markup(whole)))
            return f"{before}{REVIEW_OPEN}{whole.strip()}{REVIEW_CLOSE}"
        self.citations.groups.append(CitationGroup(_without_markup(whole), keys))
        return before + _citation(keys)

    def _link_raised(self, match: re.Match[str]) -> str:
        return match.group() if is_power(match) else self._link_numbers(match.group(), match.group(1))

    def _link_raised_digits(self, match: re.Match[str]) -> str:
        if is_power(match):
            return match.group()
        numbers = re.sub(r"[\u2009\u00b7˒]", ",", match.group()).translate(RAISED_DIGITS)
        return self._link_numbers(match.group(), numbers)

    def _link_after_stop(self, match: re.Match[str]) -> str:
        if not match.group(1) and not re.search(r"[^\W\d_)”\"’].$|[)”\"’].$", match.string[: match.start()][-2:]):
            return match.group()  # “2.5”
        return self._link_numbers(match.group(), match.group(2), " ")

    def _link_within_sentence(self, match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 40) : match.start()]
        if BEFORE_QUANTITY.search(before):
            return match.group()
        return self._link_numbers(match.group(), match.group(1), " ")

    def _link_names(self, match: re.Match[str]) -> str:
        parts = [_NAMES_THEN_YEARS.match(part.strip()) for part in match.group(1).split(";")]
        if not all(parts) or not any(_is_name(part["names"]) for part in parts if part):
            return match.group()
        keys: list[str] = []
        missing: list[str] = []
        for part in parts:
            assert part
            for year in _years(part["years"]):
                key = self._find_key(part["names"], year)
                if key:
                    keys.append(key)
                else:
                    missing.append(f"{_strip_separators(part['names'])}, {year}")
        # An unmatched bracket before the citation is not a part of it.
        whole = match.group()
        opening = "(" * max(0, whole.count("(") - whole.count(")"))
        stray = whole.startswith("((")
        self.citations.groups.append(CitationGroup(whole, () if missing else tuple(keys)))
        if missing:
            self.citations.unlisted += missing
            return f"{REVIEW_OPEN}{whole}{REVIEW_CLOSE}"
        return (opening if not stray else "") + _citation(tuple(dict.fromkeys(keys)))

    def _link_narrative(self, match: re.Match[str]) -> str:
        if not _is_name(match["names"]):
            return match.group()
        key = self._find_key(match["names"], match["year"])
        known = any(_fold(work.family) == _fold(_first_author(match["names"])) for work in self.works)
        if key is None and not known and not (self.works and re.search(r"et al|&| and ", match["names"])):
            return match.group()  # “In May (2020)” is no citation
        self.citations.groups.append(CitationGroup(match.group(), (key,) if key else ()))
        if key is None:
            self.citations.unlisted.append(f"{_strip_separators(match['names'])}, {match['year']}")
            return f"{REVIEW_OPEN}{match.group()}{REVIEW_CLOSE}"
        return f"{match['names']} {citation(key)}"

    def _find_key(self, names: str, year: str) -> str | None:
        """Return the key of the only work by this first author in this year; None if there is not exactly one."""
        first = _fold(_first_author(names))
        by_author = [work for work in self.works if work.key and work.family
                     and _fold(work.family).replace(" ", "").endswith(first.replace(" ", ""))]
        exact = [work for work in by_author if work.year == year]
        near = exact or [work for work in by_author if work.year[:4] == year[:4]]
        return near[0].key if len(near) == 1 else None


def _citation(keys: tuple[str, ...]) -> str:
    return "[" + "; ".join(map(mark, keys)) + "]"


def _without_markup(whole: str) -> str:
    return re.sub(r"</?sup>|\\", "", whole).strip()


def _years(text: str) -> list[str]:
    """Return the years of a group: “2020a, b” gives 2020a and 2020b."""
    found: list[str] = []
    for part in re.split(r"\s?,\s?", text):
        found.append(part if len(part) > 1 else found[-1][:4] + part)
    return found


def _strip_separators(names: str) -> str:
    names = names.strip()
    return names[:-1].rstrip() if names.endswith((",", "&")) else names


def _first_author(names: str) -> str:
    """Return the first author's family name: “Kishon, R. et al.” gives Kishon."""
    first = re.split(r",|&|\band\b|\bet\.? al\b|;", names, maxsplit=1)[0]
    return re.sub(r"^(?:see|e\.g\.|cf\.)\s", "", first).strip(" .")


def _is_name(names: str) -> bool:
    first = _first_author(names)
    return bool(re.match(r"(?:(?:de|der|den|van|von|la|le|du|di|da)\s)*[A-ZÀ-Þ]", first)) and len(first.split()) <= 6


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("’", "'")


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return the text changed, except code, the addresses of links and citations of ours."""
    pieces = VERBATIM.split(text)
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(pieces))
