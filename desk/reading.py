"""Reads and converts every page without MkDocs, and collects what is wrong with the site.

The same stages as in the build (``hooks.pages``), in the same order. What needs the finished site is left to the
build: links between pages.
"""

from __future__ import annotations

from markdown import Markdown

from desk.errors import Refused
from desk.site import PageFile, Site
from hooks.document import Current
from hooks.library import Library, SitePage
from hooks.pages import Desk, close_page, extensions_of, open_page, problems_of_site, read_desk
from hooks.problems import Problem


def problems_of(site: Site) -> tuple[list[Problem], int]:
    """Everything wrong with a site, sorted, and how many pages were read. Raises Refused without a citation style."""
    if not site.csl_file.is_file():
        raise Refused(f"there is no file “{site.path(site.csl_file)}”, which mkdocs.yml names as the citation style")
    desk = read_desk(site.root, site.docs, site.path(site.docs), site.bibliography, site.csl_file)
    pages = [_converted(site, desk, file) for file in site.pages()]
    library = Library(pages, desk.references)
    return sorted(problems_of_site(desk, library, pages)), len(pages)


def _converted(site: Site, desk: Desk, file: PageFile) -> SitePage:
    names, configs = site.markdown_extensions
    current = Current()
    document, facts = open_page(file.path, file.uri, file.raw)
    current.next = document
    markdown = Markdown(extensions=[*names, *extensions_of(desk, current)], extension_configs=configs)
    html = markdown.convert(document.source.body)
    return close_page(document, facts, file.uri, file.url, facts.title if facts else file.uri, html, desk)
