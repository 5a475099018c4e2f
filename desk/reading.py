"""Reads and converts every page without MkDocs, and collects what is wrong with the site.

The same modules as in the build, in the same order. What needs the finished site is left to the build: links
between pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from markdown import Markdown

from desk.errors import Refused
from desk.site import PageFile, Site
from hooks.article import Article, PageFacts, read_front_matter
from hooks.blocks import BlocksExtension
from hooks.citations import CitationsExtension
from hooks.claims import WORDING, check_block, read_wording
from hooks.document import Current
from hooks.library import Library, SitePage
from hooks.links import LinksExtension
from hooks.problems import Problem
from hooks.references import References
from hooks.rendered import read_html
from hooks.retraction_watch import SNAPSHOT, read_snapshot
from hooks.retractions import check_age, check_standing


def problems_of(site: Site) -> tuple[list[Problem], int]:
    """Everything wrong with a site, sorted, and how many pages were read. Raises Refused without a citation style."""
    if not site.csl_file.is_file():
        raise Refused(f"there is no file “{site.path(site.csl_file)}”, which mkdocs.yml names as the citation style")
    snapshot, snapshot_faults = read_snapshot(site.snapshot_file, SNAPSHOT)
    wording, wording_faults = read_wording(site.root / WORDING, WORDING)
    references = References(site.bibliography, site.csl_file, snapshot)
    pages = list(_converted(site, references))
    library = Library(pages, references)
    problems = [
        *snapshot_faults, *wording_faults, *site.bibliography.problems, *references.problems,
        *references.evidence.problems, *library.duplicate_questions(), *site.bibliography.uncited(library.cited),
        *check_standing(site.bibliography, snapshot, library.first_cited), *check_age(snapshot, SNAPSHOT),
    ]
    for page in pages:
        problems += page.document.problems
        for block in page.document.blocks:
            problems += check_block(page.document.source, block, references.evidence, wording)
    return sorted(set(problems)), len(pages)


def _converted(site: Site, references: References) -> Iterator[SitePage]:
    names, configs = site.markdown_extensions
    for file in site.pages():
        current = Current()
        own = [BlocksExtension(current), CitationsExtension(references, current), LinksExtension(current)]
        yield _convert(file, current, Markdown(extensions=[*names, *own], extension_configs=configs))


def _convert(file: PageFile, current: Current, markdown: Markdown) -> SitePage:
    document = current.next = file.document()
    is_article = file.uri.startswith("articles/") and file.uri != "articles/index.md"
    facts = read_front_matter(document, Article if is_article else PageFacts)
    rendered = read_html(markdown.convert(document.source.body))
    for position, leak in enumerate(rendered.raw):
        place = leak.place(document.source, rendered.raw[:position].count(leak))
        document.problem(place, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                         "correct the markup, or put it between backticks if it is meant")
    return SitePage(file.url, facts.title if facts else file.uri, document, rendered, facts)
