"""Files that would take each other's place are named before the build."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from mkdocs.structure.files import File, Files
from sites import article, make_site, run

from proofdesk.checks.file_names import composed, not_on_windows, same_addresses, unusable_names
from proofdesk.checks.files import compose_names, source_files
from proofdesk.common.text import file_name, is_file_name

CAPITALS = "have addresses that differ only in capitals, so many disks and servers take them for one"
ACCENTS = "have names that look the same and differ only in how an accent is stored, so many disks take them for one"
NFC, NFD = "über", unicodedata.normalize("NFD", "über")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("a/index.html", "a/index.html", "have the same address"),
        ("Sleep/index.html", "sleep/index.html", CAPITALS),
        ("ÜBER.png", f"{NFD}.png", CAPITALS),
        (f"{NFC}/index.html", f"{NFD}/index.html", ACCENTS),
    ],
)
def test_two_files_at_one_address_are_named(one: str, other: str, reason: str) -> None:
    (problem,) = same_addresses({"docs/1": one, "docs/2": other})
    assert str(problem) == f"docs/2:1:1: same-address: this file and “docs/1” {reason} (rename one of them)"


def test_file_in_place_of_a_folder_is_named() -> None:
    published = {"docs/data": "data", "docs/data.md": "data/index.html", "docs/data/x.png": "data/x.png"}
    (problem,) = same_addresses(published)
    assert str(problem) == ("docs/data:1:1: same-address: this file would be published as “data”, which is the folder "
                            "of “docs/data.md” (rename the file)")


def test_file_that_the_site_makes_is_named() -> None:
    (problem,) = same_addresses({"docs/references.bib": "references.bib"}, ["references.bib"])
    assert str(problem).endswith("the site makes a file of this name itself (rename the file)")


def test_different_names_are_no_problem() -> None:
    published = {"1": "straße/index.html", "2": "strasse/index.html", "3": "a/b.png", "4": "a-b.png"}
    assert not same_addresses(published, ["c"])


def test_name_without_an_address_is_named() -> None:
    found = unusable_names(["docs/a\nb.md", "docs/\udcff.md", "docs/👩‍🔬 ü.md"])
    assert [problem.path for problem in found.values()] == ["docs/a\\nb.md", "docs/\\udcff.md"]


@pytest.mark.parametrize(("uri", "reason"), [
    ("articles/Con.md", "“Con.md” is the name of a device there"), ("aux/a.md", "“aux” is the name of a device there"),
    ("nul.tar.gz", "“nul.tar.gz” is the name of a device there"), ("com1 .md", "“com1 .md” is the name of a device"),
    ("articles/why?.md", "“?” is in none of its names"), ("a:b.md", "“:” is in none of its names"),
    ("notes./a.md", "it takes a dot or a space off the end of a name"), ("a .png/b.md", ""),
    ("b /a.md", "it takes a dot or a space off"),
    ("a" * 157 + ".md", ""), ("a" * 158 + ".md", "its path has 161 characters"),
    ("console.md", ""), ("com10.md", ""), ("über böden (2), it's + a&b.md", ""),
])
def test_name_that_windows_cannot_have_is_told(uri: str, reason: str) -> None:
    found = [str(problem) for problem in not_on_windows({"docs/x": uri})]
    assert len(found) == bool(reason)
    assert all(line.startswith("docs/x:1:1: not-on-windows: Windows cannot have a file of this name: ")
               and reason in line for line in found)


@pytest.mark.parametrize(("title", "name"), [("Con", "con-page"), ("NUL", "nul-page"), ("console", "console")])
def test_no_command_makes_a_name_of_a_device(title: str, name: str) -> None:
    assert file_name(title) == name and is_file_name(name)
    assert is_file_name(title.lower()) == (name == title.lower())


def test_accent_apart_is_one_name_where_the_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS. Here are two names, until the system says that both are one file."""
    (tmp_path / f"{NFD}.md").write_text("Text.\n", encoding="utf-8")
    assert composed(str(tmp_path), f"{NFD}.md") == f"{NFD}.md"
    files = Files([File(f"{NFD}.md", str(tmp_path), "site", use_directory_urls=True)])
    monkeypatch.setattr(os.path, "samefile", lambda one, other: True)
    compose_names(files, tmp_path)
    assert [(file.src_uri, file.url) for file in files] == [(f"{NFC}.md", "%C3%BCber/")]
    assert [each.uri for each in source_files(files, tmp_path, {})] == [f"{NFC}.md"]


@pytest.mark.build
def test_build_and_desk_name_the_same(tmp_path: Path) -> None:
    text = article("Text [@ly2018; @shao2021].\n")
    site = make_site(tmp_path, {
        "docs/articles/a.md": text, "docs/articles/a/index.md": text, "docs/articles/Sleep.md": text,
        "docs/articles/sleep.md": text, f"docs/articles/{NFC}.md": text, f"docs/articles/{NFD}.md": text,
        "docs/articles/sleep/cite.ris": "TY  - ", "docs/articles/line\nend.md": text,
        "docs/README.md": text, "docs/articles/.hidden.md": text})
    file = os.fsencode(tmp_path) + b"/docs/articles/\xff.md"
    Path(os.fsdecode(file)).write_text(text, encoding="utf-8")
    built = site.build("--strict")
    desk = run(["check"], tmp_path, tmp_path, program="proofdesk.desk")
    ours = (": same-address: ", ": bad-file-name: ")
    found = sorted(line for line in built.problems if any(rule in line for rule in ours))
    assert built.code == 1 and len(found) == 7, built.output
    assert found == sorted(line for line in desk.output.splitlines() if any(rule in line for rule in ours))


@pytest.mark.parametrize(("name", "shown"), [
    ("cite\u202edm", r"cite\u202edm"), ("two\u200bwords", r"two\u200bwords"), ("soft\u00adhyphen", r"soft\xadhyphen")])
def test_signs_that_nobody_sees_are_in_no_name(name: str, shown: str) -> None:
    problems = unusable_names([f"docs/articles/{name}.md", "docs/articles/نمی\u200cخوابم.md"])
    assert [str(problem) for problem in problems.values()] == [
        f"docs/articles/{shown}.md:1:1: bad-file-name: the name of this file has characters that no address can have "
        "or that nobody sees (rename the file)"]
