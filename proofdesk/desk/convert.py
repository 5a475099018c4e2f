"""Convert and check pages without MkDocs. The stages and their order are those of the build."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from markdown import Markdown
from markdown.extensions import Extension

from proofdesk.bibliography.libraries.problems import with_remedies
from proofdesk.checks.harms.check import check_stated, read_statements
from proofdesk.checks.page import check_claims, check_conversion, check_page
from proofdesk.checks.retractions import check_retractions
from proofdesk.common.dates import today
from proofdesk.common.language import speaking
from proofdesk.common.packs.folder import prune_all
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.front_matter import FrontMatter, language_of
from proofdesk.content.front_matter.held_back import held_back_page
from proofdesk.content.safe_html.sanitize import sanitize
from proofdesk.desk.project import PageFile, Project
from proofdesk.outputs.guide import fill
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.page_limits import refuse_excess, refuse_recursion
from proofdesk.site.pipeline import collect_page, markdown_extensions, parse_page

if TYPE_CHECKING:
    from proofdesk.desk.site_links import SiteLinks
    from proofdesk.site.page_cache.converted import ConversionCache


@dataclass(frozen=True)
class CheckedPages:
    """Converted pages and their problems, sorted."""

    pages: list[Page]
    problems: list[Problem]
    data: EditorialData


def read_pages(project: Project, files: list[PageFile]) -> CheckedPages:
    """Convert some pages and return their problems, and those of the works that they cite.

    Only the check of all pages finds questions that are asked twice, and works that no page cites.
    """
    data = editorial_data(project, None, pages=[file.raw for file in files])
    pages = convert_all(project, data, files)
    library = Library(pages, data.references, data.site.vocabulary)
    problems = with_remedies(data.bibliography, check_retractions(
        data.bibliography, data.references.snapshot, partial(library.first_cited, elsewhere=data.harms_cite),
        library.cited))
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


def convert_all(
    project: Project, data: EditorialData, files: list[PageFile], links: SiteLinks | None = None,
    cache: ConversionCache | None = None,
) -> list[Page]:
    with click.progressbar(files, label="Checking", file=sys.stderr,
                           hidden=len(files) < 50 or not sys.stderr.isatty()) as bar:
        pages = [_convert(project, data, file, links, cache) for file in bar]
    if cache:
        cache.facts.keep()
    prune_all()
    return pages


def _convert(project: Project, data: EditorialData, file: PageFile, links: SiteLinks | None,
             cache: ConversionCache | None) -> Page:
    """Return a page from the cache, or convert it; it is kept if nothing is wrong with it."""
    document, facts = _parse(project, data, file, cache)
    title = facts.title if facts else file.uri
    with speaking(language_of(facts)):
        kept = cache.load(document, file.uri) if cache else None
        if kept:
            return Page(file.url, title, document, kept.findings, facts)
        html = sanitize(_html_of(project, data, file, document, links))
        page = collect_page(document, facts, file.uri, file.url, title, html, data)
        if cache and not any(check_conversion(page)):
            from proofdesk.site.page_cache.converted import ConvertedPage

            read_statements(document)
            check_claims(page, data)
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


def _parse(project: Project, data: EditorialData, file: PageFile, cache: ConversionCache | None = None
           ) -> tuple[Document, FrontMatter | None]:
    filled = partial(fill, kinds=project.kinds, stated=project.site, docs=project.docs)
    return parse_page(file.path, file.uri, file.raw, filled, data.site.vocabulary, cache.facts if cache else None)


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
