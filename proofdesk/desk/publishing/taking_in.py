"""Take what others published into the folder, so that an editor's text and theirs never drift apart.

Each file of the folder is compared before it is replaced, and a run that was ended in between is simply run again.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import replace_file
from proofdesk.desk.publishing.merging import Conflict, Merged, merge
from proofdesk.desk.publishing.repository import BRANCHES, Change, Repository

MOST = 100  # commits of others that are looked at, to see whether they merged ours
THEIRS, MINE = ".cache/theirs", ".cache/mine"


class Site(NamedTuple):
    """What of a repository is the site: paths of files and folders, and which of them grow at their end."""

    content: Sequence[str]
    appended: Sequence[str]  # files and folders

    def appends(self, path: str) -> bool:
        return path.endswith(".bib") or path in self.appended


class TakenIn(NamedTuple):
    """What others changed that is in the folder now."""

    changes: list[Change]


class BothChanged(UserError):
    """An editor and somebody else changed the same lines. Nothing was changed."""


def contained(repository: Repository, ours: str, theirs: str, site: Site) -> bool:
    """Return whether a commit of others has all that one of ours brought, however it was merged."""
    if repository.is_ancestor(ours, theirs):
        return True
    base = repository.maybe("merge-base", ours, theirs)
    if not base:
        return False
    # Somebody may have changed the same lines since they were merged, so the first commit that had them counts.
    changed = [change.path for change in repository.changes(base, ours)]
    since = repository.text("rev-list", "--first-parent", "--reverse", f"{base}..{theirs}", "--", *changed).split("\n")
    return any(_brings(repository, base, ours, each, site) for each in dict.fromkeys([theirs, *since[:MOST]]) if each)


def _brings(repository: Repository, base: str, ours: str, theirs: str, site: Site) -> bool:
    """Return whether a commit has, as it is, all that one of ours changed since they parted."""
    before, mine, other = (repository.tree(each) for each in (base, ours, theirs))
    if (before, mine, other) not in repository.brought:  # every open branch is asked for several times a run
        merged = merge(repository, before, mine, other, site.appends)
        repository.brought[before, mine, other] = not merged.conflicts and merged.tree == other
    return repository.brought[before, mine, other]


def take_in(repository: Repository, theirs: str, site: Site, mine: Collection[str] = (),
            others: Collection[str] = (), follow: bool = True) -> TakenIn:
    """Bring a commit of others into the folder. Raises ``BothChanged``, and changes nothing, if lines clash.

    ``mine`` and ``others`` name files of which one side is to stand. An own file that gives way is kept in ``MINE``.
    With ``follow``, the branch moves to that commit.
    """
    if repository.is_ancestor(theirs, "HEAD"):
        return TakenIn([])
    folder = repository.whole_tree(site.content)
    merged = merge(repository, _common(repository, theirs, site), folder, repository.tree(theirs), site.appends, mine,
                   others)
    if merged.conflicts:
        raise _both_changed(repository, theirs, merged.conflicts)
    changes = repository.changes(folder, merged.tree)
    if repository.whole_tree(site.content) != folder:
        raise UserError("a file was saved meanwhile, so nothing was changed (run the command again)")
    for change in sorted(changes, key=lambda each: each.kind != "D"):  # one's place may be another's folder
        file = repository.top / change.path
        if change.kind != "A" and not file.is_symlink() and file.is_file():
            if repository.text("hash-object", f"--path={change.path}", "--", str(file)) != repository.text(
                    "rev-parse", f"{folder}:{change.path}"):
                raise UserError(f"“{change.path}” was saved meanwhile, so it is left as it is (run the command again)")
            if change.path in others:
                _keep(repository, MINE, change.path, file.read_bytes())
        _replace(repository, merged, change)
    if follow:
        _follow(repository, theirs, site)
    return TakenIn(changes)


def _common(repository: Repository, theirs: str, site: Site) -> str:
    """Return the tree from which the folder and a commit of others come.

    It has what we sent and they merged, even if that is another commit there (“squash”). Otherwise each of our own
    lines would clash with itself.
    """
    base = repository.maybe("merge-base", "HEAD", theirs)
    if not base:
        raise UserError("what is on the server has nothing in common with this folder (ask whoever set the site up "
                        "whether the remote’s address is right)")
    tree = repository.tree(base)
    sent = [*repository.our_branches(), *([repository.branch()] if repository.branch() else ["HEAD"])]
    for branch in sent:
        name = f"refs/heads/{branch}" if branch != "HEAD" else branch
        if not repository.is_ancestor(name, base) and contained(repository, name, theirs, site):
            start = repository.maybe("merge-base", name, base) or base
            both = merge(repository, repository.tree(start), tree, repository.tree(name), site.appends)
            tree = tree if both.conflicts else both.tree
    return tree


def _both_changed(repository: Repository, theirs: str, conflicts: list[Conflict]) -> BothChanged:
    """Return the error that names each clash, after putting the others' text where the editor can read it."""
    told = []
    for conflict in conflicts:
        who = repository.maybe("log", "-1", "--format=%an, %ad", "--date=format:%Y-%m-%d", theirs, "--", conflict.path)
        by = f" ({who})" if who else ""
        if not conflict.theirs:
            told.append(f"{conflict.path}: you changed it, and somebody else deleted it{by}")
        elif not conflict.ours:
            told.append(f"{conflict.path}: you deleted it, and somebody else changed it{by}")
        else:
            first, last = conflict.lines or (1, 1)
            lines = f"line {first}" if first == last else f"lines {first} to {last}"
            place = f", {lines} of yours among them" if conflict.lines else ""
            told.append(f"{conflict.path}: you and somebody else{by} changed the same place{place}")
        if conflict.theirs:
            _keep(repository, THEIRS, conflict.path, repository.content(conflict.theirs))
    path = shlex.quote(conflicts[0].path)
    there = f"Their text is in {THEIRS}/: take over into yours what you want of it, and then run" \
        if any(conflict.theirs for conflict in conflicts) else "To keep yours, run"
    return BothChanged("; ".join(told) + f". Your files are as they were. {there} `desk publish --mine {path}`, or run "
                       f"`desk publish --theirs {path}` to take theirs (yours is then kept in {MINE}/)")


def _keep(repository: Repository, folder: str, path: str, content: bytes) -> None:
    wanted = repository.top / repository.prefix / folder / path
    file, number = wanted, 1
    while folder == MINE and file.exists() and file.read_bytes() != content:  # what was kept before may be wanted still
        number += 1
        file = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    replace_file(file, content)


def _replace(repository: Repository, merged: Merged, change: Change) -> None:
    """Make one file of the folder what it is in a tree."""
    file = repository.top / change.path
    if change.kind == "A" and os.path.lexists(file) and not (file.is_dir() and not any(file.iterdir())):
        raise UserError(f"“{change.path}” is new on the server, and there is another file of that name here (move "
                        "yours away, and run the command again)")
    if change.kind == "D":
        try:
            if not file.is_dir() or file.is_symlink():  # a folder: a repository within this one, which may hold work
                file.unlink(missing_ok=True)
            _drop_empty(file.parent, repository.top)
        except OSError as error:
            raise cannot("written", change.path, error) from None
        return
    mode = repository.text("ls-tree", "--full-tree", merged.tree, "--", change.path).split(" ")[0]
    if mode == "160000":  # a repository within this one: not ours to check out, and as git leaves it
        file.mkdir(parents=True, exist_ok=True)
        return
    if mode == "120000":
        target = repository.run("cat-file", "blob", f"{merged.tree}:{change.path}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        try:
            os.symlink(os.fsdecode(target), file)
        except OSError:  # Windows, for most people: git has the target there as a text, and takes that for the link
            file.write_bytes(target)
        return
    content = repository.run("cat-file", "--filters", f"{merged.tree}:{change.path}")
    if file.is_symlink():
        file.unlink()
    replace_file(file, content)
    if mode == "100755":
        file.chmod(file.stat().st_mode | 0o111)


def _drop_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _follow(repository: Repository, theirs: str, site: Site) -> None:
    """Move the branch to the commit whose text the folder has now, unless it holds more than that.

    The text of the folder stays, as what is still to be published. What a person has staged stays staged.
    """
    if not contained(repository, "HEAD", theirs, site):
        return
    if repository.branch().startswith(BRANCHES):
        return
    # A run that was ended between the two next steps is finished by the next one.
    if _is_half_staged(repository) and repository.maybe("write-tree") != repository.tree(theirs):
        return
    # The index first: one of an older version would count, and be committed, as the undoing of what others wrote.
    repository.overlook(False)  # or git would refuse to move on past an edited one
    try:
        repository.run("read-tree", "--reset", theirs)
    finally:
        repository.overlook(True)
    repository.run("update-ref", "-m", "desk publish", "HEAD", theirs, repository.commit("HEAD"))
    repository.maybe("update-index", "-q", "--refresh")


def _is_half_staged(repository: Repository) -> bool:
    """Return whether the index holds what neither the last commit nor the folder has: something half staged."""
    listed = repository.run("status", "--porcelain=v2", "-z", "--untracked-files=no").decode("utf-8", "surrogateescape")
    return any(line and line[0] in "12u" and line[2:3] != "." and line[3:4] != "." for line in listed.split("\0"))
