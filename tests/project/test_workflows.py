"""What the workflows on GitHub may do, and the scripts by which they tell what they found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sites import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
WORKFLOWS: dict[str, dict[Any, Any]] = {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
JOBS = {f"{name}/{job}": settings for name, workflow in WORKFLOWS.items() for job, settings in workflow["jobs"].items()}
# The only jobs that may change anything, and what.
WRITERS = {
    "publish.yml/publish": {"pages", "id-token"}, "release.yml/release": {"contents"}, "weekly.yml/issues": {"issues"},
    "weekly.yml/retractions": {"contents", "pull-requests", "actions"},
    "updates.yml/propose": {"contents", "pull-requests", "actions"},
}


def steps(*names: str) -> Iterator[dict[str, Any]]:
    for name, job in JOBS.items():
        if not names or name in names:
            yield from job.get("steps", [])


def test_actions_are_pinned_to_commits_with_versions() -> None:
    pins: dict[str, set[tuple[str, str]]] = {}
    for file in FILES:
        for line in re.findall(r"uses: *(.+)", file.read_text(encoding="utf-8")):
            if not line.startswith("./"):
                match = re.fullmatch(r"([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
                assert match, f"{file.name}: {line}"
                pins.setdefault(match[1], set()).add((match[2], match[3]))
    assert len(pins) >= 5
    assert [action for action, found in pins.items() if len(found) > 1] == []


def test_jobs_state_permissions_and_few_may_write() -> None:
    assert all(workflow["permissions"] == {} for workflow in WORKFLOWS.values())
    assert all("permissions" in job for job in JOBS.values())
    writers = {name: {right for right, value in job["permissions"].items() if value == "write"}
               for name, job in JOBS.items()}
    assert {name: rights for name, rights in writers.items() if rights} == WRITERS


def test_no_workflow_runs_foreign_code_with_our_rights() -> None:
    for workflow in WORKFLOWS.values():
        assert not {"pull_request_target", "workflow_run", "issue_comment"} & {*workflow[True]}  # YAML's “on”
    assert all("secrets" not in file.read_text(encoding="utf-8") for file in FILES)


def test_writing_jobs_install_and_run_nothing_else() -> None:
    for step in steps(*WRITERS):
        action = step.get("uses", "").split("@")[0]
        assert action in ("", "actions/checkout", "actions/download-artifact", "actions/deploy-pages")
        assert re.match(r"\.github/(report|propose)\.sh |gh release create |$", step.get("run", "")), step


def test_published_builds_use_no_cache() -> None:
    made = [*steps("publish.yml/build", "release.yml/prepare")]
    assert any("make test-content" in step.get("run", "") for step in made)
    assert any(step.get("run") == "make sbom" for step in made)
    for step in made:
        assert "actions/cache" not in step.get("uses", "") and "cache" not in step.get("with", {})


def test_hidden_files_are_published() -> None:
    kept = [step["with"] for step in steps("publish.yml/build", "check.yml/content")
            if "upload" in step.get("uses", "")]
    assert [each["path"] for each in kept] == ["site", "site"]
    assert all(each["include-hidden-files"] is True for each in kept)  # .well-known/security.txt


def test_publishing_waits_for_the_gates_of_what_changed() -> None:
    """Always for the content's own, on the very site that is published; for the program's if it changed."""
    publish = JOBS["publish.yml/publish"]
    assert {*publish["needs"]} == {"changes", "program", "build"}
    assert "needs.build.result == 'success'" in publish["if"] and "needs.changes.result == 'success'" in publish["if"]
    assert "needs.program.result == 'success' || needs.changes.outputs.program == 'false'" in publish["if"]
    for name in ("publish.yml/program", "check.yml/program"):
        assert JOBS[name]["uses"] == "./.github/workflows/program.yml" and JOBS[name]["needs"] == "changes"
        assert JOBS[name]["if"] == "needs.changes.outputs.program == 'true'"
    for name in ("publish.yml/changes", "check.yml/changes"):
        assert any(".ci/program-changed" in step.get("run", "") for step in steps(name))
    assert "check" in JOBS["release.yml/release"]["needs"]
    assert JOBS["release.yml/check"]["uses"] == "./.github/workflows/check.yml"
    runs = {step.get("run") for step in steps("program.yml/lint", "program.yml/test", "check.yml/content")}
    assert {"make lint FORMAT=github", 'make test-content FORMAT=github SINCE="$BASE"', "make test"} <= runs


def test_no_workflow_names_the_default_branch() -> None:
    """It may have any name; a schedule runs on it alone."""
    for file in (*FILES, *(ROOT / ".github").glob("*.sh"), ROOT / ".gitlab-ci.yml"):
        assert not re.search(r"\b(main|master)\b", file.read_text(encoding="utf-8")), file.name
    asked = "github.event_name == 'schedule' || github.ref_name == github.event.repository.default_branch"
    for name in ("publish.yml/changes", "publish.yml/build", "weekly.yml/look", "updates.yml/resolve"):
        assert JOBS[name]["if"] == asked


@pytest.mark.build
def test_workflow_targets_are_documented_make_targets() -> None:
    runs = [step.get("run", "") for step in steps()]
    targets = {target for run in runs for target in re.findall(r"\bmake (?:--silent )?([a-z-]+)", run)}
    assert {"lint", "test", "test-content", "test-screens", "links", "overdue", "retractions", "lock", "licences",
            "audit", "sbom", "release-notes"} == targets
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in targets:
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
        assert f"`make {target}" in readme, target


@pytest.mark.build
def test_mypy_errors_become_annotations() -> None:
    [matcher] = json.loads((ROOT / ".github" / "mypy.json").read_text(encoding="utf-8"))["problemMatcher"]
    [pattern] = matcher["pattern"]
    done = subprocess.run([sys.executable, "-m", "mypy", "--config-file=", "--no-incremental", "-c", "a: int = 'b'"],
                          capture_output=True, text=True, check=False)
    match = re.match(pattern["regexp"], done.stdout.splitlines()[0])
    assert match, done.stdout
    assert match[pattern["line"]] == "1" and match[pattern["severity"]] == "error"
    assert "Incompatible types" in match[pattern["message"]]


# --- The tools that hold workflows

BAD = """\
on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.pull_request.title }} $(ls *.txt | wc -l
"""


def tool(name: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / name
    if not program.exists():
        pytest.skip(f"{name} cannot be had for this machine (requirements/test.in)")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run([str(program), *arguments], cwd=cwd, env={**os.environ, "PATH": path, "NO_COLOR": "1"},
                          capture_output=True, text=True, check=False)


@pytest.mark.build
@pytest.mark.parametrize(("name", "arguments", "finds"), [
    ("zizmor", ("--offline", ".github"), "template-injection"), ("jactionlint", (), "shellcheck"),
])
def test_workflow_linters_pass_ours_and_fail_a_bad_one(
    tmp_path: Path, name: str, arguments: tuple[str, ...], finds: str
) -> None:
    done = tool(name, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "bad.yml").write_text(BAD, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    done = tool(name, *arguments, cwd=tmp_path)
    assert done.returncode != 0 and finds in done.stdout


@pytest.mark.build
def test_scripts_pass_shellcheck() -> None:
    scripts = [*(ROOT / ".github").glob("*.sh"), *(ROOT / ".ci").iterdir(), *(ROOT / "hosting").glob("*.sh")]
    assert len(scripts) >= 5
    done = tool("shellcheck", *map(str, scripts))
    assert done.returncode == 0, done.stdout


@pytest.mark.build
def test_make_report_fails_only_without_a_report(tmp_path: Path) -> None:
    desk, report = tmp_path / "desk", tmp_path / "report.txt"

    def made(script: str) -> tuple[bool, str | None]:
        desk.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        desk.chmod(0o755)
        words = ["make", "-s", "-o", ".venv/site.stamp", "overdue", f"REPORT={report}", f"BIN={tmp_path}"]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
        return done.returncode == 0, report.read_text() if report.exists() else None

    assert made("echo found; exit 1") == (True, "found\n")
    assert made("exit 0") == (True, "")
    assert made("echo no network >&2; exit 2") == (False, None)


# --- The scripts, with the real git, and a stand-in for gh that notes what it was asked: GitHub itself cannot run here

GH = """#!/usr/bin/env python3
import json, os, pathlib, sys
folder = pathlib.Path(os.environ["GH_NOTES"])
words = sys.argv[1:]
body = words[words.index("--body-file") + 1] if "--body-file" in words else None
with (folder / "asked").open("a") as file:
    file.write(json.dumps([words, pathlib.Path(body).read_text() if body else None]) + "\\n")
if words[1] == "list":
    print(os.environ.get("GH_OPEN", ""))
"""


class Script:
    """One of the scripts in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH, encoding="utf-8")
        (folder / "bin" / "gh").chmod(0o755)

    def run(self, name: str, *arguments: str, cwd: Path | None = None, number: str = "") -> list[tuple[list[str], str]]:
        """What gh was asked: its words, and the text that it was given."""
        asked = self.folder / "asked"
        asked.unlink(missing_ok=True)
        done = subprocess.run(
            [str(ROOT / ".github" / name), *arguments], cwd=cwd or self.folder, capture_output=True, text=True,
            check=False, env={**os.environ, "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                              "GH_NOTES": str(self.folder), "GH_OPEN": number},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [tuple(json.loads(line)) for line in asked.read_text().splitlines()] if asked.exists() else []


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return Script(tmp_path)


def commands_of(asked: list[tuple[list[str], str]]) -> list[str]:
    return [" ".join(words[:2]) for words, _ in asked]


@pytest.mark.build
def test_report_opens_updates_and_closes_one_issue(script: Script) -> None:
    report = script.folder / "links.txt"
    report.write_text("a.md:1:1: dead-link: “x” leads nowhere\n```\n@someone <b>\n", encoding="utf-8")
    opened = script.run("report.sh", "links", "Dead links", str(report))
    assert commands_of(opened) == ["label create", "issue list", "issue create"]
    assert "    a.md:1:1: dead-link: “x” leads nowhere\n    ```\n    @someone <b>\n" in opened[-1][1]
    assert opened[-1][0][2:6] == ["--title", "Dead links", "--label", "links"]
    assert script.run("report.sh", "links", "Dead links", str(report), number="7")[-1][0][:3] == ["issue", "edit", "7"]
    report.write_text("")
    assert script.run("report.sh", "links", "Dead links", str(report), number="7")[-1][0][:3] == ["issue", "close", "7"]
    assert commands_of(script.run("report.sh", "links", "Dead links", str(report))) == ["label create", "issue list"]


@pytest.mark.build
def test_missing_report_touches_no_issue(script: Script) -> None:
    assert script.run("report.sh", "links", "Dead links", "not-there.txt", number="7") == []


def git(*words: str, cwd: Path) -> str:
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(script: Script) -> Path:
    """A clone of a repository whose main has one file."""
    origin, clone = script.folder / "origin.git", script.folder / "clone"
    git("init", "--quiet", "--bare", "--initial-branch=main", str(origin), cwd=script.folder)
    git("clone", "--quiet", str(origin), str(clone), cwd=script.folder)
    git("switch", "--quiet", "--orphan", "main", cwd=clone)
    (clone / "data.json").write_text("1\n")
    git("add", ".", cwd=clone)
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "First", cwd=clone)
    git("push", "--quiet", "origin", "main", cwd=clone)
    return clone


@pytest.mark.build
def test_proposal_contains_only_the_new_data(script: Script, clone: Path) -> None:
    found = script.folder / "found"
    (found / ".github").mkdir(parents=True)
    (found / "data.json").write_text("2\n")
    (found / ".github" / "evil.yml").write_text("on: push\n")
    (found / "body.txt").write_text("New: @someone\n")
    words = ("propose.sh", "data", "New data", str(found / "body.txt"), str(found), "data.json")
    asked = script.run(*words, cwd=clone)
    assert commands_of(asked) == ["auth setup-git", "pr list", "pr create", "workflow run"]
    assert asked[2][0][2:4] == ["--head", "data"] and asked[2][1] == "    New: @someone\n"
    assert "--base" not in asked[2][0]  # gh proposes to the default branch, whatever its name
    assert git("diff", "--name-only", "main", "origin/data", cwd=clone) == "data.json\n"
    assert git("show", "origin/data:data.json", cwd=clone) == "2\n"
    assert git("show", "origin/main:data.json", cwd=clone) == "1\n"
    # A week later it is still open, and the data is newer.
    git("switch", "--quiet", "main", cwd=clone)
    (found / "data.json").write_text("3\n")
    assert commands_of(script.run(*words, cwd=clone, number="4"))[2] == "pr edit"
    assert git("log", "--format=%s", "origin/main..origin/data", cwd=clone) == "New data\n"


@pytest.mark.build
def test_unchanged_data_makes_no_proposal(script: Script, clone: Path) -> None:
    found = script.folder / "found"
    found.mkdir()
    (found / "body.txt").write_text("Nothing\n")
    words = ("propose.sh", "data", "New data", str(found / "body.txt"), str(found), "data.json")
    assert script.run(*words, cwd=clone) == []  # the data could not be had
    (found / "data.json").symlink_to(shutil.which("git") or "/bin/sh")
    assert script.run(*words, cwd=clone) == []
    (found / "data.json").unlink()
    (found / "data.json").write_text("1\n")
    assert script.run(*words, cwd=clone) == []
    assert "origin/data" not in git("branch", "-r", cwd=clone)
