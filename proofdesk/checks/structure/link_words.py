"""Check that each link has words, or a picture with an alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.site.article import Page

_WRITTEN = re.compile(r"(?<!!)\[[\s\u200b-\u200f\u2060\ufeff]*\][(\[]|<a\b[^<>]*\bhref\b[^<>]*>\s*</a>", re.IGNORECASE)


def check_link_words(page: Page) -> Iterator[Problem]:
    """Yield a problem for each link that no reader can see or hear."""
    source = page.document.source
    for number, address in enumerate(page.findings.wordless_links):
        yield Problem(source.path, *_place(source, number), "wordless-link",
                      f"the link to “{address}” has no words, so nobody can see it",
                      "say between the square brackets where it leads: `[Getting help](../about/help.md)`")


def _place(source: SourceText, occurrence: int) -> Position:
    offsets = [match.start() for match in _WRITTEN.finditer(source.prose, source.body_start)]
    if not offsets:
        return Position(source.first_body_line, 1)
    return source.position(offsets[min(occurrence, len(offsets) - 1)])
