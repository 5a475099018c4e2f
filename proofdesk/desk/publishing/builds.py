"""Build the site in a program of its own: to look at, with its drafts, or to see whether it can be published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.desk.project import Project

FOLDER = ".cache/preview"
# Tells a build that it is looked at by editors and reviewers only, so that drafts are in it (content/front_matter).
DRAFTS = "PROOFDESK_DRAFTS"
_LOGGED = re.compile(r"(?:WARNING|ERROR|INFO) +- +(.*)")
_FAULT = "Internal error ("  # a fault of the program, which no editor can correct on a page
_FULL = re.compile(r"no space left on device|the disk is full|quota exceeded", re.I)
_STOPS = re.compile(r"(?:WARNING|ERROR) +- +(.*)")


@dataclass(frozen=True)
class Build:
    """What a build made: whether it succeeded, its folder, and what it said is wrong, a line each."""

    succeeded: bool
    folder: Path
    problems: list[str]

    @property
    def reason(self) -> str:
        """Return why there is no site, in the build's last words."""
        return self.problems[-1] if self.problems else "the build ended without a word (see what `desk site` says)"


def build_preview(project: Project) -> Build:
    """Build all pages, with drafts, into a folder of their own. Raises UserError if there is nothing to look at."""
    folder = project.root / FOLDER / "site"
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = _run(project.root, folder, [], {DRAFTS: "1"})
    if not made.succeeded:
        raise UserError(f"the site could not be built: {made.reason}")
    return made


def build_strictly(root: Path) -> Build:
    """Build the site in ``root`` as it would be published, and stop at any error or warning.

    Raises UserError if the build itself has a fault, or no room.
    """
    return _run(root, root / "site", ["--strict"], {DRAFTS: ""})


def _run(root: Path, folder: Path, options: list[str], variables: dict[str, str]) -> Build:
    done = _build(root, folder, options, variables)
    lines = (done.stdout + done.stderr).splitlines()
    if fault := next((line for line in lines if _FAULT in line), ""):
        raise UserError(f"the build itself has a fault, which is none of your pages': {fault[fault.index(_FAULT):]} "
                        f"(the folder is {root})")
    if done.returncode and any(map(_FULL.search, lines)):
        raise UserError("the site could not be built: the disk is full (delete something that you do not need, and try "
                        "again)")
    said = [match[1] for match in map(_STOPS.match, lines) if match]
    last = [(match[1] if (match := _LOGGED.match(line)) else line) for line in lines if line.strip()][-1:]
    return Build(done.returncode == 0, folder, said or ([] if done.returncode == 0 else last))


def _build(root: Path, folder: Path, options: list[str],
           variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "proofdesk.build", "build", "--site-dir", str(folder), *options], cwd=root,
        env={**os.environ, **quiet, **variables}, capture_output=True, encoding="utf-8", errors="replace", check=False)
