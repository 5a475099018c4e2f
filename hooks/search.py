"""What a reader can find: every section and every block of the finished pages, each at its own address.

Reads the pages as they are published, so that the index cannot hold what a reader does not get. A block is
found where it stands in its article; listings repeat it and are left out. Knows the library and the index.

What answers a myth is its title: a myth is announced before it is stated, and is never the text of a link
(Debunking Handbook 2020).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hooks.evidence import EvidenceBase, kinds_among
from hooks.library import ArticlePage, BlockInArticle, Library, SitePage
from hooks.passages import KeptPassages, Passage
from hooks.problems import Problem
from hooks.search_index import FOLDER, write_index

# What the filters of the dialog offer, and of which parts the index is, beside it.
CHOICES = "choices.json"
# The editors' guide quotes blocks as examples of writing, not as things that are so.
_GUIDE = "contributing/"
# Pages that gather what stands elsewhere, by their template.
_GATHER = ("home.html", "articles.html", "listing.html", "references.html")

_EVIDENCE = {
    "people": "From people", "animals": "From animals", "cells": "From cells", "not-classified": "Not classified",
}
_TITLE_WORDS = 25
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


def index_site(site: Path, library: Library, evidence: EvidenceBase, language: str, kept: Path) -> list[Problem]:
    """Index the site that stands finished in ``site``. Returns where its pages lack what the library has.

    What was read and indexed before is taken from the folder ``kept``. Raises ``SearchError`` where the index could not
    be made or does not hold every passage.
    """
    entries, indexed = [], set()
    read = KeptPassages(kept / "passages")
    for page in library.pages.values():
        if _is_indexed(page):
            found = read.of(_file(site, page.url).read_text(encoding="utf-8"))
            indexed |= {f"{page.url}#{passage.anchor}" for passage in found if passage.block}
            article = library.article(page)
            made = (_entry(library, page, article, evidence, passage) for passage in found)
            # Pagefind keeps nothing without a word (a title of punctuation alone), and nobody could search for it.
            entries += [entry for entry in made if any(map(str.isalnum, entry["content"]))]
    parts = write_index(site, entries, language, kept / "search")
    read.tidy()
    offered = {**_choices(entries), "parts": parts}
    (site / FOLDER / CHOICES).write_text(json.dumps(offered, ensure_ascii=False), encoding="utf-8")
    return list(_missing(library, indexed))


def _choices(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What each filter offers, the most frequent first. Pagefind's own list grows with the site; this does not."""
    counts = {name: Counter[str]() for name in ("Kind", "Topic", "Evidence")}
    for entry in entries:
        for name, values in entry["filters"].items():
            counts[name].update(values)
    offered = {name: [value for value, _ in count.most_common()] for name, count in counts.items()}
    return {**offered, "Topic": sorted(offered["Topic"])}


def _is_indexed(page: SitePage) -> bool:
    return not page.url.startswith(_GUIDE) and getattr(page.facts, "template", None) not in _GATHER


def _file(site: Path, url: str) -> Path:
    return site / url / "index.html" if not url or url.endswith("/") else site / url


def _missing(library: Library, indexed: set[str]) -> Iterator[Problem]:
    blocks: list[BlockInArticle] = [block for article in library.articles for block in article.blocks]
    for block in blocks:
        if block.url not in indexed:
            placed, source = block.placed, block.article.page.document.source
            yield Problem(source.path, placed.line, placed.column, "unsearchable-block",
                          f"the {block.kind} “{placed.text}” is not on the finished page, so search cannot find it",
                          "see whether the page's template or the block's `id` takes it away")


def _entry(
    library: Library, page: SitePage, article: ArticlePage | None, evidence: EvidenceBase, passage: Passage
) -> dict[str, Any]:
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
    kinds = [_EVIDENCE[name] for name in kinds_among(evidence.of(dict.fromkeys(passage.keys)))]
    if kinds:
        filters["Evidence"] = kinds
    url = page.url + (f"#{passage.anchor}" if passage.anchor else "")
    return {"url": url, "content": f"{lead} {text}", "meta": meta, "filters": filters}


def _first_sentence(text: str) -> str:
    """The first sentence, or as much of it as makes a link."""
    words = _SENTENCE_END.split(text, maxsplit=1)[0].split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if words[_TITLE_WORDS:] else "")


def _kind(library: Library, page: SitePage, block: str) -> str:
    """What a passage is, in the words of the page that lists such: “Questions”, “Articles”, “About this site”."""
    if block in library.listings:
        return library.listings[block].title
    part = library.pages.get(page.url.split("/")[0] + "/", page)
    return part.title
