"""Check that no page's content has HTML that its Content-Security-Policy blocks or must not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.site.article import Page


def check_unsafe_html(page: Page) -> Iterator[Problem]:
    """Yield a problem for each script, style or foreign file in a page's content."""
    source = page.document.source
    for written, reason in page.findings.unsafe:
        yield Problem(source.path, *_position(source, written), "against-policy", reason,
                      "write it in Markdown, or put the file into docs/assets/")


def _position(source: SourceText, written: str) -> Position:
    """Return its position in the prose, or else in raw HTML."""
    for text in (source.prose, source.text):
        found = re.search(re.escape(written), text, re.I)
        if found:
            return source.position(found.start())
    return Position(source.first_body_line, 1)
