"""Where a page stands: the pages above it, and those before and after it in its section.

A folder with an ``index.md`` is a section. The pages that its index links to are read in the order of those links; a
page of the folder that the index does not name has pages above it, and none beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from proofdesk.common.language import ENGLISH, Language
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.site.article import Page


@dataclass(frozen=True)
class Step:
    """A page that a way leads to."""

    url: str
    title: str
    mark: str = ""  # what a preview calls it if readers do not have it
    language: Language = ENGLISH


@dataclass(frozen=True)
class Way:
    """The pages above a page, the topmost first, and its section: the index, then the pages that the index names."""

    url: str
    above: tuple[Step, ...] = ()
    section: tuple[Step, ...] = ()

    @property
    def previous(self) -> Step | None:
        return self._beside(-1)

    @property
    def following(self) -> Step | None:
        return self._beside(1)

    def _beside(self, by: int) -> Step | None:
        at = [step.url for step in self.section].index(self.url) + by if self.section else -1
        return self.section[at] if 0 <= at < len(self.section) else None


Sections = dict[str, tuple[str, ...]]


def find_sections(pages: Mapping[str, Page]) -> Sections:
    """Return the addresses of each section's pages by that of its index, in the order in which the index links to them.

    Articles have an order of their own. To be called before the links of pages are forgotten.
    """
    below: dict[str, set[str]] = {}
    for page in pages.values():
        above = _folders(page.url)
        if above and above[-1] in pages and above[-1] and not isinstance(page.facts, ArticleFrontMatter):
            below.setdefault(above[-1], set()).add(page.url)
    sections = {}
    for index, own in below.items():
        links = (urljoin(index, link.split("#")[0]) for link in pages[index].findings.links)
        sections[index] = tuple(dict.fromkeys(url for url in links if url in own))
    return {index: urls for index, urls in sections.items() if urls}


def way_to(page: Page, pages: Mapping[str, Page], sections: Sections) -> Way:
    """Return where a page stands among all pages, which are by address."""
    above = [url for url in _folders(page.url) if url in pages]
    index = page.url if page.url in sections else above[-1] if above else ""
    urls = [index, *sections.get(index, ())]
    section = urls if index in sections and page.url in urls else []
    return Way(page.url, tuple(_step(pages[url]) for url in above), tuple(_step(pages[url]) for url in section))


def _step(page: Page) -> Step:
    return Step(page.url, page.facts.title if page.facts and page.url else page.title, page.mark,
                page.language)


def _folders(url: str) -> list[str]:
    """Return the addresses above an address, the topmost first; nothing is above the first page."""
    parts = url.rstrip("/").split("/")
    return ["".join(f"{part}/" for part in parts[:count]) for count in range(len(parts))] if url else []
