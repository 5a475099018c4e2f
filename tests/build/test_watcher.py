"""``mkdocs serve``: edited pages are built at once, and the rest of the site when nothing changes any more."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from proofdesk.build.serving.watcher import ChangeWatcher, GaveWay

PATIENCE = 60.0


class Told:
    """A server that is told of changes, or not."""

    told = False

    def any(self) -> bool:
        return self.told

    def forget(self) -> None:
        self.told = False


@pytest.mark.build
def test_many_edits_cause_one_full_rebuild(tmp_path: Path) -> None:
    """Every edit puts the rest off; what is not known to be a page alone builds everything at once."""
    done: list[str] = []
    woken = threading.Event()
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text("1", encoding="utf-8")

    def some(files: list[Path]) -> bool:
        done.append(" ".join(file.name for file in files))
        return all(file.suffix == ".md" for file in files)

    def site() -> bool:
        done.append("all")
        return True

    follower = ChangeWatcher(site, some, [tmp_path], woken.set, Told(), pause=1.0)
    for text in ("12", "123"):
        (tmp_path / "one.md").write_text(text, encoding="utf-8")
        follower.build()
    assert woken.wait(PATIENCE)
    follower.build()
    (tmp_path / "two.md").write_text("12", encoding="utf-8")
    (tmp_path / "one.md").write_text("1234", encoding="utf-8")
    follower.build()
    (tmp_path / "style.css").write_text("", encoding="utf-8")
    follower.build()
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    follower.build()
    assert done == ["one.md", "one.md", "all", "one.md two.md", "all", "style.css", "all"]


@pytest.mark.parametrize(("edited", "then"), [
    ("one.md", ["all", "one.md", "all"]),  # the page first, then all from the beginning
    ("style.css", ["all", "whole"]),  # which no page alone can show, so what was begun is ended first
    ("", ["all", "whole"]),
])
def test_the_rest_of_the_site_gives_way_to_an_edit(tmp_path: Path, edited: str, then: list[str]) -> None:
    done, changes = list[str](), Told()
    for name in ("one.md", "style.css"):
        (tmp_path / name).write_text("1", encoding="utf-8")

    def site() -> bool:
        done.append("all")
        if len(done) == 1:
            if edited:
                (tmp_path / edited).write_text("12", encoding="utf-8")
            changes.told = True
            try:
                follower.checkpoint()
            except GaveWay:
                return False
            done.append("whole")
        return True

    def pages(files: list[Path]) -> bool:
        follower.checkpoint()  # what is built for an edit gives way to nothing
        done.append(" ".join(file.name for file in files))
        return True

    follower = ChangeWatcher(site, pages, [tmp_path], lambda: None, changes)
    follower.build()
    assert changes.told == ("whole" in done), "of what was built the server need not ask again"
    if "whole" not in done:
        follower.build()
    assert done == then
