"""What is read in a language: regular expressions, which name no group, and the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from proofdesk.checks.harms.words.gains import Gains
from proofdesk.common.text import folded

# A number with a decimal comma, its thousands parted by a point or a blank. It is never given back in part.
NUMBER = (r"(?>\d{1,3}(?:[.'’ \u00a0\u202f]\d{3}(?!\d)){1,6}(?:,\d{1,20})?|"
          r"\d{1,20}(?:[,.·]\d{1,20})?)")
# Numbers that only name a thing, in any language: codes such as “PHQ-9”, and days in digits.
CODES = (r"\b[^\W\d_][\w-]{0,60}\d[\w-]*", r"\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Words:
    """The words of a language.

    ``names`` are numbers that only name a time or a thing, and who took part; ``plan`` those of a trial's plan: doses,
    times, people, ages, money. A digit in neither is a result, and so is whatever ``results`` finds.
    """

    names: tuple[str, ...]
    plan: tuple[str, ...]
    percent: str
    results: tuple[str, ...]
    in_words: tuple[str, ...]  # results without a digit
    # What those are not told without: the beginning of a word, or a whole word. Most sentences have neither.
    beginnings: tuple[str, ...]
    counts: frozenset[str]
    out_of: str  # by which a sentence says out of how many a percentage is
    # Words by which a sentence speaks of harm, by what they mean: the same names in each language.
    harms: dict[str, str]
    aims: dict[str, str]  # what a trial may also set out to make better
    denials: tuple[str, ...]  # with {harm} where such a word stands
    better: str  # what stands in a clause with such a word is no harm of the trial
    gains: Gains  # results that say without a figure that something got better
    clauses: str
    open: str  # by which a sentence says that its trial was open label
    withdrawn: str
    examples: tuple[str, str] = ("", "")  # of these two, for a message
    plain: str = r"\b\B"  # the beginnings of words that stand beside a harm and name none
    flags: re.RegexFlag = field(default=re.IGNORECASE)  # for figures; whatever has no digit never heeds capitals


def folded_words(*words: str) -> frozenset[str]:
    """Return words as the first look at a sentence compares them."""
    return frozenset(map(folded, words))
