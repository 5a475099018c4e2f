"""Check that no question is asked twice on the site."""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.site.article import ArticleBlock
from proofdesk.site.library import Library


def check_questions(library: Library) -> Iterator[Problem]:
    """Yield a problem for each question that another place asks too; punctuation and capitals do not count."""
    first: dict[tuple[str, str], ArticleBlock] = {}
    for block in (block for place in library.places for block in place.blocks):
        if not block.placed.form.unique_title:
            continue
        words = "".join(c for c in block.placed.text.casefold() if c.isalnum())
        other = first.setdefault((block.kind, words), block)
        if other is not block:
            where = other.article.page.document.source.path
            yield Problem(block.article.page.document.source.path, block.placed.line, block.placed.column,
                          "duplicate-question", f"“{block.placed.text}” is asked in {where}:{other.placed.line} too",
                          "ask it once, and link to it from the other place")
