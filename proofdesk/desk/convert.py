"""Convert and check pages without MkDocs.

The stages and their order are those of the build (``proofdesk.site.pipeline``). Links between pages need the finished
site, so only the build checks them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click
from markdown import Markdown

from proofdesk.checks.file_names import same_addresses, unusable_names
from proofdesk.checks.page import check_page
from proofdesk.checks.retractions import check_retractions
from proofdesk.checks.site import check_site
from proofdesk.checks.static_files import check_static_file
from proofdesk.checks.symlinks import refused_links
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.safe_html.sanitize import sanitize
from proofdesk.desk.project import PageFile, Project
from proofdesk.outputs.cite_this_page.citation import names_beside
from proofdesk.outputs.guide import fill
from proofdesk.outputs.page_outputs import EXPORTS_OF_SITE
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.page_limits import refuse_excess, refuse_recursion
from proofdesk.site.pipeline import collect_page, is_article, markdown_extensions, parse_page


@dataclass(frozen=True)
class CheckedPages:
    """Converted pages and their problems, sorted."""

    pages: list[Page]
    problems: list[Problem]


def read_site(project: Project) -> CheckedPages:
    """Convert a site and return all of its problems. Raises UserError without a citation style."""
    if not project.csl_file.is_file():
        raise UserError(f"there is no file “{project.path(project.csl_file)}”, which mkdocs.yml names as the citation "
                        "style")
    data = _editorial_data(project, project.csl_file)
    pages = _convert_all(project, data, list(project.pages()))
    files = (str(file) for file in project.docs.rglob("*") if not file.is_dir())
    refused = refused_links(files, project.docs, project.root)
    static = [problem for file, uri in project.static_files() if str(file) not in refused
              for problem in check_static_file(file, uri, project.path(file))]
    published = project.published()
    unusable = unusable_names(published)
    beside = [name for page in project.pages() if is_article(page.uri) for name in names_beside(page.url)]
    unreadable = [each for uri, each in project.unreadable.items() if str(project.docs / uri) not in refused]
    problems = [*project.unused_settings(), *static, *unreadable,
                *{replace(problem, path=project.path(Path(problem.path))) for problem in refused.values()},
                *unusable.values(),
                *same_addresses({path: to for path, to in published.items() if path not in unusable},
                                [*EXPORTS_OF_SITE, *beside]),
                *check_site(Library(pages, data.references), data)]
    return CheckedPages(pages, sorted(problems))


def read_pages(project: Project, files: list[PageFile]) -> CheckedPages:
    """Convert some pages and return their problems, and those of the works that they cite.

    Only the check of all pages finds questions that are asked twice, and works that no page cites.
    """
    data = _editorial_data(project, None)
    pages = _convert_all(project, data, files)
    library = Library(pages, data.references)
    problems = list(check_retractions(data.bibliography, data.references.snapshot, library.first_cited))
    for page in pages:
        problems += check_page(page, data)
    return CheckedPages(pages, sorted(set(problems)))


def _editorial_data(project: Project, csl_file: Path | None) -> EditorialData:
    docs_name = project.path(project.docs)
    return load_editorial_data(project.root, project.docs, docs_name, project.bibliography, csl_file)


def _convert_all(project: Project, data: EditorialData, files: list[PageFile]) -> list[Page]:
    with click.progressbar(files, label="Checking", file=sys.stderr,
                           hidden=len(files) < 50 or not sys.stderr.isatty()) as bar:
        return [_convert(project, data, file) for file in bar]


def _convert(project: Project, data: EditorialData, file: PageFile) -> Page:
    names, configs = project.markdown_extensions
    current = ConversionContext(project.docs)
    document, facts = parse_page(file.path, file.uri, file.raw, partial(fill, kinds=project.kinds))
    extensions = [*names, *markdown_extensions(data, project.kinds, current)]
    markdown = Markdown(extensions=extensions, extension_configs=configs)
    refuse_excess(document)
    try:
        html = current.convert(document, lambda: markdown.convert(document.source.body))
    except RecursionError:
        refuse_recursion(document)
        html = ""
    return collect_page(document, facts, file.uri, file.url, facts.title if facts else file.uri,
                        sanitize(html), data)
