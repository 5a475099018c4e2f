"""Make search records: one for every section, block and work of the finished pages, each at its own address.

The pages are read as published, so that the index has nothing that readers do not see. A block is found in its article;
listings, which repeat it, are left out.

If a block states what is not so, its record has the answer as its title: such a claim is announced before it is stated,
and is never the text of a link (Debunking Handbook 2020).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofdesk.bibliography.evidence import EvidenceBase, kinds_among
from proofdesk.bibliography.references import References
from proofdesk.common.text import sentence_ends
from proofdesk.content.editorial import GUIDE
from proofdesk.content.html import text_of
from proofdesk.content.markup import reference_id
from proofdesk.outputs.search.passages import Passage
from proofdesk.outputs.search.postings import SearchRecord
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library

# Templates of pages that repeat content of other pages.
_GATHER = ("home.html", "articles.html", "listing.html")
# The page, or pages, of the bibliography, of which each work is found.
_REFERENCES = "references.html"
_TITLE_WORDS = 25


def is_indexed(page: Page) -> bool:
    return not page.url.startswith(GUIDE) and getattr(page.facts, "template", None) not in (*_GATHER, _REFERENCES)


def lists_works(page: Page) -> bool:
    return getattr(page.facts, "template", None) == _REFERENCES


def records_of(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, found: Iterable[Passage]
) -> list[SearchRecord]:
    """Return the records of a page's passages."""
    records = (_record(library, page, article, evidence, passage) for passage in found)
    # What has no letter cannot be found.
    return [record for record in records if any(map(str.isalnum, f"{record.title}{record.text}"))]


def records_of_works(library: Library, page: Page, references: References) -> Iterator[SearchRecord]:
    """Yield the records of all works; the list's first page leads to the one that has a work by now."""
    kind = _kind(library, page, "")
    for reference in references.sorted():
        key = reference.key
        text = text_of(reference.html)
        entry = references.bibliography.entries[key]
        # A style names the first authors only; the others are looked for too.
        authors = [name for name in entry.family_names if name != "others"]
        yield SearchRecord(reference_id(key), kind, entry.plain("title") or text, text, asked=authors, is_work=True,
                           evidence=[reference.evidence.kind.meaning])


def _record(
    library: Library, page: Page, article: Article | None, evidence: EvidenceBase, passage: Passage
) -> SearchRecord:
    record = SearchRecord(
        passage.anchor, _kind(library, page, passage.block), passage.title or page.title, passage.text,
        topics=[library.topics.label(topic) for topic in _topics(library, page, passage)],
        evidence=[kind.meaning for kind in kinds_among(evidence.of(dict.fromkeys(passage.keys)))],
        asked=passage.asked)
    if passage.claim:
        record.title = _first_sentence(passage.text)
        record.claim, record.verdict = passage.claim, passage.verdict
        record.label, record.answer_label = passage.labels
    return record


def _topics(library: Library, page: Page, passage: Passage) -> list[str]:
    """Return what a passage is about: a page is about all its topics, and each part of it about its own."""
    if not passage.anchor:
        return page.facts.topics if page.facts else []
    if passage.block:
        return [*next((block.topics for block in page.document.blocks if block.id == passage.anchor), ())]
    return library.topics.of(passage.title, passage.text)


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
