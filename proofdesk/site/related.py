"""Find related articles, and why they are: the works that both cite, and the topics that both have.

A work counts by how few articles cite it: a work that all cite says little about any two (inverse document frequency,
Spärck Jones 1972, doi:10.1108/eb026526).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from math import log
from typing import Any, Protocol

from proofdesk.common.language import Language, _, ngettext, spoken
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.topics import Topics
from proofdesk.site.translations.translations import Translations, offered_in

# A topic in common counts as much as this many works that two articles alone share.
_TOPIC = 0.5
# How many articles on a topic are considered if too few share a work: enough to fill the list.
_LOOK_AT = 50


class Related(Protocol):
    """An article as far as relations need it."""

    facts: ArticleFrontMatter

    @property
    def url(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def keys(self) -> list[str]: ...


@dataclass(frozen=True)
class Relation:
    """A related article, and what both have in common. ``topics`` are labels, those of the rarest topics first."""

    article: Any
    works: int
    topics: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """Return why it is related: “Also about soil and compost; shares 8 sources.”"""
        reasons, language = [], spoken()
        if self.topics:
            topics = language.listed([language.in_sentence(label) for label in self.topics[:3]])
            reasons.append(_("also about %(topics)s", topics=topics))
        if self.works:
            reasons.append(ngettext("shares one source", "shares %(num)s sources", self.works))
        said = "; ".join(reasons)
        return f"{said[:1].upper()}{said[1:]}."


class Relations:
    """The relations among articles, which are in reading order.

    Of an article in several languages a reader is offered one: in the language of the page, or else the original.
    """

    def __init__(self, articles: Sequence[Related], topics: Topics | None = None,
                 translations: Mapping[str, Translations] | None = None) -> None:
        self._articles, self._topics, self._translations = articles, topics or Topics(), translations or {}
        self._in: dict[str, _Among] = {}

    def around(self, article: Related) -> tuple[Any, Any]:
        """Return the article before and the one after in reading order; None at either end."""
        return self._among(article).around(article)

    def of(self, article: Related, most: int = 3) -> list[Relation]:
        """Return the most related articles, the nearest first; equals are in reading order."""
        return self._among(article).of(article, most)

    def _among(self, article: Related) -> _Among:
        """Return the relations among the articles that are offered beside this one."""
        code = article.language.code if self._translations else ""
        if code not in self._in:
            self._in[code] = _Among(offered_in(code, self._articles, self._translations), self._topics)
        return self._in[code]


class _Among:
    """The relations among ``articles``, all of which may be offered."""

    def __init__(self, articles: Sequence[Related], topics: Topics) -> None:
        self.articles, self._vocabulary = articles, topics

    @cached_property
    def _citing(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for position, article in enumerate(self.articles):
            for key in article.keys:
                found[key].append(position)
        return found

    @cached_property
    def _about(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for position, article in enumerate(self.articles):
            for topic in article.facts.topics:
                found[topic].append(position)
        return found

    @cached_property
    def _topics(self) -> list[set[str]]:
        return [set(article.facts.topics) for article in self.articles]

    def _weight(self, citing: int) -> float:
        """Return the weight of a work that ``citing`` articles cite: 1 for two, less for more."""
        everyone = len(self.articles)
        return log(1 + everyone / citing) / log(1 + everyone / 2)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {article.url: position for position, article in enumerate(self.articles)}

    def around(self, article: Related) -> tuple[Any, Any]:
        """Return the article before and the one after in reading order; None at either end."""
        at = self._position[article.url]
        return (self.articles[at - 1] if at else None,
                self.articles[at + 1] if at + 1 < len(self.articles) else None)

    def of(self, article: Related, most: int = 3) -> list[Relation]:
        """Return the most related articles, the nearest first; equals are in reading order."""
        topics = set(article.facts.topics)
        score = self._by_works(article)
        if len(score) <= most:  # itself among them
            score |= {position: 0.0 for topic in topics for position in self._about[topic][:_LOOK_AT]
                      if position not in score}
        # Topics count for those alone that could be among the first with all of the article's topics.
        least = min(nlargest(most + 1, score.values()), default=0.0) - _TOPIC * len(topics)
        near = {position: works + _TOPIC * len(topics & self._topics[position])
                for position, works in score.items() if works >= least}
        ranked = sorted(near, key=lambda position: (-near[position], position))[: most + 1]
        others = [self.articles[position] for position in ranked if self.articles[position].url != article.url]
        own = set(article.keys)
        return [Relation(other, len(own.intersection(other.keys)), self._shared(article, other))
                for other in others[:most]]

    def _by_works(self, article: Related) -> dict[int, float]:
        """Return how much the works count that an article shares with each, by its position, itself among them."""
        score: dict[int, float] = defaultdict(float)
        for key in article.keys:
            citing = self._citing[key]
            weight = self._weight(len(citing))
            for position in citing:
                score[position] += weight
        return score

    def _shared(self, one: Related, other: Related) -> list[str]:
        """Return the labels of the topics that both have."""
        shared = self._vocabulary.labels_of(set(one.facts.topics) & set(other.facts.topics))
        return [shared[topic] for topic in sorted(shared, key=lambda topic: len(self._about[topic]))]
