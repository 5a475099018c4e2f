"""Choose which pages of a finished site to open: its first page, one of each kind, and those that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from proofdesk.common.addresses import address_of
from proofdesk.common.errors import UserError
from proofdesk.desk.affected import affected, changed_keys
from proofdesk.desk.git import check_revision, git
from proofdesk.desk.project import Project

MAX_PAGES = 60
NOT_FOUND = "404.html"
_REDIRECT = 'http-equiv="refresh"'


class Chosen(NamedTuple):
    """The addresses to open, from the site's root, and how many changed pages were left out."""

    addresses: list[str]
    left_out: int


def choose(folder: Path, changed: Iterable[str]) -> Chosen:
    """Return the pages to open: home, the one for missing pages, the longest of each kind, then those that changed."""
    sizes = {address_of(file.relative_to(folder).as_posix().removesuffix("index.html")): file.stat().st_size
             for file in folder.rglob("*.html") if not _redirects(file)}
    if "" not in sizes:
        raise UserError(f"“{folder}” has no first page, index.html (build the site first: desk site)")
    wanted = [address for address in dict.fromkeys(changed) if address in sizes]
    kinds = [address for address in ("", NOT_FOUND, *longest_of_each_kind(sizes)) if address in sizes]
    chosen = list(dict.fromkeys([*kinds, *wanted]))
    return Chosen(chosen[:MAX_PAGES], len(chosen[MAX_PAGES:]))


def longest_of_each_kind(sizes: Mapping[str, int]) -> list[str]:
    """Return the longest of the pages whose addresses are alike.

    Pages are of one kind that are as deep in the same folder of the site's root; those alone in a folder are of one
    kind together, as /privacy/ and /about/ are.
    """
    folders = Counter(address.partition("/")[0] for address in sizes)
    longest: dict[tuple[str, int], str] = {}
    for address in sorted(sizes, key=lambda each: (sizes[each], each)):
        folder = address.partition("/")[0]
        longest[folder if folders[folder] > 1 else "", address.count("/")] = address
    return sorted(longest.values())


def _redirects(file: Path) -> bool:
    """Return whether a page only leads to another; it is short."""
    return file.stat().st_size < 4000 and _REDIRECT in file.read_text(encoding="utf-8", errors="replace")


def changed_pages(project: Project, revision: str | None) -> list[str]:
    """Return the addresses of the pages that changed since a revision, themselves or in a work that they cite.

    Without a revision it is the last commit, and outside a repository nothing has changed. Raises UserError for a
    revision that git does not know.
    """
    try:
        check_revision(project, revision or "HEAD")
    except UserError:
        if revision is None:
            return []
        raise
    since = revision or "HEAD"
    listed = git(project, "diff", "--name-only", "--relative", "-z", since, "--", ".")
    listed += git(project, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    paths = {name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name}
    if paths & {project.path(file) for file in project.bibliography_files.watched}:
        paths |= {location.path for location, _ in affected(project, changed_keys(project, since))}
    return [page.url for page in project.pages() if page.path in paths]
