"""Recognize citations by number: the forms that manuscripts use, and which of them a text uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_RANGE = 200
MIN_GROUPS, MIN_BARE_GROUPS = 3, 5  # for a form to count without a list of references
_DASH = r"\s?(?:[-–—−‑]|&ndash;)\s?"
_LIST = rf"\d{{1,3}}(?:{_DASH}\d{{1,3}})?(?:\s?[,;]\s?\d{{1,3}}(?:{_DASH}\d{{1,3}})?){{0,40}}"
BRACKETED = re.compile(rf"\\\[({_LIST})\\\]")
ROUND = re.compile(rf"(?<![\w)])\(({_LIST})\)")
RAISED = re.compile(rf"<sup>\s*\\?\[?\(?({_LIST})\)?\\?\]?\s*</sup>")
_QUANTITY = re.compile(r"(?:\b10|(?:^|[\s\d/])(?:[cmkµn]?m|in|ft|kg/m|s))$")
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
RAISED_SIGNS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[⁻–‐,\u2009\u00b7˒][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*")
# After the end of a sentence or clause: “memory. 1,2,3 Then”, “memory.1,2”.
AFTER_STOP = re.compile(rf"(?<=[.!?,;:”\"’)])(\s?)({_LIST})(?=\s++[A-Z“\"‘(À-Þ]|\s*+[.,;:]?\s*+$)")
# Within a sentence, if a raised number became plain: “depression 14 and”, “through life 5:”.
WITHIN_SENTENCE = re.compile(
    rf"(?<=[a-zß-ÿ)])\s({_LIST})(?=\s++(?:and|or|but|which|while|whereas|because|although|as well)\b|[.,;:](?:\s|$)|$)"
)
BEFORE_QUANTITY = re.compile(
    r"\b(?:in|of|by|to|about|than|over|under|at|from|for|with|on|until|till|after|before|since|between|and|or|was|is|were|"
    r"are|has|had|have|only|just|least|most|nearly|almost|around|approximately|phase|figure|fig|table|box|day|days|week|"
    r"weeks|month|months|year|years|hour|hours|step|chapter|section|part|type|level|stage|grade|age|aged|ages|page|pages|"
    r"number|numbers|no|vol|volume|issue|score|scored|scores|item|items|group|groups|version|study|trial|experiment|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|equals|plus|minus|times|"
    r"question|point|points|rule|point|article|act|title|order|session|sessions|dose|doses|visit|class)$", re.I,
)
# Code, addresses of links, and citations in the site's own form: no citation is looked for in them.
VERBATIM = re.compile(
    r"(`[^`]*`|\]\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+\)|<https?://[^<>]{0,2000}+>"
    r"|(?<!\\)\[[^\[\]@]{0,300}@[^\[\]]{0,1000}+\])")


def find_number_forms(texts: list[str], keys_by_number: dict[int, str]) -> set[str]:
    """Return the forms in which these texts cite by number: “raised”, “bracketed”, “round”, “bare”.

    With a numbered list, each form that uses one of its numbers. Without one, a form whose numbers run up from 1 with
    few gaps, as references do and years, doses and shares do not.
    """
    forms: set[str] = set()
    searched = [_without_code(text) for text in texts]
    for form, patterns in (("raised", (RAISED, RAISED_SIGNS)), ("bracketed", (BRACKETED,)), ("round", (ROUND,)),
                           ("bare", (AFTER_STOP,))):
        numbers: list[int] = []
        groups = 0
        for text in searched:
            for pattern in patterns:
                for match in pattern.finditer(text):
                    digits = match.group(2 if pattern is AFTER_STOP else 1) if pattern.groups else match.group()
                    group = [n for n in expand_ranges(digits.translate(RAISED_DIGITS)) if n]
                    numbers += group
                    groups += 1
        if not numbers:
            continue
        enough = groups >= (MIN_BARE_GROUPS if form == "bare" else MIN_GROUPS) and min(numbers) <= 2
        runs_up = enough and len(set(numbers)) >= 0.6 * max(numbers)
        if any(number in keys_by_number for number in numbers) if keys_by_number else runs_up:
            forms.add(form)
    return forms


def expand_ranges(numbers: str) -> Iterator[int]:
    """Yield the numbers of a group: “1,3–5” gives 1, 3, 4, 5. A range that runs backwards or is too long gives 0."""
    for part in re.split(r"\s?[,;]\s?", numbers):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] > ends[1]:
            yield 0
        elif ends:
            yield from range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] < MAX_RANGE else (0,)


def is_power(match: re.Match[str]) -> bool:
    """Return whether a raised number belongs to the quantity before it, as in “10³” and “kg/m²”."""
    return bool(_QUANTITY.search(match.string[max(0, match.start() - 12) : match.start()]))


def _without_code(text: str) -> str:
    """Return a text without code, addresses of links, and citations in the site's form."""
    return VERBATIM.sub(" ", text)
