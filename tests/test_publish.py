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


def test_the_new_takes_the_place_of_the_old_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    (site / "gone.html").write_text("old", encoding="utf-8")
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_where_the_new_cannot_be_moved_the_old_stays(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    with pytest.raises(OSError):
        publish(site)  # there is nothing to move
    assert snapshot(tmp_path) == {"site/index.html": b"old"}


def test_without_an_old_site_and_a_new_one_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        publish(tmp_path / "site")
    assert snapshot(tmp_path) == {}


def test_an_unfinished_build_is_removed(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    folder(staging_dir(site), "half")
    clean_staging(site)
    assert snapshot(tmp_path) == {"site/index.html": b"old"}


def test_a_remainder_of_an_earlier_change_is_removed_by_the_next(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    folder(tmp_path / ".site.old", "older")
    folder(staging_dir(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_a_file_that_did_not_change_is_the_same_file_and_any_other_is_a_new_one(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "same")
    for name, text in (("other.html", "old"), ("longer.html", "old and more")):
        (site / name).write_text(text, encoding="utf-8")
    (tmp_path / "elsewhere.html").write_text("same", encoding="utf-8")
    (site / "led.html").symlink_to(tmp_path / "elsewhere.html")
    new = staging_dir(site)
    new.mkdir()
    put = incremental_writer(new, site)
    contents = {"index.html": b"same", "other.html": b"new", "longer.html": b"old", "led.html": b"same",
                "more.html": b"1"}
    for name, content in contents.items():
        put(str(new / name), memoryview(content))
    assert snapshot(new) == contents
    assert (site / "index.html").samefile(new / "index.html")
    assert not any((site / name).samefile(new / name) for name in ("other.html", "longer.html", "led.html"))
    assert not (new / "led.html").is_symlink()
    (tmp_path / "elsewhere.html").write_text("changed", encoding="utf-8")
    publish(site)
    assert snapshot(site) == contents


@pytest.mark.parametrize("contents", [(b"same", b"other"), (b"same", b"same", b"other"), (b"other", b"same", b"other")])
def test_what_is_written_twice_changes_nothing_in_the_old_site(tmp_path: Path, contents: tuple[bytes, ...]) -> None:
    site = folder(tmp_path / "site", "same")
    new = staging_dir(site)
    new.mkdir()
    put = incremental_writer(new, site)
    for content in contents:
        put(str(new / "index.html"), content)
    assert snapshot(tmp_path) == {"site/index.html": b"same", f"{new.name}/index.html": b"other"}


def test_on_a_disk_that_knows_no_second_name_a_file_is_written(
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
