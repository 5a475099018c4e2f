"""What the container's recipe copies, and files whose line ends a shell reads. No image can be built here."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import PurePosixPath

import pytest
from sites import ROOT

RECIPE = (ROOT / "Containerfile").read_text(encoding="utf-8")
COPIED = [source for line in re.findall(r"^COPY (.+)$", RECIPE, re.MULTILINE) for source in line.split()[:-1]]


def test_recipe_copies_all_that_the_wheel_needs() -> None:
    """And nothing keeps it from what builds the image (.dockerignore)."""
    setup = (ROOT / "setup.py").read_text(encoding="utf-8")
    needed = ["pyproject.toml", "setup.py", "proofdesk",
              *re.findall(r'^    "[\w.]+": "([^"]+)",$', setup, re.MULTILINE)]
    assert len(needed) >= 7
    assert [path for path in needed if not any(PurePosixPath(path).is_relative_to(each) for each in COPIED)] == []
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [path for path in COPIED if not (ROOT / path).exists() or f"!{path}" not in let_through] == []


def test_recipe_installs_by_hashes_and_runs_as_nobody_of_note() -> None:
    installs = re.findall(r"pip install ([^\n&]+)", RECIPE)
    assert len(installs) == 2 and all("--require-hashes" in each or "--no-deps" in each for each in installs)
    assert re.search(r"^USER [1-9]\d+$", RECIPE, re.MULTILINE)


def test_dev_container_is_the_same_image() -> None:
    settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert (ROOT / ".devcontainer" / settings["build"]["dockerfile"]).resolve() == ROOT / "Containerfile"
    targets = re.findall(r"make (\S+)", settings["postCreateCommand"] + " " + settings["postAttachCommand"])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    assert len(targets) == 2
    assert [each for each in targets if not re.search(rf"^{re.escape(each)}:", makefile, re.MULTILINE)] == []


@pytest.mark.build
def test_what_a_shell_reads_keeps_its_line_ends() -> None:
    """Git would write others on Windows; a shell takes “\\r” for a part of a word."""
    files = (each for place in (".ci/*", "hosting/*", ".github/**/*.sh") for each in sorted(ROOT.glob(place)))
    scripts = [each.relative_to(ROOT).as_posix() for each in files if each.is_file()]
    scripts += ["Makefile", "Containerfile", "requirements/site.txt"]
    assert len(scripts) > 10
    command = ["git", "check-attr", "eol", *scripts]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line for line in told.splitlines() if not line.endswith(": eol: lf")] == []
