"""What the project depends on: hashes and no registry in the locks, licences that are allowed, notes for a release."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sites import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from licences import LOCKS, NPM_LOCKS, Package, Policy, locked, of_npm
from release_notes import NoNotes, notes

# --- Locks


@pytest.mark.parametrize("lock", LOCKS)
def test_python_lock_has_hashes_and_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    items = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(items) > 0 and all("==" in item and "--hash=sha256:" in item for item in items)
    assert "index-url" not in text and "://" not in text


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_npm_lock_has_hashes_and_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == len(list(of_npm(text))) > 0


@pytest.mark.parametrize(("upgrade", "word"), [("", "install"), ("--upgrade", "update")])
def test_lock_changes_no_version_without_upgrade(upgrade: str, word: str) -> None:
    # `npm update` takes the newest that fits, `npm install` what is locked.
    done = subprocess.run(["make", "--dry-run", "lock", f"UPGRADE={upgrade}"], cwd=ROOT, capture_output=True, text=True,
                          check=True)
    assert f"npm {word} --package-lock-only" in done.stdout


# --- Licences


def licences(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}
    return subprocess.run([sys.executable, str(ROOT / "tools" / "licences.py"), *arguments], env=env,
                          capture_output=True, text=True, check=False)


@pytest.mark.build
def test_every_installed_licence_is_allowed() -> None:
    done = licences()
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    counted = re.search(r"(\d+) packages, 0 of them", done.stderr)
    assert counted and int(counted[1]) > len(locked((ROOT / "requirements/site.txt").read_text())), done.stderr
    assert "pypandoc-binary carries Pandoc (GPL-2.0-or-later)" in done.stderr


@pytest.mark.build
def test_package_with_other_or_no_licence_is_named(tmp_path: Path) -> None:
    for name, licence in (("ours", "License-Expression: MIT"), ("theirs", "License-Expression: AGPL-3.0-only"),
                          ("nobodys", "Summary: Nothing"), ("odd", "License: See the file")):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{licence}\n")
    done = licences(path=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "nobodys 1.0 does not say its licence (read it, and state it in requirements/licences.yml)",
        "odd 1.0 says “See the file”, which is no SPDX licence (say what is meant in requirements/licences.yml)",
        "theirs 1.0 is under AGPL-3.0-only, which is not allowed (replace it, or allow the licence and say why)",
    ]


@pytest.mark.parametrize(("says", "allowed"), [
    ("MIT", True), ("MIT License", True), ("MIT AND PSF-2.0", True), ("GPL-3.0-only OR MIT", True),
    ("MIT AND GPL-3.0-only", False), ("GPL-2.0-only WITH Classpath-exception-2.0", False), ("GPL-3.0-or-later", False),
    ("", False), ("UNKNOWN", False), ("MIT AND", False), ("(MIT OR CC0-1.0) AND AGPL-3.0-only", False),
])
def test_licence_expression_follows_spdx(says: str, allowed: bool) -> None:
    assert (Policy.read().fault(Package("roses", "1", says)) is None) is allowed


def test_manual_licence_entries_name_locked_packages() -> None:
    known = {name for lock in LOCKS for name, _ in locked((ROOT / lock).read_text(encoding="utf-8"))}
    known |= {each.name for lock in NPM_LOCKS for each in of_npm((ROOT / lock).read_text(encoding="utf-8"))}
    policy = Policy.read()
    assert {*policy.stated, *policy.carried} <= known


@pytest.mark.build
def test_new_packages_are_listed_with_licences() -> None:
    # The empty tree: everything is new.
    done = licences("--since", "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "| Package | Before | Now | Licence |"
    assert any(re.fullmatch(r"\| mkdocs \| – \| [\d.]+ \| BSD-2-Clause \|", line) for line in lines)
    assert any(re.fullmatch(r"\| html-validate \| – \| [\d.]+ \| MIT \|", line) for line in lines)


# --- Release notes

LOG = """# Changelog

## Unreleased

- Not yet.

## 1.1.0 (2026-11-25)

- A thing.
  And more of it.

### Fixed

- Another.

## 1.0.0

## 0.9.0

- First.
"""


def test_release_notes_come_from_the_changelog() -> None:
    assert notes(LOG, "v1.1.0") == "- A thing.\n  And more of it.\n\n### Fixed\n\n- Another.\n"
    assert notes(LOG, "0.9.0") == "- First.\n"


@pytest.mark.parametrize(("version", "words"), [
    ("1.0.0", "says nothing under “## 1.0.0”"), ("1.1", "has no heading “## 1.1”"), ("v2", "has: Unreleased, 1.1.0"),
])
def test_version_without_notes_is_refused(version: str, words: str) -> None:
    with pytest.raises(NoNotes, match=re.escape(words)):
        notes(LOG, version)


@pytest.mark.build
def test_make_release_notes_treats_version_as_text(tmp_path: Path) -> None:
    def make(version: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["make", "-s", "release-notes", f"PYTHON={sys.executable}"], cwd=ROOT, text=True,
                              env={**os.environ, "VERSION": version}, capture_output=True, check=False)

    # Before a release the newest notes are “Unreleased”; after it they have the version's heading, which a tag names.
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+).*\n\n(?!## )(.+)", log, re.MULTILINE)
    assert newest
    done = make(newest[1])
    assert done.returncode == 0 and done.stdout.startswith(newest[2]), done.stderr
    mark = tmp_path / "mark"
    done = make(f"v1'; touch {mark}; $(touch {mark}) `touch {mark}`")
    assert done.returncode != 0 and "CHANGELOG.md has no heading" in done.stderr
    assert not mark.exists()
    assert "Which version?" in make("").stderr
