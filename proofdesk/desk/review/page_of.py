"""Find the page that an editor, or a file from a reviewer, names."""

from __future__ import annotations

from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.common.text import did_you_mean
from proofdesk.desk.project import PageFile, Project


def page_named(project: Project, name: str) -> PageFile:
    """Return a page by its path, by its path within the folder of pages, or by the end of its address.

    Raises UserError, with the nearest name, if there is none.
    """
    pages = list(project.pages())
    here = Path(name).absolute()
    plain = name.replace("\\", "/").removeprefix("./").rstrip("/")
    for page in pages:
        if plain in (page.path, page.uri) or here == (project.root / page.path).absolute():
            return page
    ends = [page for page in pages if plain.removesuffix(".review.yml") in (
        page.url.rstrip("/"), Path(page.uri).stem, Path(page.uri).name) or plain == page.uri.removesuffix(".md") or
        Path(plain).name == f"{Path(page.uri).stem}.review.yml"]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise UserError(f"“{name}” may be {', '.join(page.path for page in ends)} (name one of them)")
    raise UserError(f"there is no page “{name}” ({did_you_mean(plain, [page.path for page in pages])})")
