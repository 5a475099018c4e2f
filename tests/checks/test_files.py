"""Symbolic links among the pages: those that publish no file of the project are named, the others left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sites import article, make_site

from proofdesk.checks.files import refused_links

REFUSED = {
    "gone.md": "gone.md: this file is a symbolic link that leads to “nowhere.md”, which does not exist",
    "out.md": "out.md: this file is a symbolic link that leads out of the project",
    "hidden.md": "hidden.md: this file is a symbolic link that leads out of the project",
    "loop/page.md": "loop: this file is a symbolic link that leads to a folder above itself",
    "loop/loop/page.md": "loop: this file is a symbolic link that leads to a folder above itself",
    "deep/up/page.md": "deep/up: this file is a symbolic link that leads to a folder above itself",
}


def test_links_are_refused_for_what_they_lead_to(tmp_path: Path) -> None:
    root, docs = tmp_path / "project", tmp_path / "project" / "docs"
    (docs / "deep").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "notes").mkdir()
    for file in ("docs/page.md", "changes.md", ".git/a.md", "../a.md", "notes/a.md"):
        (root / file).write_text("Text.", encoding="utf-8")
    for name, target in {"gone.md": "nowhere.md", "out.md": "../../a.md", "hidden.md": "../.git/a.md", "loop": ".",
                         "deep/up": "..", "changes.md": "../changes.md", "notes": "../notes"}.items():
        os.symlink(target, docs / name)
    files = [*REFUSED, "page.md", "changes.md", "notes/a.md"]
    found = refused_links([str(docs / name) for name in files], docs, root)
    told = {os.path.relpath(file, docs): f"{os.path.relpath(problem.path, docs)}: {problem.message}"
            for file, problem in found.items()}
    assert told == REFUSED


@pytest.mark.build
def test_broken_link_and_loop_are_named_once(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@ly2018].\n")})
    os.symlink("nowhere.md", site.root / "docs" / "articles" / "gone.md")
    os.symlink(".", site.root / "docs" / "articles" / "loop")
    built = site.build("--strict")
    assert [problem.split(" (")[0] for problem in built.problems] == [
        f"docs/articles/{name}:1:1: outside-site: this file is a symbolic link that leads to {what}"
        for name, what in (("gone.md", "“nowhere.md”, which does not exist"), ("loop", "a folder above itself"))
    ]
    assert (built.code, built.folder.exists()) == (1, False)
