"""Which gate a change must pass, on GitHub, on GitLab and on a server of one's own, with the real git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from sites import ROOT

GITLAB: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))


def git(folder: Path, *words: str) -> str:
    names = ("-c", "user.name=A", "-c", "user.email=a@b", "-c", "init.defaultBranch=trunk")
    done = subprocess.run(["git", *names, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, *names: str) -> str:
    """Change these files, and return the commit."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("more\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "program-changed", folder / ".ci")
    git(tmp_path, "init", "--quiet", str(folder))
    commit(folder, "docs/index.md", "proofdesk/site.py", "moved.py")
    return folder


def program_changed(folder: Path, revision: str) -> bool:
    done = subprocess.run([".ci/program-changed", revision], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert ("Only content changed" in done.stdout) == (done.returncode == 1)
    return done.returncode == 0


@pytest.mark.build
def test_content_is_what_editors_write(repository: Path) -> None:
    before = git(repository, "rev-parse", "HEAD")
    commit(repository, "docs/articles/über böden.md", "docs/assets/a.svg", "bibliography.bib", "safety.yml",
           "mkdocs.yml", "house.csl", "retractions.json", ".vscode/tasks.json", "locale/eo.po", "docs/.hidden/a.yml")
    assert not program_changed(repository, before)


@pytest.mark.build
@pytest.mark.parametrize("name", [
    "proofdesk/site.py", "hooks/events.py", "overrides/home.html", "Makefile", "requirements/site.txt", "tests/a.yml",
    ".github/workflows/a.yml", ".gitlab-ci.yml", ".ci/run", "hosting/a.conf", "README.md", "docs", "docs.py",
])
def test_all_else_is_the_program(repository: Path, name: str) -> None:
    before = git(repository, "rev-parse", "HEAD")
    if name == "docs":  # a file of the program becomes a page
        (repository / "moved.py").rename(repository / "docs" / "moved.md")
        commit(repository)
    else:
        commit(repository, "docs/index.md", name)
    assert program_changed(repository, before)


@pytest.mark.build
def test_an_unknown_revision_has_the_program_tested(repository: Path) -> None:
    commit(repository, "docs/index.md")
    for unknown in ("", "0" * 40, "nowhere", "--help"):
        assert program_changed(repository, unknown)


# --- GitLab: a runner is nowhere to be had, so its jobs are read, and their words run by a shell


def test_gitlab_publishes_content_by_its_own_gate() -> None:
    pages, program = GITLAB["pages"], GITLAB["program"]
    assert pages["needs"] == ["program"] and pages["cache"] == [] and pages["artifacts"]["paths"] == ["public/"]
    assert pages["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert any(line.startswith("make test-content") for line in pages["script"])
    assert program["cache"] == {"key": "tested", "paths": [".cache/tested"], "when": "on_success"}
    assert "rules" not in program  # it must end well before anything is published


@pytest.mark.build
def test_gitlab_tests_the_program_until_it_passes(repository: Path) -> None:
    """A change of the program whose tests failed is tested again when content follows it."""
    commands = "\n".join(GITLAB["program"]["script"])
    (repository / ".ci" / "run").write_text("#!/bin/sh\necho tests >> ../told\nexit $(cat ../code)\n", encoding="utf-8")
    (repository / ".ci" / "run").chmod(0o755)
    (repository / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    told, code, tools = repository.parent / "told", repository.parent / "code", repository.parent / "tools"
    tools.mkdir()
    for name in ("apt-get", "make"):
        (tools / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tools / name).chmod(0o755)

    def pipeline(*names: str, tests_end: int = 0) -> tuple[bool, bool]:
        """Return whether the job ended well, and whether it ran the tests."""
        new = commit(repository, *names)
        told.unlink(missing_ok=True)
        code.write_text(str(tests_end), encoding="utf-8")
        env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "CI_COMMIT_SHA": new,
               "CI_COMMIT_BRANCH": "trunk", "CI_DEFAULT_BRANCH": "trunk"}
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", commands], cwd=repository, env=env, check=False,
                              capture_output=True)
        return done.returncode == 0, told.exists()

    assert pipeline("docs/a.md") == (True, True)  # nothing is known yet
    assert pipeline("docs/a.md") == (True, False)
    assert pipeline("proofdesk/a.py", tests_end=1) == (False, True)
    assert pipeline("docs/a.md", tests_end=1) == (False, True)
    assert pipeline("docs/a.md") == (True, True)
    assert pipeline("docs/a.md") == (True, False)


# --- A server of one's own

MAKE = """#!/bin/sh
# Stands for the gate of the content: it builds a site of one page, or fails as the page says.
echo "$@ $SITE_URL" >> "$TOLD"
grep -q broken docs/index.md && exit 1
mkdir -p site/.well-known && cp docs/index.md site/index.html && echo Contact > site/.well-known/security.txt
"""
DESK = """#!/bin/sh
echo headers > "$4"
"""


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A server's folder, with the clone of a repository that has one page, and its settings."""
    origin, work, clone = tmp_path / "origin.git", tmp_path / "work", tmp_path / "srv" / "source"
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(work))
    (work / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "program-changed", work / ".ci")
    (work / ".ci" / "run").write_text('#!/bin/sh\necho tests >> "$TOLD"\n', encoding="utf-8")
    (work / ".ci" / "run").chmod(0o755)
    (work / ".gitignore").write_text("site/\n.venv/\n", encoding="utf-8")
    commit(work, "docs/index.md", "proofdesk/a.py")
    git(work, "push", "--quiet", "origin", "HEAD")
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    for name, text in (("tools/make", MAKE), ("srv/source/.venv/bin/desk", DESK)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "settings").write_text(
        f"REPOSITORY={clone}\nRELEASES={tmp_path}/srv\nSITE_URL=https://example.org/some/b%C3%B6den/\nBRANCH=\n"
        f'RELOAD="touch {tmp_path}/reloaded"\n', encoding="utf-8")
    return tmp_path


def publish(folder: Path, *, change: str = "", text: str = "more\n") -> tuple[int, list[str], str]:
    """Run the script as the timer does. Return its code, what it ran, and the page that readers have."""
    work, told = folder / "work", folder / "told"
    if change:
        (work / change).write_text(text, encoding="utf-8")
        git(work, "add", "--all")
        git(work, "commit", "--quiet", "--message", "Change")
        git(work, "push", "--quiet", "origin", "HEAD")
    told.unlink(missing_ok=True)
    env = {**os.environ, "PATH": f"{folder / 'tools'}{os.pathsep}{os.environ['PATH']}", "TOLD": str(told)}
    done = subprocess.run([str(ROOT / "hosting" / "publish.sh"), str(folder / "settings")], env=env, check=False,
                          capture_output=True, text=True)
    page = folder / "srv" / "current" / "site" / "some" / "böden" / "index.html"
    ran = [line.split()[0] for line in told.read_text(encoding="utf-8").splitlines()] if told.exists() else []
    return done.returncode, ran, page.read_text(encoding="utf-8") if page.exists() else done.stderr


@pytest.mark.build
def test_a_server_publishes_what_passes_its_gates(server: Path) -> None:
    assert publish(server) == (0, ["tests", "test-content"], "more\n")
    release = (server / "srv" / "current").resolve()
    assert (server / "reloaded").exists() and (release / "headers.nginx").exists()
    assert (release / "site" / "some" / "böden" / ".well-known" / "security.txt").exists()
    assert publish(server) == (0, [], "more\n")  # nothing is new
    assert publish(server, change="docs/index.md", text="newer\n") == (0, ["test-content"], "newer\n")
    # What fails is tried once, and the site stays; the next change is compared with what is published.
    assert publish(server, change="docs/index.md", text="broken\n") == (1, ["test-content"], "newer\n")
    assert publish(server) == (0, [], "newer\n")
    assert publish(server, change="proofdesk/a.py", text="other\n")[1:] == (["tests", "test-content"], "newer\n")
    assert publish(server, change="docs/index.md", text="mended\n") == (0, ["tests", "test-content"], "mended\n")
    (server / "srv" / "current" / "day").write_text("2020-01-01\n")  # a page's day may have come
    assert publish(server) == (0, ["test-content"], "mended\n")


@pytest.mark.build
def test_a_server_stays_at_a_release_gone_back_to(server: Path) -> None:
    publish(server)
    first = (server / "srv" / "current").resolve()
    assert publish(server, change="docs/index.md", text="wrong\n")[2] == "wrong\n"
    (server / "srv" / "current").unlink()
    (server / "srv" / "current").symlink_to(first)
    assert publish(server) == (0, [], "more\n")  # what a maintainer took back is not published again
    (first / "day").write_text("2020-01-01\n")
    assert publish(server) == (0, [], "more\n")
    assert publish(server, change="docs/index.md", text="mended\n") == (0, ["test-content"], "mended\n")


@pytest.mark.build
def test_a_server_follows_a_renamed_default_branch(server: Path) -> None:
    publish(server)
    git(server / "origin.git", "branch", "--move", "trunk", "renamed")
    git(server / "work", "checkout", "--quiet", "-b", "renamed")
    assert publish(server, change="docs/index.md", text="newer\n") == (0, ["test-content"], "newer\n")


@pytest.mark.build
def test_a_server_keeps_five_releases_and_one_run(server: Path) -> None:
    for number in range(7):
        assert publish(server, change="docs/index.md", text=f"{number}\n")[0] == 0
    kept = [each for each in (server / "srv").iterdir() if each.is_dir() and not each.is_symlink()]
    assert len(kept) <= 6 and (server / "srv" / "current").resolve() in kept
    held = ["flock", str(server / "srv" / ".lock"), "sh", "-c", "echo held; cat"]
    holder = subprocess.Popen(held, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        assert publish(server, change="docs/index.md", text="x\n") == (0, [], "6\n")
    finally:
        holder.communicate(b"")
    assert publish(server) == (0, ["test-content"], "x\n")
