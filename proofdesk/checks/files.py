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

from proofdesk.checks.file_names import composed, not_on_windows, same_addresses, unusable_names
from proofdesk.checks.static_files import check_static_file
from proofdesk.common.files import find_unreadable, unreadable_folders, walk
from proofdesk.common.problems import Problem
from proofdesk.content.review.items import is_review_file, reviewed_pages


class SourceFile(NamedTuple):
    """A file below the folder of pages. ``uri`` is its path there, ``dest`` its path in the site.

    ``is_excluded`` if the settings of the site leave it out, and not MkDocs by itself.
    """

    path: str
    uri: str
    dest: str
    is_page: bool
    is_published: bool
    is_excluded: bool = False


def is_published(file: File) -> bool:
    """Return whether MkDocs publishes a file: it is neither excluded nor a draft."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def is_in_navigation(file: File) -> bool:
    """Return whether MkDocs expects a published page in the navigation."""
    return bool(file.inclusion.value > InclusionLevel.NOT_IN_NAV.value)


def compose_names(files: Files, docs: Path) -> Files:
    """Give each of the files the name that git has, where the disk writes accents in another way; return them."""
    for file in [each for each in files if not each.src_uri.isascii()]:
        name = composed(str(docs), file.src_uri)
        if name != file.src_uri and file.src_dir:
            files.remove(file)
            new = File(name, file.src_dir, file.dest_dir, file.use_directory_urls, inclusion=file.inclusion)
            if name not in files.src_uris:
                files.append(new)
    return files


def source_files(files: Files, docs: Path, config: Any) -> list[SourceFile]:
    """Return the editors' files of a site, those too that MkDocs leaves out because another has their address.

    ``config`` has MkDocs' ``exclude_docs`` and ``draft_docs``.
    """
    found = [each for each in files if each.abs_src_path and Path(each.src_dir or "") == docs]
    known = {each.abs_src_path for each in found}
    left_out = [File(uri, str(docs), "", use_directory_urls=True)
                for folder, _, names in walk(docs)
                for path in (os.path.join(folder, name) for name in names) if path not in known
                if os.path.join(docs, uri := composed(str(docs), os.path.relpath(path, docs))) not in known]
    set_exclusions(left_out, config)
    stated = [patterns for name in ("exclude_docs", "draft_docs") if (patterns := config.get(name))]
    return [SourceFile(str(each.abs_src_path), each.src_uri, each.dest_uri, each.is_documentation_page(),
                       is_published(each), any(patterns.match_file(each.src_uri) for patterns in stated))
            for each in (*found, *left_out)]


def check_source_files(
    files: Iterable[SourceFile], docs: Path, root: Path, name: Callable[[str], str],
    wanted: Callable[[str], bool] = lambda _: True,
) -> tuple[list[Problem], set[str]]:
    """Return what is wrong with files themselves, and the paths of those that must not be published.

    ``name`` gives a path as problems print it. Only the files of ``wanted`` paths are looked at.
    """
    known = {each.path: each for each in files}
    by_path = {path: each for path, each in known.items() if wanted(path)}
    links = refused_links(by_path, docs, root)
    problems = [*dict.fromkeys(replace(problem, path=name(problem.path)) for problem in links.values()),
                *unreadable_folders(docs, name)]
    refused = {*links}
    for path, problem in unusable_names(each for each in by_path if each not in refused).items():
        problems.append(replace(problem, path=name(problem.path)))
        refused.add(path)
    problems += not_on_windows({name(path): each.uri for path, each in by_path.items() if path not in refused})
    problems += [Problem(name(file.path), 1, 1, "overlooked-page", *why) for file in by_path.values()
                 if file.path not in refused and (why := _overlooked(file))]
    # The editors' own, which nobody else is to read: left out without a word.
    reviews = [path for path in by_path if is_review_file(path)]
    refused |= {*reviews}
    problems += [Problem(name(path), 1, 1, "lost-review", "there is no page beside this review file",
                         "rename it as its page was renamed, or delete it")
                 for path in reviews if not any(page in known for page in reviewed_pages(path))]
    for path, file in by_path.items():
        unreadable = find_unreadable(path, name(path), file.is_page) if path not in refused else None
        if unreadable:
            problems.append(unreadable)
            refused.add(path)
        if path not in refused and file.is_published and not file.is_page:
            faults = list(check_static_file(Path(path), file.uri, name(path)))
            problems += faults
            refused |= {path} if faults else set()
    return problems, refused


def _overlooked(file: SourceFile) -> tuple[str, str] | None:
    """Return why MkDocs leaves a page out by itself, and what to do; None if it does not, or if the site says so too.

    Hidden folders belong to programs, and so do names of which macOS and Emacs make copies (``._a.md``, ``.#a.md``).
    """
    folder, _, base = file.uri.rpartition("/")
    if not file.is_page or file.is_published or file.is_excluded or any(
            part.startswith(".") for part in folder.split("/")) or base.startswith(("._", ".#")):
        return None
    remedy = "if it is not to be published, name it under `exclude_docs` in mkdocs.yml"
    if base.startswith("."):
        return "the name of this page begins with a dot, so MkDocs does not publish it", f"rename it; {remedy}"
    return ("MkDocs publishes nothing of a folder “templates” beside the first page", f"rename the folder; {remedy}"
            ) if folder.split("/")[0] == "templates" else None


def check_addresses(
    files: Iterable[SourceFile], own: Iterable[str], name: Callable[[str], str]
) -> list[Problem]:
    """Return a problem for each file that would take the place of another one, or of what the site makes (``own``)."""
    return same_addresses({name(file.path): file.dest for file in files if file.is_published}, own)


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
