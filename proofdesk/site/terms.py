"""Find which articles use which term of the glossary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def terms_used(articles: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the articles that link each term, by the term's slug."""
    found: dict[str, list[Any]] = {}
    for article in articles:
        for slug in article.page.document.terms:
            found.setdefault(slug, []).append(article)
    return found
