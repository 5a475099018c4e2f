"""What the templates read, and which pages have no need of one.

Knows MkDocs' pages and settings, and a build's state.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from hooks import cards, structured_data
from hooks.article import Article
from hooks.article_page import BlockInArticle
from hooks.blocks.myth.myth import RATINGS, Verdict
from hooks.building import Build, settings_shown
from hooks.cite import PageToCite, cite_each
from hooks.dates import longdate
from hooks.figure import figure
from hooks.finished import FinishedPages
from hooks.glossary import terms_used
from hooks.library import Library
from hooks.related import Relations
from hooks.rendered import elsewhere


def give_templates(build: Build) -> Relations:
    """Give the templates what they read: the library, and what is made of it. Returns who is related to whom."""
    env, config, library, desk = build.env, build.config, build.library, build.desk
    assert library is not None and desk is not None
    build.cites = _cites(config, library)
    env.filters.update(longdate=longdate, elsewhere=_elsewhere)
    relations = Relations(library.articles)
    env.globals.update(library=library, verdicts=[_word(verdict) for verdict in Verdict], topics=library.topics,
                       figure=figure, publisher=config.extra.get("publisher", {}), safety=desk.safety,
                       glossary=desk.glossary, terms_used=terms_used(library.articles),
                       related=relations.of, cite=build.cites)
    site = structured_data.site_of(config, build.address or "/")
    env.globals["structured_data"] = lambda page: structured_data.as_script(
        structured_data.graph(library.pages[page.url], library, desk.references, site))
    return relations


def _cites(config: MkDocsConfig, library: Library) -> dict[str, PageToCite]:
    publisher = config.extra.get("publisher", {}).get("name") or config.site_name
    return cite_each(library.articles, publisher, config.site_name, config.site_url or "")


def _word(word: Any) -> dict[str, Any]:
    return {"rating": RATINGS.get(word), "name": str(word), "label": word.label, "meaning": word.meaning}


def _elsewhere(block: BlockInArticle, page: Page) -> Markup:
    """A block as it can stand on another page. Its HTML was made by the converter, so it is safe."""
    return Markup(elsewhere(block.html, get_relative_url(block.article.url, page.url)))


def card_of(build: Build, page: Page) -> cards.Card:
    """The picture that stands for a page."""
    config = build.config
    facts = build.facts[page.file.src_uri]
    if isinstance(facts, Article):
        note = f"Last checked {longdate(facts.reviewed)}"
        return cards.Card(config.site_name, facts.title, "Article", note)
    title = config.site_name if page.is_homepage or facts is None else facts.title
    return cards.Card(config.site_name, title, note=facts.description if facts else "")


def take_finished(build: Build, relations: Relations) -> list[Page]:
    """Find the pages that were finished before. Returns those that were not, and that can be kept."""
    config, library, desk = build.config, build.library, build.desk
    assert library is not None and desk is not None
    settings = settings_shown(config, build.nav)
    if settings is None:
        return []
    policies = [url in library.pages for url in structured_data.POLICIES.values()]
    settings += [desk.safety, desk.glossary, policies, build.policy.blesses]
    pages = {file.page.url: file.page for file in build.files.documentation_pages() if file.page}
    names = {url: card_of(build, page).name for url, page in pages.items()} if config.site_url else {}
    build.finished = FinishedPages(build.kept / "finished", Path(config.theme.dirs[0]), settings, library, desk,
                                   relations.of, names)
    return mark_finished(build, pages.values())


def mark_finished(build: Build, pages: Iterable[Page]) -> list[Page]:
    """Leave their templates nothing to do where pages were finished before. Returns the others that can be kept."""
    assert build.finished and build.library
    anew = []
    for page in pages:
        site_page = build.library.pages[page.url]
        if build.finished.has(site_page):
            build.done[page.file.src_uri] = page.meta.get("template", "main.html")
            page.meta["template"] = "finished.html"
        elif build.finished.can_keep(site_page):
            anew.append(page)
    return anew
