"""Finds files that a symbolic link brings into a site from outside the project: a build must not publish the machine.

Knows nothing of MkDocs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from proofdesk.common.problems import Problem


def files_outside_project(files: Iterable[str], docs: Path, root: Path) -> list[str]:
    """Those of ``files``, all below the folder ``docs``, that really lie outside ``root`` or in a hidden folder of it.

    A link within the project is as good as a file: `docs/changes.md` may be the project's own change log.
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
    """``name`` is the file's path as problems print it."""
    return Problem(name, 1, 1, "outside-site", "this file is a symbolic link that leads out of the project",
                   "put the file itself here, or delete the link")
