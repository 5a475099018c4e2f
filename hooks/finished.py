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

from hooks.article_page import ArticlePage, SitePage
from hooks.kept import Kept, version_of
from hooks.library import Library
from hooks.pages import Desk

_PROGRAMS = ("jinja2", "markupsafe", "mkdocs", "mkdocs-material", "mkdocs-rss-plugin", "pydantic", "lxml")


@dataclass
class Finished:
    """A page as it is published, and the scripts in it that its policy allows, by their hashes.

    ``digest`` is of all that it was made of and became; empty where that is not known.
    """

    html: str
    hashes: list[str]
    digest: str = ""


class FinishedPages:
    """The pages that were finished before, in ``folder``.

    ``settings`` is anything whose ``repr`` says what else a page depends on; ``related`` gives the articles that an
    article's page names as related, ``card`` what it shows of its picture, by the page's address.
    """

    def __init__(
        self, folder: Path, templates: Path, settings: Any, library: Library, desk: Desk,
        related: Callable[[ArticlePage], list[Any]], card: Mapping[str, str],
    ) -> None:
        self._library, self._desk, self._related, self._card = library, desk, related, card
        self._known: dict[str, str | None] = {}
        self._kept = Kept(folder, version_of(_code(templates), repr(settings)))

    def can_keep(self, page: SitePage) -> bool:
        """Whether it is known what the page is made of."""
        return self._made_of(page) is not None

    def has(self, page: SitePage) -> bool:
        """Whether the page was kept. What is kept may still turn out to be damaged."""
        made_of = self._made_of(page)
        return made_of is not None and self._kept.has(made_of)

    def take(self, page: SitePage) -> Finished | None:
        """The page as it was finished before; None where it has to be made."""
        found = self._kept.find_parts(self._made_of(page))
        if found is None:
            return None
        (html, hashes), digest = found
        return Finished(str(html, "utf-8"), json.loads(bytes(hashes)), digest)

    def keep(self, page: SitePage, finished: Finished) -> None:
        """Keep a page, if it is known what it was made of, and note its digest."""
        made_of = self._made_of(page)
        if made_of is not None:
            parts = [finished.html.encode("utf-8"), json.dumps(finished.hashes).encode("ascii")]
            finished.digest = self._kept.put_parts(made_of, parts)

    def tidy(self) -> None:
        self._kept.tidy()

    def _made_of(self, page: SitePage) -> str | None:
        """A digest of all that a page is made of; None where that is not known."""
        if page.url not in self._known:
            made_of = self._parts(page)
            self._known[page.url] = version_of(repr(made_of)) if made_of else None
        return self._known[page.url]

    def _parts(self, page: SitePage) -> tuple[Any, ...] | None:
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
        return version_of(
            *(repr((page.url, page.title)) for page in self._library.pages.values()),
            *(repr((each.url, each.page.shown, each.facts, each.minutes)) for each in articles),
            *(references.stated(key) + references.bibliography.entries[key].text for key in references),
        )


def _code(templates: Path) -> str:
    """The code, the templates, and the versions of the programs that they ask."""
    here = Path(__file__).parent
    code = (file for ending in ("py", "html") for file in here.rglob(f"*.{ending}"))
    files = sorted(file for file in (*code, *templates.rglob("*")) if file.is_file())
    return version_of(*files, *(version(program) for program in _PROGRAMS))
