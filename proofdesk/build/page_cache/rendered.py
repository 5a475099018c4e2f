"""Second stage: pages as they are published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from proofdesk.common.cache import Cache, CacheHit, fingerprint, fingerprint_each
from proofdesk.content.editorial import EditorialData
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.related import Relations

# Plugins that do nothing to a page while its template is rendered.
KNOWN_PLUGINS = {"bibtex", "rss", "redirects", "hooks/events.py", "proofdesk"}
# Settings that no template shows, or that are part of the key by another way.
_NOT_SHOWN = ("config_file_path", "docs_dir", "site_dir", "plugins", "hooks", "theme", "watch", "nav", "dev_addr",
              "exclude_docs", "draft_docs", "not_in_nav", "validation", "strict", "markdown_extensions")


class RenderCache:
    """Pages as they are published.

    An article depends on its conversion, the works it cites, the articles related to it, the settings and templates.
    Any other page may list what is in all articles, so it depends on what each of them shows. ``relations`` finds the
    articles that an article leads to, ``cards`` is the name of each page's social card by its address.
    """

    def __init__(self, cache: Cache, library: Library, data: EditorialData, relations: Relations,
                 cards: Mapping[str, str]) -> None:
        self._library, self._data, self._relations, self._cards = library, data, relations, cards
        self._keys: dict[str, str | None] = {}
        self._cache = cache

    def can_store(self, page: Page) -> bool:
        """Return whether all that the page depends on is known."""
        return self._key(page) is not None

    def has(self, page: Page) -> bool:
        """Return whether the page is cached; the cached copy may still turn out to be damaged."""
        key = self._key(page)
        return key is not None and self._cache.has(key)

    def digest(self, page: Page) -> str:
        """Return the digest of a cached page, which may be damaged; empty if there is none."""
        return self._cache.digest(self._key(page))

    def load(self, page: Page) -> CacheHit | None:
        """Return a page as it is published, with the digest of that and of all that it was made of."""
        return self._cache.load(self._key(page))

    def store(self, page: Page, html: str) -> str:
        """Store a page as it is published and return its digest; empty if its dependencies are not known."""
        key = self._key(page)
        return "" if key is None else self._cache.store(key, html)

    def _key(self, page: Page) -> str | None:
        if page.url not in self._keys:
            parts = self._dependencies(page)
            self._keys[page.url] = fingerprint(repr(parts)) if parts else None
        return self._keys[page.url]

    def _dependencies(self, page: Page) -> tuple[Any, ...] | None:
        if not page.digest:
            return None
        article = self._library.article(page)
        own = page.url, page.title, page.mark, page.digest, self._cards.get(page.url), repr(page.language)
        if article is None:
            return (*own, self._library.way(page), self._site_fingerprint) if self._site_fingerprint else None
        entries = self._data.bibliography.entries
        cited = [entries[key].digest for key in article.keys]
        related = [(each.article.url, str(each.article.title), each.article.mark, each.article.minutes, each.reason,
                    each.article.facts.lang) for each in self._relations.of(article)]
        around = [each and (each.url, str(each.title), each.mark, each.facts.lang)
                  for each in self._relations.around(article)]
        part = self._library.series.get(page.url)
        series = part and (part.name, part.number, part.total, [
            (number, each.url, str(each.title), each.mark, each.facts.lang) for number, each in part.parts])
        linked = self._library.translations.get(article.url)
        translations = linked and [(each.url, each.facts) for each in linked.articles]
        return *own, cited, related, around, series, translations

    @cached_property
    def _site_fingerprint(self) -> str:
        """Cover all that a page can show of other pages and of the bibliography; empty if that is not known."""
        references, articles, places = self._data.references, self._library.articles, self._library.places
        if not all(place.page.shown for place in places):
            return ""
        return fingerprint_each(chain(
            (repr((page.url, page.title, page.mark, page.language)) for page in self._library.pages.values()),
            (repr((each.url, each.page.shown, each.facts)) for each in places),
            (repr(each.minutes) for each in articles),
            (references.fingerprint(key) + references.bibliography.entries[key].digest for key in references),
        ))


def template_settings(config: MkDocsConfig, nav: Any) -> list[Any] | None:
    """Return all settings that a template may show; None if an unknown plugin may change pages."""
    if not config.plugins.keys() <= KNOWN_PLUGINS:
        return None
    theme = [(name, config.theme[name]) for name in sorted(config.theme)]
    return [[(name, config[name]) for name in config if name not in _NOT_SHOWN], theme, config.theme.name,
            sorted(config.plugins), nav and (_items(nav.items), nav.homepage and nav.homepage.url)]


def _items(items: Any) -> list[Any]:
    return [(str(item.title), getattr(item, "url", None), _items(item.children or ())) for item in items]
