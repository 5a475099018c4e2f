"""Know the site's git repository: its remote and branches, who writes, and what the folder holds, as a tree of git.

A tree is made with an index of its own, so neither the folder, nor what a person has staged, nor a branch is touched.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from proofdesk.common.errors import UserError
from proofdesk.desk.git import NO_REPOSITORY, GitFailure, overlooked_files, patient_ssh, run_git

_SCRATCH = "desk-index-"
# Our branches begin so, here and on the server; with the second where a branch has the first one's name, because git
# cannot have both.
BRANCHES = ("publish/", "to-publish/")
_UNFINISHED = {"MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert",
               "rebase-merge": "rebase", "rebase-apply": "rebase", "BISECT_LOG": "bisect"}
_USUAL = ("main", "master", "trunk", "default", "develop")


class Done(NamedTuple):
    """How git ended, and what it said."""

    code: int
    words: str


class Change(NamedTuple):
    """A file that differs: “A” new, “M” changed, “D” gone, and its path from the top of the repository."""

    kind: str
    path: str


class Repository:
    """The repository that a site is in. ``prefix`` is the site's folder in it, “” or with a slash at its end."""

    def __init__(self, root: Path) -> None:
        """Raise UserError, in words, if there is no repository to publish from."""
        # Without a terminal nobody could answer, and git would wait for ever.
        self._variables = patient_ssh(root) | ({} if sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"})
        self.brought: dict[tuple[str, str, str], bool] = {}  # known of trees, which never change (taking_in)
        done = run_git(root, ["rev-parse", "--show-toplevel", "--show-prefix"], self._variables)
        if done.returncode:
            if NO_REPOSITORY not in done.stderr:  # there is one, which git cannot read, or may not
                raise GitFailure(done.stderr.decode("utf-8", "replace"))
            raise UserError("the site's folder is in no git repository, so there is nowhere to publish to (ask whoever "
                            "set the site up; who begins makes one here: `git init`, `git add .`, `git commit`, then "
                            "`git remote add origin ADDRESS` and `git push -u origin HEAD`)")
        top, self.prefix = [*done.stdout.decode("utf-8", "replace").split("\n"), ""][:2]
        self.top = Path(top)
        self.git_dir = Path(os.path.normpath(self.top / self.text("rev-parse", "--git-dir")))
        self.overlooked = overlooked_files(self.top)
        self.common_dir = Path(os.path.normpath(self.top / self.text("rev-parse", "--git-common-dir")))
        if not self.commit("HEAD"):
            if self.text("for-each-ref", "--count=1"):  # a branch that was written when the power went, for one
                raise UserError("the last version of this folder cannot be read, though its repository has others, so "
                                "nothing was changed (keep a copy of the folder, and ask whoever set the site up; "
                                "`git reflog` lists the versions)")
            raise UserError("the repository has no version yet, so there is nothing to publish a change of (whoever "
                            "set the site up makes the first: git add . && git commit)")

    def run(self, *arguments: str, index: Path | None = None, given: bytes | None = None,
            variables: Mapping[str, str] | None = None) -> bytes:
        """Return what git prints. Raises GitFailure."""
        own = {**self._variables, **(variables or {}), **({"GIT_INDEX_FILE": str(index)} if index else {})}
        done = run_git(self.top, arguments, own, given)
        if done.returncode:
            raise GitFailure(done.stderr.decode("utf-8", "replace") or done.stdout.decode("utf-8", "replace"))
        return done.stdout

    def attempt(self, *arguments: str) -> Done:
        """Run git, and return how it ended and what it said to a person and to a program."""
        done = run_git(self.top, arguments, self._variables)
        return Done(done.returncode, (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace"))

    def text(self, *arguments: str, index: Path | None = None) -> str:
        return self.run(*arguments, index=index).decode("utf-8", "replace").strip("\n")

    def maybe(self, *arguments: str) -> str:
        """Return what git prints; empty if it fails."""
        try:
            return self.text(*arguments)
        except GitFailure:
            return ""

    def commit(self, name: str) -> str:
        """Return the id of a commit, or nothing if there is none of that name."""
        return self.maybe("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")

    def tree(self, name: str) -> str:
        return self.text("rev-parse", "--verify", f"{name}^{{tree}}")

    def is_ancestor(self, one: str, other: str) -> bool:
        return run_git(self.top, ["merge-base", "--is-ancestor", one, other]).returncode == 0

    def refuse_unfinished(self) -> None:
        """Raise UserError if somebody began a merge or the like here and did not end it."""
        for name, what in _UNFINISHED.items():
            if (self.git_dir / name).exists():
                undo = "git bisect reset" if what == "bisect" else f"git {what} --abort"
                raise UserError(f"a “git {what}” was begun here and is not finished, so nothing was changed "
                                f"(finish it, or undo it with: {undo})")

    def branch(self) -> str:
        """Return the branch that the folder is on; empty on none."""
        return self.maybe("symbolic-ref", "--quiet", "--short", "HEAD")

    def remote(self) -> str:
        """Return the name of the server's repository; empty without one. Raises UserError if there are several."""
        names = [name for name in self.text("remote").split("\n") if name]
        branch = self.branch()
        for stated in (self.maybe("config", "remote.pushDefault"),
                       self.maybe("config", f"branch.{branch}.remote") if branch else "", "origin"):
            if stated in names:
                return stated
        if len(names) > 1:
            raise UserError(f"the repository names several servers ({', '.join(names)}), and none is called origin "
                            f"(name the one to publish to: git config remote.pushDefault {names[0]})")
        return names[0] if names else ""

    def default_branch(self, remote: str, ask: bool = True) -> str:
        """Return the branch of the server that the site is published from; empty if the server has none.

        It is only asked with ``ask``. Git keeps what it answered once, also of a branch that has another name now.
        """
        known = self.maybe("symbolic-ref", "-q", "--short", f"refs/remotes/{remote}/HEAD").removeprefix(f"{remote}/")
        told = self.maybe("ls-remote", "--symref", remote, "HEAD", f"refs/heads/{known}").split("\n") if ask else [""]
        if known and self.commit(f"refs/remotes/{remote}/{known}") and (
                told == [""] or any(line.endswith(f"\trefs/heads/{known}") for line in told)):
            return known
        for line in told:
            if line.startswith("ref: refs/heads/"):
                name = line.removeprefix("ref: refs/heads/").split("\t")[0]
                if self.commit(f"refs/remotes/{remote}/{name}"):  # as `git clone` keeps it
                    self.maybe("symbolic-ref", f"refs/remotes/{remote}/HEAD", f"refs/remotes/{remote}/{name}")
                return name
        there = [name.removeprefix(f"{remote}/") for name in self.maybe(
            "for-each-ref", "--format=%(refname:lstrip=2)", f"refs/remotes/{remote}").split("\n") if name]
        there = [name for name in there if name != "HEAD" and not name.startswith(BRANCHES)]
        return next((name for name in (self.branch(), *_USUAL, *there[:1]) if name in there), "")

    @property
    def our_prefix(self) -> str:
        """Return what the name of a new branch of ours begins with."""
        taken = self.text("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").split("\n")
        for each in BRANCHES:
            if not any(name.endswith(f"/{each.rstrip('/')}") for name in taken):
                return each
        names = " and ".join(f"“{each.rstrip('/')}”" for each in BRANCHES)
        raise UserError(f"there are branches that are called {names}, beside which git can have no branch of ours, so "
                        "nothing was changed (have one of them renamed, here and on the server: git branch -m "
                        f"{BRANCHES[0].rstrip('/')} another-name)")

    def our_branches(self) -> list[str]:
        """Return the branches of this computer that were made to publish, the newest first."""
        listed = self.text("for-each-ref", "--sort=-committerdate", "--format=%(refname:lstrip=2)",
                           *(f"refs/heads/{each}" for each in BRANCHES))
        return listed.split("\n") if listed else []

    @contextmanager
    def index(self, tree: str = "") -> Iterator[Path]:
        """Give an index of its own, filled with a tree."""
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=self.git_dir) as folder:
            file = Path(folder) / "index"
            if tree:
                # What it knows of the files saves reading them all. Its own time tells what it knows too early: a file
                # that was saved in the same moment and is as long as before.
                try:
                    shutil.copy2(self.git_dir / "index", file)
                    self.overlook(False, file)
                except OSError:
                    file.unlink(missing_ok=True)
                self.run("read-tree", "--reset", tree, index=file)
            yield file

    def overlook(self, now: bool, index: Path | None = None) -> None:
        """Have an index overlook what the person's is told to overlook, or have it see that too."""
        for mark, paths in self.overlooked.items():
            self.run("update-index", f"--{mark}" if now else f"--no-{mark}", "-z", "--stdin", index=index,
                     given="\0".join(paths).encode("utf-8", "surrogateescape"))

    def clean(self) -> None:
        """Delete what a command left that was killed. Call it only while no other publishes."""
        for left in self.git_dir.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)

    def folder_tree(self, base: str, content: Sequence[str], left_out: Iterable[str] = ()) -> str:
        """Return the tree of the folder: what ``base`` has, as it is now, and what is new in ``content``.

        Nothing that ``left_out`` names is taken from the folder, nor what stands for a repository within this one: it
        is missing where nobody fetched it, and names a version that others may not have.
        """
        left_out = [*left_out, *self.submodules(base)]
        with self.index(base) as index:
            there = [path for path in content if os.path.lexists(self.top / path)]
            there += self._known(base, [path for path in content if path not in there])
            paths = [*(f":(top,literal){path}" for path in there),
                     *(f":(exclude,top,literal){path}" for path in left_out)]
            if there:
                self.run("add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul", index=index,
                         given="\0".join(paths).encode("utf-8", "surrogateescape"))
            return self.text("write-tree", index=index)

    def whole_tree(self, content: Sequence[str]) -> str:
        """Return the tree of the folder: all files that git knows, as they are now, and what is new in ``content``."""
        others = [f":(exclude,top,literal){path}" for path in self.submodules("HEAD")]
        with self.index("HEAD") as index:
            self.run("add", "--update", "--", ":/", *others, index=index)
            first = self.text("write-tree", index=index)
        return self.folder_tree(first, content)

    def submodules(self, tree: str) -> dict[str, str]:
        """Return the version of each repository within this one that a tree names, by its path."""
        listed = self.run("ls-tree", "-r", "-z", "--full-tree", tree).decode("utf-8", "surrogateescape")
        found = (line.partition("\t") for line in listed.split("\0") if line.startswith("160000 "))
        return {path: facts.split(" ")[2] for facts, _, path in found}

    def _known(self, tree: str, paths: Sequence[str]) -> list[str]:
        """Return those of the paths that a tree has."""
        listed = self.run("ls-tree", "-z", "--full-tree", "--name-only", tree, "--", *paths) if paths else b""
        return [name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name]

    def ignored(self, paths: Sequence[str]) -> set[str]:
        """Return those of the paths that git is told to ignore."""
        listed = self.attempt("check-ignore", "--no-index", "-z", "--", *paths).words
        return set(listed.split("\0"))

    def changes(self, one: str, other: str, *paths: str) -> list[Change]:
        """Return how a tree differs from another."""
        listed = self.run("diff-tree", "-r", "-z", "--no-renames", "--name-status", one, other, "--", *paths)
        parts = listed.decode("utf-8", "surrogateescape").split("\0")
        return [Change(kind[0], path) for kind, path in zip(parts[::2], parts[1::2], strict=False)]

    def content(self, blob: str) -> bytes:
        return self.run("cat-file", "blob", blob)

    def identity_missing(self) -> bool:
        """Return whether git does not know the name or the address of who writes here."""
        return any(not (all(os.environ.get(f"GIT_{who}_{name.upper()}") for who in ("AUTHOR", "COMMITTER"))
                        or self.maybe("config", f"user.{name}")) for name in ("name", "email"))
