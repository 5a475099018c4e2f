"""Find where a work is first cited, in the pages' sources and without converting them."""

from __future__ import annotations

from collections.abc import Iterable

from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.entry import Entry
from proofdesk.citations.positions import citation_position
from proofdesk.common.source_text import Location, Position, SourceText
from proofdesk.content.harms.entries import HARMS, load_harms, places_of_works
from proofdesk.desk.project import PageFile, Project


def first_citation(page: PageFile, key: str) -> Position | None:
    """Return line and column of a page's first citation of a work, or None if it does not cite it.

    A citation in a generated part of the guide has the position of the comment that the part replaces.
    """
    found = _in(page.source, key)
    if found is None and page.filled is not page.source and _in(page.filled, key):
        return SourceText(page.path, page.text, whole=True).position(page.text.index("<!-- guide:"))
    return found


def _in(source: SourceText, key: str) -> Position | None:
    marks = (f"@{key}", f"@{{{key}}}")
    if not any(mark in source.text for mark in marks):
        return None
    found = citation_position(source, key, 0)
    # Without any citation the position is the start of the body.
    return found if source.text.split("\n")[found.line - 1].startswith(marks, found.column - 1) else None


def first_citations(pages: Iterable[PageFile], keys: Iterable[str]) -> dict[str, Location]:
    """Return where each of these works is first cited, by key. Works that no page cites are left out."""
    found: dict[str, Location] = {}
    wanted = list(keys)
    for page in pages:
        for key in wanted:
            position = first_citation(page, key) if key not in found else None
            if position:
                found[key] = Location(page.path, position)
    return found


def cited_by_harms(project: Project) -> dict[str, Location]:
    """Return where the list of harms first names each work that it cites."""
    harms, _ = load_harms(project.root / HARMS, HARMS, project.site.harmful)
    return {key: Location(HARMS, place) for key, place in places_of_works(harms, project.root / HARMS).items()}


def own_and_cited(project: Project) -> list[Entry]:
    """Return the entries of the site's own file, and of its libraries those that a page mentions."""
    bibliography = project.bibliography
    cited = {*cited_by_harms(project)} if bibliography.libraries else set()
    for page in project.pages() if bibliography.libraries else ():
        cited |= mentioned_keys(page.text, bibliography.entries)
    return [entry for key, entry in bibliography.entries.items() if entry.path == bibliography.path or key in cited]
