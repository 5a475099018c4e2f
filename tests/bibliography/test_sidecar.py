"""``evidence.yml``: what it adds to an entry, and each fault at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.libraries.files import BibliographyFiles, read_bibliographies

BIB = """\
@article{smith2020, author = {Smith, Ann}, title = {Sleep in mice}, year = {2020}}
@article{jones2021, author = {Jones, Ann}, title = {Dreams}, year = {2021},
  keywords = {read later, species:human, design:cohort}}
"""


def read(folder: Path, content: str | bytes) -> Bibliography:
    (folder / "bibliography.bib").write_text(BIB, encoding="utf-8")
    file = folder / "evidence.yml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    files = BibliographyFiles(folder / "bibliography.bib", folder / "none.csl", evidence=file)
    return read_bibliographies(files, lambda each: each.name, folder / "cache")


@each_case("bibliography/evidence_files")
def test_facts_are_added_to_entries(tmp_path: Path, case: Case) -> None:
    bibliography = read(tmp_path, case.source)
    assert list(map(str, bibliography.problems)) == case.problems("evidence.yml")
    facts = {key: "; ".join(f"{name}: {value}" for name, value in entry.fields.items()
                            if name not in ("author", "title", "year")) for key, entry in bibliography.entries.items()}
    assert sorted(f"{key} {stated}" for key, stated in facts.items() if stated) == case.lines("entries")


def test_a_fact_has_the_place_where_it_stands(tmp_path: Path) -> None:
    entries = read(tmp_path, "smith2020:\n  x-status: not-found\n  design: rct\njones2021:\n  n: 3\n").entries
    assert entries["smith2020"].place("keywords") == ("evidence.yml", 3, 3)
    assert entries["smith2020"].place("x-status") == ("evidence.yml", 2, 3)
    assert entries["smith2020"].place("title") == ("bibliography.bib", 1, 44)


@pytest.mark.parametrize(("content", "problem"), [
    ("", None), ("# Nothing yet.\n", None),
    (b"\xff", "evidence.yml:1:1: not-utf8: this file holds bytes that are not UTF-8 (save the file as UTF-8)"),
])
def test_a_file_without_works_is_read(tmp_path: Path, content: str | bytes, problem: str | None) -> None:
    assert list(map(str, read(tmp_path, content).problems)) == ([problem] if problem else [])


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    read(tmp_path, "")
    (tmp_path / "evidence.yml").unlink()
    (tmp_path / "evidence.yml").symlink_to(tmp_path / "gone")
    files = BibliographyFiles(tmp_path / "bibliography.bib", tmp_path / "none.csl", evidence=tmp_path / "evidence.yml")
    assert [str(each) for each in read_bibliographies(files, lambda each: each.name).problems] == [
        "evidence.yml:1:1: bad-evidence: the file cannot be read: there is no such file (put the file itself there, or "
        "delete it)"]
