"""Finished pages, kept on disk by everything that their templates read.

An article's page is made of its own conversion, of the works that it cites, of the articles that are related to it and
of the site's settings and templates. Any other page may gather what stands elsewhere, so it is made of what all
articles show. Kept are only pages that went through conversion without a word and through no other plugin. Knows the
library; knows neither MkDocs nor Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.content.editorial import EditorialData
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library

_PROGRAMS = ("jinja2", "markupsafe", "mkdocs", "mkdocs-material", "mkdocs-rss-plugin", "pydantic", "lxml")


@dataclass
class RenderedPage:
    """A page as it is published, and the scripts in it that its policy allows, by their hashes.

    ``digest`` is of all that it was made of and became; empty where that is not known.
    """

    html: str
    hashes: list[str]
    digest: str = ""


class RenderCache:
    """The pages that were finished before, in ``folder``.

    ``overrides`` is the folder of the site's own templates. ``settings`` is anything whose ``repr`` says what else a
    page depends on; ``related`` gives the articles that an article's page names as related, ``card`` what it shows of
    its picture, by the page's address.
    """

    def __init__(
        self, folder: Path, overrides: str | None, settings: Any, library: Library, desk: EditorialData,
        related: Callable[[Article], list[Any]], card: Mapping[str, str],
    ) -> None:
        self._library, self._desk, self._related, self._card = library, desk, related, card
        self._known: dict[str, str | None] = {}
        self._kept = Cache(folder, fingerprint(_code(overrides), repr(settings)))

    def can_keep(self, page: Page) -> bool:
        """Whether it is known what the page is made of."""
        return self._key(page) is not None

    def has(self, page: Page) -> bool:
        """Whether the page was kept. What is kept may still turn out to be damaged."""
        key = self._key(page)
        return key is not None and self._kept.has(key)

    def take(self, page: Page) -> RenderedPage | None:
        """The page as it was finished before; None where it has to be made."""
        found = self._kept.find_parts(self._key(page))
        if found is None:
            return None
        (html, hashes), digest = found
        return RenderedPage(str(html, "utf-8"), json.loads(bytes(hashes)), digest)

    def keep(self, page: Page, finished: RenderedPage) -> None:
        """Keep a page, if it is known what it was made of, and note its digest."""
        key = self._key(page)
        if key is not None:
            parts = [finished.html.encode("utf-8"), json.dumps(finished.hashes).encode("ascii")]
            finished.digest = self._kept.put_parts(key, parts)

    def prune(self) -> None:
        self._kept.prune()

    def _key(self, page: Page) -> str | None:
        """A digest of all that a page is made of; None where that is not known."""
        if page.url not in self._known:
            key = self._parts(page)
            self._known[page.url] = fingerprint(repr(key)) if key else None
        return self._known[page.url]

    def _parts(self, page: Page) -> tuple[Any, ...] | None:
        if not page.digest:
            return None
        article = self._library.article(page)
        own = page.url, page.title, page.digest, self._card.get(page.url)
        if article is None:
            return (*own, self._gathered) if self._gathered else None
        entries = self._desk.bibliography.entries
        cited = [entries[key].text for key in article.keys]
        related = [(each.article.url, str(each.article.title), each.article.minutes, each.reason)
                   for each in self._related(article)]
        return *own, cited, related

    @cached_property
    def _gathered(self) -> str:
        """All that a page can show of other pages, and of the whole bibliography; empty where that is not known."""
        references, articles = self._desk.references, self._library.articles
        if not all(article.page.shown for article in articles):
            return ""
        return fingerprint(
            *(repr((page.url, page.title)) for page in self._library.pages.values()),
            *(repr((each.url, each.page.shown, each.facts, each.minutes)) for each in articles),
            *(references.stated(key) + references.bibliography.entries[key].text for key in references),
        )


def _code(overrides: str | None) -> str:
    """Return a fingerprint of the code, the package's and the site's templates, and the programs that they use."""
    files = sorted(file for file in Path(overrides).rglob("*") if file.is_file()) if overrides else []
    return fingerprint(code_fingerprint(), *files, *(version(program) for program in _PROGRAMS))
