"""The documentation names files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites import ROOT

pytestmark = pytest.mark.content

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Folders of the program and of what runs it. Those of content are left out: the guide names pages to be written.
FOLDERS = {"proofdesk", "hooks", "overrides", "tests", "bench", "tools", "hosting", "requirements", ".ci", ".github"}
ROOMS = {file.parent.name for file in (ROOT / "proofdesk").glob("*/__init__.py")} - {"site"}  # also what a build writes
_PATH = re.compile(r"`(\.?[\w-]+(?:/[^\s`/]+)+/?)`")


def exists(path: str) -> bool:
    """Whether there is such a file; “<name>” and “*” stand for any name, and a room's name for its folder."""
    pattern = re.sub(r"<[^<>]+>", "*", path).rstrip("/")
    within = ROOT / "proofdesk" if path.split("/")[0] in ROOMS else ROOT
    return any(within.glob(pattern))


def paths(document: Path) -> set[str]:
    found = _PATH.findall(document.read_text(encoding="utf-8"))
    return {path for path in found if path.split("/")[0] in FOLDERS | ROOMS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_each_path_in_a_document_exists(document: Path) -> None:
    assert {path for path in paths(document) if not exists(path)} == set()


def test_enough_paths_are_looked_at() -> None:
    assert len(set[str]().union(*map(paths, DOCUMENTS))) > 50
    assert not exists("proofdesk/nowhere.py") and not exists("checks/<family>/nowhere.py")
