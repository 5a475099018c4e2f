"""Check that each line is what its author saw, and what readers find their way by: headings, ids, words of links."""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.checks.structure.headings import check_headings
from proofdesk.checks.structure.identifiers import check_ids
from proofdesk.checks.structure.layout import check_layout
from proofdesk.checks.structure.link_words import check_link_words
from proofdesk.common.problems import Problem
from proofdesk.site.article import Page


def check_structure(page: Page) -> Iterator[Problem]:
    """Yield a problem for each line, heading, id and link of a page that would mislead a reader."""
    yield from check_layout(page)
    yield from check_headings(page)
    yield from check_ids(page)
    yield from check_link_words(page)
