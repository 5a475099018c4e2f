"""The series that articles form: which part each is, and what comes before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proofdesk.common.language import _
from proofdesk.site.article import Article
from proofdesk.site.translations.translations import Translations, offered_in


@dataclass(frozen=True)
class SeriesPart:
    """An article's place in its series. ``parts`` are all of its articles, with their numbers, in order."""

    name: str
    number: int
    total: int
    parts: tuple[tuple[int, Article], ...]

    @property
    def words(self) -> str:
        """Return “Part 2 of 3”."""
        return _("Part %(number)s of %(total)s", number=self.number, total=self.total)

    @property
    def previous(self) -> Article | None:
        return self._beside(-1)

    @property
    def following(self) -> Article | None:
        return self._beside(1)

    def _beside(self, by: int) -> Article | None:
        at = next(place for place, (number, _article) in enumerate(self.parts) if number == self.number) + by
        return self.parts[at][1] if 0 <= at < len(self.parts) else None


def find_series(articles: Sequence[Article], translations: Mapping[str, Translations]) -> dict[str, SeriesPart]:
    """Return each article's place in its series, by its address. ``articles`` are in reading order.

    Names are the same whatever their capitals and blanks. A part that states no number follows the one published
    before it. A part in several languages is one: beside an article in its language, or else the original.
    """
    groups: dict[str, list[Article]] = {}
    for article in articles:
        if article.facts.series:
            groups.setdefault(series_key(article.facts.series.name), []).append(article)
    found: dict[str, SeriesPart] = {}
    for group in groups.values():
        for code in dict.fromkeys(article.language.code for article in group):
            found |= {article.url: part for article, part in _places(offered_in(code, group, translations))
                      if article.language.code == code}
    return found


def series_key(name: str) -> str:
    """Return what the names of one series have in common, however they are written."""
    return " ".join(name.split()).casefold()


def _places(group: list[Article]) -> Iterator[tuple[Article, SeriesPart]]:
    parts = tuple(_numbered(group))
    total = max(number for number, _article in parts)
    for number, article in parts:
        assert article.facts.series
        yield article, SeriesPart(article.facts.series.name, number, total, parts)


def _numbered(group: Iterable[Article]) -> list[tuple[int, Article]]:
    """Return the articles of a series with a number each, in order; no two share one."""
    taken: dict[int, Article] = {}
    waiting: list[Article] = []
    for article in group:
        stated = article.facts.series.part if article.facts.series else None
        if stated and stated not in taken:
            taken[stated] = article
        else:
            waiting.append(article)
    number = 1
    for article in sorted(waiting, key=lambda each: each.published):
        while number in taken:
            number += 1
        taken[number] = article
    return sorted(taken.items(), key=lambda item: item[0])
