"""Weigh the words of a page's passages, and write them as the search index holds them.

The index has one *part* for each page, or several for a page with many passages, such as the references. A word's
postings name each part and its passages with a weight from 1 to 31: how much of the passage is about the word. They
are written as the distance from the part before, how many passages follow, and of each its number and its weight.

A word of a title or of a question counts more than one of the text, and more in a short title than in a long one (as in
BM25F). What the weight depends on is in the passage alone, so that an edited page changes no other page's postings.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice

from proofdesk.outputs.search.words import Language, compounds

# Terms and postings, each with a blank between two, and the forms as ``Language.forms`` has them.
Words = tuple[str, str, str]
# Passages of a part at most: the number of a passage is two figures of the index.
PASSAGES_A_PART = 60
# Numbers are written in these figures, five bits each; 32 and above mean that more follow.
FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
HEAVIEST = 31
# Words of a usual title, question and text; what has more counts less for each word.
_TITLE, _ASKED, _TEXT = 3, 3, 90
_IN_TITLE, _IN_ASKED = 6.0, 5.0
# The most that a work of the bibliography weighs beside a passage of the pages, which say what it means.
_WORK = 12


@dataclass
class SearchRecord:
    """A passage as search knows it. ``asked`` are other words by which readers look for it.

    Of a claim that is not so, ``title`` and ``text`` say what is so.
    """

    anchor: str
    kind: str
    title: str
    text: str
    topics: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    claim: str = ""
    label: str = ""
    answer_label: str = ""
    verdict: str = ""
    asked: list[str] = field(default_factory=list)
    is_work: bool = False

    def shown(self) -> list[str]:
        """Return what a result shows, without the empty ends."""
        shown = [self.anchor, self.kind, self.title, self.text, self.claim, self.label, self.answer_label, self.verdict]
        while not shown[-1]:
            shown.pop()
        return shown


@dataclass
class IndexPart:
    """A page's records, or some of them, ready for the index.

    ``shown`` is the file that a result is read from, ``filters`` the kind, topics and evidence of each record.
    ``words`` are the terms, the postings of each, and of each word the term and its form (``Language.forms``).
    """

    url: str
    shown: str
    filters: list[tuple[str, list[str], list[str]]]
    anchors: list[str]
    words: Words


def index_parts(url: str, title: str, records: Iterable[SearchRecord], language: Language) -> Iterator[IndexPart]:
    """Yield the parts of a page's index."""
    for some in _batches(records):
        shown = json.dumps({"url": url, "title": title, "passages": [record.shown() for record in some]},
                           ensure_ascii=False, separators=(",", ":"))
        filters = [(record.kind, record.topics, record.evidence) for record in some]
        yield IndexPart(url, shown, filters, [record.anchor for record in some], _postings(some, language))


def _batches(records: Iterable[SearchRecord]) -> Iterator[Sequence[SearchRecord]]:
    rest = iter(records)
    while some := [*islice(rest, PASSAGES_A_PART)]:
        yield some


def _postings(records: Sequence[SearchRecord], language: Language) -> Words:
    """Return the terms, of each its passages with their weights, and the forms of the records' words."""
    seen: set[str] = set()
    found: defaultdict[str, str] = defaultdict(str)
    for number, record in enumerate(records):
        most = _WORK if record.is_work else HEAVIEST
        codes = _PLACES[number]
        headings = _headings(record, language, seen)
        words = compounds(record.text.lower())
        seen.update(words)
        terms = Counter(chain.from_iterable(map(language.counted.__getitem__, words)))
        share = 1 / _length(len(words), _TEXT)
        # What stands in titles too is rare, so the other terms have few weights.
        usual = [codes[_weight(count * share, most)] for count in range(max(terms.values(), default=0) + 1)]
        for term, strength in headings.items():
            found[term] += codes[_weight(strength + terms.pop(term, 0) * share, most)]
        for term, count in terms.items():
            found[term] += usual[count]
    postings = [_COUNTS[len(places)] + places for places in found.values()]
    return " ".join(found), " ".join(postings), " ".join(map(language.forms.__getitem__, sorted(seen)))


def _weight(strength: float, most: int) -> int:
    return int(most * strength / (strength + 1.5) + 0.5) or 1


@cache
def figure(number: int) -> str:
    """Return a number in figures, the lowest five bits first."""
    if number <= HEAVIEST:
        return FIGURES[number]
    written = ""
    while number > HEAVIEST:
        written += FIGURES[number % 32 + 32]
        number //= 32
    return written + FIGURES[number]


def _headings(record: SearchRecord, language: Language, seen: set[str]) -> dict[str, float]:
    """Return how much of a record's titles and questions is about each of their terms, small words too."""
    strengths: dict[str, float] = {}
    for heading, usual, strength in [(record.title, _TITLE, _IN_TITLE), (record.claim, _TITLE, _IN_TITLE),
                                     *((asked, _ASKED, _IN_ASKED) for asked in record.asked)]:
        words = compounds(heading.lower())
        seen.update(words)
        share = strength / _length(sum(map(bool, map(language.counted.__getitem__, words))), usual)
        for word in words:
            for term, _ in language.of_compound(word):
                if share > strengths.get(term, 0.0):
                    strengths[term] = share
    return strengths


# A passage's number and a weight, by number and by weight.
_PLACES = [[place + weight for weight in FIGURES[: HEAVIEST + 1]] for place in FIGURES[:PASSAGES_A_PART]]
# Figures for how many passages postings have, by the length of these.
_COUNTS = [figure(length // 2) for length in range(2 * PASSAGES_A_PART + 1)]


def _length(words: int, usual: int) -> float:
    """Return how long a text is beside a usual one, half of which does not count."""
    return 0.4 + 0.6 * words / usual
