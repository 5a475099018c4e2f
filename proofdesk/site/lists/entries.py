"""The entries of lists: blocks, works of the bibliography, and articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from proofdesk.common.cache import fingerprint
from proofdesk.site.article import Article, ArticleBlock, Place
from proofdesk.site.library import CitedBy, CitedReference

# About the bytes of a work in a page's reference list, of a place that cites it with a block there that does, and of an
# article's card.
_WORK, _USE, _CARD = 700, 320, 700
MAX_USES = 20  # places that a work names which cite it; the others are counted


@dataclass(frozen=True, slots=True)  # a large site has fifty thousand
class ListedBlock:
    """A block in the list of all blocks of its kind.

    Its ``id`` there is its address in its article without the “#”, so that a link to it leads to it even if it is on
    another page of the list by now (``theme/js/lists.js``).
    """

    block: ArticleBlock
    group: str = ""

    name: ClassVar[str] = ""
    template: ClassVar[str] = "partials/listed-block.html"

    @property
    def id(self) -> str:
        return self.block.article.url + self.block.anchor

    @property
    def topics(self) -> Sequence[str]:
        return self.block.topics

    @property
    def kinds(self) -> Sequence[str]:
        return self.block.kinds

    @property
    def keys(self) -> Sequence[str]:
        return self.block.keys

    @property
    def weight(self) -> int:
        return self.block.placed.html_size + _WORK * len(self.block.keys)

    @property
    def fingerprint(self) -> str:
        """Cover all that the entry shows."""
        block = self.block
        return fingerprint(block.placed.html_digest, repr((
            block.url, _named(block.article), block.index_text, block.placed.certainty)))


@dataclass(frozen=True)
class ListedWork:
    """A work in the list of all works, with the places that cite it."""

    work: CitedReference
    title: str  # without markup
    name: str  # of its first author, or its title
    topics: Sequence[str]  # those that its own title names
    digest: str  # of all that a page shows of the work itself

    template = "partials/listed-work.html"
    group = ""
    keys: Sequence[str] = ()

    @property
    def uses(self) -> Sequence[CitedBy]:
        """Return the places, made anew each time: those of all works together fill the memory."""
        return self.work.cited_by(MAX_USES)

    @property
    def more_uses(self) -> int:
        return max(0, len(self.work.places) - MAX_USES)

    @property
    def kinds(self) -> Sequence[str]:
        return [str(self.work.kind_of_evidence)]

    @property
    def weight(self) -> int:
        return len(self.work.html) + _WORK + _USE * min(len(self.work.places), MAX_USES)

    @property
    def fingerprint(self) -> str:
        """Cover all that the entry shows."""
        uses = [(use.url, _named(use.article), [(block.url, block.link_text) for block in use.blocks])
                for use in self.uses]
        return fingerprint(repr((self.digest, uses, self.more_uses)))


@dataclass(frozen=True)
class ListedArticle:
    """An article in the list of articles, as a card. An article is about all its topics."""

    article: Article

    name = group = ""
    template = "partials/listed-article.html"
    keys: Sequence[str] = ()
    kinds: Sequence[str] = ()
    weight: int = _CARD

    @property
    def topics(self) -> Sequence[str]:
        return self.article.facts.topics

    @property
    def fingerprint(self) -> str:
        """Cover all that the entry shows."""
        article = self.article
        return fingerprint(repr((article.url, article.facts, article.mark, article.minutes, article.references)))


def _named(place: Place) -> tuple[str, ...]:
    """Return all that an entry shows of the page that it is from."""
    return place.title, place.mark, place.language.code
