"""Tell a figure that is a result from one that is a dose, a date or a number of people, and a harm from a benefit.

Words are those of a language (``proofdesk.checks.harms.words``). In a language without a table, figures are read as in
English, and a harm is known by what stands in its entry too: the same figures, or the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from proofdesk.checks.harms.words.english import ENGLISH
from proofdesk.checks.harms.words.french import FRENCH
from proofdesk.checks.harms.words.gains import ARABIC, Gains
from proofdesk.checks.harms.words.german import GERMAN
from proofdesk.checks.harms.words.spanish import SPANISH
from proofdesk.checks.harms.words.table import NUMBER, Words
from proofdesk.common.text import folded, lazy

_TABLES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
_GAINS = {"ar": ARABIC}  # of languages of which no more is known
_POINTS = re.compile("[\u0640\u064b-\u0655\u0670]+")  # of Arabic letters
_DIGIT = re.compile(r"[\d¼-¾⅐-⅞]")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile("[،؛、。；]")  # of a clause, in languages without a table
# The same figure in any language: “77%”, “77 Prozent”; “5 of 53”, “5 von 53”, “5 personnes sur 53”.
_SAME_PERCENT = lazy(rf"({NUMBER})\s*(?:%|٪|per ?cent|prozent|pour\s?cent|por\s+ciento)", re.IGNORECASE)
_SAME_SHARE = lazy(
    rf"({NUMBER})\s*(?:[^\W\d]+\s+)?(?:of|out of|in|/|von|aus|der|sur|parmi|des|de|entre)\s*"
    rf"(?:(?:the|den|insgesamt|allen|les|cada|las|los)\s+)?({NUMBER})", re.IGNORECASE)
_TWO_NUMBERS = lazy(rf"({NUMBER})[^\d.,;:()%٪،؛、。]{{1,20}}(?=({NUMBER}))")
_COUNTED = lazy(rf"{NUMBER}\s*[%٪]?\s*(?:[^\W\d_]{{1,3}}\s+)?[^\W\d_]+")
_PLAIN = lazy("|".join((*(words.plain for words in _TABLES.values()), "pazient", "partecip", "gruppo", "settiman",
                              "pessoa", "mensen", "deelnem", "groep")))
_ARTICLE = re.compile("^[وبل]?ال")  # Arabic, in one word with its noun
_LONGEST = 2_000  # letters of a sentence in which words for a gain are looked for
_LAST_LATIN = "\u024f"


class Reading:
    """How the sentences of a language are read."""

    def __init__(self, words: Words, *, is_read: bool = True, gains: Gains | None = None) -> None:
        self.is_read = is_read  # whether the words are of the language
        self.examples = words.examples
        self._by_words = words is not ENGLISH or not is_read  # whether a word of an entry is enough
        self._beginnings, self._counts = words.beginnings, words.counts
        self._names, self._plan = (lazy("|".join(each), words.flags) for each in (words.names, words.plan))
        self._percent, self._out_of = (lazy(each, words.flags) for each in (words.percent, words.out_of))
        self._results = [self._percent, *(lazy(each, words.flags) for each in words.results),
                         lazy("|".join(words.in_words), re.IGNORECASE)]
        self._harms, self._aims = ({name: lazy(rf"\b(?:{each})\b", re.IGNORECASE) for name, each in named.items()}
                                   for named in (words.harms, words.aims))
        either = "|".join((*words.harms.values(), *words.aims.values()))
        # “No serious events”, “without harm”: it names a harm to deny it.
        self._denied = lazy("|".join(each.format(harm=either) for each in words.denials), re.IGNORECASE)
        self._reads_gains, said = is_read or gains is not None, gains or words.gains
        self._gains, self._unsaid = (lazy(each, re.IGNORECASE) for each in (said.said(words.aims), said.unsaid))
        self._needed = [[lazy(each, re.IGNORECASE) for each in group] for group in said.needed(words.aims)]
        self._better, self._clauses, self._open, self._withdrawn = (
            lazy(each, re.IGNORECASE) for each in (words.better, words.clauses, words.open, words.withdrawn))

    def has_result(self, text: str) -> bool:
        """Return whether a sentence gives what came out of a study: a share, a difference, a score, that it helped."""
        text = unicodedata.normalize("NFC", text)
        return self._has_figure(text) or (self._reads_gains and self._says_gain(_POINTS.sub("", text[:_LONGEST])))

    def _has_figure(self, text: str) -> bool:
        """Return whether a sentence gives a result in digits or in words for numbers."""
        if not self._may_have_figure(text):
            return False
        text = self._names.sub(" ", text)
        if any(found.search(text) for found in self._results):
            return True
        return bool(re.search(r"\d", self._plan.sub(" ", text)))

    def _says_gain(self, text: str) -> bool:
        """Return whether a sentence says that something got better. Most have not even the words that this needs."""
        return (any(all(words.search(text) for words in group) for group in self._needed)
                and bool(self._gains.search(self._unsaid.sub(" ", text))))

    def _may_have_figure(self, text: str) -> bool:
        """Return whether a sentence has what no figure is told without: to find that out costs a tenth of the rest."""
        if _DIGIT.search(text):
            return True
        plain = folded(text)
        return (any(beginning in plain for beginning in self._beginnings)
                or not self._counts.isdisjoint(_WORD.findall(plain)))

    def speaks_of_harm(self, text: str) -> bool:
        """Return whether a sentence speaks of a harm and of no benefit.

        “Seizures fell by 40%”, “better, without harm” and “better in 60% and worse in 3%” speak of a benefit.
        """
        text = unicodedata.normalize("NFC", text)
        return not self._better.search(text) and any(self._named(self._denied.sub(" ", text)))

    def says_open(self, text: str) -> bool:
        """Return whether a sentence says that everybody knew what was given."""
        return bool(self._open.search(text))

    def says_withdrawn(self, text: str) -> bool:
        """Return whether a sentence says that its work was retracted."""
        return bool(self._withdrawn.search(text))

    def tells(self, text: str, harms: str, others: Iterable[Reading] = ()) -> bool:
        """Return whether a sentence tells of the harms that an entry states: one of its figures, or one of its words.

        A harm that the sentence denies tells of an entry that denies it too. ``others`` are the languages in which the
        entry may be written besides that of the sentence.
        """
        text, stated = (unicodedata.normalize("NFC", each) for each in (text, harms))
        readings = (self, *others)
        figures = set(self._figures(stated))
        not_found = {name for each in readings for name in each._named(" ".join(each._denied.findall(stated)))}
        for each in readings:
            stated = each._denied.sub(" ", stated)
        named = {name for each in readings for name in each._named(stated)}
        if not not_found.isdisjoint(self._named(" ".join(self._denied.findall(text)))):
            return True
        text = self._denied.sub(" ", text)
        if not named.isdisjoint(self._named(text, self._harms)):
            return True
        words = _words_of(stated, is_read=self.is_read) if self._by_words else ()
        for clause in self._clauses_of(text):
            if not self._better.search(clause) and (
                    not figures.isdisjoint(self._figures(clause))
                    or not named.isdisjoint(self._named(clause, self._aims))
                    or any(_has(clause, word) for word in words)):
                return True
        return False

    def has_percentage_of_nothing(self, text: str, around: str) -> bool:
        """Return whether a sentence gives a percentage, and neither it nor its paragraph says out of how many."""
        return self.is_read and bool(self._percent.search(text)) and not self._out_of.search(around)

    def _named(self, text: str, among: dict[str, re.Pattern[str]] | None = None) -> Iterator[str]:
        """Yield what each harm that a text names is called here."""
        return (name for name, words in (among or {**self._harms, **self._aims}).items() if words.search(text))

    def _clauses_of(self, text: str) -> Iterator[str]:
        for clause in self._clauses.split(" ".join(text.split())):
            yield from [clause] if self.is_read else _ENDS.split(clause)

    def _figures(self, text: str) -> Iterator[tuple[str, ...]]:
        for found in _SAME_PERCENT.finditer(text):
            yield (_in_digits(found[1]),)
        for found in (_SAME_SHARE if self.is_read else _TWO_NUMBERS).finditer(text):
            both = _in_digits(found[1]), _in_digits(found[2])
            yield both if self.is_read else tuple(sorted(both))  # some languages say “of 53 people 5”


@cache
def reading(language: str) -> Reading:
    """Return how the sentences of a language are read, by its code without a region."""
    words = _TABLES.get(language)
    return Reading(words) if words else Reading(ENGLISH, is_read=False, gains=_GAINS.get(language))


def _in_digits(number: str) -> str:
    """Return a number as any language can be compared with: “1.234” and “1,234” as 1234, “12,5” as 12.5."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in number)
    parts = re.split(r"[.,·'’\s]", plain)
    grouped = len(parts) > 1 and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    return "".join(parts) if grouped else plain.replace(",", ".").replace("·", ".")


@lru_cache(512)
def _words_of(harms: str, *, is_read: bool) -> tuple[str, ...]:
    """Return the beginnings of the words of an entry that may name a harm, and not only who had it and how often."""
    found = []
    for word in _WORD.findall((harms if is_read else _COUNTED.sub(" ", harms)).casefold()):
        bare = _ARTICLE.sub("", word)
        if not _PLAIN.match(bare) and len(bare) >= (5 if bare[0] <= _LAST_LATIN else 3):
            found.append(bare[: max(5, len(bare) - 2)])
    return tuple(found)


def _has(clause: str, word: str) -> bool:
    """Return whether a word of a clause begins so. Other scripts than Latin may write two words as one."""
    return word in clause.casefold() if word[0] > _LAST_LATIN else bool(
        re.search(rf"\b{re.escape(word)}", clause.casefold()))
