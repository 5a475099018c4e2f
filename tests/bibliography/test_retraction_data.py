"""The gate for retracted works: the data as it is distributed, the snapshot of it, and what an editor is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from retraction_csv import DOI, JEROME, JEROME_NOTICE, PMID, notice, retraction_csv, row
from sites import ROOT, environment

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.retraction_data import (
    Notice,
    NotRetractionWatch,
    RetractionCsv,
    Snapshot,
    bare_doi,
    bare_pmid,
    identifiers,
    read_rows,
    read_snapshot,
)

pytestmark = pytest.mark.usefixtures("fixed_date")
ReadBib = Callable[[str | bytes], Bibliography]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], RetractionCsv]:
    """Read a file's bytes for the one work."""

    def run(content: bytes) -> RetractionCsv:
        file = tmp_path / "retraction_watch.csv"
        file.write_bytes(content)
        return read_rows(file, {DOI, ""}, {PMID, ""})

    return run


# Reading the data

ALL_MISSING = (
    "it has no column Record ID, Title, RetractionDate, RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, "
    "RetractionNature, Reason"
)


@pytest.mark.parametrize("written", [
    DOI, DOI.upper(), f" {DOI} ", f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI.upper()}", f"doi:{DOI}",
    f"DOI: https://doi.org/{DOI}", f"www.doi.org/{DOI}", "https://doi.org/10.1007%2FS00213-020-05548-2",
])
def test_doi_spellings_are_normalised(written: str) -> None:
    assert bare_doi(written) == DOI


@pytest.mark.parametrize("written", ["", "0", "unavailable", "Unavailable", " unavailable ", "None"])
def test_missing_identifiers_are_normalised(written: str) -> None:
    assert bare_doi(written) == bare_pmid(written) == ""


@pytest.mark.parametrize(("written", "expected"), [
    ("32500209", PMID), (" 32500209 ", PMID), ("32500209.0", PMID), ("032500209", PMID), ("PMID: 32500209", PMID),
    ("3250020x", ""), ("²", ""), ("0.0", ""),
])
def test_pubmed_id_is_normalised_to_digits(written: str, expected: str) -> None:
    assert bare_pmid(written) == expected


@pytest.mark.parametrize(("fields", "expected"), [
    ("doi = {10.1000/A\\_B}", ("10.1000/a_b", "")),
    ("doi = {{10.1000/a}}", ("10.1000/a", "")),
    ("url = {https://doi.org/10.1000/A}", ("10.1000/a", "")),
    ("url = {https://pubmed.ncbi.nlm.nih.gov/40608919/}", ("", "40608919")),
    ("doi = {10.1000/a}, url = {https://doi.org/10.1000/other}", ("10.1000/a", "")),
    ("url = {https://example.org/10.1000/a}", ("", "")),
    ("pmid = {00123}", ("", "123")),
])
def test_identifiers_come_from_fields_or_address(
    read_bib: ReadBib, fields: str, expected: tuple[str, str]
) -> None:
    entries = read_bib(f"@article{{a, author = {{A}}, title = {{T}}, year = {{2020}}, {fields}}}").entries
    assert identifiers(entries["a"]) == expected


def test_matching_row_becomes_a_notice(read: Callable[[bytes], RetractionCsv]) -> None:
    reading = read(retraction_csv(notice(), JEROME, notice()))
    assert reading == RetractionCsv([JEROME_NOTICE], 3, [])


@pytest.mark.parametrize("changes", [
    {"OriginalPaperDOI": DOI.upper()}, {"OriginalPaperDOI": f"https://doi.org/{DOI}"},
    {"OriginalPaperDOI": "unavailable"}, {"OriginalPaperDOI": ""}, {"OriginalPaperPubMedID": "0"},
    {"OriginalPaperPubMedID": ""},
], ids=str)
def test_row_matches_by_doi_or_pubmed_id(
    read: Callable[[bytes], RetractionCsv], changes: dict[str, str]
) -> None:
    assert [found.record for found in read(retraction_csv(JEROME | changes)).rows] == ["58021"]


def test_rows_without_identifier_match_no_work(read: Callable[[bytes], RetractionCsv]) -> None:
    """An entry without a DOI must not be taken for every row without one."""
    assert read(retraction_csv(notice(OriginalPaperDOI="", OriginalPaperPubMedID=""), notice())).rows == []


@pytest.mark.parametrize(("written", "expected"), [
    ("8/10/2024 0:00", "2024-08-10"), ("12/1/1999", "1999-12-01"), ("", None), ("unavailable", None),
    ("2/30/2024 0:00", None),
])
def test_dates_are_read_month_first(read: Callable[[bytes], RetractionCsv], written: str, expected: str | None) -> None:
    assert read(retraction_csv(JEROME | {"RetractionDate": written})).rows[0].day == expected


def test_csv_quoting_bad_bytes_and_bom_are_read(
    read: Callable[[bytes], RetractionCsv]
) -> None:
    quirky = notice(Title='A "quoted", title', Notes="one\r\ntwo\nthree", Author="O'Neil")
    rows = retraction_csv(quirky, JEROME, quirky)
    content = b"\xef\xbb\xbf" + rows.replace(b"'", b"\x92").replace(b"MDMA", b"MD\x92MA")
    reading = read(content)
    assert (reading.count, reading.broken) == (3, [])
    assert reading.rows[0].title == "Long-term follow-up outcomes of MD�MA-assisted psychotherapy"


def test_columns_are_found_by_name_in_any_order(read: Callable[[bytes], RetractionCsv]) -> None:
    header = ("RetractionNature,Reason,OriginalPaperDOI,New,OriginalPaperPubMedID,Title,RetractionDate,RetractionDOI,"
              "Record ID")
    reading = read(f"{header}\nRetraction,,{DOI},x,0,T,8/10/2024 0:00,unavailable,7\n".encode())
    assert reading.rows == [Notice("7", "T", "Retraction", "2024-08-10", DOI, "", "", "")]


def test_short_row_is_skipped_and_its_line_reported(read: Callable[[bytes], RetractionCsv]) -> None:
    first, *others = retraction_csv(notice(Notes="two\nlines"), JEROME).split(b"\r\n")
    reading = read(b"\r\n".join([first, others[0], b"9,Cut off," + DOI.encode(), *others[1:]]))
    assert (reading.count, reading.broken, len(reading.rows)) == (3, [4], 1)


def test_long_row_is_read_and_reported(
    read: Callable[[bytes], RetractionCsv]
) -> None:
    first, ours, *rest = retraction_csv(JEROME, notice()).split(b"\r\n")
    reading = read(b"\r\n".join([first, b"", ours + b",more", *rest]))
    assert (reading.count, reading.broken, len(reading.rows)) == (2, [3], 1)


@pytest.mark.parametrize(("content", "message"), [
    (b"", ALL_MISSING),
    (b"<!DOCTYPE html>\n<title>Sign in</title>\n", ALL_MISSING),
    (retraction_csv(JEROME).replace(b"RetractionNature", b"Nature"), "it has no column RetractionNature"),
    (retraction_csv(), "it contains no notice"),
    (retraction_csv(notice(), JEROME)[:-120], "it ends in the middle of the row that begins on line 3"),
    (retraction_csv(notice(Notes='"'), JEROME).replace(b'""""', b'"'),
     "it ends in the middle of the row that begins on line 2"),
    (retraction_csv(notice(Notes="x" * 1_000_001)), "line 2: field larger than field limit (1000000)"),
], ids=["empty", "a web page", "a column less", "no rows", "cut off", "a quotation mark left open", "an endless field"])
def test_incomplete_data_is_refused(
    read: Callable[[bytes], RetractionCsv], content: bytes, message: str
) -> None:
    with pytest.raises(NotRetractionWatch) as refused:
        read(content)
    assert str(refused.value) == message


# The snapshot


def test_snapshot_round_trip_is_sorted_and_stable(tmp_path: Path) -> None:
    one, other = row("Correction", None, doi="10.1000/ü"), row("Retraction", "2020-01-01", doi="10.1000/a")
    file = tmp_path / "retractions.json"
    Snapshot(date(2026, 11, 20), [one, other]).write(file)
    written = file.read_bytes()
    assert read_snapshot(file, "retractions.json") == (Snapshot(date(2026, 11, 20), [other, one]), [])
    Snapshot(date(2026, 11, 20), [other, one]).write(file)
    assert file.read_bytes() == written and "ü".encode() in written
    assert [f.name for f in tmp_path.iterdir()] == ["retractions.json"]


def test_missing_snapshot_has_no_date_and_no_rows(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path / "retractions.json", "retractions.json") == (Snapshot(None, []), [])
    Snapshot().write(tmp_path / "retractions.json")
    assert read_snapshot(tmp_path / "retractions.json", "retractions.json") == (Snapshot(None, []), [])


_ROW = (
    '{"record": "1", "title": "T", "nature": "Retraction", "day": %s, "doi": "", "pmid": "", "notice_doi": "", '
    '"reason": %s}'
)


@pytest.mark.parametrize(("content", "place", "reason"), [
    ('{\n<<<<<<< ours\n', "2:1", "Expecting property name enclosed in double quotes"),
    ("{}", "1:1", "it has no 'taken'"),
    ('{"taken": null}', "1:1", "it has no 'rows'"),
    ('{"taken": "22.11.2026", "rows": []}', "1:1", "Invalid isoformat string: '22.11.2026'"),
    ('{"taken": null, "rows": [%s]}' % (_ROW % ('"8/10/2024"', '""')), "1:1", "Invalid isoformat string: '8/10/2024'"),
    ('{"taken": null, "rows": [%s]}' % (_ROW % ("null", "3")), "1:1", "“reason” is not text"),
])
def test_unreadable_snapshot_is_reported(
    tmp_path: Path, content: str, place: str, reason: str
) -> None:
    file = tmp_path / "retractions.json"
    file.write_text(content, encoding="utf-8")
    snapshot, problems = read_snapshot(file, "retractions.json")
    assert snapshot == Snapshot()
    assert [str(problem) for problem in problems] == [
        f"retractions.json:{place}: bad-snapshot: the retraction snapshot cannot be read: {reason} (delete the file "
        "and create it again with `desk retractions`)"
    ]


def test_snapshot_that_is_a_folder_is_reported(tmp_path: Path) -> None:
    (problem,) = read_snapshot(tmp_path, "retractions.json")[1]
    assert "the retraction snapshot cannot be read: it is a folder, and a file should be there (" in str(problem)


@pytest.mark.build
def test_benchmark_finds_every_planted_notice() -> None:
    """A small file of the same making: its quirks hide none."""
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "retractions.py"), "500",
                           str(ROOT / "tests" / "sample" / "bibliography.bib")], env=environment(), encoding="utf-8",
                          capture_output=True, timeout=60, check=True)
    planted, read = done.stdout.splitlines()
    count = planted.split()[0]
    assert planted == f"{count} notices planted" and int(count) > 50
    assert read.startswith("500 rows (") and read.endswith(f" MB, {count} notices found, 0 rows broken")
