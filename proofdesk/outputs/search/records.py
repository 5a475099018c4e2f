"""Make search records: one for every section and every block of the finished pages, each at its own address.

The pages are read as published, so that the index has nothing that readers do not see. A block is found in its article;
listings, which repeat it, are left out.

If a block states what is not so, its record has the answer as its title: such a claim is announced before it is stated,
and is never the text of a link (Debunking Handbook 2020).
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from proofdesk.bibliography.evidence import EvidenceBase, kinds_among
from proofdesk.common.addresses import place_at
from proofdesk.common.files import BytesLike
from proofdesk.common.problems import Problem
from proofdesk.common.text import sentence_ends
from proofdesk.content.topics import TOPICS, topics_of
from proofdesk.outputs.search.indexer import FOLDER, PageRecords, SearchRecord, write_index
from proofdesk.outputs.search.passages import Passage
from proofdesk.site.article import Article, Page
from proofdesk.site.library import GUIDE, Library

# The file beside the index with the values of the dialog's filters and the names of the index's parts.
CHOICES = "choices.json"
# Templates of pages that repeat content of other pages.
_GATHER = ("home.html", "articles.html", "listing.html", "references.html")

_FILTERS = ("Kind", "Topic", "Evidence")
_TITLE_WORDS = 25


# A record's address and filters.
RecordSummary = tuple[str, dict[str, list[str]]]


@dataclass
class SearchCollector:
    """What can be found on a site, noted page by page: ``add`` each, then ``index``."""

    library: Library
    pages: list[PageRecords] = field(default_factory=list)
    _counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _found: set[str] = field(default_factory=set)

    def add(
        self, page: Page, digest: str, found: Iterable[RecordSummary], entries: Callable[[], list[SearchRecord]]
    ) -> None:
        """Add a page's records. ``entries`` is called only if they have to be indexed."""
        count = 0
        for url, filters in found:
            count += 1
            self._found.add(url)
            for name, values in filters.items():
                self._counts[name].update(values)
        if count:
            self.pages.append(PageRecords(page.url, digest, count, entries))

    def index(self, site: Path, language: str, cache_dir: Path, put: Callable[[str, BytesLike], None]) -> list[Problem]:
        """Write the index into ``site``, and return a problem for each block that no page shows.

        Unchanged parts come from the cache in ``cache_dir``; ``put`` writes each file. Raises ``SearchError`` if the
        index cannot be made or does not have every record.
        """
        parts = write_index(site, self.pages, language, cache_dir, put)
        offered = {**self._choices(), "parts": parts}
        put(os.path.join(site, FOLDER, CHOICES), json.dumps(offered, ensure_ascii=False).encode("utf-8"))
        return list(self._missing())

    def _choices(self) -> dict[str, list[str]]:
        """Return the values of each filter, most frequent first. Pagefind's own list grows with the site."""
        offered = {name: [value for value, _ in self._counts[name].most_common()] for name in _FILTERS}
        return {**offered, "Topic": sorted(offered["Topic"])}

    def _missing(self) -> Iterator[Problem]:
        for block in (block for place in self.library.places for block in place.blocks):
            if block.record.own_search_record and block.url not in self._found:
                placed, source = block.placed, block.article.page.document.source
                yield Problem(source.path, placed.line, placed.column, "unsearchable-block",
                              f"the {block.kind} “{placed.text}” is not on the finished page, so search cannot find it",
                              "see whether the page's template or the block's `id` takes it away")


def is_indexed(page: Page) -> bool:
    return not page.url.startswith(GUIDE) and getattr(page.facts, "template", None) not in _GATHER


def records_of(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, found: Iterable[Passage]
) -> list[SearchRecord]:
    """Return the records of a page's passages."""
    records = (_entry(library, page, article, evidence, passage) for passage in found)
    # Pagefind drops a record without a word, such as a title of punctuation only.
    return [entry for entry in records if any(map(str.isalnum, entry["content"]))]


def _entry(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, passage: Passage
) -> SearchRecord:
    """Return the record of a passage. ``lead`` counts the words before its text: the title, or the claim."""
    text, title = passage.text, passage.title or page.title
    kind = _kind(library, page, passage.block)
    lead, meta = title, {"title": title, "kind": kind}
    if passage.claim:
        label, answer = passage.labels
        meta |= {"title": _first_sentence(text), "claim": label, "answer_label": answer, "verdict": passage.verdict}
        lead, text = f"{label}: “{passage.claim}”", f"{answer}: {text}"
    meta["lead"] = str(len(lead.split()))
    if passage.anchor:
        meta["page"] = article.facts.title if article else page.title
    filters = {"Kind": [kind]}
    topics = _topics(page, passage)
    if topics:
        filters["Topic"] = [TOPICS[topic] for topic in topics]
    kinds = [kind.meaning for kind in kinds_among(evidence.of(dict.fromkeys(passage.keys)))]
    if kinds:
        filters["Evidence"] = kinds
    url = place_at(page.url, passage.anchor) if passage.anchor else page.url
    return {"url": url, "content": f"{lead} {text}", "meta": meta, "filters": filters}


def _topics(page: Page, passage: Passage) -> list[str]:
    """Return what a passage is about: a page is about all its topics, and each part of it about its own."""
    if not passage.anchor:
        return page.facts.topics if page.facts else []
    if passage.block:
        return next((block.topics for block in page.document.blocks if block.id == passage.anchor), [])
    return topics_of(passage.title, passage.text)


def _first_sentence(text: str) -> str:
    """Return the first sentence, cut to the length of a link."""
    words = text[: next(sentence_ends(text), None)].split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if words[_TITLE_WORDS:] else "")


def _kind(library: Library, page: Page, block: str) -> str:
    """Return the kind of a passage, as the page that lists it is called: “Questions”, “Articles”, “About this site”."""
    if block in library.listings:
        return library.listings[block].title
    part = library.pages.get(page.url.split("/")[0] + "/", page)
    return part.title


def kinds_of(library: Library) -> list[tuple[str, str]]:
    """Return all that ``_kind`` may return: titles of listings, and of the first page of each part of the site."""
    listings = [(block, page.title) for block, page in library.listings.items()]
    return sorted([*listings, *((page.url, page.title) for page in library.pages.values() if page.url.count("/") == 1)])
