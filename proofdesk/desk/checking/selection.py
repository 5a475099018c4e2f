"""Find the pages that an editor names, by file or by folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.desk.project import PageFile, Project


def selected_pages(project: Project, paths: tuple[str, ...]) -> list[PageFile]:
    """Return the pages that these paths name; no path means all. Raises UserError for a path that names none."""
    return select(project, paths)[0]


def select(project: Project, paths: tuple[str, ...]) -> tuple[list[PageFile], bool, list[Problem]]:
    """Return the pages that these paths name, whether they name the bibliography, and the pages that cannot be read.

    No path means everything.
    """
    if not paths:
        return list(project.pages()), True, []
    named = [str(Path(text).absolute()) for text in paths]
    faults = project.faults_of(lambda path: any(path == name or path.startswith(name + os.sep) for name in named))[0]
    unreadable = {(project.root / problem.path).absolute(): problem for problem in faults}
    refused: list[Problem] = []
    selected: dict[str, PageFile] = {}
    bibliography = False
    for text in paths:
        if problem := unreadable.get(Path(text).absolute()):
            refused.append(problem)
            continue
        real = _existing(project, text)
        found = list(project.pages(_is_in(real)))
        is_bibliography = real in _bibliography_files(project)
        if not found and not is_bibliography:
            raise UserError(f"“{text}” is not a page of the site, and not a folder with pages")
        bibliography |= is_bibliography
        selected |= {page.path: page for page in found}
    return list(selected.values()), bibliography, refused


def _is_in(real: Path) -> Callable[[str], bool]:
    """Return what tells whether a file is the one of this real path, or in that folder."""
    if real.is_dir():
        return lambda file: os.path.join(os.path.realpath(file), "").startswith(os.path.join(real, ""))
    own = os.stat(real)

    def is_same(file: str) -> bool:
        with suppress(OSError):  # a link to nothing
            return os.path.samestat(os.stat(file), own)
        return False

    return is_same


def _bibliography_files(project: Project) -> set[Path]:
    """Return the real paths of the site's bibliography and its libraries, and the folder of these."""
    return {file.resolve() for file in project.bibliography_files.watched} - {project.csl_file.resolve()}


def _existing(project: Project, text: str) -> Path:
    """Return the real path of a file or folder. Raises UserError if there is none."""
    path = Path(text).absolute()
    try:
        if path.exists():
            return path.resolve()
    except (OSError, ValueError):  # too long a name, or one with a null character
        pass
    cited = text in project.bibliography.entries
    hint = f" (the pages that cite it: desk check --affected {text})" if cited else ""
    raise UserError(f"there is no file or folder “{text}”{hint}")
