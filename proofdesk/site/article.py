"""A page after conversion, and an article and its blocks as templates show them.

What needs all pages together is in ``library``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from proofdesk.bibliography.evidence import EvidenceBase, kinds_among
from proofdesk.bibliography.references import References
from proofdesk.common.addresses import place_at
from proofdesk.common.dates import today
from proofdesk.common.language import Language, _, spoken
from proofdesk.content.block_text import BlockText, read_block
from proofdesk.content.document import Block, Document
from proofdesk.content.front_matter import ArticleFrontMatter, ArticleSource, FrontMatter, publication_mark
from proofdesk.content.html import PageFindings
from proofdesk.content.record import Record
from proofdesk.content.review.version import text_version
from proofdesk.content.topics import Topics
from proofdesk.site.cited_works import WorkSummary, citation_justification, cited_works, keys_below

# Words a minute of a reader of plain non-fiction in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047: 238).
WORDS_A_MINUTE = 238


@dataclass
class Page:
    """One page after conversion, in the language that was spoken then. ``url`` is relative to the site's root.

    ``digest`` identifies its conversion, ``shown`` what other pages may show of it; both are empty if it is not cached.
    """

    url: str
    title: str
    document: Document
    findings: PageFindings
    facts: Any = None
    digest: str = ""
    shown: str = ""
    language: Language = field(default_factory=spoken)

    @cached_property
    def mark(self) -> str:
        """Return what a preview calls a page that readers do not have; empty for one that they have."""
        return publication_mark(self.document, self.facts, today())

    @property
    def has_references(self) -> bool:
        """Whether it ends with a reference list."""
        return bool(self.document.citations)


@dataclass(slots=True)
class ArticleBlock:
    """A block on its page. ``article`` is its article, or the plain page that it stands on."""

    placed: Block
    article: Place
    _text: BlockText | None = None

    @property
    def kind(self) -> str:
        return self.placed.kind

    @property
    def title(self) -> str:
        """Return the title without its markup."""
        return self.placed.text

    @property
    def link_text(self) -> str:
        """Return what a link to it says: its title, unless that must not stand as a link."""
        return _(self.placed.form.link_label) if self.placed.form.link_label else self.title

    @property
    def index_text(self) -> str:
        """Return its line in the index of a list: its title, or if that is not so, the first sentence of what is."""
        return (self.placed.lead or self.link_text) if self.placed.form.link_label else self.title

    @property
    def record(self) -> Record:
        return self.placed.record

    @property
    def anchor(self) -> str:
        return self.placed.id

    @property
    def url(self) -> str:
        return place_at(self.article.url, self.anchor)

    @property
    def html(self) -> str:
        return self.placed.html

    @property
    def text(self) -> BlockText:
        """Return the block's words as plain text."""
        self._text = self._text or self.placed.words or read_block(self.html)
        return self._text

    def drop_cached_text(self) -> None:
        """Free the memory of ``text``, which nothing reads again."""
        self._text = None

    @property
    def keys(self) -> Sequence[str]:
        return self.placed.keys

    @property
    def topics(self) -> list[str]:
        """Return what it is about itself: what it states, else what its own words tell; never its article's topics."""
        return [*self.placed.topics]

    @property
    def kinds(self) -> list[str]:
        """Return the values of the kinds of evidence that it cites; “none” if it cites no work."""
        return [str(kind) for kind in kinds_among(self.article.evidence.of(self.keys))] or ["none"]


@dataclass
class Place:
    """A page with blocks or citations, and what listings and references show of it."""

    page: Page
    facts: FrontMatter
    cites: References
    blocks: list[ArticleBlock] = field(default_factory=list)
    vocabulary: Topics = field(default_factory=Topics)

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def mark(self) -> str:
        return self.page.mark

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def topics(self) -> list[dict[str, str]]:
        return [{"slug": topic, "label": self.vocabulary.label(topic)} for topic in self.facts.topics]

    @cached_property
    def keys(self) -> list[str]:
        """Return the keys of the cited works, in the order of their numbers."""
        return list(dict.fromkeys(m.key for m in sorted(self.page.document.citations, key=lambda m: m.number)))

    def blocks_citing(self, key: str) -> list[ArticleBlock]:
        """Return its blocks that cite a work."""
        return [block for block in self.blocks if key in block.placed.keys]

    @property
    def evidence(self) -> EvidenceBase:
        return self.cites.evidence


class PlainPage(Place):
    """A page that is no article."""


@dataclass
class Article(Place):
    """An article with what its head and the listings show."""

    facts: ArticleFrontMatter

    @property
    def description(self) -> str:
        return self.facts.description

    @property
    def published(self) -> date:
        return self.facts.published

    @property
    def reviewed(self) -> date:
        return self.facts.reviewed

    @property
    def changed(self) -> date:
        return self.facts.changed

    @property
    def due(self) -> date:
        return self.facts.next_check

    @property
    def source(self) -> ArticleSource | None:
        """Return where it comes from; None if it was written for this site."""
        return self.facts.source

    @cached_property
    def version(self) -> str:
        """Return the version of its text, which a reviewer signs."""
        return text_version(self.page.document.source)

    @property
    def minutes(self) -> int:
        """Return the reading time in whole minutes, at least one."""
        return max(1, round(self.page.findings.words / WORDS_A_MINUTE))

    @property
    def has_preclinical(self) -> bool:
        """Whether a sentence of it rests on animals or cells alone, which readers can have marked."""
        return self.page.document.has_preclinical

    @property
    def head_links(self) -> list[tuple[str, str]]:
        """Return the links to blocks of its own at its head, each as text and anchor."""
        return [(_(block.placed.form.head_link), block.anchor) for block in self.blocks if block.placed.form.head_link]

    @property
    def references(self) -> int:
        return len(self.keys)

    @cached_property
    def cited_works(self) -> list[WorkSummary]:
        """Return the cited works, by year."""
        return cited_works(self.cites, self.keys)

    def works_below(self, heading: str) -> list[WorkSummary]:
        """Return the works that are cited below a heading of it, by year; none if it has no such heading."""
        return cited_works(self.cites, keys_below(self.page.document.source.text, heading, self.keys))

    @property
    def panes(self) -> tuple[tuple[str, int], ...]:
        """Return how many of the cited works are of each kind of evidence, in the order of legends."""
        found = Counter(self.cites[key].evidence.kind for key in self.keys)
        return tuple((kind.shape, found[kind]) for kind in sorted(found, key=lambda kind: kind.place))

    @property
    def notices(self) -> list[dict[str, str]]:
        """Return the retracted works that it cites on purpose, and why."""
        return [{"names": work.names, "text": citation_justification(self.cites, work.key), "url": work.url}
                for work in self.cited_works if work.retracted]
