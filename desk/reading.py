"""Reads and converts pages without MkDocs, and collects what is wrong with them.

The same stages as in the build (``hooks.pages``), in the same order. What needs the finished site is left to the
build: links between pages.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click
from markdown import Markdown

from desk.errors import Refused
from desk.site import PageFile, Site
from hooks.article_page import SitePage
from hooks.document import Current
from hooks.library import Library
from hooks.outside import brought_in, problem_of
from hooks.pages import (
    Desk,
    close_page,
    extensions_of,
    open_page,
    problems_of_page,
    problems_of_site,
    read_desk,
)
from hooks.problems import Problem
from hooks.retractions import check_standing


@dataclass(frozen=True)
class Reading:
    """The pages that were read, converted, and what is wrong with them, sorted."""

    pages: list[SitePage]
    problems: list[Problem]


def read_site(site: Site) -> Reading:
    """Everything wrong with a site. Raises Refused without a citation style."""
    if not site.csl_file.is_file():
        raise Refused(f"there is no file “{site.path(site.csl_file)}”, which mkdocs.yml names as the citation style")
    desk = read_desk(site.root, site.docs, site.path(site.docs), site.bibliography, site.csl_file)
    pages = _converted(site, desk, list(site.pages()))
    outside = brought_in((str(file) for file in site.docs.rglob("*") if not file.is_dir()), site.docs, site.root)
    problems = [*(problem_of(site.path(Path(file))) for file in outside),
                *problems_of_site(desk, Library(pages, desk.references), pages)]
    return Reading(pages, sorted(problems))


def read_pages(site: Site, files: list[PageFile]) -> Reading:
    """What is wrong with some pages, as far as it can be told without the others, and with the works that they cite.

    Left to the whole check: questions that are asked twice on the site, works that no page cites.
    """
    desk = read_desk(site.root, site.docs, site.path(site.docs), site.bibliography, None)
    pages = _converted(site, desk, files)
    library = Library(pages, desk.references)
    problems = list(check_standing(desk.bibliography, desk.references.snapshot, library.first_cited))
    for page in pages:
        problems += problems_of_page(desk, page)
    return Reading(pages, sorted(set(problems)))


def _converted(site: Site, desk: Desk, files: list[PageFile]) -> list[SitePage]:
    with click.progressbar(files, label="Checking", file=sys.stderr,
                           hidden=len(files) < 50 or not sys.stderr.isatty()) as bar:
        return [_page(site, desk, file) for file in bar]


def _page(site: Site, desk: Desk, file: PageFile) -> SitePage:
    names, configs = site.markdown_extensions
    current = Current()
    document, facts = open_page(file.path, file.uri, file.raw)
    current.next = document
    markdown = Markdown(extensions=[*names, *extensions_of(desk, current)], extension_configs=configs)
    html = markdown.convert(document.source.body)
    return close_page(document, facts, file.uri, file.url, facts.title if facts else file.uri, html, desk)


