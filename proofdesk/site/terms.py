"""Which articles use which term of the glossary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def terms_used(articles: Iterable[Any]) -> dict[str, list[Any]]:
    """The articles that link each term, by the term's slug. An article has its ``page`` with its ``document``."""
    found: dict[str, list[Any]] = {}
    for article in articles:
        for slug in article.page.document.terms:
            found.setdefault(slug, []).append(article)
    return found
