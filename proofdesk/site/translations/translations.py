"""The languages that an article is in: the original, its translations, and which of these are behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from proofdesk.common.language import spoken
from proofdesk.site.article import Article


@dataclass(frozen=True)
class Translations:
    """An article in all of its languages; ``here`` is the one that is read."""

    original: Article
    translated: tuple[Article, ...]
    here: Article

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return the original, then its translations."""
        return self.original, *self.translated

    @property
    def others(self) -> list[Article]:
        return [each for each in self.articles if each is not self.here]

    @property
    def is_original(self) -> bool:
        return self.here is self.original

    @property
    def is_behind(self) -> bool:
        """Whether the original was checked or corrected after this translation was."""
        return self.original.changed > self.here.changed


def find_translations(articles: Sequence[Article]) -> dict[str, Translations]:
    """Return each article that is in several languages with all of them, by its address.

    What cannot be a translation, as its check reports, is none: two in one language would lead readers to either.
    """
    found: dict[str, list[Article]] = {}
    by_uri = {article.page.document.uri: article for article in articles}
    for article, original in _stated(articles, by_uri):
        group = found.setdefault(original.page.document.uri, [])
        if all(each.language.code != article.language.code for each in (original, *group)):
            group.append(article)
    return {
        each.url: Translations(by_uri[uri], tuple(sorted(group, key=lambda a: a.language.code)), each)
        for uri, group in found.items() if group for each in (by_uri[uri], *group)
    }


def offered_in(code: str, articles: Sequence[Any], translations: Mapping[str, Translations]) -> list[Any]:
    """Return these articles with each that is in several languages once: in that of a code, or else the original."""
    chosen: dict[str, Any] = {}
    for article in articles if translations else ():
        versions = translations.get(article.url)
        address = versions.original.url if versions else article.url
        if address not in chosen or article.language.code == code or (
                article.url == address and chosen[address].language.code != code):
            chosen[address] = article
    kept = {each.url for each in chosen.values()}
    return [each for each in articles if each.url in kept] if translations else [*articles]


def _stated(articles: Sequence[Article], by_uri: dict[str, Article]) -> Iterator[tuple[Article, Article]]:
    """Yield each article that names an original, with that."""
    for article in articles:
        original = by_uri.get(article.facts.translation_of or "")
        if original and original is not article and not original.facts.translation_of:
            yield article, original


def language_attributes(shown: Any) -> dict[str, str]:
    """Return what an element with words of an article or a page states; nothing in the language of the page."""
    language, here = shown.language, spoken()
    if language.code == here.code:
        return {}
    return {"lang": language.code, **({"dir": language.direction} if language.direction != here.direction else {})}


def marked_language(shown: Any) -> Markup:
    """Return the same as a template writes it."""
    return Markup("").join(Markup(' {}="{}"').format(*each) for each in language_attributes(shown).items())


def titled(shown: Any) -> Any:
    """Return the title of an article or a page, within an element that states its language if that is another."""
    attributes = marked_language(shown)
    return Markup("<span{}>{}</span>").format(attributes, shown.title) if attributes else shown.title
