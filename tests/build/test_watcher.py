"""``mkdocs serve``: a page with a fault is served with the fault in its place and in a panel, until it is mended."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from proofdesk.build.serving.watcher import ChangeWatcher

PATIENCE = 60.0


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

    follower = ChangeWatcher(lambda: done.append("all"), some, [tmp_path], woken.set, pause=1.0)
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
