"""Changing places: the published folder is the old one whole, or the new one whole."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pytest
from sites import snapshot

from hooks.publish import discard, publish, staging


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
    folder(staging(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    folder(staging(site), "new")
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
    folder(staging(site), "half")
    discard(site)
    assert snapshot(tmp_path) == {"site/index.html": b"old"}


def test_a_remainder_of_an_earlier_change_is_removed_by_the_next(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", "old")
    folder(tmp_path / ".site.old", "older")
    folder(staging(site), "new")
    publish(site)
    assert snapshot(tmp_path) == {"site/index.html": b"new"}
