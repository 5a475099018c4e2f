"""Changing places: the published folder is the old one whole, or the new one whole."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from git_site import run_git
from sites import snapshot

from proofdesk.build.site_folder import publish as publishing
from proofdesk.build.site_folder.publish import clean_staging, foreign, publish, renewable_dir, staging_dir


@pytest.fixture(params=["in one step", "in two"], autouse=True)
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test on a system that can let two folders change places, and on one that cannot."""
    def without(*given: Any, **named: Any) -> None:
        raise OSError

    if request.param == "in two":
        monkeypatch.setattr(ctypes, "CDLL", without)


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


def test_publish_sets_the_old_site_aside(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    (site / "gone.html").write_text("old", encoding="utf-8")
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new", ".site.renew/index.html": b"old",
                                  ".site.renew/gone.html": b"old", ".site.renew/.gitignore": b"*\n"}


def test_git_does_not_see_what_is_set_aside(tmp_path: Path) -> None:
    """Whatever the folder of the site is called. A file of the site's own is not written over."""
    site = folder(tmp_path / "public", "old")
    own = site / ".gitignore"
    own.write_text("own", encoding="utf-8")
    folder(staging_dir(site), "new")
    os.link(own, staging_dir(site) / own.name)
    publish(site)
    run_git(tmp_path, "init", "-q")
    seen = run_git(tmp_path, "ls-files", "--others", "--exclude-standard").split()
    assert seen == ["public/.gitignore", "public/index.html"]
    assert (site / own.name).read_text(encoding="utf-8") == "own"


@pytest.mark.parametrize("end", ["published", "killed", "refused"])
def test_the_repository_of_a_site_stays(tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a worktree for GitHub Pages, which MkDocs leaves alone too."""
    site = folder(tmp_path / "site", "old")
    folder(site / ".git", "commits")
    folder(staging_dir(site), "new")
    rename = Path.rename

    def refuses(path: Path, to: Path) -> Path:
        if path.name != ".git" and path != site:
            raise PermissionError if end == "refused" else KeyboardInterrupt
        return rename(path, to)

    if end != "published":
        monkeypatch.setattr(publishing, "_swap_directories", lambda *given: False)
        monkeypatch.setattr(Path, "rename", refuses)
        with pytest.raises((OSError, KeyboardInterrupt)):
            publish(site)
        monkeypatch.undo()
    else:
        publish(site)
    clean_staging(site)
    assert snapshot(site / ".git") == {"index.html": b"commits"}
    assert (site / "index.html").read_text(encoding="utf-8") == ("new" if end == "published" else "old")


def test_a_site_of_the_image_of_a_container_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folders can be read, emptied and removed, and not be renamed."""
    site, rename = folder(tmp_path / "site", "old"), Path.rename
    folder(site / ".git", "commits")
    folder(staging_dir(site), "new")
    of_image = [site, site / ".git"]

    def crosses(path: Path, to: Path) -> Path:
        if path in of_image:
            of_image.remove(path)
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(path, to)

    monkeypatch.setattr(publishing, "_swap_directories", lambda *given: False)
    monkeypatch.setattr(Path, "rename", crosses)
    publish(site)
    assert not of_image
    assert snapshot(tmp_path) == {"site/index.html": b"new", "site/.git/index.html": b"commits",
                                  ".site.renew/index.html": b"old", ".site.renew/.gitignore": b"*\n"}


def test_publish_sets_no_empty_folder_aside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    folder(staging_dir(site), "new")
    publish(site)
    assert [each.name for each in tmp_path.iterdir()] == ["site"] and snapshot(site) == {"index.html": b"new"}


def test_publish_works_without_an_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_failed_publish_leaves_the_old_site(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    with pytest.raises(OSError):
        publish(site)  # there is nothing to move
    assert snapshot(tmp_path) == {"site/index.html": b"old"}


def test_publish_without_any_site_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        publish(tmp_path / "site")
    assert snapshot(tmp_path) == {}


def test_clean_staging_removes_unfinished_build(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    folder(staging_dir(site), "half")
    clean_staging(site)
    assert snapshot(tmp_path) == {"site/index.html": b"old"}


def test_publish_removes_an_earlier_leftover(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    folder(tmp_path / ".site.old", "older")
    folder(renewable_dir(site), "older")
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new", ".site.renew/index.html": b"old",
                                  ".site.renew/.gitignore": b"*\n"}


@pytest.mark.parametrize(("there", "found"), [
    ((), ""), (("index.html", "articles/index.html"), ""), (("CNAME", ".git/HEAD"), ""),
    (("blocks/tip/tip.py", "events.py"), "“blocks” and no page"), (("events.py",), "“events.py” and no page"),
    (("partials/a.html", "main.html"), "the site's own templates"),
])
def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path, there: tuple[str, ...], found: str) -> None:
    """Whoever names it by mistake loses nothing."""
    for name in there:
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text("", encoding="utf-8")
    templates = tmp_path / ("out" if "main.html" in there else "overrides")
    assert foreign(tmp_path / "out", str(templates)) == found
