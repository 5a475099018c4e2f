"""Changing places: the published folder is the old one whole, or the new one whole."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pytest
from sites import snapshot

from proofdesk.build.publish import clean_staging, incremental_writer, publish, staging_dir


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


def test_publish_replaces_old_site_and_cleans_up(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    (site / "gone.html").write_text("old", encoding="utf-8")
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


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
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_only_unchanged_files_are_hard_linked(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "same")
    (site / "below").mkdir()
    for name, text in (("other.html", "old"), ("longer.html", "old and more"), ("below/index.html", "same")):
        (site / name).write_text(text, encoding="utf-8")
    (tmp_path / "elsewhere.html").write_text("same", encoding="utf-8")
    (site / "led.html").symlink_to(tmp_path / "elsewhere.html")
    new = staging_dir(site)
    new.mkdir()
    put = incremental_writer(new, site)
    contents = {"index.html": b"same", "other.html": b"new", "longer.html": b"old", "led.html": b"same",
                "more.html": b"1", "below/index.html": b"same", "new/more.html": b"2"}
    for name, content in contents.items():
        put(str(new / name), memoryview(content))
    assert snapshot(new) == contents
    assert all((site / name).samefile(new / name) for name in ("index.html", "below/index.html"))
    assert not any((site / name).samefile(new / name) for name in ("other.html", "longer.html", "led.html"))
    assert not (new / "led.html").is_symlink()
    (tmp_path / "elsewhere.html").write_text("changed", encoding="utf-8")
    publish(site)
    assert snapshot(site) == contents


@pytest.mark.parametrize("contents", [(b"same", b"other"), (b"same", b"same", b"other"), (b"other", b"same", b"other")])
def test_rewriting_a_file_leaves_the_old_site(tmp_path: Path, contents: tuple[bytes, ...]) -> None:
    site = folder(tmp_path / "site", "same")
    new = staging_dir(site)
    new.mkdir()
    put = incremental_writer(new, site)
    for content in contents:
        put(str(new / "index.html"), content)
    assert snapshot(tmp_path) == {"site/index.html": b"same", f"{new.name}/index.html": b"other"}


def test_files_are_written_if_hard_links_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*given: Any, **named: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuses)
    site = folder(tmp_path / "site", "same")
    new = staging_dir(site)
    new.mkdir()
    incremental_writer(new, site)(str(new / "index.html"), b"same")
    assert snapshot(new) == {"index.html": b"same"}
    assert not (site / "index.html").samefile(new / "index.html")
