"""Check what articles are translations of, and which translations are behind their originals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from proofdesk.common.dates import longdate
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean
from proofdesk.site.article import Article
from proofdesk.site.library import Library

_FACT = re.compile(r"^translation-of[ \t]*:", re.MULTILINE)


def check_translations(library: Library, held_back: Collection[str] = ()) -> Iterator[Problem]:
    """Yield a problem for each article that cannot be a translation of what it names.

    ``held_back`` are the pages that readers do not have yet, by their path as problems print it.
    """
    by_uri = {article.page.document.uri: article for article in library.articles}
    in_language: dict[tuple[str, str], Article] = {}
    for article in library.articles:
        uri = article.facts.translation_of
        if uri is None:
            continue
        document = article.page.document
        path = document.source.path.removesuffix(document.uri) + uri
        fault = _fault(article, uri, by_uri, in_language) if path not in held_back or uri in by_uri else None
        if fault:
            yield Problem(*_place(article), "bad-translation", *fault)


def _fault(
    article: Article, uri: str, by_uri: dict[str, Article], in_language: dict[tuple[str, str], Article]
) -> tuple[str, str] | None:
    """Return what is wrong and what to do; None if nothing is, which is noted in ``in_language``."""
    original, name = by_uri.get(uri), article.language.code
    if original is None:
        return f"there is no article “{uri}”", did_you_mean(uri, sorted(by_uri.keys() - {article.page.document.uri}))
    if original is article:
        return "the article is said to translate itself", "name the file of the original, or take the line out"
    if original.facts.translation_of:
        return (f"“{uri}” is a translation itself",
                f"name its original: `translation-of: {original.facts.translation_of}`")
    if original.language.code == name:
        return (f"the article is in the language of its original, “{name}”",
                "state the language of the translation, as `lang: de`, or take the line out")
    other = in_language.setdefault((uri, name), article)
    if other is not article:
        return (f"{other.page.document.source.path} is a translation of “{uri}” into “{name}” too",
                "keep one translation into each language")
    return None


def advice_on_translations(library: Library) -> Iterator[Problem]:
    """Yield advice for each translation whose original was checked or corrected after it."""
    for article in library.articles:
        linked = library.translations.get(article.url)
        if linked and not linked.is_original and linked.is_behind:
            original = linked.original
            yield Problem(*_place(article), "translation-behind",
                          f"{original.page.document.source.path} was checked or corrected on "
                          f"{longdate(original.changed)}, this translation on {longdate(article.changed)}",
                          "bring over what has changed, then change `reviewed`; until then readers are told")


def _place(article: Article) -> tuple[str, int, int]:
    source = article.page.document.source
    stated = _FACT.search(source.front_matter or "")
    return source.path, (source.front_matter or "").count("\n", 0, stated.start()) + 2 if stated else 1, 1
