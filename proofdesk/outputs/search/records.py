"""What a reader can find: every section and every block of the finished pages, each at its own address.

Reads the pages as they are published, so that the index cannot hold what a reader does not get. A block is
found where it stands in its article; listings repeat it and are left out. Knows the library and the index.

What answers a myth is its title: a myth is announced before it is stated, and is never the text of a link
(Debunking Handbook 2020).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from proofdesk.bibliography.evidence import EvidenceBase, kinds_among
from proofdesk.common.files import BytesLike
from proofdesk.common.problems import Problem
from proofdesk.common.text import sentence_ends
from proofdesk.outputs.search.indexer import FOLDER, PageRecords, SearchRecord, write_index
from proofdesk.outputs.search.passages import Passage
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library

# What the filters of the dialog offer, and of which parts the index is, beside it.
CHOICES = "choices.json"
# The editors' guide quotes blocks as examples of writing, not as things that are so.
_GUIDE = "contributing/"
# Pages that gather what stands elsewhere, by their template.
_GATHER = ("home.html", "articles.html", "listing.html", "references.html")

_FILTERS = ("Kind", "Topic", "Evidence")
_TITLE_WORDS = 25


# The address and the filters of what is found.
RecordSummary = tuple[str, dict[str, list[str]]]


@dataclass
class SearchCollector:
    """What can be found on a site, noted page by page: ``add`` each, then ``index``."""

    library: Library
    pages: list[PageRecords] = field(default_factory=list)
    _counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _found: set[str] = field(default_factory=set)

    def add(self, page: Page, digest: str, found: Iterable[RecordSummary], entries: Callable[[], list[SearchRecord]]) -> None:
        """Note what is found on a page. The ``entries`` are asked for where they have to be indexed."""
        count = 0
        for url, filters in found:
            count += 1
            self._found.add(url)
            for name, values in filters.items():
                self._counts[name].update(values)
        if count:
            self.pages.append(PageRecords(page.url, digest, count, entries))

    def index(self, site: Path, language: str, kept: Path, put: Callable[[str, BytesLike], None]) -> list[Problem]:
        """Write the index into ``site``. Returns where pages lack what the library has.

        What was indexed before is taken from the folder ``kept``; ``put`` writes each file. Raises ``SearchError``
        where the index could not be made or does not hold every passage.
        """
        parts = write_index(site, self.pages, language, kept, put)
        offered = {**self._choices(), "parts": parts}
        (site / FOLDER / CHOICES).write_text(json.dumps(offered, ensure_ascii=False), encoding="utf-8")
        return list(self._missing())

    def _choices(self) -> dict[str, list[str]]:
        """What each filter offers, the most frequent first. Pagefind's own list grows with the site; this does not."""
        offered = {name: [value for value, _ in self._counts[name].most_common()] for name in _FILTERS}
        return {**offered, "Topic": sorted(offered["Topic"])}

    def _missing(self) -> Iterator[Problem]:
        for block in (block for article in self.library.articles for block in article.blocks):
            if block.url not in self._found:
                placed, source = block.placed, block.article.page.document.source
                yield Problem(source.path, placed.line, placed.column, "unsearchable-block",
                              f"the {block.kind} “{placed.text}” is not on the finished page, so search cannot find it",
                              "see whether the page's template or the block's `id` takes it away")


def is_indexed(page: Page) -> bool:
    return not page.url.startswith(_GUIDE) and getattr(page.facts, "template", None) not in _GATHER


def records_of(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, found: Iterable[Passage]
) -> list[SearchRecord]:
    """What Pagefind is given of a page's passages."""
    made = (_entry(library, page, article, evidence, passage) for passage in found)
    # Pagefind keeps nothing without a word (a title of punctuation alone), and nobody could search for it.
    return [entry for entry in made if any(map(str.isalnum, entry["content"]))]


def _entry(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, passage: Passage
) -> SearchRecord:
    """What Pagefind is given. ``lead`` counts the words that stand before the text: the title, or the claim."""
    text, title = passage.text, passage.title or page.title
    kind = _kind(library, page, passage.block)
    lead, meta = title, {"title": title, "kind": kind}
    if passage.claim:
        label, answer = passage.labels
        meta |= {"title": _first_sentence(text), "claim": label, "answer": answer, "verdict": passage.verdict}
        lead, text = f"{label}: “{passage.claim}”", f"{answer}: {text}"
    meta["lead"] = str(len(lead.split()))
    if passage.anchor:
        meta["page"] = article.facts.title if article else page.title
    filters = {"Kind": [kind]}
    if article:
        filters["Topic"] = [topic["label"] for topic in article.topics]
    kinds = [kind.meaning for kind in kinds_among(evidence.of(dict.fromkeys(passage.keys)))]
    if kinds:
        filters["Evidence"] = kinds
    url = page.url + (f"#{passage.anchor}" if passage.anchor else "")
    return {"url": url, "content": f"{lead} {text}", "meta": meta, "filters": filters}


def _first_sentence(text: str) -> str:
    """Return the first sentence, or as much of it as makes a link."""
    words = text[: next(sentence_ends(text), None)].split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if words[_TITLE_WORDS:] else "")


def _kind(library: Library, page: Page, block: str) -> str:
    """What a passage is, in the words of the page that lists such: “Questions”, “Articles”, “About this site”."""
    if block in library.listings:
        return library.listings[block].title
    part = library.pages.get(page.url.split("/")[0] + "/", page)
    return part.title


def kinds_of(library: Library) -> list[tuple[str, str]]:
    """All that ``_kind`` may say: the titles of listings, and of the first page of each part of the site."""
    listings = [(block, page.title) for block, page in library.listings.items()]
    return sorted([*listings, *((page.url, page.title) for page in library.pages.values() if page.url.count("/") == 1)])
