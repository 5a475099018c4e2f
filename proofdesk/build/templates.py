"""What the templates read, and which pages have no need of one.

Knows MkDocs' pages and settings, and a build's state.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from proofdesk.bibliography.evidence import EvidenceKind
from proofdesk.build.render_cache import RenderCache
from proofdesk.build.state import Build, settings_shown
from proofdesk.common.dates import longdate
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.html import split_references
from proofdesk.outputs import json_ld, social_cards
from proofdesk.outputs.cite_this_page.citation import PageToCite, cite_each
from proofdesk.site.article import ArticleBlock
from proofdesk.site.embed import embed_fragment
from proofdesk.site.evidence_chart.chart import figure
from proofdesk.site.library import Library
from proofdesk.site.related import Relations
from proofdesk.site.terms import terms_used


def give_templates(build: Build) -> Relations:
    """Give the templates what they read: the library, and what is made of it. Returns who is related to whom."""
    env, config, library, desk = build.env, build.config, build.library, build.desk
    assert library is not None and desk is not None
    build.cites = _cites(config, library)
    env.filters.update(longdate=longdate, embed_fragment=_elsewhere, split_references=split_references)
    relations = Relations(library.articles)
    env.globals["evidence_kinds"] = list(EvidenceKind)
    env.globals.update(library=library, verdicts=_verdicts(build), topics=library.topics,
                       figure=figure, publisher=config.extra.get("publisher", {}), safety=desk.safety,
                       glossary=desk.glossary, terms_used=terms_used(library.articles),
                       related=relations.of, cite=build.cites)
    site = json_ld.site_of(config, build.address or "/")
    env.globals["structured_data"] = lambda page: json_ld.as_script(
        json_ld.graph(library.pages[page.url], library, desk.references, site))
    return relations


def _cites(config: MkDocsConfig, library: Library) -> dict[str, PageToCite]:
    publisher = config.extra.get("publisher", {}).get("name") or config.site_name
    return cite_each(library.articles, publisher, config.site_name, config.site_url or "")


def _verdicts(build: Build) -> list[dict[str, Any]]:
    myth: Any = build.kinds.get("myth")
    return [{"rating": word.rating, "name": str(word), "label": word.label, "meaning": word.meaning}
            for word in (myth.options["verdict"]["words"] if myth else [])]


def _elsewhere(block: ArticleBlock, page: MkDocsPage) -> Markup:
    """A block as it can stand on another page. Its HTML was made by the converter, so it is safe."""
    return Markup(embed_fragment(block.html, get_relative_url(block.article.url, page.url)))


def card_of(build: Build, page: MkDocsPage) -> social_cards.Card:
    """The picture that stands for a page."""
    config = build.config
    facts = build.facts[page.file.src_uri]
    if isinstance(facts, ArticleFrontMatter):
        note = f"Last checked {longdate(facts.reviewed)}"
        return social_cards.Card(config.site_name, facts.title, "Article", note)
    title = config.site_name if page.is_homepage or facts is None else facts.title
    return social_cards.Card(config.site_name, title, note=facts.description if facts else "")


def take_finished(build: Build, relations: Relations) -> list[MkDocsPage]:
    """Find the pages that were finished before. Returns those that were not, and that can be kept."""
    config, library, desk = build.config, build.library, build.desk
    assert library is not None and desk is not None
    settings = settings_shown(config, build.nav)
    if settings is None:
        return []
    policies = [url in library.pages for url in json_ld.POLICIES.values()]
    settings += [desk.safety, desk.glossary, policies, build.policy.allow_inline_scripts]
    pages = {file.page.url: file.page for file in build.files.documentation_pages() if file.page}
    names = {url: card_of(build, page).name for url, page in pages.items()} if config.site_url else {}
    build.finished = RenderCache(build.kept / "finished", Path(config.theme.dirs[0]), settings, library, desk,
                                   relations.of, names)
    return mark_finished(build, pages.values())


def mark_finished(build: Build, pages: Iterable[MkDocsPage]) -> list[MkDocsPage]:
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
