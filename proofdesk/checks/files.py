"""Check the files of the folder of pages before any is read: which may be published, and whether each has an address.

The build and the desk both get them from MkDocs' ``get_files``, so that they speak of the same files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from proofdesk.checks.file_names import same_addresses, unusable_names
from proofdesk.checks.static_files import check_static_file
from proofdesk.common.problems import Problem


class SourceFile(NamedTuple):
    """A file below the folder of pages. ``uri`` is its path there, ``dest`` its path in the site."""

    path: str
    uri: str
    dest: str
    is_page: bool
    is_published: bool


def is_published(file: File) -> bool:
    """Return whether MkDocs publishes a file: it is neither excluded nor a draft."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def is_in_navigation(file: File) -> bool:
    """Return whether MkDocs expects a published page in the navigation."""
    return bool(file.inclusion.value > InclusionLevel.NOT_IN_NAV.value)


def source_files(files: Files, docs: Path, config: Any) -> list[SourceFile]:
    """Return the editors' files of a site, those too that MkDocs leaves out because another has their address.

    ``config`` has MkDocs' ``exclude_docs`` and ``draft_docs``.
    """
    found = [each for each in files if each.abs_src_path and Path(each.src_dir or "") == docs]
    known = {each.abs_src_path for each in found}
    left_out = [File(os.path.relpath(path, docs), str(docs), "", use_directory_urls=True)
                for folder, _, names in os.walk(docs, followlinks=True)
                for path in (os.path.join(folder, name) for name in names) if path not in known]
    set_exclusions(left_out, config)
    return [SourceFile(str(each.abs_src_path), each.src_uri, each.dest_uri, each.is_documentation_page(),
                       is_published(each)) for each in (*found, *left_out)]


def check_source_files(
    files: Iterable[SourceFile], docs: Path, root: Path, name: Callable[[str], str]
) -> tuple[list[Problem], set[str]]:
    """Return what is wrong with files themselves, and the paths of those that must not be published.

    ``name`` gives a path as problems print it.
    """
    by_path = {each.path: each for each in files}
    outside = files_outside_project(by_path, docs, root)
    problems = [problem_of(name(path)) for path in outside]
    refused = {*outside}
    for path, problem in unusable_names(each for each in by_path if each not in refused).items():
        problems.append(replace(problem, path=name(problem.path)))
        refused.add(path)
    for path, file in by_path.items():
        if path not in refused and file.is_published and not file.is_page:
            faults = list(check_static_file(Path(path), file.uri, name(path)))
            problems += faults
            refused |= {path} if faults else set()
    return problems, refused


def check_addresses(
    files: Iterable[SourceFile], own: Iterable[str], name: Callable[[str], str]
) -> list[Problem]:
    """Return a problem for each file that would take the place of another one, or of what the site makes (``own``)."""
    return same_addresses({name(file.path): file.dest for file in files if file.is_published}, own)


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
