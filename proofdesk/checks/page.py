"""Every check of one page: page in, problems out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from proofdesk.checks.claims import check_block
from proofdesk.checks.evidence.figures import check_figures
from proofdesk.checks.harms.check import check_results
from proofdesk.checks.leaked_syntax import (
    check_leaked_syntax,
    check_pictures,
    check_uncited_keys,
    check_unwritten,
)
from proofdesk.checks.reviews.check import check_review
from proofdesk.checks.structure import check_structure
from proofdesk.checks.unsafe_html import check_unsafe_html
from proofdesk.citations.positions import citation_position
from proofdesk.common.dates import today
from proofdesk.common.language import speaking
from proofdesk.common.problems import Problem
from proofdesk.content.editorial import GUIDE, EditorialData
from proofdesk.site.article import Page


def check_page(page: Page, data: EditorialData) -> list[Problem]:
    """Return all problems of a page that can be found without other pages."""
    return [*check_conversion(page), *check_uncited_keys(page, data.bibliography.entries), *check_claims(page, data),
            *check_review(page, data.root), *check_samples(page, data.bibliography.samples)]


def check_claims(page: Page, data: EditorialData) -> list[Problem]:
    """Return the problems of what a page says of results, in figures and in blocks.

    If there is none, the document notes it with what else it depends on, besides the page and the works that it cites.
    It is kept with its conversion, and not looked for again until that changes.
    """
    document, words = page.document, data.wording.digest
    if document.sound in (words, f"{words} {today()}"):
        return []
    with speaking(page.language):  # of which the lists of words may be
        problems = [*check_results(page, data), *check_figures(page, data.references.evidence), *(
            problem for block in document.blocks
            for problem in check_block(document.source, block, data.references.evidence, data.wording))]
    if not problems:
        document.sound = f"{words} {today()}" if any(block.dated for block in document.blocks) else words
    return problems


def check_samples(page: Page, samples: Collection[str]) -> Iterator[Problem]:
    """Yield the invented works of the guide's examples that another page cites as if they were evidence."""
    source = page.document.source
    keys = [] if page.url.startswith(GUIDE) else dict.fromkeys(each.key for each in page.document.citations)
    for key in keys:
        if key in samples:
            yield Problem(source.path, *citation_position(source, key, 0), "unknown-citation",
                          f"“{key}” is an invented work of the guide's examples", "cite a work of the bibliography")


def check_conversion(page: Page) -> Iterator[Problem]:
    """Yield the problems of a page's text and markup. A page with none of them can be cached.

    One that comes from the cache had none, and what has been stated in other files since is among the first.
    """
    yield from page.document.problems
    if page.digest and not page.document.problems:
        return
    yield from check_leaked_syntax(page)
    yield from check_pictures(page)
    yield from check_unwritten(page)
    yield from check_structure(page)
    yield from check_unsafe_html(page)
