"""Write the search index: what a reader's browser asks for, a few small files for each search.

    search/index.json    what every search needs: names of the files of words, filters, synonyms, endings
    search/words/N.json  terms in alphabetical order, each with its postings (``postings.py``) and its forms
    search/parts/N.json  what the results of a page show
    search/filters.json  kind, topics and evidence of each passage; asked for when a filter is chosen
    search/spelling/N.json  the usual words of some first letters, among which a mistyped one is looked for

The numbers of files follow the order of pages, so the same pages give the same index to the byte.
"""

from __future__ import annotations

import itertools
import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from proofdesk.common.cache import Cache, code_fingerprint
from proofdesk.common.files import BytesLike
from proofdesk.common.problems import Problem
from proofdesk.content.reader_words import ReaderWords, Synonym
from proofdesk.outputs.search.groups import PageWords
from proofdesk.outputs.search.postings import FIGURES, Words, figure
from proofdesk.outputs.search.shards import Shard, merge, to_json
from proofdesk.outputs.search.word_files import spelling_files, word_files
from proofdesk.outputs.search.words import Language, compounds, fold, others
from proofdesk.site.article import Place

FOLDER = "search"
INDEX = "index.json"
FILTERS = ("Kind", "Topic", "Evidence")
# What becomes of these files stands in that of the index.
_OF_ALL = ("names.json", "letters.json", "usual.json")
# A small word that one passage in so many has adds nothing to a search, which does not need to know where it is.
_USUAL = 4


@dataclass
class SearchIndex:
    """The index of a site: ``add`` each page, then ``write``. ``put`` writes a file, by its path in the site.

    ``step`` is called at each group of pages and at each shard of words that is merged, and ends that if it raises.
    """

    language: Language
    words: ReaderWords
    put: Callable[[str, BytesLike], None]
    cache_dir: Path | None = None
    step: Callable[[], None] = lambda: None
    _parts: int = 0
    _passages: int = 0
    # The values of all filters that a passage has, each combination with its number, and the number of each passage.
    _combinations: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = field(default_factory=dict)
    _kinds: array[int] = field(default_factory=partial(array, "L"))
    _sizes: list[int] = field(default_factory=list)
    _pages: list[PageWords] = field(default_factory=list)
    _missing: list[Problem] = field(default_factory=list)

    def add(self, digest: str, heads: Iterable[list[Any]], words: Callable[[], Iterable[Words]],
            language: Language | None = None, place: Place | None = None) -> None:
        """Add a page in a language. ``words`` is called only if the files of words have to be written anew.

        ``place`` is the page as a place with blocks, all of which are to be found.
        """
        count, found, address = self._parts, set[str](), ""
        for url, shown, filters, anchors in heads:
            address = url
            self.put(f"{FOLDER}/parts/{self._parts}.json", shown.encode("utf-8"))
            self._parts += 1
            self._passages += len(anchors)
            self._sizes.append(len(anchors))
            for kind, topics, evidence in filters:
                values = kind, tuple(topics), tuple(evidence)
                self._kinds.append(self._combinations.setdefault(values, len(self._combinations)))
            found.update(anchors)
        self._missing += _not_found(place, found) if place else ()
        if self._parts > count:
            self._pages.append(PageWords(address, digest, words, language or self.language))

    def write(self) -> list[Problem]:
        """Write the files that all pages share, and return a problem for each block that no page shows."""
        choices, version, of_all = self._choices(), sha256(), dict[str, Any]()
        filters = "filters.json", to_json(self._filters(choices))
        for name, content in itertools.chain(self._files_of_words(), [filters]):
            version.update(content)
            if name in _OF_ALL:
                of_all[name] = json.loads(bytes(content))
            else:
                self.put(f"{FOLDER}/{name}", content)
        names, letters, usual = map(of_all.__getitem__, _OF_ALL)
        mistyped = {fold(name) for item in self.words.synonyms for name in item.also if name.isalpha()}
        index = {
            "version": version.hexdigest()[:12], "passages": self._passages,
            "sizes": "".join(FIGURES[size] for size in self._sizes),
            "words": names, "usual": usual, "spelling": letters, "choices": choices,
            "language": self.language.table, **others(self.language, (page.language for page in self._pages)),
            "synonyms": [self._synonym(item) for item in self.words.synonyms],
            "names": sorted(name for name in mistyped if self.language.stem(name) != name),
            "crisis": [[str(item.need), [*dict.fromkeys(map(self._terms, item.words))]] for item in self.words.crisis],
        }
        self.put(f"{FOLDER}/{INDEX}", to_json(index))
        return self._missing

    def _synonym(self, item: Synonym) -> list[Any]:
        """Return the terms of a word of the pages, those of its other names, and the word where its terms differ."""
        terms = self._terms(item.word)
        return [terms, [*map(self._terms, item.also)], *([item.word] if item.word != terms else [])]

    def _terms(self, text: str) -> str:
        """Return the terms of some words; of words that hyphens join, each of them."""
        return " ".join(term for compound in compounds(text) for term in self.language.each(compound))

    def _files_of_words(self) -> Iterator[tuple[str, BytesLike]]:
        """Yield the files of words one by one, and what all searches need of them."""
        cache = Cache(self.cache_dir, code_fingerprint("outputs/search")) if self.cache_dir else None
        counts: dict[str, int] = {}
        usual: list[str] = []
        most = 2 * self._passages / _USUAL

        def shards() -> Iterator[Shard]:
            for shard in merge(self._pages, cache, self.step):
                counts.update(shard.spelled)
                usual.extend(term for term, forms, length in zip(shard.terms, shard.forms, shard.lengths, strict=True)
                             if length > most and self.language.stop.intersection(forms))
                yield shard

        yield from word_files(shards())
        yield from spelling_files(counts)
        yield "usual.json", to_json(sorted(usual))

    def _choices(self) -> dict[str, list[str]]:
        """Return the values of each filter, most frequent first; topics in alphabetical order."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
        passages = Counter(self._kinds)
        for (kind, topics, evidence), number in self._combinations.items():
            for name, values in (("Kind", [kind]), ("Topic", topics), ("Evidence", evidence)):
                for value in values:
                    counts[name][value] += passages[number]
        offered = {name: [value for value, _ in counts[name].most_common()] for name in FILTERS}
        return {**offered, "Topic": sorted(offered["Topic"])}

    def _filters(self, choices: dict[str, list[str]]) -> dict[str, Any]:
        """Return each combination of values, as their numbers among the choices, and which one each passage has."""
        numbers = {name: {value: number for number, value in enumerate(values)} for name, values in choices.items()}
        combinations = [[[numbers["Kind"][kind]], [numbers["Topic"][value] for value in topics],
                         [numbers["Evidence"][value] for value in evidence]]
                        for kind, topics, evidence in self._combinations]
        return {"combinations": combinations, "passages": "".join(map(figure, self._kinds))}


def _not_found(place: Place, anchors: set[str]) -> Iterator[Problem]:
    """Yield a problem for each block that is not at its anchor on the finished page."""
    for block in place.blocks:
        if block.placed.form.own_search_record and block.anchor not in anchors:
            placed, source = block.placed, place.page.document.source
            yield Problem(source.path, placed.line, placed.column, "unsearchable-block",
                          f"the {block.kind} “{placed.text}” is not on the finished page, so search cannot find it",
                          "see whether the page's template or the block's `id` takes it away")
