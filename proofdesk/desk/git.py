"""Which pages a change of the bibliography touches: by key, or by what changed since a git revision."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import Location
from proofdesk.common.suggest import did_you_mean
from proofdesk.desk.citations_index import first_citation
from proofdesk.desk.project import Project


def known_keys(site: Project, keys: Iterable[str]) -> list[str]:
    """The keys as they were given, each once. Raises Refused for one that the bibliography does not have."""
    wanted = list(dict.fromkeys(key.removeprefix("@") for key in keys))
    for key in wanted:
        if key not in site.bibliography.entries:
            remedy = did_you_mean(key, site.bibliography.entries)
            raise UserError(f"{site.bibliography.path} has no “{key}” ({remedy})")
    return wanted


def changed_keys(site: Project, revision: str) -> list[str]:
    """The works that were added, changed or taken out since a git revision. Raises Refused where git cannot say.

    What was only laid out anew is no change: the fields are compared, not the lines.
    """
    before = _bibliography_at(site, revision).entries
    now = site.bibliography.entries
    return [
        key for key in dict.fromkeys([*now, *before])
        if key not in now or key not in before
        or (now[key].type, now[key].fields) != (before[key].type, before[key].fields)
    ]


def _bibliography_at(site: Project, revision: str) -> Bibliography:
    revision_of(site, revision)
    name = site.bibliography.path
    if not git(site, "ls-tree", "--name-only", revision, "--", name):
        return Bibliography(name)  # it was not there yet
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bibliography.bib")
        file.write_bytes(git(site, "show", f"{revision}:./{name}"))
        return read_bibliography(file, name)


def revision_of(site: Project, revision: str) -> None:
    """Raises Refused, with the reason, where git does not know the revision."""
    if revision.startswith("-"):  # git would take it for an option
        raise UserError(f"“{revision}” is no git revision")
    git(site, "rev-parse", "--git-dir", otherwise="the site is not in a git repository")
    git(site, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}",
        otherwise=f"git knows no revision “{revision}”")


def git(site: Project, *arguments: str, otherwise: str = "") -> bytes:
    """What git prints. Raises Refused with ``otherwise``, or with git's own words, where it fails."""
    try:
        done = subprocess.run(["git", *arguments], cwd=site.root, capture_output=True, check=False)
    except FileNotFoundError:
        raise UserError("git is not installed") from None
    if done.returncode:
        raise UserError(otherwise or done.stderr.decode("utf-8", errors="replace").strip())
    return done.stdout


def affected(site: Project, keys: list[str]) -> Iterator[tuple[Location, str]]:
    """Yield the first citation of each of these works in each page, in the order of the page, with its key."""
    for page in site.pages():
        found = [(position, key) for key in keys if (position := first_citation(page, key))]
        for position, key in sorted(found):
            yield Location(page.path, position), key
