"""The next site: begun with what stays of the last two, and never writing into a published file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import BuildError
from sites import article, make_site, snapshot

from proofdesk.build.run import Run
from proofdesk.build.site_folder.publish import publish, renewable_dir, staging_dir
from proofdesk.build.site_folder.staging import PublishedFiles, Staging


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def begin(
    site: Path, pages: Iterable[str] = (), others: Iterable[str] = (), shares: bool = True
) -> Staging:
    staging = Staging(site, PublishedFiles("", site.parent / ".cache"), shares)
    staging.begin(pages, {*others})
    return staging


def build(site: Path, **files: str) -> dict[str, int]:
    """Publish these files, ``__`` in whose names is a slash. Returns the number of each on the disk."""
    staging = begin(site, [name.replace("__", "/") for name in files])
    for name, text in files.items():
        staging.write(name.replace("__", "/"), text.encode())
    return finish(site, staging)


def finish(site: Path, staging: Staging) -> dict[str, int]:
    staging.finish()
    publish(site)
    staging.note_published()
    assert {name: path.read_bytes() for path in site.rglob("*") if path.is_file()
            for name in [path.relative_to(site).as_posix()]}.keys() == staging.states.keys()
    return {name: int(state.split()[0]) for name, state in staging.states.items()}


def texts(site: Path) -> dict[str, str]:
    return {name: content.decode() for name, content in snapshot(site).items()}


def test_a_file_that_stays_is_the_same_file(site: Path) -> None:
    first = build(site, a__index="same", b="one")
    second = build(site, a__index="same", b="two")
    third = build(site, a__index="same", b="two")
    assert first["a/index"] == second["a/index"] == third["a/index"]
    assert first["b"] != second["b"] == third["b"]
    assert texts(site) == {"a/index": "same", "b": "two"}


def test_a_kept_file_is_not_asked_for_its_content(site: Path) -> None:
    for _ in range(2):
        staging = begin(site)
        staging.write("a/page", b"text", "its digest")
        finish(site, staging)
    staging = begin(site)
    assert not staging.keep("a/page", "another digest")
    assert not staging.keep("a/page", "") and not staging.keep("b/page", "its digest")
    assert staging.keep("a/page", "its digest")
    finish(site, staging)
    assert texts(site) == {"a/page": "text"}


def test_what_a_file_was_before_does_not_come_back(site: Path) -> None:
    """A reader who has the second text is not told that nothing has changed since the first."""
    first, second = build(site, page="one"), build(site, page="two")
    third = build(site, page="one")
    assert len({first["page"], second["page"], third["page"]}) == 3 and texts(site) == {"page": "one"}


def test_files_that_are_gone_leave_nothing(site: Path) -> None:
    build(site, a__b__c="1", d="1")
    build(site, a__b__c="1", d="1")
    build(site, d="1")
    assert [path.name for path in site.iterdir()] == ["d"]


def test_a_strange_file_goes_and_a_changed_one_too(site: Path) -> None:
    build(site, a="text", b="text", c="text")
    build(site, a="text", b="text", c="text")
    (site / "a").write_text("by hand", encoding="utf-8")  # which is in both sites
    (renewable_dir(site) / "b").unlink()
    (renewable_dir(site) / "d").write_text("strange", encoding="utf-8")
    (renewable_dir(site) / "e").symlink_to(site / "c")
    build(site, a="text", b="text", c="text")
    assert texts(site) == {"a": "text", "b": "text", "c": "text"}


@pytest.mark.build
def test_a_build_that_is_not_published_is_begun_with(tmp_path: Path) -> None:
    """By the one that mends it: what stays need not be linked once more."""
    made = make_site(tmp_path, {"docs/articles/one.md": article("One."),
                                "docs/articles/two.md": article("Two.", "Two")})
    made.build()
    made.write({"docs/articles/one.md": article("One [@nobody].")})
    assert made.build("--strict").code == 1
    same = [tmp_path / folder / "articles/two/index.html" for folder in ("site", ".site.renew")]
    assert same[0].samefile(same[1])


def test_what_gives_way_is_set_aside_and_what_fails_goes(site: Path) -> None:
    """A disk may be full; an edit is shown sooner if the rest of the site need not begin anew."""
    run = Run()
    run.site_dir = site
    for end, left in ((run.abandon, [".gitignore", "page"]), (lambda: run.fail(BuildError("x")), [])):
        shutil.rmtree(renewable_dir(site), ignore_errors=True)
        begin(site).write("page", b"one")
        end()
        assert sorted(texts(renewable_dir(site))) == left and not staging_dir(site).exists()


def test_an_empty_folder_by_hand_is_not_published_again(site: Path) -> None:
    """Nor is it in the way of a file."""
    build(site, a__b="1")
    for name in ("strange/deep", "page"):
        (site / name).mkdir(parents=True)
    build(site, a__b="1")
    build(site, a__b="1", page="1")
    assert texts(site) == {"a/b": "1", "page": "1"} and not (site / "strange").exists()


def test_a_build_that_fails_leaves_the_site(site: Path) -> None:
    build(site, page="one", other="one")
    build(site, page="one", other="one")
    staging = begin(site)
    for text in (b"one", b"two", b"one", b"three"):
        staging.write("page", text)
    assert texts(site) == {"page": "one", "other": "one"}
    assert (staging_dir(site) / "page").read_text(encoding="utf-8") == "three"


def test_a_program_that_writes_over_a_page_changes_one_site(site: Path) -> None:
    """A picture or a ready page of the editors', which MkDocs copies to where a page was."""
    build(site, page="one")
    build(site, page="one")
    staging = begin(site, others=["page"])
    with (staging_dir(site) / "page").open("w", encoding="utf-8") as file:
        file.write("two")
    assert texts(site) == {"page": "one"}
    finish(site, staging)
    assert texts(site) == {"page": "two"}


@pytest.mark.parametrize(("before", "after"), [
    ("a__index", "a"), ("a", "a__index"), ("A__index", "a__index"), ("A__index", "a__other"), ("a__b__c", "a__b"),
])
def test_a_folder_may_become_a_file(site: Path, before: str, after: str) -> None:
    build(site, **{before: "1"}, x="1")
    build(site, **{before: "1"}, x="1")
    build(site, **{after: "2"}, x="1")
    assert texts(site) == {after.replace("__", "/"): "2", "x": "1"}
    assert not any(path.is_dir() and not [*path.iterdir()] for path in site.rglob("*"))


@pytest.mark.parametrize(("before", "after"), [("A", "a"), ("\u00e9/index", "e\u0301/index")])
def test_names_that_some_disks_take_for_one_begin_anew(site: Path, before: str, after: str) -> None:
    for _ in range(2):
        build(site, **{before.replace("/", "__"): "1"}, x="1")
    assert not begin(site, [after]).keep("x", sha256(b"1").hexdigest())


def test_what_another_user_wrote_is_left_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build by the administrator, say: nobody else may change or remove its files."""
    for _ in range(2):
        build(site, a__page="one")
    monkeypatch.setattr(os, "access", lambda *given: False)
    monkeypatch.setattr(shutil, "rmtree", lambda *given, **named: None)
    begin(site, ["a/page"])
    assert not staging_dir(site).exists() and texts(renewable_dir(site))["a/page"] == "one"


def test_nothing_is_shared_where_plugins_may_write(site: Path) -> None:
    first = build(site, page="one")
    staging = begin(site, shares=False)
    staging.write("page", b"one")
    assert os.stat(staging_dir(site) / "page").st_ino != first["page"]
    assert not renewable_dir(site).exists()


def test_a_link_in_the_place_of_the_last_site_is_no_site(site: Path, tmp_path: Path) -> None:
    build(site, page="one")
    build(site, page="one")
    renewable_dir(site).rename(tmp_path / "elsewhere")
    renewable_dir(site).symlink_to(site)
    build(site, page="two")
    assert texts(site) == {"page": "two"} and not site.is_symlink()


def test_a_site_that_was_deleted_does_not_return(site: Path) -> None:
    build(site, page="one", gone="one")
    build(site, page="one", gone="one")
    for path in site.iterdir():
        path.unlink()
    site.rmdir()
    build(site, page="one")
    assert texts(site) == {"page": "one"}


@pytest.mark.parametrize("refused", ["os.link", "pathlib.Path.rename"])
def test_files_are_written_if_the_disk_shares_none(
    site: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(site, page="same")
    build(site, page="same")

    def refuses(*given: Any, **named: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(refused, refuses)
    staging = begin(site)
    staging.write("page", memoryview(b"same"))
    assert (staging_dir(site) / "page").read_bytes() == b"same"
    assert refused != "os.link" or os.stat(staging_dir(site) / "page").st_ino == first["page"]
