"""Second phase: each page from its source to its HTML, by MkDocs' events for one page."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import escape
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.log import is_quiet
from proofdesk.build.private_apis.contents import restore_toc, toc_tokens
from proofdesk.build.private_apis.mkdocs import convert_page, skip_render, wrap_render
from proofdesk.build.progress import Progress
from proofdesk.build.setup import RegisteredFiles, Setup
from proofdesk.checks.harms.check import read_statements
from proofdesk.checks.links import find_broken_links, template_ids
from proofdesk.checks.page import check_claims, check_conversion
from proofdesk.common.dates import today
from proofdesk.common.language import speak
from proofdesk.common.parallel.parts import CONVERT, WHOLE, part_of
from proofdesk.common.parallel.workers import run_in_workers
from proofdesk.common.problems import Problem
from proofdesk.content.document import Document
from proofdesk.content.front_matter import ArticleFrontMatter, FrontMatter, is_published, language_of
from proofdesk.content.safe_html.sanitize import sanitize
from proofdesk.outputs.beside import EXPORTS_OF_SITE, files_beside
from proofdesk.outputs.feeds import facts_for_feed
from proofdesk.outputs.guide import fill
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.page_cache.converted import ConversionCache, ConvertedPage
from proofdesk.site.page_limits import refuse_excess, refuse_recursion
from proofdesk.site.pipeline import collect_page, parse_page

# Cache misses of a build before the pages that follow are converted in several processes.
MISSES_BEFORE_PARALLEL = 10


@dataclass
class PageState:
    """One page on its way through a build.

    ``page`` is set once it is converted. ``html`` is its compressed content, None if the conversion cache holds it.
    ``template`` is the page's own template if its rendered HTML is cached, ``digest`` identifies that HTML.
    """

    document: Document
    front_matter: FrontMatter | None
    cached: ConvertedPage | None = None
    page: Page | None = None
    html: bytes | None = None
    template: str = ""
    digest: str = ""


class Conversion:
    """The pages of a build while MkDocs converts them, by the path of their source within the folder of pages.

    ``checkpoint`` is called at each page, and at each file beside one, and ends the build if it raises.
    """

    def __init__(
        self, setup: Setup, registered: RegisteredFiles, nav: Navigation, checkpoint: Callable[[], None]
    ) -> None:
        self.checkpoint = checkpoint
        self.setup, self.registered, self.nav = setup, registered, nav
        self.files = registered.files
        self.pages: dict[str, PageState] = {}
        self.cache = _conversion_cache(setup, registered)
        self.progress = Progress("Converting pages", len(self.files.documentation_pages()), quiet=is_quiet())
        self._misses = 0

    def read_source(self, page: MkDocsPage) -> str:
        """Parse a page's file and return its body. Its language is spoken until it is converted."""
        self.checkpoint()
        settings, site, uri = self.setup.settings, self.setup.data.site, page.file.src_uri
        # A page that a plugin made has no file; problems name it as if it were among the others.
        name = settings.path(page.file.abs_src_path or Path(settings.config.docs_dir, uri))
        filled = partial(fill, kinds=self.setup.kinds, stated=site, docs=Path(settings.config.docs_dir))
        document, front_matter = parse_page(
            name, uri, page.file.content_bytes, filled, site.vocabulary, self.cache.facts if self.cache else None)
        self.pages[uri] = PageState(document, front_matter)
        speak(language_of(front_matter))
        # An empty line keeps MkDocs from taking a first line such as “Note: …” for front matter.
        return "\n" + document.source.body

    def apply_front_matter(self, markdown: str, page: MkDocsPage) -> str:
        """Give MkDocs and the plugins the front matter that was parsed with the source."""
        state = self.pages[page.file.src_uri]
        page.meta = dict(state.document.stated)
        if state.front_matter is None:  # faulty, so the page is no list, and the template of one finds none
            page.meta.pop("template", None)
        return markdown

    def start_conversion(self, markdown: str, page: MkDocsPage) -> str:
        """Take the page from the cache, or prepare its conversion. Returns the text to convert."""
        state = self.pages[page.file.src_uri]
        document, front_matter = state.document, state.front_matter
        for name in ("title", "description"):
            if name in page.meta:
                page.meta[name] = escape(page.meta[name])  # templates print them as they are
        page.meta.update(
            facts_for_feed(front_matter, self.setup.data.site.vocabulary)
            if isinstance(front_matter, ArticleFrontMatter) and is_published(front_matter, today())
            else {"draft": True})
        page.meta.pop("authors", None)  # RSS 2.0 asks for their mail addresses, and mkdocs-rss-plugin takes names
        if markdown.strip() != document.source.body.strip():  # a plugin changed it, so blocks have other lines
            document.source = document.source.with_body(markdown)
            markdown = document.source.body
        state.cached = self.cache.load(document, page.file.src_uri) if self.cache else None
        if state.cached:
            skip_render(page)
            return ""
        self._convert_rest_in_workers()
        if refuse_excess(document):
            markdown = ""
        wrap_render(page, partial(self._render, page, document))
        return markdown

    def _render(self, page: MkDocsPage, document: Document, render: Callable[[], None]) -> None:
        try:
            self.setup.context.convert(document, render)
        except RecursionError:
            refuse_recursion(document)
            page.markdown = ""
            self.setup.context.convert(document, render)

    def restore_html(self, html: str, page: MkDocsPage) -> str:
        """Bring the HTML and the table of contents of a page that is cached."""
        cached = self.pages[page.file.src_uri].cached
        if cached is None:
            return html
        restore_toc(page, cached.load_toc)
        page.content = cached.html
        return cached.html

    def collect(self, html: str, page: MkDocsPage) -> str:
        """Sanitise and read the finished HTML once, cache it if nothing is wrong, and put it aside for rendering."""
        uri = page.file.src_uri
        state = self.pages[uri]
        cached, document = state.cached, state.document
        if cached and cached.html == html:
            state.page = Page(page.url, str(page.title), document, cached.findings, state.front_matter, cached.digest,
                              cached.shown)
        else:
            content, unchanged = sanitize(html), page.content == html
            html = content.html
            state.page = collect_page(
                document, state.front_matter, uri, page.url, str(page.title), content, self.setup.data)
            if self.cache and not cached and unchanged and not any(check_conversion(state.page)):
                read_statements(document)
                check_claims(state.page, self.setup.data)
                converted = ConvertedPage(html, partial(toc_tokens, page), state.page.findings)
                self.cache.store(document, uri, converted)
                state.page.digest, state.page.shown = converted.digest, converted.shown
            # Compressed: the HTML of thousands of pages would fill the memory.
            state.html = zlib.compress(html.encode("utf-8", "surrogatepass"), 1)
        document.source.pack()
        state.cached = None
        self.progress.step()
        speak(self.setup.settings.language)
        return ""

    def html(self, page: MkDocsPage) -> str:
        """Return the content of a page that is converted."""
        uri = page.file.src_uri
        state = self.pages[uri]
        if state.html is not None:
            return zlib.decompress(state.html).decode("utf-8", "surrogatepass")
        assert self.cache
        return self.cache.load_html(uri)

    def collected(self) -> list[Page]:
        """Return every page that is converted, in the order of their conversion."""
        return [state.page for state in self.pages.values() if state.page]

    def convert_to_come(self) -> list[Page]:
        """Convert the pages that readers do not have yet, the last, and return them: each must be right on its day."""
        config, found = self.setup.settings.config, []
        for file in [] if self.setup.settings.shows_drafts else [*self.files]:
            held_back = self.registered.withheld.pages.get(file.url)
            if held_back and not held_back.is_draft:
                convert_page(MkDocsPage(None, file, config), config, self.files)
                file.page = None  # or MkDocs would count it among the site's
                state = self.pages.pop(file.src_uri)
                found += [state.page] if state.page else []
        if self.cache:
            self.cache.facts.keep()
        return found

    def _convert_rest_in_workers(self) -> None:
        """Fill the cache with the pages that follow, once enough of them had to be converted."""
        self._misses += 1
        if self._misses != MISSES_BEFORE_PARALLEL or not self.cache:
            return
        part = part_of(CONVERT) or WHOLE
        rest = [file for file in self.files.documentation_pages()
                if file.src_uri not in self.pages and part.has(file.src_uri)]
        run_in_workers(rest, self._convert_in_worker, self.progress.advance_early)

    def convert(self, file: File) -> MkDocsPage:
        """Convert one page by MkDocs' events, outside its own loop over all pages."""
        page = file.page or MkDocsPage(None, file, self.setup.settings.config)
        convert_page(page, self.setup.settings.config, self.files)
        return page

    def _convert_in_worker(self, file: File) -> None:
        speak(self.setup.settings.language)  # whatever the page before did
        self.progress = Progress("", 0)
        page = self.convert(file)
        self.pages.pop(file.src_uri)
        page.markdown = page.content = None


def _conversion_cache(setup: Setup, registered: RegisteredFiles) -> ConversionCache | None:
    """Return the cache; None if MkDocs itself would report on links during a conversion, which a hit would skip."""
    config = setup.settings.config
    if any(level > logging.DEBUG for level in config.validation.links.values()):
        return None

    def target(path: str) -> list[str] | None:
        file = registered.files.src_uris.get(path)
        return [file.url, file.inclusion.name] if file else None

    names = [each for each in config.markdown_extensions if isinstance(each, str)]
    return ConversionCache(setup.settings.cache_dir / "converted", setup.data, setup.kinds, (names, config.mdx_configs),
                           target, Path(config.docs_dir))


def broken_links_of(
    library: Library, files: Files, pages: Iterable[Page], conversion: Conversion
) -> list[tuple[Page, str, Problem]]:
    """Return the links of these pages that lead nowhere within the site: page, link and problem."""
    settings, withheld, data = conversion.setup.settings, conversion.registered.withheld, conversion.setup.data
    made = set(EXPORTS_OF_SITE).union(*(
        conversion.registered.beside.get(each.url) or files_beside(each.url, data.site) for each in library.articles))
    kept_out = InclusionLevel.EXCLUDED if settings.serving else InclusionLevel.DRAFT
    left_out = {file.url: settings.path(file.abs_src_path) for file in files
                if file.abs_src_path and file.inclusion.value <= kept_out.value}
    others = {file.url for file in files if not file.is_documentation_page() and file.url not in left_out}
    return list(find_broken_links(
        library.pages, others | withheld.files, template_ids(data.safety), pages, left_out, withheld.unlinkable, made))
