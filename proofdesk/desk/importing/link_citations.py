"""Citations as manuscripts write them – numbers, names and years – → `[@key]`.

A number is a citation only where its form and its place say so: between brackets, raised, or behind a sentence or a
clause, and counted in the list. “In 2019”, “24 hours”, “(n = 24)”, “Figure 3” are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from proofdesk.content.markup import REVIEW_CLOSE as CLOSE
from proofdesk.content.markup import REVIEW_OPEN as OPEN

_DASH = r"\s?(?:[-–—−‑]|&ndash;)\s?"
_LIST = rf"\d{{1,3}}(?:{_DASH}\d{{1,3}})?(?:\s?[,;]\s?\d{{1,3}}(?:{_DASH}\d{{1,3}})?){{0,40}}"
_BRACKETED = re.compile(rf"\\\[({_LIST})\\\]")
_ROUND = re.compile(rf"(?<![\w)])\(({_LIST})\)")
_RAISED = re.compile(rf"<sup>\s*\\?\[?\(?({_LIST})\)?\\?\]?\s*</sup>")
_QUANTITY = re.compile(r"(?:\b10|(?:^|[\s\d/])(?:[cmkµn]?m|in|ft|kg/m|s))$")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_UNICODE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[⁻–‐,\u2009\u00b7˒][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*")
# Behind the end of a sentence or clause: “memory. 1,2,3 Then”, “memory.1,2”.
_AFTER_STOP = re.compile(rf"(?<=[.!?,;:”\"’)])(\s?)({_LIST})(?=\s+[A-Z“\"‘(À-Þ]|\s*[.,;:]?\s*$)")
# Within a sentence, where a raised number lost its place: “depression 14 and”, “through life 5:”.
_MID = re.compile(
    rf"(?<=[a-zß-ÿ)])\s({_LIST})(?=\s+(?:and|or|but|which|while|whereas|because|although|as well)\b|[.,;:](?:\s|$)|$)"
)
_COUNTED = re.compile(
    r"\b(?:in|of|by|to|about|than|over|under|at|from|for|with|on|until|till|after|before|since|between|and|or|was|is|were|"
    r"are|has|had|have|only|just|least|most|nearly|almost|around|approximately|phase|figure|fig|table|box|day|days|week|"
    r"weeks|month|months|year|years|hour|hours|step|chapter|section|part|type|level|stage|grade|age|aged|ages|page|pages|"
    r"number|numbers|no|vol|volume|issue|score|scored|scores|item|items|group|groups|version|study|trial|experiment|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|equals|plus|minus|times|"
    r"question|point|points|rule|point|article|act|title|order|session|sessions|dose|doses|visit|class)$", re.I,
)
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAMES_AND_YEAR = re.compile(
    rf"\({{1,3}}\s?((?:see |e\.g\.,? |cf\. )?[A-ZÀ-Þa-zß-ÿ][^()]{{1,200}}?\b{_YEAR}(?:[,;][^()]{{1,200}})?)\){{1,3}}"
)
_ONE = re.compile(
    rf"^(?:see |e\.g\.,? |cf\. |and |also )*(?P<names>\D{{2,160}}?),?\s"
    rf"(?P<years>{_YEAR}(?:\s?,\s?(?:{_YEAR}|[a-z]\b))*)$"
)
_NARRATIVE = re.compile(
    rf"\b(?P<names>[A-ZÀ-Þ][\w'’-]{{1,40}}(?:(?:,| &| and)? [A-ZÀ-Þ][\w'’-]{{1,40}}){{0,4}}"
    rf"(?: et al\.?,?| and colleagues)?) \((?P<year>{_YEAR})\)"
)


@dataclass(frozen=True)
class CitedWork:
    """A work of the list as the text may name it. ``family`` is in the spelling of the list.

    ``key`` is empty where the entry could not be read: what cites it is left open.
    """

    key: str
    number: int | None
    family: str
    year: str


@dataclass
class Found:
    """What the text cites: each group as it stood there, with its keys; empty keys where it could not be resolved."""

    groups: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        return {key for _, keys in self.groups for key in keys}


class Linker:
    """Puts `[@key]` in the place of each citation that a list resolves, and marks the others."""

    def __init__(self, works: list[CitedWork], texts: list[str]) -> None:
        self.works = works
        self.found = Found()
        self.numbered = {work.number: work.key for work in works if work.number is not None and work.key}
        self.listed = {work.number for work in works}
        self.counting = _counts(texts, self.numbered)

    def link(self, text: str) -> str:
        """A line of Markdown with its citations linked."""
        return _outside_code(text, self._link)

    def _link(self, text: str) -> str:
        text = _NAMES_AND_YEAR.sub(self._names, text)
        text = _NARRATIVE.sub(self._narrative, text)
        if "raised" in self.counting:
            text = _RAISED.sub(self._raised, text)
            text = _UNICODE.sub(self._unicode, text)
        if "bracketed" in self.counting:
            text = _BRACKETED.sub(lambda m: self._numbers(m.group(), m.group(1)), text)
        if "round" in self.counting:
            text = _ROUND.sub(lambda m: self._numbers(m.group(), m.group(1)), text)
        if "bare" in self.counting:
            text = _AFTER_STOP.sub(self._bare, text)
            text = _MID.sub(self._within, text)
        return text

    def _numbers(self, whole: str, numbers: str, before: str = "") -> str:
        counted = list(expanded(numbers))
        if not counted or not all(counted) or len(counted) > 100:
            return whole
        keys = tuple(dict.fromkeys(self.numbered[n] for n in counted if n in self.numbered))
        missing = [n for n in counted if n not in self.numbered]
        if missing and self.numbered:
            if not keys and not self.listed.intersection(missing):
                return whole
            self.found.groups.append((whole.strip(), ()))
            self.found.unlisted += [str(n) for n in missing if n not in self.listed]
            return f"{before}{OPEN}{whole.strip()}{CLOSE}"
        if not keys:
            self.found.groups.append((_shown(whole), ()))
            return f"{before}{OPEN}{whole.strip()}{CLOSE}"
        self.found.groups.append((_shown(whole), keys))
        return before + _bracket(keys)

    def _raised(self, match: re.Match[str]) -> str:
        return match.group() if _is_power(match) else self._numbers(match.group(), match.group(1))

    def _unicode(self, match: re.Match[str]) -> str:
        if _is_power(match):
            return match.group()
        numbers = re.sub(r"[\u2009\u00b7˒]", ",", match.group()).translate(_RAISED_DIGITS)
        return self._numbers(match.group(), numbers)

    def _bare(self, match: re.Match[str]) -> str:
        if not match.group(1) and not re.search(r"[^\W\d_)”\"’].$|[)”\"’].$", match.string[: match.start()][-2:]):
            return match.group()  # “2.5”
        return self._numbers(match.group(), match.group(2), " ")

    def _within(self, match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 40) : match.start()]
        return match.group() if _COUNTED.search(before) else self._numbers(match.group(), match.group(1), " ")

    def _names(self, match: re.Match[str]) -> str:
        parts = [_ONE.match(part.strip()) for part in match.group(1).split(";")]
        if not all(parts) or not any(_is_name(part["names"]) for part in parts if part):
            return match.group()
        keys: list[str] = []
        missing: list[str] = []
        for part in parts:
            assert part
            for year in _years(part["years"]):
                key = self._named(part["names"], year)
                if key:
                    keys.append(key)
                else:
                    missing.append(f"{_tidy(part['names'])}, {year}")
        # What stands around a citation in double brackets is no part of it.
        whole = match.group()
        opening = "(" * max(0, whole.count("(") - whole.count(")"))
        stray = whole.startswith("((")
        self.found.groups.append((whole, () if missing else tuple(keys)))
        if missing:
            self.found.unlisted += missing
            return f"{OPEN}{whole}{CLOSE}"
        return (opening if not stray else "") + _bracket(tuple(dict.fromkeys(keys)))

    def _narrative(self, match: re.Match[str]) -> str:
        if not _is_name(match["names"]):
            return match.group()
        key = self._named(match["names"], match["year"])
        known = any(_fold(work.family) == _fold(_first(match["names"])) for work in self.works)
        if key is None and not known and not (self.works and re.search(r"et al|&| and ", match["names"])):
            return match.group()  # “In May (2020)” is no citation
        self.found.groups.append((match.group(), (key,) if key else ()))
        if key is None:
            self.found.unlisted.append(f"{_tidy(match['names'])}, {match['year']}")
            return f"{OPEN}{match.group()}{CLOSE}"
        return f"{match['names']} [@{key}]"

    def _named(self, names: str, year: str) -> str | None:
        """The one work of the list by this first author in this year; None where there is none, or more than one."""
        first = _fold(_first(names))
        by_author = [work for work in self.works if work.key and work.family
                     and _fold(work.family).replace(" ", "").endswith(first.replace(" ", ""))]
        exact = [work for work in by_author if work.year == year]
        near = exact or [work for work in by_author if work.year[:4] == year[:4]]
        return near[0].key if len(near) == 1 else None


def _counts(texts: list[str], numbered: dict[int, str]) -> set[str]:
    """The forms in which these texts count their references.

    With a numbered list, each form that stays within it. Without one, a form whose numbers run up from 1 with few gaps,
    as references do and years, doses and shares do not.
    """
    forms: set[str] = set()
    joined = [_without_code(text) for text in texts]
    for form, patterns in (("raised", (_RAISED, _UNICODE)), ("bracketed", (_BRACKETED,)), ("round", (_ROUND,)),
                           ("bare", (_AFTER_STOP,))):
        numbers: list[int] = []
        groups = 0
        for text in joined:
            for pattern in patterns:
                for match in pattern.finditer(text):
                    stated = match.group(2 if pattern is _AFTER_STOP else 1) if pattern.groups else match.group()
                    counted = [n for n in expanded(stated.translate(_RAISED_DIGITS)) if n]
                    numbers += counted
                    groups += 1
        if not numbers:
            continue
        enough = groups >= (5 if form == "bare" else 3) and min(numbers) <= 2
        counted_up = enough and len(set(numbers)) >= 0.6 * max(numbers)
        if any(number in numbered for number in numbers) if numbered else counted_up:
            forms.add(form)
    return forms


def expanded(numbers: str) -> Iterator[int]:
    """“1,3–5” → 1, 3, 4, 5. A range that runs backwards gives 0."""
    for part in re.split(r"\s?[,;]\s?", numbers):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] > ends[1]:
            yield 0
        elif ends:
            yield from range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] < 200 else (0,)


def _is_power(match: re.Match[str]) -> bool:
    """“10³”, “kg/m²”: a raised number that belongs to the quantity before it."""
    return bool(_QUANTITY.search(match.string[max(0, match.start() - 12) : match.start()]))


def _bracket(keys: tuple[str, ...]) -> str:
    return "[" + "; ".join(f"@{key}" for key in keys) + "]"


def _shown(whole: str) -> str:
    return re.sub(r"</?sup>|\\", "", whole).strip()


def _years(text: str) -> list[str]:
    """“2020a, b” → 2020a, 2020b."""
    found: list[str] = []
    for part in re.split(r"\s?,\s?", text):
        found.append(part if len(part) > 1 else found[-1][:4] + part)
    return found


def _tidy(names: str) -> str:
    return re.sub(r"\s*[,&]?\s*$", "", names.strip())


def _first(names: str) -> str:
    """The first author's family name: “Kishon, R. et al.” → Kishon, “de Vos and Mason” → de Vos."""
    first = re.split(r",|&|\band\b|\bet\.? al\b|;", names, maxsplit=1)[0]
    return re.sub(r"^(?:see|e\.g\.|cf\.)\s", "", first).strip(" .")


def _is_name(names: str) -> bool:
    first = _first(names)
    return bool(re.match(r"(?:(?:de|der|den|van|von|la|le|du|di|da)\s)*[A-ZÀ-Þ]", first)) and len(first.split()) <= 6


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("’", "'")


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text changed, except code and the addresses of links."""
    pieces = _KEPT.split(text)
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


_KEPT = re.compile(r"(`[^`]*`|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<https?://[^>]*>|\[@[^\]]*\])")


def _without_code(text: str) -> str:
    return _KEPT.sub(" ", text)
