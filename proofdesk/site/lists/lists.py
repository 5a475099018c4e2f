"""All lists of the site, by the address of their first page. Pages state which list they show by their template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from proofdesk.bibliography.evidence import Certainty
from proofdesk.bibliography.references import References
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.language import _
from proofdesk.site.article import ArticleBlock, Page
from proofdesk.site.library import Library
from proofdesk.site.lists.entries import ListedArticle, ListedBlock, ListedWork
from proofdesk.site.lists.paging import MAX_ENTRIES, Listed, ListPage, PagedList

MAX_WORKS = 150  # on a page: a work is a few lines, and a bibliography is skimmed by author
_SUREST_FIRST = [*Certainty, None]


class Lists:
    """The lists of a site. ``step`` is called at each entry, and ends the making of the lists if it raises."""

    def __init__(self, library: Library, references: References, kinds: Mapping[str, BlockKind],
                 step: Callable[[], None] = lambda: None) -> None:
        self._library, self._references, self._kinds, self._step = library, references, kinds, step

    @cached_property
    def lists(self) -> dict[str, PagedList]:
        """Return each list by the address of its first page."""
        return {page.url: made for page in self._library.pages.values() if (made := self._list_of(page))}

    @cached_property
    def _pages(self) -> dict[str, ListPage]:
        return {address: page for made in self.lists.values() for address, page in made.pages.items()}

    def page(self, page: Any) -> ListPage | None:
        """Return the page of a list at a page (anything with a ``url``), or None."""
        return self._pages.get(page.url)

    def topic_address(self, topic: str) -> str:
        """Return where a topic is listed: among the articles, or else where most is on it. Empty if nowhere."""
        found = [(base == "articles/", *made.on_topic(topic)) for base, made in self.lists.items()]
        return max((each for each in found if each[2]), default=(False, 0, ""))[2]

    def holds(self, page: Page) -> bool:
        """Return whether a page shows a list, or did."""
        return page.url in self._pages or getattr(page.facts, "template", None) in _TEMPLATES

    def further(self) -> Iterator[ListPage]:
        """Yield the pages of lists that no source file stands for."""
        return (page for page in self._pages.values() if not page.is_whole)

    def numbered(self) -> list[str]:
        """Return the addresses of the further pages of whole lists; filters repeat what these hold."""
        return [page.address for page in self.further() if not page.view.path]

    def described(self, page: Any) -> Page:
        """Return a page like that of the library, for a further page of a list (anything with a ``url``).

        For programs that describe pages, such as search engines.
        """
        here = self._pages[page.url]
        base = self._library.pages[here.base]
        title = here.title(base.facts.title)
        return replace(base, url=here.address, title=title, facts=base.facts.model_copy(update={"title": title}))

    @property
    def work_lists(self) -> list[str]:
        """Return the address of each list of works that has more than one page."""
        return [base for base, made in self.lists.items()
                if len(made.pages[base].addresses) > 1 and isinstance(made.pages[base].entries[0], ListedWork)]

    @cached_property
    def work_pages(self) -> dict[str, int]:
        """Return the number of the page of each work in the list of all works."""
        return {entry.work.key: page.number for page in self._pages.values() if not page.view.path
                for entry in page.entries if isinstance(entry, ListedWork)}

    def page_of_work(self, key: str, here: ListPage) -> str:
        """Return the address of the page that has a work, of the list of a page; empty if this page has it."""
        number = self.work_pages.get(key, here.number)
        return "" if number == here.number else here.addresses[number - 1]

    def _list_of(self, page: Page) -> PagedList | None:
        facts = page.facts
        entries = _TEMPLATES.get(getattr(facts, "template", None) or "")
        if entries is None:
            return None
        most = MAX_WORKS if entries is Lists._works else MAX_ENTRIES
        return PagedList(page.url, entries(self, page), most, self._library.topics, self._library.evidence_words,
                         self._step)

    def _blocks(self, page: Page) -> Iterable[Listed]:
        name = getattr(page.facts, "block", "")
        blocks = self._library.blocks(name, page.language.code)
        kind = self._kinds.get(name)
        if kind and kind.listing and kind.listing.surest_first:
            return (ListedBlock(block, _certainty(block)) for block in sorted(blocks, key=_sureness))
        return (ListedBlock(block, block.article.title) for block in blocks)

    def _works(self, page: Page) -> Iterable[Listed]:
        entries = self._references.bibliography.entries
        for work in self._library.references:
            entry = entries[work.key]
            title = entry.plain("title")
            yield ListedWork(work, title, next(iter(entry.family_names), title[:20]),
                             self._library.topics.of(title, ""), self._references.fingerprint(work.key))

    def _articles(self, page: Page) -> Iterable[Listed]:
        return map(ListedArticle, self._library.offered(page.language.code))


def _certainty(block: ArticleBlock) -> str:
    certainty = block.placed.certainty
    return certainty.in_words if certainty else _("Certainty not stated")


def _sureness(block: ArticleBlock) -> int:
    certainty = block.placed.certainty
    return _SUREST_FIRST.index(certainty if certainty in _SUREST_FIRST else None)


_TEMPLATES: dict[str, Callable[[Lists, Page], Iterable[Listed]]] = {
    "listing.html": Lists._blocks, "references.html": Lists._works, "articles.html": Lists._articles}
