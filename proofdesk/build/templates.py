"""Give the templates what they read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from markupsafe import Markup
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.bibliography.exports import EXPORT_FORMATS
from proofdesk.build.assets import autoescapes
from proofdesk.build.private_apis.mkdocs import render_beside
from proofdesk.build.private_apis.plugins import feed_names
from proofdesk.build.settings import Settings
from proofdesk.build.setup import Setup
from proofdesk.common.cache import code_fingerprint, files_below, fingerprint
from proofdesk.common.language import _, speaking, spoken
from proofdesk.common.language.scripts import script_words
from proofdesk.common.language.templates import give_words
from proofdesk.content.front_matter import ArticleFrontMatter, FrontMatter
from proofdesk.content.harms.entries import Harms
from proofdesk.content.html import split_opening, split_references
from proofdesk.content.record.loading import OwnTemplates
from proofdesk.outputs import social_cards
from proofdesk.outputs.cite_this_page.citation import PageToCite
from proofdesk.outputs.doctor_sheet import graph as sheet_graph
from proofdesk.outputs.doctor_sheet.sheet import address_of_sheet, sheet_of
from proofdesk.outputs.icons.mark import Mark
from proofdesk.outputs.json_ld import graph as json_ld
from proofdesk.outputs.security_headers import finish_page
from proofdesk.site.article import Article
from proofdesk.site.evidence_chart.chart import figure
from proofdesk.site.evidence_panes.panes import panes
from proofdesk.site.library import Library
from proofdesk.site.listings import listing_links
from proofdesk.site.lists.drawing import ListDrawing
from proofdesk.site.lists.lists import Lists
from proofdesk.site.navigation import LINKED_PAGES, first_address
from proofdesk.site.related import Relations
from proofdesk.site.terms import terms_used
from proofdesk.site.translations.translations import marked_language, titled

_PACKAGE = f"{Path(__file__).parent.parent}{os.sep}"
_BELOW = "below:"  # before the name of the template whose place another one took


def give_templates(
    env: Any, setup: Setup, library: Library, cite: Callable[[Article], PageToCite], relations: Relations, lists: Lists,
) -> None:
    """Set what templates read: the library, the editors' lists, and what is made of them. Escape what they print."""
    config, data, stated = setup.settings.config, setup.data, setup.settings.stated
    escapes = autoescapes(config.theme)
    env.autoescape = lambda name: escapes(name and name.replace(_BELOW, ""))
    env.loader, env.join_path = _Layers(config.theme.dirs), _within
    env.make_globals = lambda more: {**env.globals, **more} if more else env.globals  # Jinja's chain is read key by key
    env.bytecode_cache = env.bytecode_cache or CompiledTemplates(env)  # who has one already keeps it
    give_words(env)
    env.filters.update(longdate=lambda day: spoken().date(day), anchor=quote, split_references=split_references,
                       split_opening=split_opening, title_text=_title_text, lang=marked_language,
                       draft_mark=_draft_mark, first_address=first_address)

    def render(name: str, **shown: Any) -> str:
        return str(env.get_template(name).render(shown))

    drawn = dict[Any, Markup]()

    def once(name: str, **shown: str) -> Markup:
        """Render a template that is the same on all pages of a language, for the first of them."""
        key = name, spoken(), *shown.items()
        if key not in drawn:
            drawn[key] = Markup(render(name, **shown))
        return drawn[key]

    drawing = ListDrawing(data.references, render)
    site = json_ld.site_of(stated, data.site, setup.settings.site_url or "/")
    env.globals.update(
        once=once, titled=titled, script_words=lambda: Markup(script_words(spoken())),
        site_lang=lambda: marked_language(setup.settings),  # of the settings' words, on a page in another language
        shows_drafts=setup.settings.shows_drafts, list_page=lists.page, topic_address=lists.topic_address,
        page_of_work=lists.page_of_work,
        draw_list=drawing.draw, forget_list=drawing.forget, list_addresses=lists.numbered,
        library=library, kinds=setup.kinds, listings=listing_links(library, setup.kinds),
        linked_pages=linked_pages(library), feeds=feed_names(config),
        figure=figure, panes=panes, mark=Markup(setup.mark.inline), theme_sheet=setup.sheet[0],
        publisher=stated.publisher, licences=stated.licences, safety=data.safety, site_facts=data.site,
        glossary=data.glossary,
        terms_used=terms_used(library.articles), related=relations.of, around=relations.around, cite=cite,
        export_formats=EXPORT_FORMATS, doctor_sheet=address_of_sheet,
        sheet_data=lambda sheet: Markup(json_ld.as_script(sheet_graph.graph(sheet, library, site))),
        structured_data=lambda page: Markup(json_ld.as_script(
            json_ld.graph(library.pages.get(page.url) or lists.described(page), library, data.references, site,
                          data.harms))),
    )


def _within(template: str, parent: str) -> str:
    """Return what a template means by the name of another: by its own name, the one whose place it takes."""
    return f"{_BELOW}{parent}" if template == parent.replace(_BELOW, "") else template


class _Layers(OwnTemplates):
    """Loads templates from the theme's folders, of which the site's is the first, and those whose places they took."""

    def get_source(self, environment: Environment, template: str) -> Any:
        name = template.replace(_BELOW, "")
        if name == template:
            return super().get_source(environment, name)
        holding = [folder for folder in self.searchpath if (Path(folder) / name).is_file()]
        return OwnTemplates(holding[template.count(_BELOW):]).get_source(environment, name)


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates as Jinja compiled them, for the builds to come.

    Those of this package stay where Python keeps the modules that it compiled, all others in the memory of the process:
    under serve each build has an environment anew. The folder of caches has none: a cache from elsewhere must not hold
    code that is run.
    """

    _in_memory: ClassVar[dict[tuple[str, str], bytes]] = {}

    def __init__(self, env: Any) -> None:
        super().__init__(os.path.dirname(cache_from_source(__file__)), "template-%s.pyc")
        self._env, self._own = env, set[str]()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        key = fingerprint(repr((name, filename, self._env.autoescape(name), spoken())))
        if (filename or "").startswith(_PACKAGE):
            self._own.add(key)
        return key

    def get_source_checksum(self, source: str) -> str:
        return fingerprint(source, self._settings, code_fingerprint())

    @cached_property
    def _settings(self) -> str:
        """Return what else the code of a template depends on: Jinja asks filters and tests about what is constant."""
        env = self._env
        called = ((name, getattr(each, "__module__", ""), getattr(each, "__qualname__", ""))
                  for name, each in (*env.filters.items(), *env.tests.items()))
        return repr((jinja2.__version__, sorted(env.extensions), env.trim_blocks, env.lstrip_blocks,
                     env.keep_trailing_newline, env.undefined, env.finalize, sorted(called)))

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._in_memory.get((bucket.key, bucket.checksum))
        if kept:
            bucket.bytecode_from_string(kept)
        elif bucket.key in self._own:
            with suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._in_memory[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
        if bucket.key in self._own and not sys.dont_write_bytecode:
            with suppress(OSError):  # a package that may only be read
                os.makedirs(self.directory, exist_ok=True)
                super().dump_bytecode(bucket)


class DoctorSheets:
    """Writes the sheets for doctors with the site's templates."""

    def __init__(self, setup: Setup, library: Library, nav: Navigation, files: Files, env: Any) -> None:
        self._settings, self._nav, self._files, self._env = setup.settings, nav, files, env
        self._mark = setup.mark.mark
        self._data, self._harms = setup.data, setup.data.harms if library.harms_page else Harms()
        self.wanted = setup.data.site.doctor_sheet
        own = files_below(Path(each) for each in setup.settings.config.theme.dirs[:1])
        works = [setup.data.references.fingerprint(key) for key in sorted(self._harms.keys)]
        self.version = fingerprint(*own, repr((self._harms.entries, works, self._data.site, self._mark)))

    def html(self, article: Article) -> str:
        """Return an article's sheet as it is published."""
        sheet = sheet_of(article, self._data.references, self._harms, self._data.site)
        values: dict[str, Any] = {"sheet": sheet}
        page = self._files.src_uris[article.page.document.uri].page
        if self._settings.site_url and page:
            values["card"] = shown_card(
                self._settings, card_of(self._settings, article.facts, page, self._mark, article))
        return finish_page(render_beside("outputs/doctor_sheet/sheet.html", sheet.url, self._settings.config,
                                        self._files, self._nav, self._env, **values))


def _draft_mark(page: Any) -> Markup:
    """Return what stands behind the title of a page that readers do not have, in a preview."""
    return Markup(' <span class="draft">{}</span>').format(page.mark) if page.mark else Markup()


def _title_text(title: object) -> str:
    """Return a title as text. One from the navigation is text already; one from a page is ``Markup``."""
    return title.striptags() if isinstance(title, Markup) else str(title)


def linked_pages(library: Library) -> list[str]:
    """Return those of the pages that the theme links to that the site has."""
    return [url for url in LINKED_PAGES if url in library.pages]


def card_of(
    settings: Settings, facts: FrontMatter | None, page: MkDocsPage, mark: Mark, article: Article | None
) -> social_cards.Card:
    """Return the social card of a page."""
    name = settings.config.site_name
    if isinstance(facts, ArticleFrontMatter):
        with speaking(article.language if article else spoken()):
            checked = _("Last checked %(day)s", day=spoken().date(facts.reviewed))
            return social_cards.Card(name, facts.title, _("Article"), facts.description, checked,
                                     article.panes if article else (), mark)
    title = name if page.is_homepage or facts is None else facts.title
    return social_cards.Card(name, title, text=facts.description if facts else "", mark=mark)


def shown_card(settings: Settings, card: social_cards.Card) -> dict[str, Any]:
    """Return what a page says of its card. Who shares a page needs the picture's whole address."""
    return {"url": f"{settings.site_url}{social_cards.FOLDER}/{card.name}", "alt": card.alt,
            "width": social_cards.WIDTH, "height": social_cards.HEIGHT}
