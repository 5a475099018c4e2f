"""Find symlinks that publish no file of the project: out of it, to nothing, or to a folder above themselves."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from proofdesk.common.problems import Problem


def refused_links(files: Iterable[str], docs: Path, root: Path) -> dict[str, Problem]:
    """Return the ``files`` below ``docs`` that a symlink forbids to publish, each with its problem.

    Symlinks within the project are allowed: `docs/changes.md` may be the project's own change log. A path is refused
    if it resolves to one outside ``root`` or in a hidden folder of it. The path of a problem is not yet as problems
    print it.
    """
    lexical, real_root, real_docs = os.path.abspath(docs), os.path.realpath(root), os.path.realpath(docs)

    @cache
    def folder(path: str) -> str:
        return os.path.realpath(path)

    @cache
    def loop(path: str) -> str:
        """Return the part of a folder's path that is a link to a folder above it; empty if none is."""
        path, found = os.path.abspath(path), ""
        while _is_below(path, lexical):
            if os.path.islink(path) and _is_below(real_docs + path[len(lexical):] + os.sep, folder(path)):
                found = path
            path = os.path.dirname(path)
        return found

    def problem(file: str) -> Problem | None:
        parent = os.path.dirname(file)
        own = os.path.join(folder(parent), os.path.basename(file))
        if folder(parent) != parent and loop(parent):
            return _problem(loop(parent), "leads to a folder above itself", "delete the link")
        real = os.path.realpath(own) if os.path.islink(own) else own
        inside = _is_below(real, real_docs) or (_is_below(real, real_root) and not any(
            part.startswith(".") for part in Path(os.path.relpath(real, real_root)).parts))
        if not inside:
            return _problem(file, "leads out of the project", "put the file itself here, or delete the link")
        if os.path.islink(own) and not os.path.exists(own):
            return _problem(file, f"leads to “{os.readlink(own)}”, which does not exist",
                            "correct the link, put the file itself here, or delete the link")
        return None

    return {file: found for file in files if (found := problem(file))}


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _problem(path: str, what: str, remedy: str) -> Problem:
    return Problem(path, 1, 1, "outside-site", f"this file is a symbolic link that {what}", remedy)
