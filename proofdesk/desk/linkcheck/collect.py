"""Every address outside the site that a reader can follow, and where it is written.

Of pages: the links of the converted page that stand in its source, and the source that its facts name. Of the
bibliography: DOIs, by doi.org, and `url` (what PubMed and arXiv say of their numbers is compared by ``desk cite
--check``). Of `safety.yml`: the sites of the help lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urldefrag

from proofdesk.bibliography.parser import DOI_WITHIN
from proofdesk.common.source_text import SourceText
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.help_lines import SAFETY, load_help_lines
from proofdesk.desk.convert import read_pages
from proofdesk.desk.linkcheck.client import is_web_address
from proofdesk.desk.project import Project
from proofdesk.site.article import Page

DOI = "https://doi.org"
_END = r"(?![\w/?#&=%~+@:;-]|\.\w)"  # no longer address begins like this one

@dataclass(frozen=True, order=True)
class Place:
    """Where an address is written: a file, a line, a column, and the address as it stands there."""

    path: str
    line: int
    column: int
    written: str


def addresses(site: Project, doi: str = DOI, local: bool = False) -> dict[str, list[Place]]:
    """Every address without its fragment, in the order of the addresses, and all its places.

    ``doi`` resolves DOIs. Only where ``local`` are addresses of this machine and its network among them.
    """
    found: dict[str, set[Place]] = {}
    for written, url, path, (line, column) in [*_of_bibliography(site, doi), *_of_pages(site, doi), *_of_safety(site)]:
        if is_web_address(url, local):
            found.setdefault(urldefrag(url).url, set()).add(Place(path, line, column, written))
    return {url: sorted(found[url]) for url in sorted(found)}


_Found = tuple[str, str, str, tuple[int, int]]  # as written, the address to ask, its file, line and column


def _of_bibliography(site: Project, doi: str) -> Iterator[_Found]:
    for entry in site.bibliography.entries.values():
        if entry.doi:
            within = DOI_WITHIN.match(entry.doi)
            bare = within.group(1) if within else entry.doi
            yield bare, _of_doi(bare, doi), site.bibliography.path, entry.position("doi")
        url = entry.plain("url")
        if url:
            yield url, url, site.bibliography.path, entry.position("url")


def _of_doi(bare: str, doi: str) -> str:
    return f"{doi}/{quote(bare, safe='/:;()')}"


def _of_pages(site: Project, doi: str) -> Iterator[_Found]:
    for page in read_pages(site, list(site.pages())).pages:
        source = page.document.source
        for url in dict.fromkeys(page.findings.links):
            for place in _written(source, url):
                yield url, url, source.path, place
        yield from _of_facts(page, doi)


def _of_facts(page: Page, doi: str) -> Iterator[_Found]:
    """The address and the DOI of the text that an article rests on."""
    source, facts = page.document.source, page.facts
    if not isinstance(facts, ArticleFrontMatter):
        return
    stated = page.document.stated.get("source")
    for name in ("url", "doi"):
        value = stated.get(name) if isinstance(stated, dict) else None
        if isinstance(value, str):
            place = source.position(max(source.text.find(value), 0))
            yield value, _of_doi(value, doi) if name == "doi" else value, source.path, place


def _written(source: SourceText, url: str) -> Iterator[tuple[int, int]]:
    """Where a link of the finished page is written. What the program made (a DOI's link, say) is written nowhere."""
    for text in dict.fromkeys((url, html.escape(url))):
        for match in re.finditer(re.escape(text) + _END, source.prose):
            yield source.position(match.start())


def _of_safety(site: Project) -> Iterator[_Found]:
    safety, _ = load_help_lines(site.root / SAFETY, SAFETY)
    text = (site.root / SAFETY).read_text(encoding="utf-8", errors="replace") if safety.lines else ""
    source = SourceText(SAFETY, text, whole=True)
    for line in safety.lines:
        for each in line.sources:
            url = str(each.url)
            yield url, url, SAFETY, source.position(max(source.text.find(url.rstrip("/")), 0))
