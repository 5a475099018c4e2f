"""Check the parts by which readers find their way on a page: headings, ids and the words of links."""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.checks.structure.headings import check_headings
from proofdesk.checks.structure.identifiers import check_ids
from proofdesk.checks.structure.link_words import check_link_words
from proofdesk.common.problems import Problem
from proofdesk.site.article import Page


def check_structure(page: Page) -> Iterator[Problem]:
    """Yield a problem for each heading, id and link of a page that would mislead a reader."""
    yield from check_headings(page)
    yield from check_ids(page)
    yield from check_link_words(page)
