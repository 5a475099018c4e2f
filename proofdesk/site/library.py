"""Index of the site: its articles, blocks and references, and who cites what.

Built once all pages are converted; after that it is only read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from markdown.extensions.toc import unique
from markupsafe import Markup

from proofdesk.bibliography.evidence import EvidenceKind
from proofdesk.bibliography.references import Reference, References
from proofdesk.citations.positions import citation_position
from proofdesk.common.source_text import Location
from proofdesk.common.text import slug
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.markup import reference_id
from proofdesk.content.topics import TOPICS
from proofdesk.site.article import Article, ArticleBlock, Page
from proofdesk.site.cited_works import WorkSummary, cited_works


@dataclass(frozen=True)
class CitedBy:
    """An article that cites a work, and those of its blocks that do."""

    article: Article
    url: str
    blocks: list[ArticleBlock]


@dataclass(frozen=True)
class CitedReference:
    """A work with all that cites it."""

    reference: Reference
    cited_by: list[CitedBy]

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
    def kind_slug(self) -> EvidenceKind:
        return self.reference.evidence.kind

    @property
    def topics(self) -> list[str]:
        """Return the topics of the articles that cite it."""
        return sorted({topic for use in self.cited_by for topic in use.article.facts.topics})


def _reading_order(page: Page) -> tuple[float, int, str]:
    """Return a sort key: the editors' own order first, then the newest, then by title."""
    return page.facts.order or float("inf"), -page.facts.published.toordinal(), page.facts.title


class Library:
    """The site's articles, blocks and references."""

    def __init__(self, pages: list[Page], references: References) -> None:
        self.pages = {page.url: page for page in pages}
        self._references = references
        self.articles: list[Article] = []
        for page in sorted((p for p in pages if isinstance(p.facts, ArticleFrontMatter)), key=_reading_order):
            article = Article(page, page.facts, references)
            article.blocks = [ArticleBlock(placed, article) for placed in page.document.blocks]
            self.articles.append(article)
        used: set[str] = set()
        for article in self.articles:
            name = unquote(article.url).strip("/").split("/")[-1]
            article.group_id = unique(f"from-{slug(name) or 'article'}", used)
        self._by_url = {article.url: article for article in self.articles}

    def article(self, page: Any) -> Article | None:
        """Return the article at a page (anything with a ``url``), or None."""
        return self._by_url.get(page.url)

    def blocks(self, kind: str) -> list[ArticleBlock]:
        """Return every block of a kind, article by article, in the order of the page."""
        return [block for article in self.articles for block in article.blocks if block.kind == kind]

    @cached_property
    def listings(self) -> dict[str, Page]:
        """Return the page that lists all blocks of a kind, by the kind."""
        return {page.facts.block: page for page in self.pages.values() if getattr(page.facts, "block", None)}

    def grouped(self, kind: str) -> list[tuple[Article, list[ArticleBlock]]]:
        """Return the blocks of a kind by article, without the articles that have none."""
        groups = ((article, [b for b in article.blocks if b.kind == kind]) for article in self.articles)
        return [(article, blocks) for article, blocks in groups if blocks]

    @cached_property
    def cited_works(self) -> list[WorkSummary]:
        """Return every work of the bibliography, by year."""
        return cited_works(self._references, self._references)

    @cached_property
    def topics(self) -> list[dict[str, str]]:
        """Return the topics that articles have, in the order of the vocabulary."""
        used = {topic for article in self.articles for topic in article.facts.topics}
        return [{"slug": slug, "label": label} for slug, label in TOPICS.items() if slug in used]

    @cached_property
    def _first_citing(self) -> dict[str, Page]:
        first: dict[str, Page] = {}
        for page in self.pages.values():
            for citation in page.document.citations:
                first.setdefault(citation.key, page)
        return first

    def first_cited(self, key: str) -> Location | None:
        """Return where a work is first cited, or None if no page cites it."""
        page = self._first_citing.get(key)
        if page is None:
            return None
        source = page.document.source
        return Location(source.path, citation_position(source, key, 0))

    @cached_property
    def references(self) -> list[CitedReference]:
        """Return the whole bibliography by author, with who cites what."""
        return [CitedReference(reference, self.cited_by(reference.key)) for reference in self._references.sorted()]

    @cached_property
    def _citing(self) -> dict[str, list[Article]]:
        """Return the articles that cite each work, by its key."""
        citing: dict[str, list[Article]] = {}
        for article in self.articles:
            for key in article.keys:
                citing.setdefault(key, []).append(article)
        return citing

    def cited_by(self, key: str) -> list[CitedBy]:
        return [
            CitedBy(article, f"{article.url}#{reference_id(key)}", [b for b in article.blocks if key in b.keys])
            for article in self._citing.get(key, [])
        ]

    @cached_property
    def cited(self) -> set[str]:
        """Return every key that any page cites."""
        return set(self._first_citing)
