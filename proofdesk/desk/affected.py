"""Find the pages that a change of the bibliography affects: by key, or by what changed since a git revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.libraries.files import with_libraries
from proofdesk.bibliography.libraries.sidecar import EVIDENCE, add_evidence
from proofdesk.bibliography.parser import parse_bibliography, read_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import Location
from proofdesk.common.text import did_you_mean
from proofdesk.desk.citations_index import cited_by_harms, first_citation
from proofdesk.desk.git import check_revision, file_at, files_at, is_tracked
from proofdesk.desk.project import Project


def known_keys(project: Project, keys: Iterable[str]) -> list[str]:
    """Return the keys as given, each once. Raises UserError for one that the bibliography does not have."""
    wanted = list(dict.fromkeys(key.strip("[]").removeprefix("@").strip("{}") for key in keys))
    for key in wanted:
        if key not in project.bibliography.entries:
            remedy = did_you_mean(key, project.bibliography.entries)
            raise UserError(f"{project.bibliography.title} has no “{key}” ({remedy})")
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
    """Return the site's bibliography at a revision, by today's settings. Raises UserError if git cannot tell.

    A library that is not in the repository, such as another program's export elsewhere, counts as it is now.
    """
    check_revision(project, revision)
    files = project.bibliography_files
    folder = [project.path(files.folder)] if files.folder and files.folder.is_relative_to(project.root) else []
    before = [name for name in files_at(project, revision, *folder) if name.lower().endswith(".bib")] if folder else []
    own, *libraries = dict.fromkeys([project.path(files.bib_file), *before, *map(project.path, files.libraries)])
    found = [_file_at(project, revision, name) or read_bibliography(project.root / name, name)
             for name in libraries]
    merged = with_libraries(_file_at(project, revision, own) or Bibliography(own), found)
    if evidence := file_at(project, revision, EVIDENCE):
        add_evidence(merged, evidence.decode("utf-8-sig", "replace"), EVIDENCE, project.site.words_of_evidence)
    return merged


def _file_at(project: Project, revision: str, name: str) -> Bibliography | None:
    """Return a file at a revision, empty if it is new since then; None if it is not in the repository."""
    if Path(name).is_absolute() or name.startswith("../"):
        return None
    content = file_at(project, revision, name)
    if content is None:
        return Bibliography(name) if is_tracked(project, name) else None
    return parse_bibliography(content, name)


def affected(project: Project, keys: list[str]) -> Iterator[tuple[Location, str]]:
    """Yield the first citation of each of these works on each page, and its key, in the order of the pages.

    The list of harms, which pages show, comes last.
    """
    for page in project.pages():
        found = [(position, key) for key in keys if (position := first_citation(page, key))]
        for position, key in sorted(found):
            yield Location(page.path, position), key
    listed = cited_by_harms(project)
    yield from sorted((listed[key], key) for key in keys if key in listed)
