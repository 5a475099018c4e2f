"""The retraction data as spreadsheets and other programs saved it, and notices on another version of a cited work."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from retraction_csv import COLUMNS, DOI, JEROME, JEROME_BIB, JEROME_NOTICE, notice, retraction_csv, row

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import Notice, NotRetractionWatch, Snapshot, read_rows
from proofdesk.checks.retractions import check_compared, check_retractions
from proofdesk.common.source_text import Location, Position

pytestmark = pytest.mark.usefixtures("fixed_date")
ReadBib = Callable[[str | bytes], Bibliography]
PLAIN = retraction_csv(notice(), JEROME, notice(Notes="last"))


def rows_of(tmp_path: Path, content: bytes) -> tuple[list[Notice], int, list[int]]:
    file = tmp_path / "retraction_watch.csv"
    file.write_bytes(content)
    reading = read_rows(file, {DOI}, set())
    return reading.rows, reading.count, reading.broken


def separated(sign: str) -> bytes:
    """The rows with another separator; cells that hold it are quoted, as spreadsheets do."""
    rows = [COLUMNS, *([each[name] for name in COLUMNS] for each in (notice(), notice() | JEROME, notice()))]
    return "\r\n".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in cells) for cells in rows).encode()


FORMS = {
    "as Crossref publishes it": PLAIN,
    "semicolons": separated(";"),
    "tabs": separated("\t"),
    "sep line": b"sep=;\r\n" + separated(";"),
    "blank line above": b"\r\n" + PLAIN,
    "UTF-16": separated("\t").decode().encode("utf-16"),
    "packed": gzip.compress(PLAIN),
    "no end of the last line": PLAIN.rstrip(b"\r\n"),
    "lines end in CR": separated(";").replace(b"\r\n", b"\r") + b"\r",
    "spaces in names": PLAIN.replace(b"OriginalPaperDOI", b"Original Paper DOI").replace(b"Reason,", b"Reason(s),"),
    "small names": PLAIN.replace(b"OriginalPaperPubMedID", b"original_paper_pmid").replace(b"Record ID", b"record_id"),
    "column without a name": PLAIN.replace(b"Notes\r\n", b"Notes,\r\n"),
    "empty cells at the end": PLAIN.replace(b",No,\r\n", b",No,,,\r\n"),
    "last cells left out": PLAIN.replace(b",No,\r\n", b"\r\n"),
    "a column more": PLAIN.replace(b"Paywalled,", b"CitationCount,Paywalled,").replace(b",No,", b",0,No,"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_data_is_read(tmp_path: Path, form: str) -> None:
    assert rows_of(tmp_path, FORMS[form]) == ([JEROME_NOTICE], 3, [])


@pytest.mark.parametrize(("content", "message"), [
    (b"PK\x03\x04\x14\x00", "it is a workbook or a ZIP archive (open it and save the table as CSV, UTF-8)"),
    (gzip.compress(PLAIN)[:-20], "it was packed, and ends before its end"),
    (b"DOI;Date;Kind\r\n10.1000/a;2024;x\r\n", "it has no column Record ID, Title, RetractionDate, RetractionDOI, "
     "OriginalPaperDOI, OriginalPaperPubMedID, RetractionNature, Reason"),
    (PLAIN.replace(b"OriginalPaperDOI", b"DOI"), "it has no column OriginalPaperDOI"),
], ids=["workbook", "packed and cut off", "another table", "a column of another name"])
def test_unknown_form_is_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(NotRetractionWatch) as refused:
        rows_of(tmp_path, content)
    assert str(refused.value) == message


def test_row_whose_cells_moved_is_not_trusted(tmp_path: Path) -> None:
    moved = PLAIN.replace(b",unavailable,0,", b",0,", 1)
    assert rows_of(tmp_path, moved) == ([JEROME_NOTICE], 3, [2])


DAYS = {
    "8/10/2024 0:00": "2024-08-10", "8/10/2024": "2024-08-10", "8/10/24 0:00": "2024-08-10",
    "2024-08-10": "2024-08-10", "2024-08-10 00:00:00": "2024-08-10", "2024-08-10T00:00:00Z": "2024-08-10",
    "10.08.2024": "2024-08-10", "10-Aug-24": "2024-08-10", "10 August 2024": "2024-08-10",
    "Aug 10, 2024": "2024-08-10", "45514": "2024-08-10", "45514.0": "2024-08-10", "2024": None, "10-Foo-24": None,
}


@pytest.mark.parametrize("written", DAYS)
def test_day_is_read_in_every_form(tmp_path: Path, written: str) -> None:
    found, _, _ = rows_of(tmp_path, retraction_csv(JEROME | {"RetractionDate": written}))
    assert found[0].day == DAYS[written]


@pytest.mark.parametrize(("other", "expected"), [("31/12/2023 00:00", "2024-10-08"), ("12/31/2023", "2024-08-10")])
def test_order_of_days_is_learned_from_the_file(tmp_path: Path, other: str, expected: str) -> None:
    content = retraction_csv(JEROME | {"RetractionDate": "8/10/2024 0:00"}, notice(RetractionDate=other))
    assert rows_of(tmp_path, content)[0][0].day == expected


# Another version of a work

PREPRINT = """@misc{{pre, author = {{A, B}}, title = {{T}}, year = 2019, doi = {{10.1101/x}}, {0}}}
@article{{pub, author = {{A, B}}, title = {{T}}, journal = {{J}}, year = 2020, doi = {{10.1000/PUB}}}}
"""
RELATIONS = [
    "x-preprint-of = {10.1000/pub}", "x-preprint-of = {https://doi.org/10.1000/Pub}", "x-preprint-of = {pub}",
    "related = {pub}, relatedtype = {preprintof}", "note = {Preprint of doi:10.1000/pub.}",
    "note = {Version 2. Later published in J as https://doi.org/10.1000/pub}",
]
CITED = {key: Location("docs/page.md", Position(9, 1)) for key in ("pre", "pub")}


def told(bibliography: Bibliography, rows: list[Notice]) -> list[str]:
    return [str(each) for each in check_retractions(bibliography, Snapshot(date(2026, 11, 20), rows), CITED.get)]


@pytest.mark.parametrize("relation", RELATIONS)
def test_published_version_that_was_retracted_is_told(read_bib: ReadBib, relation: str) -> None:
    bibliography = read_bib(PREPRINT.format(relation))
    version, published = told(bibliography, [row("Retraction", doi="10.1000/pub")])
    assert version == (
        "bibliography.bib:1:55: retracted-version: the published version of “pre”, doi:10.1000/pub, was retracted on "
        "10 August 2024; “pre” is cited in docs/page.md:9 (read the notice; then cite another work, or tell readers "
        "with x-concern = {…})")
    assert published.startswith("bibliography.bib:2:73: retracted-work: “pub” was retracted on 10 August 2024;")


def test_preprint_that_was_withdrawn_is_told(read_bib: ReadBib) -> None:
    bibliography = read_bib(PREPRINT.format(RELATIONS[0]))
    assert [each.split(": ", 2)[2][:52] for each in told(bibliography, [row("Retraction", doi="10.1101/x")])] == [
        "“pre” was retracted on 10 August 2024; it is cited i", "the preprint of “pub”, doi:10.1101/x, was retracted "]


@pytest.mark.parametrize(("relation", "rows"), [
    ("note = {The same title}", [row("Retraction", doi="10.1000/pub")]),
    ("x-preprint-of = {10.1000/pub}, x-concern = {Said so}", [row("Retraction", doi="10.1000/pub")]),
    ("x-preprint-of = {10.1000/pub}", [row("Correction", doi="10.1000/pub")]),
    ("x-preprint-of = {10.1000/pub}",
     [row("Retraction", doi="10.1000/pub"), row("Reinstatement", "2025-01-01", doi="10.1000/pub")]),
    ("related = {pub}", [row("Retraction", doi="10.1000/pub")]),
], ids=["no relation", "readers know", "only corrected", "reinstated", "no kind of relation"])
def test_version_is_not_accused_without_reason(read_bib: ReadBib, relation: str, rows: list[Notice]) -> None:
    found = told(read_bib(PREPRINT.format(relation)), rows)
    assert not any("“pre”" in each for each in found)


def test_number_on_arxiv_is_compared(read_bib: ReadBib) -> None:
    bib = "@misc{pre, author = {A, B}, title = {T}, year = 2019, eprint = {1905.00001v2}, eprinttype = {arxiv}}"
    (found,) = told(read_bib(bib), [row("Retraction", doi="10.48550/arxiv.1905.00001")])
    assert "retracted-work: “pre” was retracted" in found


@pytest.mark.parametrize(("nature", "notice_text"), [
    ("Retraction", "Its published version (doi:10.1000/pub) was retracted on 10 August 2024"),
    ("Correction", None),
])
def test_readers_are_told_of_the_version(read_bib: ReadBib, nature: str, notice_text: str | None) -> None:
    bibliography = read_bib(PREPRINT.format(RELATIONS[4]))
    references = References(bibliography, None, Snapshot(date(2026, 11, 20), [row(nature, doi="10.1000/pub")]))
    assert references["pre"].notice == notice_text
    assert references["pre"].links == (("doi:10.1101/x", "https://doi.org/10.1101/x"),)


def test_published_version_is_not_the_works_own_doi(read_bib: ReadBib) -> None:
    bib = "@misc{pre, author = {A, B}, title = {T}, year = 2019, note = {Preprint of doi:10.1000/pub}}"
    assert read_bib(bib).entries["pre"].doi == ""


# Works that cannot be compared

NAMELESS = """@online{a, title = {A}, year = 2020, url = {https://example.org/a}}
@book{b, author = {B, C}, title = {B}, year = 2020, isbn = {978}}
@xdata{x, publisher = {P}}
"""


@pytest.mark.parametrize(("cited", "taken", "expected"), [
    ({"a", "b", "jerome2020"}, date(2026, 11, 20),
     ["bibliography.bib:1:1: uncompared-work: 2 cited works have neither a DOI nor a PubMed ID and cannot be compared "
      "with the retraction data: “a” and “b” (add what the work has; nothing needs to be done for a web page or a "
      "law)"]),
    ({"b"}, date(2026, 11, 20),
     ["bibliography.bib:2:1: uncompared-work: 1 cited work has neither a DOI nor a PubMed ID and cannot be compared "
      "with the retraction data: “b” (add what the work has; nothing needs to be done for a web page or a law)"]),
    ({"jerome2020"}, date(2026, 11, 20), []),
    ({"a"}, None, []),
], ids=["two", "one", "none", "never compared"])
def test_works_without_identifier_are_one_line(
    read_bib: ReadBib, cited: set[str], taken: date | None, expected: list[str]
) -> None:
    found = check_compared(read_bib(NAMELESS + JEROME_BIB), Snapshot(taken), cited)
    assert [str(problem) for problem in found] == expected


# Whoever takes a work over is told too


@pytest.mark.parametrize(("own", "field"), [("", "note"), ("note = {Phase 1},", "x-notice")])
def test_notice_goes_into_every_export(read_bib: ReadBib, own: str, field: str) -> None:
    bibliography = read_bib(JEROME_BIB.replace("  pmid =", f"  {own} pmid ="))
    files = WorksToExport(bibliography, notices={"jerome2020": "Retracted on 10 August 2024"}).files()
    assert f"@article{{jerome2020,\n  {field} = {{Retracted on 10 August 2024.}},\n" in files["references.bib"]
    assert "N1  - Retracted on 10 August 2024." in files["references.ris"]
    assert '"note": "Retracted on 10 August 2024.' in files["references.json"]
    assert own in files["references.bib"]
