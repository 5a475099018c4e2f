"""Index of the site: its articles, its other pages with blocks, its references, and who cites what.

Built once all pages are converted; after that it is only read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.evidence import AnyKind, Vocabulary
from proofdesk.bibliography.references import Reference, References
from proofdesk.citations.positions import citation_position
from proofdesk.common.language import spoken
from proofdesk.common.source_text import Location
from proofdesk.content.editorial import GUIDE
from proofdesk.content.front_matter import ArticleFrontMatter, FrontMatter
from proofdesk.content.harms.entries import HARMS_URL
from proofdesk.content.markup import reference_id
from proofdesk.content.topics import Topics
from proofdesk.site.article import Article, ArticleBlock, Page, Place, PlainPage
from proofdesk.site.cited_works import WorkSummary, cited_works
from proofdesk.site.sections import Way, find_sections, way_to
from proofdesk.site.series import SeriesPart, find_series
from proofdesk.site.translations.translations import Translations, find_translations, offered_in

AnyPlace = TypeVar("AnyPlace", Article, PlainPage)


@dataclass(frozen=True)
class CitedBy:
    """An article or a plain page that cites a work, and those of its blocks that do."""

    article: Place
    url: str
    blocks: list[ArticleBlock]


@dataclass(frozen=True)
class CitedReference:
    """A work with the places that cite it."""

    reference: Reference
    places: Sequence[Place]

    def cited_by(self, most: int) -> list[CitedBy]:
        """Return so many places with their blocks, made anew each time: those of all works together fill the memory."""
        anchor, key = reference_id(self.key), self.key
        return [CitedBy(place, f"{place.url}#{anchor}", place.blocks_citing(key))
                for place in self.places[:most]]

    @property
    def key(self) -> str:
        return self.reference.key

    @property
    def html(self) -> Markup:
        return Markup(self.reference.html)

    @property
    def notice(self) -> str | None:
        return self.reference.notice

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        return self.reference.links

    @property
    def words(self) -> str:
        """Return what kind of evidence it is, in words."""
        return self.reference.evidence.words

    @property
    def status(self) -> str:
        """Return what somebody has seen of it, and when, in words; empty if nothing is stated."""
        return self.reference.status

    @property
    def kind_of_evidence(self) -> AnyKind:
        return self.reference.evidence.kind


def _is_shown_elsewhere(page: Page) -> bool:
    """Return whether lists lead to a page that is no article: it says something of its own, unlike the first page."""
    own = isinstance(page.facts, FrontMatter) and not isinstance(page.facts, ArticleFrontMatter)
    quoted = not page.url or page.url.startswith(GUIDE)
    return own and not quoted and bool(page.document.blocks or page.document.citations)


def _reading_order(page: Page) -> tuple[float, int, str]:
    """Return a sort key: the editors' own order first, then the newest, then by title."""
    return page.facts.order or float("inf"), -page.facts.published.toordinal(), page.facts.title


class Library:
    """The site's articles, blocks and references.

    ``before`` is a library of the same references and topics, of which each page that is still the same is kept.
    """

    def __init__(self, pages: list[Page], references: References, topics: Topics | None = None,
                 before: Library | None = None) -> None:
        self.topics = topics or Topics()
        self.pages = {page.url: page for page in pages}
        self._sections = find_sections(self.pages)
        self._references = references
        known = {id(place.page): place for place in before.places} if before else {}
        articles = sorted((p for p in pages if isinstance(p.facts, ArticleFrontMatter)), key=_reading_order)
        self.articles = [self._place(Article, page, known) for page in articles]
        self.plain_pages = [self._place(PlainPage, page, known) for page in pages if _is_shown_elsewhere(page)]
        self._by_url = {article.url: article for article in self.articles}
        self._plain_by_url = {place.url: place for place in self.plain_pages}

    def _place(self, form: type[AnyPlace], page: Page, known: dict[int, Place]) -> AnyPlace:
        place = known.get(id(page))
        if not isinstance(place, form):
            place = form(page, page.facts, self._references, vocabulary=self.topics)
            place.blocks = [ArticleBlock(placed, place) for placed in page.document.blocks]
        return place

    @cached_property
    def series(self) -> dict[str, SeriesPart]:
        """Return the place of each article in its series, by its address."""
        return find_series(self.articles, self.translations)

    @cached_property
    def translations(self) -> dict[str, Translations]:
        """Return each article that is in several languages with all of them, by its address."""
        return find_translations(self.articles)

    def offered(self, code: str) -> list[Article]:
        """Return the articles for a reader of a language: one in several languages once, in it or else the original."""
        return offered_in(code, self.articles, self.translations)

    @property
    def evidence_words(self) -> Vocabulary:
        """Return the site's words of evidence."""
        return self._references.evidence.words

    @property
    def harms_page(self) -> Page | None:
        """Return the page that shows the whole list of harms, or None."""
        page = self.pages.get(HARMS_URL)
        return page if page and page.document.has_harms else None

    @property
    def all_topics(self) -> list[str]:
        """Return the topics of all articles and of other pages with blocks, in the order of the site's list."""
        return self.topics.among(topic for place in self.places for topic in place.facts.topics)

    @property
    def places(self) -> list[Place]:
        """Return all that lists of blocks and of works lead to: the articles, then the other pages."""
        return [*self.articles, *self.plain_pages]

    def article(self, page: Any) -> Article | None:
        """Return the article at a page (anything with a ``url``), or None."""
        return self._by_url.get(page.url)

    def plain_page(self, page: Any) -> PlainPage | None:
        """Return the plain page with blocks or citations at a page (anything with a ``url``), or None."""
        return self._plain_by_url.get(page.url)

    def way(self, page: Any) -> Way:
        """Return what is above a page (anything with a ``url``), and what is beside it."""
        return way_to(self.pages[page.url], self.pages, self._sections)

    def blocks(self, kind: str, code: str) -> list[ArticleBlock]:
        """Return the blocks of a kind for a reader of a language, page by page, in the order of each.

        Plain pages come first: what stands on no article is about all of them.
        """
        places = (*self.plain_pages, *self.offered(code))
        return [block for place in places for block in place.blocks if block.kind == kind]

    @cached_property
    def listings(self) -> dict[str, Page]:
        """Return the page that lists all blocks of a kind, by the kind: of several that in the site's language."""
        found: dict[str, Page] = {}
        for page in self.pages.values():
            kind = getattr(page.facts, "block", None)
            if kind and (kind not in found or page.language == spoken() != found[kind].language):
                found[kind] = page
        return found

    @cached_property
    def cited_works(self) -> list[WorkSummary]:
        """Return every work of the bibliography that may be shown, by year."""
        return cited_works(self._references, self._references.published)

    @cached_property
    def _first_citing(self) -> dict[str, Page]:
        first: dict[str, Page] = {}
        for page in self.pages.values():
            for citation in page.document.citations:
                first.setdefault(citation.key, page)
        return first

    def first_cited(self, key: str, elsewhere: Mapping[str, Location]) -> Location | None:
        """Return where a work is first cited, or None if no page cites it.

        ``elsewhere`` are the places of works in lists that pages show.
        """
        page = self._first_citing.get(key)
        if page is None:
            return None
        source = page.document.source
        if key in elsewhere and not mentioned_keys(source.text, {key}):
            return elsewhere[key]
        return Location(source.path, citation_position(source, key, 0))

    @cached_property
    def references(self) -> list[CitedReference]:
        """Return the whole bibliography by author, with who cites what."""
        return [CitedReference(each, self._citing.get(each.key, ())) for each in self._references.sorted()]

    @cached_property
    def _citing(self) -> dict[str, list[Place]]:
        """Return the pages that cite each work, by its key."""
        citing: dict[str, list[Place]] = {}
        for place in self.places:
            for key in place.keys:
                citing.setdefault(key, []).append(place)
        return citing

    @cached_property
    def cited(self) -> set[str]:
        """Return every key that any page cites."""
        return set(self._first_citing)
