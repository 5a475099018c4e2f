"""Find the pages that a change of the bibliography affects: by key, or by what changed since a git revision."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import Location
from proofdesk.common.text import did_you_mean
from proofdesk.desk.citations_index import first_citation
from proofdesk.desk.git import check_revision, file_at
from proofdesk.desk.project import Project


def known_keys(project: Project, keys: Iterable[str]) -> list[str]:
    """Return the keys as given, each once. Raises UserError for one that the bibliography does not have."""
    wanted = list(dict.fromkeys(key.removeprefix("@") for key in keys))
    for key in wanted:
        if key not in project.bibliography.entries:
            remedy = did_you_mean(key, project.bibliography.entries)
            raise UserError(f"{project.bibliography.path} has no “{key}” ({remedy})")
    return wanted


def changed_keys(project: Project, revision: str) -> list[str]:
    """Return the works added, changed or removed since a git revision. Raises UserError if git cannot tell.

    Layout does not count: the fields are compared, not the lines.
    """
    before = _bibliography_at(project, revision).entries
    now = project.bibliography.entries
    return [
        key for key in dict.fromkeys([*now, *before])
        if key not in now or key not in before
        or (now[key].type, now[key].fields) != (before[key].type, before[key].fields)
    ]


def _bibliography_at(project: Project, revision: str) -> Bibliography:
    check_revision(project, revision)
    name = project.bibliography.path
    content = file_at(project, revision, name)
    if content is None:
        return Bibliography(name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bibliography.bib")
        file.write_bytes(content)
        return read_bibliography(file, name)


def affected(project: Project, keys: list[str]) -> Iterator[tuple[Location, str]]:
    """Yield the first citation of each of these works on each page, and its key, in the order of the pages."""
    for page in project.pages():
        found = [(position, key) for key in keys if (position := first_citation(page, key))]
        for position, key in sorted(found):
            yield Location(page.path, position), key
