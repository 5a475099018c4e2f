"""A site's own bibliography together with libraries that are only read: which entry counts, and what is reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_cases import Case, each_case

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.libraries.files import BibliographyFiles, read_bibliographies
from proofdesk.bibliography.libraries.problems import library_problems, with_remedies
from proofdesk.checks.bibliography import check_entries, check_uncited

Read = Callable[[str], Bibliography]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the files of a text, each below a line `% file: NAME`. The first one is the site's own."""

    def run(text: str) -> Bibliography:
        parts = re.split(r"^% file: (\S+)\n", text, flags=re.MULTILINE)[1:]
        files = [tmp_path / name for name in parts[::2]]
        for file, content in zip(files, parts[1::2], strict=True):
            if content != "none\n":
                file.write_text(content, encoding="utf-8")
        return read_bibliographies(BibliographyFiles(files[0], Path("none.csl"), tuple(files[1:])),
                                   lambda file: file.name, tmp_path / "cache")

    return run


@each_case("bibliography/libraries")
def test_libraries_are_read_as_one(read: Read, tmp_path: Path, case: Case) -> None:
    """Once from the files, and once from the cache."""
    cited = re.split(r"[,\s]+", case.source.split("\n")[0].removeprefix("% cited: "))
    for _ in range(2):
        bibliography = read(case.source)
        found = [*bibliography.problems, *library_problems(bibliography, cited), *check_entries(bibliography, cited),
                 *check_uncited(bibliography, cited, tmp_path / "checks")]
        assert list(map(str, sorted(with_remedies(bibliography, found)))) == case.lines("problems")
        within = {key: f" ({entry.plain('booktitle')}, {entry.year})" if entry.value("booktitle") else ""
                  for key, entry in bibliography.entries.items()}
        assert sorted(f"{key} {entry.where} {entry.plain('title')}{within[key]}"
                      for key, entry in bibliography.entries.items()) == case.lines("entries")


def test_exports_hold_nothing_of_a_library_owner(read: Read) -> None:
    """No path, no abstract, no abbreviation that is defined elsewhere, and all that a work inherits."""
    bibliography = read("""\
% file: bibliography.bib
@article{own2020, author = {A, B}, title = {Own}, year = 2020}
% file: zotero.bib
@string{cell = "Cell"}
@article{theirs2020, author = {A, B}, title = {Theirs}, year = 2020, month = may, journal = cell # " Reports",
  file = {:C\\:\\\\Users\\\\me\\\\Zotero\\\\a.pdf:application/pdf}, abstract = {Long.}, groups = {to read}}
@incollection{part2020, author = {A, B}, title = {Part}, crossref = {whole2020}}
@collection{whole2020, editor = {C, D}, title = {Whole}, year = 2020, publisher = {P}}
""")
    exported = WorksToExport(bibliography, cited=["own2020", "theirs2020", "part2020"]).files()["references.bib"]
    assert exported == """\
@article{own2020, author = {A, B}, title = {Own}, year = 2020}

@article{theirs2020,
  author = {A, B},
  title = {Theirs},
  year = {2020},
  month = may,
  journal = {Cell Reports}
}

@incollection{part2020,
  author = {A, B},
  title = {Part},
  booktitle = {Whole},
  editor = {C, D},
  year = {2020},
  publisher = {P}
}
"""
