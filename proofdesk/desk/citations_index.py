"""Where a work is first cited, read from the pages' sources without converting them."""

from __future__ import annotations

from collections.abc import Iterable

from proofdesk.citations.positions import citation_position
from proofdesk.common.source_text import SourceText
from proofdesk.desk.project import PageFile


def first_citation(page: PageFile, key: str) -> tuple[int, int] | None:
    """Line and column of a page's first citation of a work; None where it has none.

    The guide's pages also cite in the parts that are made for them: those stand where the part is asked for.
    """
    found = _in(page.source, key)
    if found is None and page.filled is not page.source and _in(page.filled, key):
        return SourceText(page.path, page.text, whole=True).place(page.text.index("<!-- guide:"))
    return found


def _in(source: SourceText, key: str) -> tuple[int, int] | None:
    marks = (f"@{key}", f"@{{{key}}}")
    if not any(mark in source.text for mark in marks):
        return None
    line, column = citation_position(source, key, 0)
    # Where there is no mention at all, the place is the start of the body.
    return (line, column) if source.text.split("\n")[line - 1].startswith(marks, column - 1) else None


def first_citations(pages: Iterable[PageFile], keys: Iterable[str]) -> dict[str, str]:
    """For each of these works that any page cites, where it is first cited, as ``path:line``."""
    found: dict[str, str] = {}
    wanted = list(keys)
    for page in pages:
        for key in wanted:
            place = first_citation(page, key) if key not in found else None
            if place:
                found[key] = f"{page.path}:{place[0]}"
    return found
