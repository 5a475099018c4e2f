"""The gate for retracted works: the data as it is distributed, the snapshot of it, and what an editor is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sites import BIB, EPOCH, ROOT, article, environment, make_site
from watch import JEROME, JEROME_BIB, notice, watch

from proofdesk.bibliography.parser import Bibliography
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
from proofdesk.bibliography.retraction_status import RetractionStatus, retraction_status
from proofdesk.checks.retractions import check_age, check_retractions
from proofdesk.common.source_text import Location, Position

DOI, PMID = "10.1007/s00213-020-05548-2", "32500209"
ReadBib = Callable[[str | bytes], Bibliography]
CITED = {"jerome2020": Location("docs/articles/page.md", Position(10, 5))}
KEPT = Notice("58021", "Long-term follow-up outcomes of MDMA-assisted psychotherapy", "Retraction", "2024-08-10", DOI,
           PMID, "", "Concerns/Issues About Data; Ethical Violations by Author")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026, so that no date here ages."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], RetractionCsv]:
    """Read a file's bytes for the one work."""

    def run(content: bytes) -> RetractionCsv:
        file = tmp_path / "retraction_watch.csv"
        file.write_bytes(content)
        return read_rows(file, {DOI, ""}, {PMID, ""})

    return run


def row(nature: str, day: str | None = "2024-08-10", reason: str = "", doi: str = DOI, pmid: str = "") -> Notice:
    return Notice("1", "A title", nature, day, doi, pmid, "", reason)


# Reading the data

ALL_MISSING = (
    "it has no column Record ID, Title, RetractionDate, RetractionDOI, OriginalPaperDOI, OriginalPaperPubMedID, "
    "RetractionNature, Reason"
)


@pytest.mark.parametrize("written", [
    DOI, DOI.upper(), f" {DOI} ", f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI.upper()}", f"doi:{DOI}",
    f"DOI: https://doi.org/{DOI}", f"www.doi.org/{DOI}", "https://doi.org/10.1007%2FS00213-020-05548-2",
])
def test_a_doi_is_the_same_however_it_is_written(written: str) -> None:
    assert bare_doi(written) == DOI


@pytest.mark.parametrize("written", ["", "0", "unavailable", "Unavailable", " unavailable ", "None"])
def test_nothing_is_nothing_however_it_is_written(written: str) -> None:
    assert bare_doi(written) == bare_pmid(written) == ""


@pytest.mark.parametrize(("written", "expected"), [
    ("32500209", PMID), (" 32500209 ", PMID), ("32500209.0", PMID), ("032500209", PMID), ("PMID: 32500209", PMID),
    ("3250020x", ""), ("²", ""), ("0.0", ""),
])
def test_a_pubmed_id_is_bare_digits(written: str, expected: str) -> None:
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
def test_a_work_is_known_by_its_fields_or_by_its_address(
    read_bib: ReadBib, fields: str, expected: tuple[str, str]
) -> None:
    entries = read_bib(f"@article{{a, author = {{A}}, title = {{T}}, year = {{2020}}, {fields}}}").entries
    assert identifiers(entries["a"]) == expected


def test_a_row_on_our_work_is_kept_with_its_day_and_reasons(read: Callable[[bytes], RetractionCsv]) -> None:
    reading = read(watch(notice(), JEROME, notice()))
    assert reading == RetractionCsv([KEPT], 3, [])


@pytest.mark.parametrize("changes", [
    {"OriginalPaperDOI": DOI.upper()}, {"OriginalPaperDOI": f"https://doi.org/{DOI}"},
    {"OriginalPaperDOI": "unavailable"}, {"OriginalPaperDOI": ""}, {"OriginalPaperPubMedID": "0"},
    {"OriginalPaperPubMedID": ""},
], ids=str)
def test_a_row_is_ours_by_its_doi_or_by_its_pubmed_id(
    read: Callable[[bytes], RetractionCsv], changes: dict[str, str]
) -> None:
    assert [found.record for found in read(watch(JEROME | changes)).rows] == ["58021"]


def test_rows_that_name_no_work_are_nobodys(read: Callable[[bytes], RetractionCsv]) -> None:
    """An entry without a DOI must not be taken for every row without one."""
    assert read(watch(notice(OriginalPaperDOI="", OriginalPaperPubMedID=""), notice())).rows == []


@pytest.mark.parametrize(("written", "expected"), [
    ("8/10/2024 0:00", "2024-08-10"), ("12/1/1999", "1999-12-01"), ("", None), ("unavailable", None),
    ("2/30/2024 0:00", None),
])
def test_days_are_read_month_first(read: Callable[[bytes], RetractionCsv], written: str, expected: str | None) -> None:
    assert read(watch(JEROME | {"RetractionDate": written})).rows[0].day == expected


def test_quoted_lines_marks_and_commas_bad_bytes_and_a_byte_order_mark_are_read(
    read: Callable[[bytes], RetractionCsv]
) -> None:
    quirky = notice(Title='A "quoted", title', Notes="one\r\ntwo\nthree", Author="O'Neil")
    content = b"\xef\xbb\xbf" + watch(quirky, JEROME, quirky).replace(b"'", b"\x92").replace(b"MDMA", b"MD\x92MA")
    reading = read(content)
    assert (reading.count, reading.broken) == (3, [])
    assert reading.rows[0].title == "Long-term follow-up outcomes of MD�MA-assisted psychotherapy"


def test_columns_are_found_by_name_wherever_they_stand(read: Callable[[bytes], RetractionCsv]) -> None:
    header = ("RetractionNature,Reason,OriginalPaperDOI,New,OriginalPaperPubMedID,Title,RetractionDate,RetractionDOI,"
              "Record ID")
    reading = read(f"{header}\nRetraction,,{DOI},x,0,T,8/10/2024 0:00,unavailable,7\n".encode())
    assert reading.rows == [Notice("7", "T", "Retraction", "2024-08-10", DOI, "", "", "")]


def test_a_row_that_lost_columns_is_passed_over_and_its_line_is_told(read: Callable[[bytes], RetractionCsv]) -> None:
    first, *others = watch(notice(Notes="two\nlines"), JEROME).split(b"\r\n")
    reading = read(b"\r\n".join([first, others[0], b"9,Cut off," + DOI.encode(), *others[1:]]))
    assert (reading.count, reading.broken, len(reading.rows)) == (3, [4], 1)


def test_a_row_with_more_columns_is_read_and_told_and_an_empty_line_is_nothing(
    read: Callable[[bytes], RetractionCsv]
) -> None:
    first, ours, *rest = watch(JEROME, notice()).split(b"\r\n")
    reading = read(b"\r\n".join([first, b"", ours + b",more", *rest]))
    assert (reading.count, reading.broken, len(reading.rows)) == (2, [3], 1)


@pytest.mark.parametrize(("content", "message"), [
    (b"", ALL_MISSING),
    (b"<!DOCTYPE html>\n<title>Sign in</title>\n", ALL_MISSING),
    (watch(JEROME).replace(b"RetractionNature", b"Nature"), "it has no column RetractionNature"),
    (watch(), "it contains no notice"),
    (watch(notice(), JEROME)[:-120], "it ends in the middle of the row that begins on line 3"),
    (watch(notice(Notes='"'), JEROME).replace(b'""""', b'"'), "it ends in the middle of the row that begins on line 2"),
    (watch(notice(Notes="x" * 1_000_001)), "line 2: field larger than field limit (1000000)"),
], ids=["empty", "a web page", "a column less", "no rows", "cut off", "a quotation mark left open", "an endless field"])
def test_what_is_not_the_whole_data_is_refused(
    read: Callable[[bytes], RetractionCsv], content: bytes, message: str
) -> None:
    with pytest.raises(NotRetractionWatch) as refused:
        read(content)
    assert str(refused.value) == message


# What became of a work

REASON = "Ethical Violations by Author"


@pytest.mark.parametrize(("rows", "expected"), [
    ([], RetractionStatus()),
    ([row("Retraction", reason=REASON)], RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
    ([row("RETRACTION ".strip())], RetractionStatus(retracted=True, day="2024-08-10")),
    ([row("Retraction", doi="", pmid=PMID)], RetractionStatus(retracted=True, day="2024-08-10")),
    ([row("Retraction", doi="10.1000/other")], RetractionStatus()),
    ([row("Expression of concern")], RetractionStatus(concern=True, day="2024-08-10")),
    ([row("Correction")], RetractionStatus(corrected=True, day="2024-08-10")),
    ([row("Removal")], RetractionStatus()),
    ([row("")], RetractionStatus()),
    # A reinstatement clears what came before it, on whatever line it stands.
    ([row("Reinstatement", "2024-09-01"), row("Retraction")], RetractionStatus()),
    ([row("Reinstatement"), row("Retraction")], RetractionStatus()),
    ([row("reinstatement", None), row("Retraction")], RetractionStatus()),
    ([row("Reinstatement", "2024-09-01"), row("Expression of concern")], RetractionStatus()),
    ([row("Reinstatement", "2024-09-01"), row("Retraction", None)], RetractionStatus()),
    ([row("Reinstatement", "2024-09-01"), row("Retraction"), row("Correction", "2023-01-01")],
     RetractionStatus(corrected=True, day="2023-01-01")),
    # … and not what came after it.
    ([row("Reinstatement", "2024-09-01"), row("Retraction"), row("Retraction", "2025-01-01")],
     RetractionStatus(retracted=True, day="2025-01-01")),
    ([row("Reinstatement", None), row("Retraction"), row("Retraction", "2025-01-01")],
     RetractionStatus(retracted=True, day="2025-01-01")),
    # The day and the reason are of the gravest notice, and of the first of its kind.
    ([row("Correction", "2023-01-01", "Typing error"), row("Expression of concern", "2023-06-01", "Data")],
     RetractionStatus(concern=True, corrected=True, day="2023-06-01", reason="Data")),
    ([row("Retraction", reason=REASON), row("Expression of concern", "2023-06-01", "Data"),
      row("Correction", "2025-01-01")],
     RetractionStatus(retracted=True, concern=True, corrected=True, day="2024-08-10", reason=REASON)),
    ([row("Retraction", "2025-01-01"), row("Retraction", reason=REASON)],
     RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
])
def test_the_nature_of_the_notices_decides(read_bib: ReadBib, rows: list[Notice], expected: RetractionStatus) -> None:
    assert retraction_status(read_bib(JEROME_BIB).entries["jerome2020"], rows) == expected


@pytest.mark.parametrize(("own", "rows", "expected"), [
    ("2024-08-10", [], RetractionStatus(retracted=True, day="2024-08-10")),
    ("yes", [], RetractionStatus(retracted=True)),
    ("2024-08-10", [row("Retraction", reason=REASON)], RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
    ("yes", [row("Retraction", reason=REASON)], RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
    ("2024-08-10", [row("Reinstatement", "2024-09-01")], RetractionStatus()),
    ("2024-10-01", [row("Reinstatement", "2024-09-01")], RetractionStatus(retracted=True, day="2024-10-01")),
])
def test_what_the_editors_know_counts_as_a_notice(
    read_bib: ReadBib, own: str, rows: list[Notice], expected: RetractionStatus
) -> None:
    bib = JEROME_BIB.replace("pmid =", f"x-retracted = {{{own}}},\n  pmid =")
    assert retraction_status(read_bib(bib).entries["jerome2020"], rows) == expected


COCHRANE_BIB = """
@article{cochrane2020, author = {Example, E.}, title = {A treatment for depression: a Cochrane review},
  journal = {Cochrane Database of Systematic Reviews}, year = {2020}, doi = {10.1002/14651858.CD000000.pub3}}
"""


@pytest.mark.parametrize(("notices", "expected"), [
    ([("Correction", "2024-08-10")],
     ["bibliography.bib:3:71: corrected-work: a correction of “cochrane2020” was published on 10 August 2024; it is "
      "cited in docs/articles/page.md:10 (check that the text still holds, then tell readers with x-correction = "
      "{…})"]),
    ([("Retraction", "2024-08-10"), ("Reinstatement", "2024-09-02")], []),
    ([("Retraction", "2024-08-10")],
     ["bibliography.bib:3:71: retracted-work: “cochrane2020” was retracted on 10 August 2024; it is cited in "
      "docs/articles/page.md:10 (cite another work, or, if the retraction is the subject, add "
      "retraction-acknowledged = {2026-11-22} and retraction-reason = {…})"]),
], ids=["corrected", "reinstated", "retracted"])
def test_a_review_with_a_new_version_is_not_a_retracted_one(
    read_bib: ReadBib, notices: list[tuple[str, str]], expected: list[str]
) -> None:
    """Cochrane reviews carry a notice for each new version; elsewhere each was taken for a retraction."""
    rows = [row(nature, day, doi="10.1002/14651858.cd000000.pub3") for nature, day in notices]
    cited = {"cochrane2020": Location("docs/articles/page.md", Position(10, 5))}
    found = check_retractions(read_bib(COCHRANE_BIB), Snapshot(None, rows), cited.get)
    assert [str(problem) for problem in found] == expected


# What an editor is told


def told(bibliography: Bibliography, rows: list[Notice], cited: dict[str, Location] = CITED) -> list[str]:
    return [str(problem) for problem in check_retractions(bibliography, Snapshot(date(2026, 11, 20), rows), cited.get)]


RETRACTED = (
    "retracted-work: “jerome2020” was retracted on 10 August 2024 (Concerns/Issues About Data; Ethical Violations by "
    "Author); it is cited in docs/articles/page.md:10 (cite another work, or, if the retraction is the subject, add "
    "retraction-acknowledged = {2026-11-22} and retraction-reason = {…})"
)


def test_a_retracted_work_that_a_page_cites_is_an_error(read_bib: ReadBib) -> None:
    assert told(read_bib(JEROME_BIB), [KEPT]) == [f"bibliography.bib:7:3: {RETRACTED}"]


def test_a_retracted_work_that_no_page_cites_is_none(read_bib: ReadBib) -> None:
    assert told(read_bib(JEROME_BIB), [KEPT], {}) == []


def test_a_work_known_only_by_its_pubmed_id_is_named_there(read_bib: ReadBib) -> None:
    bib = JEROME_BIB.replace("  doi = {10.1007/s00213-020-05548-2},\n", "")
    assert told(read_bib(bib), [KEPT]) == [f"bibliography.bib:7:3: {RETRACTED}"]
    assert told(read_bib(bib), [row("Retraction")]) == []


ON_LINE_8 = "bibliography.bib:8:3: "


@pytest.mark.parametrize(("fields", "expected"), [
    ("retraction-acknowledged = {2026-11-22}, retraction-reason = {It is the subject.}", []),
    ("retraction-acknowledged = {2025-11-22}, retraction-reason = {It is the subject.}", []),
    ("retraction-acknowledged = {2025-11-21}, retraction-reason = {It is the subject.}",
     ["acknowledgement-expired: the acknowledgement of the retracted “jerome2020” is over a year old (21 "
      "November 2025) (cite another work, or decide again and renew the date)"]),
    ("retraction-acknowledged = {2026-11-23}, retraction-reason = {It is the subject.}",
     ["bad-acknowledgement: the retraction of “jerome2020” is acknowledged on 23 November 2026, which is in the "
      "future (write the day of the decision)"]),
    ("retraction-acknowledged = {yes}, retraction-reason = {It is the subject.}",
     ["bad-acknowledgement: “yes” is not a date (write it as 2026-11-22)"]),
    ("retraction-acknowledged = {2026-11-22}",
     ["bad-acknowledgement: “jerome2020” was retracted, and no reason is given for citing it (add "
      "retraction-reason = {…})"]),
    ("retraction-acknowledged = {2026-11-22}, retraction-reason = {}",
     ["bad-acknowledgement: “jerome2020” was retracted, and no reason is given for citing it (add "
      "retraction-reason = {…})"]),
])
def test_a_retracted_work_is_cited_on_purpose_for_a_year(read_bib: ReadBib, fields: str, expected: list[str]) -> None:
    bib = JEROME_BIB.replace("  pmid =", f"  {fields},\n  pmid =")
    assert told(read_bib(bib), [KEPT]) == [ON_LINE_8 + message for message in expected]


CONCERN = (
    "bibliography.bib:7:3: expression-of-concern: an expression of concern was published on “jerome2020” on 10 August "
    "2024; it is cited in docs/articles/page.md:10 (read it; then cite another work, or tell readers with x-concern = "
    "{…})"
)
CORRECTED = (
    "bibliography.bib:7:3: corrected-work: a correction of “jerome2020” was published; it is cited in "
    "docs/articles/page.md:10 (check that the text still holds, then tell readers with x-correction = {…})"
)


@pytest.mark.parametrize(("rows", "field", "message"), [
    ([row("Expression of concern")], "x-concern", CONCERN),
    ([row("Correction", None)], "x-correction", CORRECTED),
], ids=["concern", "correction"])
def test_concerns_and_corrections_warn_until_readers_are_told(
    read_bib: ReadBib, rows: list[Notice], field: str, message: str
) -> None:
    assert told(read_bib(JEROME_BIB), rows) == [message]
    bib = JEROME_BIB.replace("pmid =", f"{field} = {{Said so.}},\n  pmid =")
    assert told(read_bib(bib), rows) == []


def test_of_a_concern_and_a_correction_the_graver_comes_first(read_bib: ReadBib) -> None:
    """Each has to be told to readers; the day of the one is not said of the other."""
    rows = [row("Correction", "2023-01-01"), row("Expression of concern")]
    assert told(read_bib(JEROME_BIB), rows) == [CONCERN]
    bib = JEROME_BIB.replace("pmid =", "x-concern = {Said so.},\n  pmid =")
    assert told(read_bib(bib), rows) == [CORRECTED]


# The snapshot


def test_a_snapshot_comes_back_as_it_was_written_in_one_order(tmp_path: Path) -> None:
    one, other = row("Correction", None, doi="10.1000/ü"), row("Retraction", "2020-01-01", doi="10.1000/a")
    file = tmp_path / "retractions.json"
    Snapshot(date(2026, 11, 20), [one, other]).write(file)
    written = file.read_bytes()
    assert read_snapshot(file, "retractions.json") == (Snapshot(date(2026, 11, 20), [other, one]), [])
    Snapshot(date(2026, 11, 20), [other, one]).write(file)
    assert file.read_bytes() == written and "ü".encode() in written
    assert [f.name for f in tmp_path.iterdir()] == ["retractions.json"]


def test_no_snapshot_is_one_never_taken(tmp_path: Path) -> None:
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
def test_a_snapshot_that_cannot_be_read_is_a_problem_and_stops_nothing(
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


@pytest.mark.parametrize(("taken", "expected"), [
    (None, ["the bibliography was never compared with the retraction data"]),
    (date(2026, 10, 8), []),
    (date(2026, 10, 7), ["the retraction data is from 7 October 2026, more than 45 days ago"]),
])
def test_an_old_snapshot_is_recalled_after_45_days(taken: date | None, expected: list[str]) -> None:
    assert [str(problem) for problem in check_age(Snapshot(taken), "retractions.json")] == [
        f"retractions.json:1:1: stale-snapshot: {message} (run `desk retractions`)" for message in expected
    ]


def test_a_snapshot_that_is_no_file_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_snapshot(tmp_path, "retractions.json")[1]
    assert "the retraction snapshot cannot be read: Is a directory (" in str(problem)


# The build


def test_a_build_stops_at_a_retracted_work_and_names_where_it_is_cited(tmp_path: Path) -> None:
    page = article("A claim [@jerome2020].\n")
    site = make_site(tmp_path / "site", {"docs/articles/page.md": page}, BIB + JEROME_BIB)
    Snapshot(date(2026, 11, 20), [KEPT]).write(site.root / "retractions.json")
    built = site.build("--strict")
    assert built.code == 1
    assert f"bibliography.bib:22:3: {RETRACTED}" in built.problems


def test_the_benchmark_finds_every_notice_that_it_plants() -> None:
    """A small file of the same making: its quirks hide none."""
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "retractions.py"), "500"], env=environment(),
                          encoding="utf-8", capture_output=True, timeout=60, check=True)
    planted, read = done.stdout.splitlines()
    count = planted.split()[0]
    assert planted == f"{count} notices planted" and int(count) > 50
    assert read.startswith("500 rows (") and read.endswith(f" MB, {count} notices found, 0 rows broken")
