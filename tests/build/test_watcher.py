"""``mkdocs serve``: edited pages are built at once, and the rest of the site when nothing changes any more."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proofdesk.build.serving import watcher
from proofdesk.build.serving.live_reload import build_or_explain
from proofdesk.build.serving.watcher import ChangeWatcher, GaveWay
from proofdesk.common.errors import UserError

PATIENCE = 60.0
LATER = 2**63  # than each file's time


class Requests:
    """A server that is asked for a build, or not."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def any(self) -> bool:
        return self.asked.is_set()

    def ask(self) -> None:
        self.asked.set()

    def forget(self) -> None:
        self.asked.clear()


@pytest.mark.build
def test_many_edits_cause_one_full_rebuild(tmp_path: Path) -> None:
    """Every edit puts the rest off; what is not known to be a page alone builds everything at once."""
    done, requests = list[str](), Requests()
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text("1", encoding="utf-8")

    def some(files: list[Path]) -> bool:
        done.append(" ".join(file.name for file in files))
        return all(file.suffix == ".md" for file in files)

    def site() -> bool:
        done.append("all")
        return True

    follower = ChangeWatcher(site, some, requests, since=LATER, pause=1.0)
    follower.watch([tmp_path])
    for text in ("12", "123"):
        (tmp_path / "one.md").write_text(text, encoding="utf-8")
        assert follower.is_behind() and follower.build()
    assert requests.asked.wait(PATIENCE), "nothing changes any more, so the rest is due"
    assert not follower.is_behind() and follower.build()
    assert not follower.build(), "a request for what is built already"
    (tmp_path / "two.md").write_text("12", encoding="utf-8")
    (tmp_path / "one.md").write_text("1234", encoding="utf-8")
    follower.build()
    (tmp_path / "style.css").write_text("", encoding="utf-8")
    follower.build()
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    follower.build()
    assert done == ["one.md", "one.md", "all", "one.md two.md", "all", "style.css", "all"]


@pytest.mark.parametrize(("edited", "then"), [
    ("one.md", ["begun", "one.md", "begun", "ended"]),  # the page first, then all from the beginning
    ("style.css", ["begun", "ended", "begun", "ended"]),  # which no page alone can show: what was begun is ended first
    ("", ["begun", "ended"]),  # the server was asked for what is seen already
])
def test_the_rest_of_the_site_gives_way_to_an_edit(tmp_path: Path, edited: str, then: list[str]) -> None:
    done, requests = list[str](), Requests()
    for name in ("one.md", "style.css"):
        (tmp_path / name).write_text("1", encoding="utf-8")

    def site() -> bool:
        done.append("begun")
        if len(done) == 1:
            if edited:
                (tmp_path / edited).write_text("123", encoding="utf-8")
            requests.ask()
            try:
                follower.checkpoint()
            except GaveWay:
                return False
        done.append("ended")
        return True

    def pages(files: list[Path]) -> bool:
        follower.checkpoint()  # what is built for an edit gives way to nothing
        done.extend(file.name for file in files if file.suffix == ".md")
        return all(file.suffix == ".md" for file in files)

    follower = ChangeWatcher(site, pages, requests, since=LATER, pause=0.0)
    follower.watch([tmp_path])
    (tmp_path / "one.md").write_text("12", encoding="utf-8")
    assert follower.build() and requests.asked.wait(PATIENCE)
    done.clear()
    while requests.any():
        requests.forget()
        follower.build()
        if done == ["begun", "one.md"]:
            assert requests.asked.wait(PATIENCE)
    assert done == then


def test_an_edit_that_was_taken_back_leaves_the_rest_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a program does that puts a file back with its time: nothing has changed when the server looks again.

    Other systems keep no time at which it was put there.
    """
    def without_ctime(file: str) -> SimpleNamespace:
        status = os.stat(file)
        return SimpleNamespace(st_mtime_ns=status.st_mtime_ns, st_ctime_ns=0, st_size=status.st_size)

    monkeypatch.setattr(watcher, "os", SimpleNamespace(stat=without_ctime, path=os.path, fspath=os.fspath))
    page, done, requests = tmp_path / "one.md", list[str](), Requests()
    page.write_text("1", encoding="utf-8")

    def site() -> bool:
        done.append("all")
        if len(done) > 1:
            return True
        time = page.stat().st_mtime_ns
        page.write_text("123", encoding="utf-8")
        requests.ask()
        with pytest.raises(GaveWay):
            follower.checkpoint()
        page.write_text("12", encoding="utf-8")
        os.utime(page, ns=(time, time))
        return False

    follower = ChangeWatcher(site, lambda files: True, requests, since=LATER, pause=0.0)
    follower.watch([tmp_path])
    page.write_text("12", encoding="utf-8")
    assert follower.build() and requests.asked.wait(PATIENCE)
    assert follower.build() and done == ["all", "all"]


def test_an_edit_during_the_first_build_is_seen(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("1", encoding="utf-8")
    since = (tmp_path / "one.md").stat().st_ctime_ns + 1
    follower = ChangeWatcher(lambda: True, lambda files: True, Requests(), since=since)
    follower.watch([tmp_path])
    assert not follower.is_behind()
    (tmp_path / "two.md").write_text("1", encoding="utf-8")
    os.utime(tmp_path / "two.md", ns=(since, since))
    follower.watch([tmp_path])
    assert follower.is_behind(), "it may have been edited after the build had read it"


@pytest.mark.skipif(os.name == "nt", reason="the system keeps no time at which a file was put in its place")
def test_files_of_one_time_and_size_that_change_places_are_seen(tmp_path: Path) -> None:
    """As an archive leaves them, or a copy that keeps times."""
    done = list[Path]()
    files = [tmp_path / name for name in ("one.md", "two.md")]
    for file in files:
        file.write_text(file.stem, encoding="utf-8")
        os.utime(file, (1, 1))
    follower = ChangeWatcher(lambda: True, lambda files: bool(done.extend(files)) or True, Requests(), since=LATER)
    follower.watch([tmp_path])
    for _ in range(10_000):  # until the clock of the disk has gone on
        for one, other in ((files[0], tmp_path / "away"), (files[1], files[0]), (tmp_path / "away", files[1])):
            one.rename(other)
        if follower.is_behind():
            break
    assert follower.build() and done == files


def test_what_a_build_writes_is_no_change(tmp_path: Path) -> None:
    """A site may have its whole folder watched."""
    follower = ChangeWatcher(lambda: True, lambda files: True, Requests(), since=LATER)
    follower.watch([tmp_path])
    for name in (".cache/record", "hooks/__pycache__/own.pyc"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    assert not follower.is_behind()
    (tmp_path / "hooks" / "own.py").write_text("1", encoding="utf-8")
    assert follower.is_behind()


@pytest.mark.parametrize("name", [".one.md.swp", ".one.md.swx", "one.md~", "4913", "#one.md#", ".#one.md",
                                  ".~lock.one.md#", ".one.md.kate-swp", ".goutputstream-X1Y2Z3", "one.md___jb_tmp___"])
def test_what_an_editor_keeps_beside_a_page_is_no_change(tmp_path: Path, name: str) -> None:
    """Or to open a page would mean to build the whole site, and an edit would wait for that."""
    done = list[Path]()
    follower = ChangeWatcher(lambda: False, lambda files: bool(done.extend(files)) or True, Requests(), since=LATER)
    page = tmp_path / "one.md"
    page.write_text("1", encoding="utf-8")
    follower.watch([tmp_path])
    (tmp_path / name).write_text("1", encoding="utf-8")
    assert not follower.is_behind()
    page.write_text("12", encoding="utf-8")
    assert follower.build() and done == [page]


@pytest.mark.parametrize("name", [".pages", ".meta.yml", "swp.md", "#one.md", "one#.md", "49131"])
def test_a_file_of_a_plugin_or_a_strange_name_is_a_change(tmp_path: Path, name: str) -> None:
    follower = ChangeWatcher(lambda: True, lambda files: True, Requests(), since=LATER)
    follower.watch([tmp_path])
    (tmp_path / name).write_text("1", encoding="utf-8")
    assert follower.is_behind()


def test_a_build_that_fails_waits_for_the_next_edit(tmp_path: Path) -> None:
    def site() -> bool:
        raise UserError("mkdocs.yml:8:1: bad-settings")

    requests = Requests()
    follower = ChangeWatcher(site, lambda files: False, requests, since=LATER)
    follower.watch([tmp_path])
    (tmp_path / "mkdocs.yml").write_text("nav: [", encoding="utf-8")
    with pytest.raises(UserError):
        follower.build()
    assert not follower.is_behind() and not requests.any()


def test_a_build_that_fails_while_files_change_is_repeated(tmp_path: Path) -> None:
    """A folder was away for a moment: when the server looks again, all is as it was when the build began."""
    page, requests = tmp_path / "docs" / "one.md", Requests()
    page.parent.mkdir()

    def site() -> bool:
        page.parent.rename(tmp_path / "away")
        raise FileNotFoundError(page.parent)

    follower = ChangeWatcher(site, lambda files: False, requests, since=LATER)
    follower.watch([tmp_path / "docs"])
    page.write_text("1", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        follower.build()
    (tmp_path / "away").rename(page.parent)
    assert requests.any() and not follower.is_behind()


def test_what_ended_a_build_is_said_until_the_next(tmp_path: Path) -> None:
    """A request for what was built already leaves the message on the pages."""
    run: Any = SimpleNamespace(phase=None, failure="")
    config: Any = SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))

    def fails() -> bool:
        raise UserError("mkdocs.yml:8:1: bad-settings")

    said = [(build_or_explain(run, build, config), run.failure) for build in (fails, lambda: False, lambda: True)]
    assert said == [(True, "mkdocs.yml:8:1: bad-settings"), (False, "mkdocs.yml:8:1: bad-settings"), (True, "")]
