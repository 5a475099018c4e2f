"""Third phase: the library of all pages, their templates, and what is written beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.bibliography.exports import WorksToExport
from proofdesk.blocks.installed import kind_files
from proofdesk.build.conversion import Conversion, PageState, broken_links_of
from proofdesk.build.held_back import check_reached_of
from proofdesk.build.log import is_quiet, log_problems
from proofdesk.build.page_cache.outputs import OutputCache
from proofdesk.build.page_cache.rendered import RenderCache, template_settings
from proofdesk.build.private_apis.plugins import feed_names
from proofdesk.build.problem_panel.panel import list_problems
from proofdesk.build.progress import Progress, stepping
from proofdesk.build.site_folder.staging import KEPT, Staging
from proofdesk.build.templates import DoctorSheets, card_of, give_templates, linked_pages, shown_card
from proofdesk.checks.finished.known import KnownAddresses
from proofdesk.checks.site import check_site
from proofdesk.common.cache import Cache, cache_version, files_below
from proofdesk.common.language import speak, spoken
from proofdesk.common.parallel.parts import RENDER, part_of
from proofdesk.common.problems import Problem
from proofdesk.outputs import social_cards
from proofdesk.outputs.cite_this_page.citation import PageToCite, cite_page
from proofdesk.outputs.json_ld.graph import POLICIES
from proofdesk.outputs.page_outputs import PageOutputBuilder
from proofdesk.outputs.search.words import language
from proofdesk.outputs.security_headers import finish_page, inline_scripts
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library
from proofdesk.site.listings import listing_links
from proofdesk.site.lists.lists import Lists
from proofdesk.site.related import Relations


class Rendering:
    """The converted pages together, while MkDocs renders and writes them.

    ``problems`` is everything wrong with the site; ``expected`` is the path of each file that MkDocs and plugins mean
    to write, ``staging`` writes all others; ``broken`` are links that were reported, each with its page's file.
    ``lists`` are those that are published already, if no page of them is to be rendered. A page that is rendered
    ``alone``, as soon as it is edited, is in no cache: its key would take longer.
    """

    staging: Staging

    def __init__(
        self, conversion: Conversion, library: Library, problems: list[Problem], files: Files, env: Any,
        broken: Iterable[tuple[str, str]] = (), lists: Lists | None = None, alone: bool = False,
    ) -> None:
        self.expected: set[str] = set()
        self.broken = list(broken)
        self._cards: dict[str, social_cards.Card] = {}
        self.conversion, self.library, self.problems, self.files, self.env = conversion, library, problems, files, env
        self.settings, self.data = conversion.setup.settings, conversion.setup.data
        self.progress = Progress("Writing pages", len(files.documentation_pages()), quiet=is_quiet())
        self.language = language(str(self.settings.config.theme["language"]))
        self.addresses = KnownAddresses(self.settings.cache_dir / "addresses")
        self.relations = Relations(library.articles, library.topics, library.translations)
        self.lists = lists or Lists(library, self.data.references, conversion.setup.kinds, conversion.checkpoint)
        give_templates(env, conversion.setup, library, self.cite, self.relations, self.lists)
        self.cache = None if alone else self._render_cache()

    def state_of(self, page: MkDocsPage) -> PageState:
        return self.conversion.pages[page.file.src_uri]

    def page_of(self, page: MkDocsPage) -> Page:
        """Return our page for MkDocs' one."""
        return self.library.pages[page.url]

    def cite(self, article: Article) -> PageToCite:
        """Return an article as a work to cite."""
        stated = self.settings.stated
        return cite_page(article, self.data.site, stated.publisher.name, stated.name, self.settings.site_url)

    @cached_property
    def builder(self) -> PageOutputBuilder:
        """Return the builder of what is made of a rendered page; an edited page that is rendered alone needs none."""
        references, shown = self.data.references, self.data.references.published
        notices = {key: notice for key in shown if (notice := references[key].notice)}
        works = WorksToExport(self.data.bibliography, references.cache_dir, shown, notices)
        sheets = DoctorSheets(self.conversion.setup, self.library, self.conversion.nav, self.files, self.env)
        return PageOutputBuilder(self.library, references, self.cite, works, self.settings.site_url, self.language,
                                 sheets, self.addresses.note)

    @cached_property
    def outputs(self) -> OutputCache:
        return OutputCache(self.settings.cache_dir / "outputs", self.builder, self.conversion.setup.kinds)

    def restore_content(self, context: dict[str, Any], page: MkDocsPage) -> dict[str, Any]:
        """Give a page its content back, unless its rendered HTML is cached."""
        self.conversion.checkpoint()
        if not self.state_of(page).template:
            page.content = self.conversion.html(page)
        return context

    def complete_context(self, context: dict[str, Any], page: MkDocsPage) -> dict[str, Any]:
        """Speak a page's language, and add what its template reads: card, problems under serve, or cached HTML."""
        state = self.state_of(page)
        speak(self.page_of(page).language)
        if self.settings.site_url:
            context["card"] = shown_card(self.settings, self.card(page))
        if state.template:
            context["cached_html"] = Markup(self._cached_html(context, page))
        if self.settings.serving:
            here = self._problems_by_path.get(state.document.source.path, [])
            context["problems_here"] = list_problems(here, state.document.anchors, self.settings.root)
        page.content = Markup(page.content or "")
        return context

    def post_page(self, html: str, page: MkDocsPage) -> str:
        """Add the page's policy and cache it as it is published."""
        speak(self.settings.language)
        page.content = ""
        self.progress.step()
        state = self.state_of(page)
        if state.template:
            return html
        published = finish_page(html)
        if any(inline_scripts(html)):  # not content's, which has no script
            blocked = _blocked_script(page.meta.get("template", "main.html"))
            if blocked not in self.problems:
                self.problems.append(blocked)
                log_problems([blocked])
        elif self.cache and not self._shows_problems(page):
            state.digest = self.cache.store(self.page_of(page), published)
        return published

    @cached_property
    def _problems_by_path(self) -> dict[str, list[Problem]]:
        found = defaultdict[str, list[Problem]](list)
        for problem in sorted(set(self.problems)):
            found[problem.path].append(problem)
        return dict(found)

    def _shows_problems(self, page: MkDocsPage) -> bool:
        """Return whether a page has a panel of its problems, which its key in the cache does not cover."""
        return self.settings.serving and self.state_of(page).document.source.path in self._problems_by_path

    def post_template(self, html: str, name: str) -> str:
        """Add the policy to a template that is a page, such as 404.html. MkDocs writes none that is empty."""
        if html.strip():
            self.expected |= {name, f"{name}.gz"} if name == "sitemap.xml" else {name}
        return finish_page(html) if name.endswith(".html") and html.strip() else html

    def card(self, page: MkDocsPage) -> social_cards.Card:
        """Return the card of a page, made once: its name is a hash of the whole mark of the site."""
        if page.url not in self._cards:
            self._cards[page.url] = card_of(self.settings, self.state_of(page).front_matter, page,
                                            self.conversion.setup.mark.mark, self.library.article(page))
        return self._cards[page.url]

    def cards(self) -> set[social_cards.Card]:
        """Return the social card of each page; none if the site has no address."""
        if not self.settings.site_url:
            return set()
        pages = (file.page for file in self.files.documentation_pages() if file.page)
        return {self.card(page) for page in pages}

    def _cached_html(self, context: dict[str, Any], page: MkDocsPage) -> str:
        """Return a page's cached HTML, or ``KEPT``; render it with its own template if the cached copy is damaged."""
        state, key = self.state_of(page), self.page_of(page)
        assert self.cache  # which told that it has the page
        if self.staging.keep(page.file.dest_uri, digest := self.cache.digest(key)):
            state.digest = digest
            return KEPT
        if rendered := self.cache.load(key):
            state.digest = rendered.digest
            return rendered.text
        template = page.meta["template"] = state.template
        state.template = ""
        page.content = Markup(self.conversion.html(page))
        return str(self.env.get_template(template).render(context))

    @cached_property
    def template_settings(self) -> list[Any] | None:
        """Return all that any page may show besides articles; None if a plugin may change pages in unknown ways."""
        config = self.settings.config
        settings = template_settings(config, self.conversion.nav)
        if settings is None:
            return None
        policies = [url in self.library.pages for url in POLICIES.values()]
        listings = [(each.url, each.about) for each in listing_links(self.library, self.conversion.setup.kinds)]
        return [*settings, self.data.safety, self.data.site, self.data.glossary, policies, listings,
                *map(self.lists.topic_address, self.library.all_topics), linked_pages(self.library), feed_names(config),
                self.conversion.setup.mark.inline, self.conversion.setup.sheet[0], self.settings.shows_drafts]

    def cache_of(self, name: str) -> Cache | None:
        """Return a cache of what templates make; None if a plugin may change pages in ways that no key covers."""
        if self.template_settings is None:
            return None
        files = *files_below(map(Path, self.settings.config.theme.dirs[:1])), *kind_files(self.conversion.setup.kinds)
        return Cache(self.settings.cache_dir / name, cache_version(files, spoken(), self.template_settings))

    def _render_cache(self) -> RenderCache | None:
        cache, pages = self.cache_of("rendered"), [each.page for each in self.files.documentation_pages() if each.page]
        shown = stepping(self.conversion.checkpoint, pages if cache and self.settings.site_url else ())
        cards = {page.url: self.card(page).name for page in shown}
        return RenderCache(cache, self.library, self.data, self.relations, cards) if cache else None

    def use_cached_pages(self, pages: Iterable[MkDocsPage]) -> list[MkDocsPage]:
        """Spare cached pages their template. Returns the others that can be cached."""
        missing: list[MkDocsPage] = []
        for page in pages if self.cache else ():
            assert self.cache
            self.conversion.checkpoint()
            if self._shows_problems(page):
                continue
            key = self.page_of(page)
            if self.cache.has(key):
                self.state_of(page).template = page.meta.get("template", "main.html")
                page.meta["template"] = "cached.html"
            elif self.cache.can_store(key):
                missing.append(page)
        return missing


def _blocked_script(template: str) -> Problem:
    return Problem(template, 1, 1, "against-policy", "this template, or one that it includes, writes a script into its "
                   "page, which browsers do not run here", "put the script into a file, and load that with src")


def start_rendering(conversion: Conversion, files: Files, env: Any) -> Rendering:
    """Check all pages together, log what is wrong, and prepare the templates."""
    registered, data = conversion.registered, conversion.setup.data
    library = Library(conversion.collected(), data.references, data.site.vocabulary)
    for uri in registered.placeholders:
        files.remove(files.src_uris[uri])
    to_come = conversion.convert_to_come()
    whole = library if not to_come else Library([*library.pages.values(), *to_come], data.references, library.topics)
    broken = broken_links_of(whole, files, stepping(conversion.checkpoint, whole.pages.values()), conversion)
    wrong = check_site(whole, data, registered.withheld.pages.values(), conversion.checkpoint)
    wrong += check_reached_of(conversion.setup.settings, whole.pages)
    problems = [*registered.problems, *wrong, *(each for _, _, each in broken)]
    if (part := part_of(RENDER)) is None or part.number == 1:  # of several machines, one says it
        log_problems(problems)
    data.references.leave_out(data.cited_later)
    written = ((f"{unquote(page.url)}index.html", link) for page, link, _ in broken if page.url in library.pages)
    return Rendering(conversion, library, problems, files, env, written)
