"""Convert and check pages without MkDocs.

The stages and their order are those of the build (``proofdesk.site.pipeline``). A check of the whole site reports what
a build does, apart from what only the finished site can show (``tests/e2e/test_same_problems.py`` has the list).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from markdown import Markdown
from markdown.extensions import Extension

from proofdesk.bibliography.libraries.problems import with_remedies
from proofdesk.checks.files import check_addresses, is_in_navigation, is_published
from proofdesk.checks.harms.check import check_stated, read_statements
from proofdesk.checks.links import broken_links, template_ids
from proofdesk.checks.navigation import check_navigation, check_redirects
from proofdesk.checks.page import check_conversion, check_page
from proofdesk.checks.retractions import check_retractions
from proofdesk.checks.site import check_site
from proofdesk.common.cache import code_fingerprint, fingerprint
from proofdesk.common.dates import today
from proofdesk.common.language import speaking, spoken
from proofdesk.common.language.gaps import check_words
from proofdesk.common.packs.folder import prune_all
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.front_matter import FrontMatter, is_article, language_of
from proofdesk.content.front_matter.held_back import held_back_page
from proofdesk.content.safe_html.sanitize import sanitize
from proofdesk.desk.linkcheck.site_links import SiteLinks
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.root import CONFIG
from proofdesk.outputs.beside import EXPORTS_OF_SITE, files_beside
from proofdesk.outputs.guide import fill
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.page_cache.converted import ConversionCache, ConvertedPage
from proofdesk.site.page_limits import refuse_excess, refuse_recursion
from proofdesk.site.pipeline import collect_page, markdown_extensions, parse_page


@dataclass(frozen=True)
class CheckedPages:
    """Converted pages and their problems, sorted."""

    pages: list[Page]
    problems: list[Problem]
    data: EditorialData


def read_site(project: Project) -> CheckedPages:
    """Convert a site and return all of its problems. Raises UserError if a setting does not fit.

    Of a draft it says only that it is one; a page whose day is still to come must be right by then.
    """
    settings = project.check_settings()
    data = editorial_data(project, project.csl_file, with_drafts=False)
    held_back = project.held_back
    files = [page for page in project.pages() if page.url not in held_back or not held_back[page.url].is_draft]
    placeholders = {*EXPORTS_OF_SITE, *(name for page in files if is_article(page.uri) and page.url not in held_back
                                        for name in files_beside(page.url, data.site))}
    links = SiteLinks(project, placeholders)
    own = code_fingerprint("desk/linkcheck"), fingerprint(Path(__file__))
    cache = ConversionCache(project.root / ".cache" / "checked", data, project.kinds,
                            (*project.markdown_extensions, own), links.address, project.docs)
    pages = _convert_all(project, data, files, links, cache)
    prune_all()
    library = Library(pages, data.references, data.site.vocabulary)
    made = {*EXPORTS_OF_SITE, *(name for article in library.articles if article.url not in held_back
                                for name in files_beside(article.url, data.site))}
    faults, refused = project.file_faults
    problems = [
        *(each.reminder for each in held_back.values() if each.reminder),
        *settings, *check_words(spoken(), project.path), *project.unused_settings(), *faults,
        *_check_config(project, placeholders),
        *check_addresses((each for each in project.source_files if each.path not in refused), placeholders,
                         lambda path: project.path(Path(path))),
        *check_site(library, data, held_back.values()),
        *broken_links(library.pages, links.others, template_ids(data.safety), left_out=links.left_out,
                      held_back=held_back, made=made),
    ]
    return CheckedPages(pages, sorted(set(problems)), data)


def _check_config(project: Project, placeholders: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with the navigation and the redirects of ``mkdocs.yml``."""
    config, refused = project.config.text, project.file_faults[1]
    held_back = {page.uri: project.held_back[page.url] for page in project.pages() if page.url in project.held_back}
    files = [each for each in project.files if each.abs_src_path not in refused and is_published(each)
             and each.src_uri not in held_back]
    pages = {each.src_uri: project.path(project.docs / each.src_uri) for each in files if each.is_documentation_page()}
    listed = {each.src_uri: pages[each.src_uri] for each in files
              if each.src_uri in pages and is_in_navigation(each)}
    yield from check_redirects(project.redirects, pages, config, CONFIG, held_back)
    left_out = {each.src_uri for each in project.files if not is_published(each)}
    published = {*(each.src_uri for each in files), *placeholders}
    yield from check_navigation(project.settings.get("nav"), published, left_out, listed, config, CONFIG, held_back)


def read_pages(project: Project, files: list[PageFile]) -> CheckedPages:
    """Convert some pages and return their problems, and those of the works that they cite.

    Only the check of all pages finds questions that are asked twice, and works that no page cites.
    """
    data = editorial_data(project, None, pages=[file.raw for file in files])
    pages = _convert_all(project, data, files)
    library = Library(pages, data.references, data.site.vocabulary)
    problems = with_remedies(
        data.bibliography, check_retractions(
            data.bibliography, data.references.snapshot, partial(library.first_cited, elsewhere=data.harms_cite)))
    held_back = [held_back_page(file.path, file.uri, file.raw, today()) for file in files]
    problems += [each.reminder for each in held_back if each and each.reminder]
    for page in pages:
        problems += check_page(page, data)
    problems += check_stated(pages, data)
    problems += with_remedies(data.bibliography, data.references.evidence.problems(library.cited))
    return CheckedPages(pages, sorted(set(problems)), data)


def editorial_data(
    project: Project, csl_file: Path | None, *, with_drafts: bool = True, pages: Iterable[bytes] | None = None
) -> EditorialData:
    """Return the editors' lists; without a ``csl_file`` references are not formatted.

    If the contents of some ``pages`` are given, no others are read.
    """
    docs_name = project.path(project.docs)
    return load_editorial_data(project.root, project.docs, docs_name, project.bibliography, csl_file,
                               with_drafts=with_drafts, pages=pages)


def _convert_all(
    project: Project, data: EditorialData, files: list[PageFile], links: SiteLinks | None = None,
    cache: ConversionCache | None = None,
) -> list[Page]:
    with click.progressbar(files, label="Checking", file=sys.stderr,
                           hidden=len(files) < 50 or not sys.stderr.isatty()) as bar:
        return [_convert(project, data, file, links, cache) for file in bar]


def _convert(project: Project, data: EditorialData, file: PageFile, links: SiteLinks | None,
             cache: ConversionCache | None) -> Page:
    """Return a page from the cache, or convert it; it is kept if nothing is wrong with it."""
    document, facts = _parse(project, data, file)
    title = facts.title if facts else file.uri
    with speaking(language_of(facts)):
        kept = cache.load(document, file.uri) if cache else None
        if kept:
            return Page(file.url, title, document, kept.findings, facts)
        html = sanitize(_html_of(project, data, file, document, links))
        page = collect_page(document, facts, file.uri, file.url, title, html, data)
        if cache and not any(check_conversion(page)):
            read_statements(document, page.language)
            cache.store(document, file.uri, ConvertedPage("", list, page.findings))  # only a build needs the HTML
        return page


def convert_page(
    project: Project, data: EditorialData, file: PageFile, links: SiteLinks | None = None, *more: Extension
) -> tuple[Document, FrontMatter | None, str]:
    """Return a page's document, its facts, and its HTML before anything unsafe is taken out.

    ``more`` are further Markdown extensions.
    """
    document, facts = _parse(project, data, file)
    with speaking(language_of(facts)):
        return document, facts, _html_of(project, data, file, document, links, *more)


def _parse(project: Project, data: EditorialData, file: PageFile) -> tuple[Document, FrontMatter | None]:
    filled = partial(fill, kinds=project.kinds, stated=project.site, docs=project.docs)
    return parse_page(file.path, file.uri, file.raw, filled, data.site.vocabulary)


def _html_of(project: Project, data: EditorialData, file: PageFile, document: Document, links: SiteLinks | None,
             *more: Extension) -> str:
    names, configs = project.markdown_extensions
    current = ConversionContext(project.docs)
    extensions = [*names, *markdown_extensions(data, project.kinds, current), *more]
    markdown = Markdown(extensions=extensions, extension_configs=configs)
    if links:
        links.register(markdown, file)
    refuse_excess(document)
    try:
        return current.convert(document, lambda: markdown.convert(document.source.body))
    except RecursionError:
        refuse_recursion(document)
        return ""
