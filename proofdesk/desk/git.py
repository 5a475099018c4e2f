"""Run git in the site's folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.desk.project import Project

LONGEST = 500  # characters of what git said; it names each file that it could not write
NO_REPOSITORY = b"not a git repository"  # as git says it
ROOM = 1_000_000  # bytes; a smaller file may still have been written
# A server that takes a connection and never answers would hold a command for ever; a slow one sends something at times.
_PATIENCE = {"GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": "60"}


def run_git(folder: Path, arguments: Sequence[str], variables: Mapping[str, str] | None = None,
            given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git, whatever becomes of it. Its messages are English, so that they can be told apart.

    Raises UserError if git is not installed.
    """
    try:
        return subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=False,
                              env={**_PATIENCE, **os.environ, "LC_ALL": "C", **(variables or {})})
    except FileNotFoundError:
        raise UserError("git is not installed") from None


def patient_ssh(root: Path) -> dict[str, str]:
    """Have ssh give up a server that is silent for a minute and a half, unless a person states how to call it.

    By itself it waits for a connection that broke off as long as the system does, which may be for ever.
    """
    stated = run_git(root, ["config", "--get", "core.sshCommand"]).stdout.strip()
    if stated or os.environ.get("GIT_SSH_COMMAND") or os.environ.get("GIT_SSH"):
        return {}
    nobody_asked = "" if sys.stdin.isatty() else " -o BatchMode=yes"
    return {"GIT_SSH_COMMAND": f"ssh{nobody_asked} -o ConnectTimeout=30 -o ServerAliveInterval=30"}


def git(project: Project, *arguments: str, failure: str = "") -> bytes:
    """Return what git prints. Raises UserError with ``failure``, or with git's own words, if it fails."""
    done = run_git(project.root, arguments)
    if done.returncode:
        raise UserError(failure or done.stderr.decode("utf-8", errors="replace").strip())
    return done.stdout


def check_revision(project: Project, revision: str) -> None:
    """Raise UserError, with the reason, if git does not know the revision."""
    if revision.startswith("-"):  # git would take it for an option
        raise UserError(f"“{revision}” is not a git revision")
    there = run_git(project.root, ["rev-parse", "--git-dir"])
    if there.returncode:
        raise (UserError("the site is not in a git repository") if NO_REPOSITORY in there.stderr else
               GitFailure(there.stderr.decode("utf-8", errors="replace")))
    git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}",
        failure=f"git knows no revision “{revision}”")


def files_at(project: Project, revision: str, *paths: str) -> list[str]:
    """Return the files at a revision that are, or lie below, one of these paths. All are relative to the site.

    Of what is outside of the repository, as a folder of pages or a library may be, git has none.
    """
    top = os.path.realpath(os.fsdecode(git(project, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    own = [path for path in paths if Path(os.path.realpath(project.root / path)).is_relative_to(top)]
    listed = git(project, "ls-tree", "-r", "-z", "--name-only", revision, "--", *own) if own else b""
    return [name for name in listed.decode("utf-8", errors="replace").split("\0") if name]


def file_at(project: Project, revision: str, path: str) -> bytes | None:
    """Return a file's content at a revision, or None if it did not exist. ``path`` is relative to the site."""
    return git(project, "show", f"{revision}:./{path}") if files_at(project, revision, path) else None


def is_tracked(project: Project, path: str) -> bool:
    """Return whether the repository has a file now. ``path`` is relative to the site."""
    return bool(git(project, "ls-files", "-z", "--", path))


def overlooked_files(top: Path) -> dict[str, list[str]]:
    """Return the files whose changes git is told not to see, from the top of the repository, by git's mark for it.

    What a sparse checkout leaves out has such a mark too, and is no file of the folder.
    """
    listed = run_git(top, ["ls-files", "-v", "-z"]).stdout.decode("utf-8", "surrogateescape").split("\0")
    marked = [(line[0], line[2:]) for line in listed if line and (line[0] == "S" or line[0].islower())
              and os.path.lexists(top / line[2:])]
    found = {"assume-unchanged": [path for mark, path in marked if mark.islower()],
             "skip-worktree": [path for mark, path in marked if mark in "sS"]}
    return {mark: paths for mark, paths in found.items() if paths}


class GitFailure(UserError):
    """Git refused something. ``words`` is what it said."""

    def __init__(self, words: str) -> None:
        self.words = words.strip()
        super().__init__(_explain(self.words))


def _explain(words: str) -> str:
    """Return what git said, on one line, with what a person can do."""
    line = " ".join(words.split())
    line = f"{line[:LONGEST]}…" if len(line) > LONGEST else line
    if re.search("no space left|disk quota|out of diskspace|index file smaller", words, re.I) or _has_no_room(words):
        return ("the disk is full, so nothing was changed (delete something that you do not need, and try again): "
                f"{line}")
    if re.search(r"failed to sign|public key|signing key|signingkey|secret key", words, re.I):
        return ("git is told to sign what is sent, and cannot, so nothing was sent (unlock your key, or say which it "
                f"is: git config user.signingkey; without one: git config commit.gpgsign false): {line}")
    if found := re.search(r"bad (?:\w+ )?config .* (?:in file (.+?)(?:: |$)|for '(.+?)')", words, re.M):
        return ("a file with settings of git cannot be read, so nothing was changed (correct "
                f"“{found[1] or found[2]}”, or ask whoever wrote it): {line}")
    if found := re.search(r"dubious ownership in repository at '(.+?)'", words):
        return ("git reads no repository of another user's, so nothing was changed (if you trust who wrote it: git "
                f"config --global --add safe.directory '{found[1]}')")
    if re.search("bad signature|index file corrupt|bad config|not a valid object|object file .* is empty", words, re.I):
        return ("the repository of this folder is damaged, so nothing was changed (keep a copy of the folder, and ask "
                f"whoever set the site up): {line}")
    if ".lock" in words and ("exists" in words or "Unable to create" in words):
        return ("another program changes the repository, or was ended while it did (wait, and try again; if no other "
                f"runs, delete the file that git names): {line}")
    return f"git said: {line}"


def _has_no_room(words: str) -> bool:
    """Return whether git could not write a file, of which it gives no reason, where there is hardly any room."""
    file = re.search(r"unable to write file (/.*)$", words, re.M)
    try:
        return file is not None and shutil.disk_usage(Path(file[1]).parent).free < ROOM
    except OSError:
        return False
