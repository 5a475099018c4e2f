"""Files that would take each other's place are named before the build."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from sites import article, make_site, run

from proofdesk.checks.file_names import same_addresses, unusable_names

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
