"""Collect every address outside the site that a reader can follow, and where it is written.

Of pages: the links of the converted page that stand in its source, and the source that its facts name. Of the
bibliography, and of the works of libraries that a page cites: DOIs, by doi.org, and `url` (what PubMed and arXiv say of
their numbers is compared by ``desk cite --check``). Of `safety.yml`: the sites of the help lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urldefrag

from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.help_lines import SAFETY, load_help_lines
from proofdesk.desk.citations_index import own_and_cited
from proofdesk.desk.convert import read_pages
from proofdesk.desk.linkcheck.client import is_web_address
from proofdesk.desk.project import Project
from proofdesk.site.article import Page

DOI = "https://doi.org"
_END = r"(?![\w/?#&=%~+@:;-]|\.\w)"  # no longer address begins like this one


@dataclass(frozen=True, order=True)
class WrittenLink:
    """An address where it is written: the file, line and column, and its spelling there."""

    path: str
    line: int
    column: int
    written: str


def addresses(project: Project, doi: str = DOI, local: bool = False) -> dict[str, list[WrittenLink]]:
    """Return every address without its fragment, sorted, and all places where it is written.

    ``doi`` resolves DOIs. Addresses of this machine and its network are included only with ``local``.
    """
    found: dict[str, set[WrittenLink]] = {}
    for each in [*_of_bibliography(project, doi), *_of_pages(project, doi), *_of_safety(project)]:
        if is_web_address(each.url, local):
            link = WrittenLink(each.path, *each.position, each.written)
            found.setdefault(urldefrag(each.url).url, set()).add(link)
    return {url: sorted(found[url]) for url in sorted(found)}


class _Address(NamedTuple):
    """An address as written and as requested, with its file and its line and column there."""

    written: str
    url: str
    path: str
    position: Position


def _of_bibliography(project: Project, doi: str) -> Iterator[_Address]:
    for entry in own_and_cited(project):
        if entry.doi:
            yield _Address(entry.doi, _of_doi(entry.doi, doi), entry.path, entry.position("doi"))
        if entry.url:
            yield _Address(entry.url, entry.url, entry.path, entry.position("url"))


def _of_doi(bare: str, doi: str) -> str:
    return f"{doi}/{quote(bare, safe='/:;()')}"


def _of_pages(project: Project, doi: str) -> Iterator[_Address]:
    for page in read_pages(project, list(project.pages())).pages:
        source = page.document.source
        for url in dict.fromkeys(page.findings.links):
            for position in _written(source, url):
                yield _Address(url, f"https:{url}" if url.startswith("//") else url, source.path, position)
        yield from _of_facts(page, doi)


def _of_facts(page: Page, doi: str) -> Iterator[_Address]:
    """Yield the address and the DOI of the text that an article is based on."""
    source, facts = page.document.source, page.facts
    if not isinstance(facts, ArticleFrontMatter):
        return
    stated = page.document.stated.get("source")
    for name in ("url", "doi"):
        value = stated.get(name) if isinstance(stated, dict) else None
        if isinstance(value, str):
            url = _of_doi(value, doi) if name == "doi" else value
            yield _Address(value, url, source.path, source.position(max(source.text.find(value), 0)))


def _written(source: SourceText, url: str) -> Iterator[Position]:
    """Yield where a link of the rendered page is written; nowhere if the program made it (a DOI's link, say)."""
    for text in dict.fromkeys((url, html.escape(url))):
        for match in re.finditer(re.escape(text) + _END, source.prose):
            yield source.position(match.start())


def _of_safety(project: Project) -> Iterator[_Address]:
    safety, _ = load_help_lines(project.root / SAFETY, SAFETY, project.site.help_lines)
    text = (project.root / SAFETY).read_text(encoding="utf-8", errors="replace") if safety.lines else ""
    source = SourceText(SAFETY, text, whole=True)
    for line in safety.lines:
        for each in line.sources:
            url = str(each.url)
            yield _Address(url, url, SAFETY, source.position(max(source.text.find(url.rstrip("/")), 0)))
