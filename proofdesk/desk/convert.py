"""Reads and converts pages without MkDocs, and collects what is wrong with them.

The same stages as in the build (``hooks.pages``), in the same order. What needs the finished site is left to the
build: links between pages.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from markdown import Markdown

from proofdesk.checks.page import check_page
from proofdesk.checks.retractions import check_retractions
from proofdesk.checks.site import check_site
from proofdesk.checks.static_files import check_static_file
from proofdesk.checks.symlinks import files_outside_project, problem_of
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.safe_html.sanitize import sanitize
from proofdesk.desk.project import PageFile, Project
from proofdesk.outputs.guide import fill
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.pipeline import collect_page, markdown_extensions, parse_page


@dataclass(frozen=True)
class CheckedPages:
    """The pages that were read, converted, and what is wrong with them, sorted."""

    pages: list[Page]
    problems: list[Problem]


def read_site(site: Project) -> CheckedPages:
    """Everything wrong with a site. Raises Refused without a citation style."""
    if not site.csl_file.is_file():
        raise UserError(f"there is no file “{site.path(site.csl_file)}”, which mkdocs.yml names as the citation style")
    desk = load_editorial_data(site.root, site.docs, site.path(site.docs), site.bibliography, site.csl_file)
    pages = _converted(site, desk, list(site.pages()))
    outside = files_outside_project((str(file) for file in site.docs.rglob("*") if not file.is_dir()), site.docs, site.root)
    unread = {*outside}
    static = [problem for file, uri in site.static_files() if str(file) not in unread
              for problem in check_static_file(file, uri, site.path(file))]
    problems = [*static, *(problem_of(site.path(Path(file))) for file in outside),
                *check_site(Library(pages, desk.references), desk)]
    return CheckedPages(pages, sorted(problems))


def read_pages(site: Project, files: list[PageFile]) -> CheckedPages:
    """What is wrong with some pages, as far as it can be told without the others, and with the works that they cite.

    Left to the whole check: questions that are asked twice on the site, works that no page cites.
    """
    desk = load_editorial_data(site.root, site.docs, site.path(site.docs), site.bibliography, None)
    pages = _converted(site, desk, files)
    library = Library(pages, desk.references)
    problems = list(check_retractions(desk.bibliography, desk.references.snapshot, library.first_cited))
    for page in pages:
        problems += check_page(page, desk)
    return CheckedPages(pages, sorted(set(problems)))


def _converted(site: Project, desk: EditorialData, files: list[PageFile]) -> list[Page]:
    with click.progressbar(files, label="Checking", file=sys.stderr,
                           hidden=len(files) < 50 or not sys.stderr.isatty()) as bar:
        return [_page(site, desk, file) for file in bar]


def _page(site: Project, desk: EditorialData, file: PageFile) -> Page:
    names, configs = site.markdown_extensions
    current = ConversionContext()
    document, facts = parse_page(file.path, file.uri, file.raw, partial(fill, kinds=site.kinds))
    markdown = Markdown(extensions=[*names, *markdown_extensions(desk, site.kinds, current)], extension_configs=configs)
    html = current.convert(document, lambda: markdown.convert(document.source.body))
    return collect_page(document, facts, file.uri, file.url, facts.title if facts else file.uri,
                        sanitize(html), desk)
