"""Find symlinks that lead out of the project, so that a build never publishes other files of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from proofdesk.common.problems import Problem


def files_outside_project(files: Iterable[str], docs: Path, root: Path) -> list[str]:
    """Return the ``files`` below ``docs`` that resolve to a path outside ``root`` or in a hidden folder of it.

    Symlinks within the project are allowed: `docs/changes.md` may be the project's own change log.
    """
    real_root, real_docs = os.path.realpath(root), os.path.realpath(docs)

    @cache
    def folder(path: str) -> str:
        return os.path.realpath(path)

    def allowed(file: str) -> bool:
        own = os.path.join(folder(os.path.dirname(file)), os.path.basename(file))
        real = os.path.realpath(own) if os.path.islink(own) else own
        if _is_below(real, real_docs):
            return True
        return _is_below(real, real_root) and not any(
            part.startswith(".") for part in Path(os.path.relpath(real, real_root)).parts)

    return [file for file in files if not allowed(file)]


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def problem_of(name: str) -> Problem:
    """Return the problem of a file outside the project. ``name`` is its path as problems print it."""
    return Problem(name, 1, 1, "outside-site", "this file is a symbolic link that leads out of the project",
                   "put the file itself here, or delete the link")
