"""Find the pages that an editor names for a preview or to be published: by path, or by the end of their address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proofdesk.desk.checking.selection import selected_pages
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.review.page_of import page_named


def pages_named(project: Project, names: Sequence[str]) -> list[PageFile]:
    """Return the pages of these names; no name means all. Raises UserError, with the nearest name, if there is none."""
    found: dict[str, PageFile] = {}
    for name in names:
        is_path = any(name == each.path or name == each.uri for each in project.pages()) or not Path(name).exists()
        for page in [page_named(project, name)] if is_path else selected_pages(project, (name,)):
            found[page.path] = page
    return list(found.values()) if names else list(project.pages())
