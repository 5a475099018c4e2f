"""A site in a real git repository, with a bare one as its server, and another editor who has a clone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import EPOCH, Site, article, make_site

from proofdesk.desk.cli import main
from proofdesk.desk.publishing import checking

Desk = Callable[..., Result]
BEDS = "docs/articles/beds.md"
TEXT = "".join(f"Bed {number} was dug in spring.\n\n" for number in range(1, 9))


def run_git(folder: Path, *arguments: str, check: bool = True) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class GitSite:
    """The site of an editor, its server, and the clone of another editor."""

    site: Site
    server: Path
    other: Path
    desk: Desk

    def git(self, *arguments: str, check: bool = True) -> str:
        return run_git(self.site.root, *arguments, check=check)

    def at_server(self, *arguments: str, check: bool = True) -> str:
        return run_git(self.server, *arguments, check=check)

    def write(self, name: str, text: str) -> None:
        self.site.write({name: text})

    def read(self, name: str) -> str:
        return (self.site.root / name).read_text(encoding="utf-8")

    def others_publish(self, files: Mapping[str, str | None], branch: str = "trunk") -> None:
        """Another editor changes files, or deletes those without a text, and pushes them."""
        run_git(self.other, "fetch", "-q")
        run_git(self.other, "checkout", "-q", "-B", "work", f"origin/{branch}")
        for name, text in files.items():
            (self.other / name).parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                (self.other / name).unlink()
            else:
                (self.other / name).write_text(text, encoding="utf-8")
        run_git(self.other, "add", "-A")
        run_git(self.other, "commit", "-qm", "Their change")
        run_git(self.other, "push", "-q", "origin", f"HEAD:{branch}")

    def server_merges(self, branch: str, squash: bool = False) -> None:
        """Somebody presses the button that merges a branch."""
        run_git(self.other, "fetch", "-q")
        run_git(self.other, "checkout", "-q", "-B", "work", "origin/trunk")
        if squash:
            run_git(self.other, "merge", "-q", "--squash", f"origin/{branch}")
            run_git(self.other, "commit", "-qm", "Squashed")
        else:
            run_git(self.other, "merge", "-q", "--no-ff", "--no-edit", f"origin/{branch}")
        run_git(self.other, "push", "-q", "origin", "HEAD:trunk")


def changed(number: int, text: str = TEXT) -> str:
    """The article of the tests with a change to one of its lines."""
    return article(text.replace(f"Bed {number} was dug in spring.", f"Bed {number} was dug in autumn."), "Beds")


def _template(folder: Path) -> Path:
    """The three repositories, made once and copied for each test; their addresses are relative."""
    if folder.exists():
        return folder
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        _forget_settings(patch)
        run_git(folder, "init", "-q", "--bare", "-b", "trunk", "server.git")
        site = make_site(folder / "site", {BEDS: article(TEXT, "Beds"), ".gitignore": ".cache/\nsite/\n"}).root
        run_git(site, "init", "-q", "-b", "trunk")
        for name, text in (("user.name", "Ed Itor"), ("user.email", "someone@example.org")):
            run_git(site, "config", name, text)
        run_git(site, "add", "-A")
        run_git(site, "commit", "-qm", "First")
        run_git(site, "remote", "add", "origin", "../server.git")
        run_git(site, "push", "-q", "origin", "trunk")
        shutil.copytree(site, folder / "other", symlinks=True)
        run_git(folder / "other", "config", "user.name", "Jo Doe")
    return folder


def _forget_settings(patch: pytest.MonkeyPatch) -> None:
    """Let git read no settings of this machine."""
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    patch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def git_site(folders: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitSite:
    """A site of its own for one test, in which nothing is wrong with what is published: no site is built."""
    _forget_settings(monkeypatch)
    monkeypatch.setattr(checking, "check_proposal", lambda proposal: [])
    shutil.copytree(_template(folders.getbasetemp() / "git-template"), tmp_path / "git", symlinks=True)
    root = tmp_path / "git" / "site"

    def desk(*arguments: str, code: int = 0) -> Result:
        monkeypatch.chdir(root)
        done = CliRunner().invoke(main, arguments, prog_name="desk", catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done

    return GitSite(Site(root), tmp_path / "git" / "server.git", tmp_path / "git" / "other", desk)
