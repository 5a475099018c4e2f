"""Weigh the words of a page's passages, and write them as the search index holds them.

The index has one *part* for each page, or several for a page with many passages, such as the references. A word's
postings name each part and its passages with a weight from 1 to 31: how much of the passage is about the word. A word
of a title or of a question counts more than one of the text, and more in a short title than in a long one (as in
BM25F). What the weight depends on is in the passage alone, so that an edited page changes no other page's postings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from proofdesk.outputs.search.words import Language

# Passages of a part at most: the number of a passage is two figures of the index.
PASSAGES_A_PART = 60
# Numbers are written in these figures, five bits each; 32 and above mean that more follow.
FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
HEAVIEST = 31
# Words of a usual title, question and text; what has more counts less for each word.
_TITLE, _ASKED, _TEXT = 3, 3, 90
_IN_TITLE, _IN_ASKED = 6.0, 5.0
# What a work of the bibliography weighs beside a passage of the pages, which say what it means.
_WORK = 0.4


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

    ``shown`` is the file that a result is read from, ``filters`` the kind, topics and evidence of each record,
    ``words`` has the forms and the postings of each term.
    """

    url: str
    shown: str
    filters: list[tuple[str, list[str], list[str]]]
    anchors: list[str]
    words: dict[str, tuple[list[str], str]]

    def pack(self) -> list[Any]:
        return [self.url, self.shown, self.filters, self.anchors, self.words]


def index_parts(url: str, title: str, records: Sequence[SearchRecord], language: Language) -> Iterator[IndexPart]:
    """Yield the parts of a page's index."""
    for some in _batches(records):
        shown = json.dumps({"url": url, "title": title, "passages": [record.shown() for record in some]},
                           ensure_ascii=False, separators=(",", ":"))
        filters = [(record.kind, record.topics, record.evidence) for record in some]
        yield IndexPart(url, shown, filters, [record.anchor for record in some], _postings(some, language))


def _batches(records: Sequence[SearchRecord]) -> Iterator[Sequence[SearchRecord]]:
    for start in range(0, len(records), PASSAGES_A_PART):
        yield records[start : start + PASSAGES_A_PART]


def _postings(records: Iterable[SearchRecord], language: Language) -> dict[str, tuple[list[str], str]]:
    """Return of each term its forms and its postings: passage and weight, 32 more for the last."""
    forms: dict[str, set[str]] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    for number, record in enumerate(records):
        for term, weight in _weights(record, language, forms).items():
            found.setdefault(term, []).append((number, weight))
    return {term: (sorted(forms[term]), _written(places)) for term, places in sorted(found.items())}


def _written(places: list[tuple[int, int]]) -> str:
    figures, before = [], 0
    for number, weight in places:
        figures += [figure(number - before), FIGURES[weight]]
        before = number
    figures[-1] = FIGURES[places[-1][1] + HEAVIEST + 1]
    return "".join(figures)


def figure(number: int) -> str:
    """Return a number in figures, the lowest five bits first."""
    written = ""
    while number > HEAVIEST:
        written += FIGURES[number % 32 + 32]
        number //= 32
    return written + FIGURES[number]


def _weights(record: SearchRecord, language: Language, forms: dict[str, set[str]]) -> dict[str, int]:
    strengths: dict[str, float] = {}
    for heading, usual, strength in [(record.title, _TITLE, _IN_TITLE), (record.claim, _TITLE, _IN_TITLE),
                                     *((asked, _ASKED, _IN_ASKED) for asked in record.asked)]:
        terms = language.terms(heading)
        share = strength / _length(sum(form not in language.stop for _, form in terms), usual)
        for term, form in terms:
            forms.setdefault(term, set()).add(form)
            strengths[term] = max(strengths.get(term, 0.0), share)
    terms = language.terms(record.text)
    length = _length(len(terms), _TEXT)
    for (term, form), count in Counter(terms).items():
        if form not in language.stop:
            forms.setdefault(term, set()).add(form)
            strengths[term] = strengths.get(term, 0.0) + count / length
    most = HEAVIEST * (_WORK if record.is_work else 1)
    return {term: max(1, round(most * strength / (strength + 1.5))) for term, strength in strengths.items()}


def _length(words: int, usual: int) -> float:
    """Return how long a text is beside a usual one, half of which does not count."""
    return 0.4 + 0.6 * words / usual
