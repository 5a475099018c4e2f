"""Check that each id of a page is of one place, because an address that ends in it can lead to one only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.markup import TEMPLATE_IDS
from proofdesk.site.article import Page


def check_ids(page: Page) -> Iterator[Problem]:
    """Yield a problem for each id that two places of a page have, or that its template writes too."""
    source = page.document.source
    for name, times in page.findings.repeated_ids.items():
        yield Problem(source.path, *_place(source, name, times - 1), "duplicate-id",
                      f"“{name}” is the id of {times} places of this page", "give each an id of its own")
    for name in sorted(page.findings.ids & TEMPLATE_IDS):
        yield Problem(source.path, *_place(source, name, 0), "duplicate-id",
                      f"“{name}” is the id of a part that pages have already", "choose another id")


def _place(source: SourceText, name: str, occurrence: int) -> Position:
    """Return where the source gives an id, the occurrence counted from 0."""
    pattern = re.compile(rf"""(?:\{{[^}}\n]*\#|\b(?:id|name)\s*[=:]\s*["']?)(?P<name>{re.escape(name)})(?![\w.-])""")
    offsets = [match.start("name") for match in pattern.finditer(source.text, source.body_start)]
    if not offsets:
        return Position(source.first_body_line, 1)
    return source.position(offsets[min(occurrence, len(offsets) - 1)])
