"""``desk serve``, ``desk site`` and ``desk test-content``: what they run, and what they say where they cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Never

import pytest
from desk_site import PAGE, Desk, desk, site
from git_site import run_git
from sites import EPOCH, ROOT, Site, article, make_site, run

from proofdesk.desk import building
from proofdesk.desk.project import Project
from proofdesk.desk.smoke import browser
from proofdesk.desk.smoke.pages import changed_pages, choose, longest_of_each_kind
from proofdesk.desk.smoke.validity import invalid_html

__all__ = ["desk", "site"]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str, dict[str, str]]]:
    """The programs that were started: their words after Python's name, folder and environment. Each fails with 7."""
    started: list[tuple[list[str], str, dict[str, str]]] = []

    def run(command: list[str], cwd: Path, env: dict[str, str], check: bool) -> Any:
        started.append((command[1:], str(cwd), env))
        return subprocess.CompletedProcess(command, 7)

    def execve(program: str, command: list[str], env: dict[str, str]) -> Never:
        started.append((command[1:], os.getcwd(), env))
        raise SystemExit(7)

    monkeypatch.setattr(building.subprocess, "run", run)
    monkeypatch.setattr(building.os, "execve", execve)
    return started


def test_serve_becomes_the_build_with_its_options(desk: Desk, site: Site, ran: list[Any]) -> None:
    done = desk("serve", "-a", "127.0.0.1:8001", "--open", within="docs")
    assert (done.exit_code, done.stdout) == (7, "")
    [(words, folder, env)] = ran
    assert words == ["-m", "proofdesk.build", "serve", "-a", "127.0.0.1:8001", "--open"]
    assert folder == str(site.root) and env["PYTHONUTF8"] == "1"
    assert (site.root / ".vscode" / "tasks.json").is_file()


def test_site_builds_strictly_and_ends_as_the_build(desk: Desk, site: Site, ran: list[Any]) -> None:
    assert desk("site", "--site-dir", "elsewhere").exit_code == 7
    [(words, folder, _)] = ran
    assert words == ["-m", "proofdesk.build", "build", "--strict", "--site-dir", "elsewhere"]
    assert folder == str(site.root)


def test_the_gate_stops_at_the_first_step_that_fails(desk: Desk, ran: list[Any],
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.VARIABLE, sys.executable)
    assert desk("test-content", "--since", "v1", "--format", "github").exit_code == 7
    assert [words for words, _, _ in ran] == [
        ["-m", "proofdesk.desk", "check", "--format", "github", "--since", "v1"]]


def test_the_gate_without_a_browser_has_its_own_code(desk: Desk, site: Site, ran: list[Any],
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything else is done: a script must not take a machine without a browser for a faulty page."""
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browser, "_PLACES", {})
    done = desk("test-content")
    assert done.exit_code == 3 and "Error: there is no Chromium, Chrome or Edge on this machine" in done.stderr
    monkeypatch.setenv(browser.VARIABLE, "no-such-program")
    done = desk("test-content")
    assert done.exit_code == 3 and f"{browser.VARIABLE}: there is no program “no-such-program”" in done.stderr
    monkeypatch.setattr(browser, "find_spec", lambda name: None if name == "playwright" else find_spec(name))
    done = desk("test-content")
    assert done.exit_code == 3 and "Playwright, which opens the pages, is not installed" in done.stderr
    assert "-m pip install playwright)" in done.stderr and ran == []
    site.write({"requirements/browser.txt": ""})
    assert "-m pip install --require-hashes -r requirements/browser.txt)" in desk("test-content").stderr


def test_a_browser_outside_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows."""
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "")
    program = tmp_path / "Google Chrome"
    program.touch()
    monkeypatch.setattr(browser, "_PLACES", {sys.platform: (str(tmp_path / "Chromium"), str(program))})
    assert browser.find_browser() == str(program)


def test_the_gate_asks_for_a_built_site(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.VARIABLE, sys.executable)
    done = desk("test-content", "--built")
    assert done.exit_code == 2 and "_headers” (build the site first: desk site)" in done.stderr
    site.write({"site/_headers": "/*\n  X-One: 1\n"})
    done = desk("test-content", "--built")
    assert done.exit_code == 2 and "has no first page, index.html (build the site first: desk site)" in done.stderr


def test_one_page_of_each_kind_is_the_longest() -> None:
    sizes = {"": 9, "404.html": 1, "articles/": 5, "articles/a/": 8, "articles/b/": 7, "articles/b/sheet/": 2,
             "about/": 3, "privacy/": 4, "myths/": 1, "myths/2/": 1}
    assert longest_of_each_kind(sizes) == ["", "articles/", "articles/a/", "articles/b/sheet/", "myths/", "myths/2/",
                                           "privacy/"]


def test_changed_pages_are_opened_and_redirects_are_not(tmp_path: Path) -> None:
    for name in ("index.html", "404.html", "a/index.html", "b/index.html", "b/ü/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("<p>" * len(name), encoding="utf-8")
    (tmp_path / "b" / "index.html").write_text('<meta http-equiv="refresh" content="0; url=../a/">', encoding="utf-8")
    chosen = choose(tmp_path, ["a/", "b/%C3%BC/", "b/", "gone/"])
    assert (chosen.addresses, chosen.left_out) == (["", "404.html", "a/", "b/%C3%BC/"], 0)


@pytest.mark.build
def test_a_changed_work_changes_the_pages_that_cite_it(site: Site) -> None:
    assert changed_pages(Project(site.root), None) == []  # no repository
    for words in (["init", "--quiet"], ["add", "."],
                  ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "First"]):
        run_git(site.root, *words)
    assert changed_pages(Project(site.root), None) == []
    site.write({"docs/articles/new.md": (site.root / PAGE).read_text(encoding="utf-8")})
    assert changed_pages(Project(site.root), "HEAD") == ["articles/new/"]
    works = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    site.write({"bibliography.bib": works.replace("Psychedelics", "Roots")})
    assert {*changed_pages(Project(site.root), None)} == {"", "articles/new/", "articles/page/"}


def test_invalid_html_of_a_finished_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "site/beds").mkdir(parents=True)
    page = '<!DOCTYPE html><html lang="en"><head><title>Beds</title></head><body><h1>Beds</h1>{}</body></html>\n'
    (tmp_path / "site/index.html").write_text(page.format("<p>Sound.</p>"), encoding="utf-8")
    (tmp_path / "site/beds/index.html").write_text(page.format('<p id="a">One<div id="a">Two</div>'), encoding="utf-8")
    look = partial(invalid_html, tmp_path, tmp_path / "site", ["", "beds/", "gone/"], lambda address: f"{address}x.md")
    assert look() is None, "a site without the program says nothing"
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    found = [(problem.path, problem.rule, problem.message.partition(": ")[2]) for problem in look() or []]
    assert ("beds/x.md", "invalid-html", 'Duplicate ID "a" (no-dup-id)') in found
    assert {path for path, _rule, _message in found} == {"beds/x.md"}


@pytest.mark.build
def test_quiet_site_fails_on_a_warning_all_the_same(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article("See [there](gone.md).")})
    built = run(["site", "-q"], site.root, site.root / "site", {"SOURCE_DATE_EPOCH": EPOCH}, program="proofdesk.desk")
    assert built.code == 1 and not built.folder.exists()
    assert [problem.split(": ")[1] for problem in built.problems] == ["broken-link"]
    assert "INFO" not in built.output
