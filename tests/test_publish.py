"""Changing places: the published folder is the old one whole, or the new one whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import snapshot

from hooks.publish import discard, publish, staging


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
