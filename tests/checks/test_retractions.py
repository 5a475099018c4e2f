"""The gate for retracted works: the data as it is distributed, the snapshot of it, and what an editor is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from retraction_csv import JEROME_BIB, JEROME_NOTICE, row
from sites import BIB, article, make_site

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.retraction_data import (
    Notice,
    Snapshot,
)
from proofdesk.checks.retractions import check_age, check_retractions
from proofdesk.common.source_text import Location, Position

pytestmark = pytest.mark.usefixtures("fixed_date")
ReadBib = Callable[[str | bytes], Bibliography]
CITED = {"jerome2020": Location("docs/articles/page.md", Position(10, 5))}


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
def test_new_review_version_is_not_a_retraction(
    read_bib: ReadBib, notices: list[tuple[str, str]], expected: list[str]
) -> None:
    """Cochrane reviews carry a notice for each new version; elsewhere each was taken for a retraction."""
    rows = [row(nature, day, doi="10.1002/14651858.cd000000.pub3") for nature, day in notices]
    cited = {"cochrane2020": Location("docs/articles/page.md", Position(10, 5))}
    found = check_retractions(read_bib(COCHRANE_BIB), Snapshot(None, rows), cited.get)
    assert [str(problem) for problem in found] == expected


# What an editor is told


def problems_of(bibliography: Bibliography, rows: list[Notice], cited: dict[str, Location] = CITED) -> list[str]:
    return [str(problem) for problem in check_retractions(bibliography, Snapshot(date(2026, 11, 20), rows), cited.get)]


RETRACTED = (
    "retracted-work: “jerome2020” was retracted on 10 August 2024 (Concerns/Issues About Data; Ethical Violations by "
    "Author); it is cited in docs/articles/page.md:10 (cite another work, or, if the retraction is the subject, add "
    "retraction-acknowledged = {2026-11-22} and retraction-reason = {…})"
)


def test_cited_retracted_work_is_an_error(read_bib: ReadBib) -> None:
    assert problems_of(read_bib(JEROME_BIB), [JEROME_NOTICE]) == [f"bibliography.bib:7:3: {RETRACTED}"]


def test_uncited_retracted_work_is_no_problem(read_bib: ReadBib) -> None:
    assert problems_of(read_bib(JEROME_BIB), [JEROME_NOTICE], {}) == []


def test_work_with_pubmed_id_only_is_reported_there(read_bib: ReadBib) -> None:
    bib = JEROME_BIB.replace("  doi = {10.1007/s00213-020-05548-2},\n", "")
    assert problems_of(read_bib(bib), [JEROME_NOTICE]) == [f"bibliography.bib:7:3: {RETRACTED}"]
    assert problems_of(read_bib(bib), [row("Retraction")]) == []


ON_LINE_8 = "bibliography.bib:8:3: "


@pytest.mark.parametrize(("fields", "expected"), [
    ("retraction-acknowledged = {2026-11-22}, retraction-reason = {It is the subject.}", []),
    ("retraction-acknowledged = {2025-11-22}, retraction-reason = {It is the subject.}", []),
    ("retraction-acknowledged = {2025-11-21}, retraction-reason = {It is the subject.}",
     ["acknowledgement-expired: the acknowledgement of the retracted “jerome2020” is over a year old (21 "
      "November 2025) (cite another work, or decide again and renew the date)"]),
    ("retraction-acknowledged = {2999-01-01}, retraction-reason = {It is the subject.}",
     ["bad-acknowledgement: the retraction of “jerome2020” is acknowledged on 1 January 2999, which is in the "
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
def test_acknowledged_retraction_expires_after_a_year(read_bib: ReadBib, fields: str, expected: list[str]) -> None:
    bib = JEROME_BIB.replace("  pmid =", f"  {fields},\n  pmid =")
    assert problems_of(read_bib(bib), [JEROME_NOTICE]) == [ON_LINE_8 + message for message in expected]


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
def test_concern_or_correction_warns_until_disclosed(
    read_bib: ReadBib, rows: list[Notice], field: str, message: str
) -> None:
    assert problems_of(read_bib(JEROME_BIB), rows) == [message]
    bib = JEROME_BIB.replace("pmid =", f"{field} = {{Said so.}},\n  pmid =")
    assert problems_of(read_bib(bib), rows) == []


def test_concern_is_reported_before_correction(read_bib: ReadBib) -> None:
    """Each has to be told to readers; the day of the one is not said of the other."""
    rows = [row("Correction", "2023-01-01"), row("Expression of concern")]
    assert problems_of(read_bib(JEROME_BIB), rows) == [CONCERN]
    bib = JEROME_BIB.replace("pmid =", "x-concern = {Said so.},\n  pmid =")
    assert problems_of(read_bib(bib), rows) == [CORRECTED]


@pytest.mark.parametrize(("taken", "expected"), [
    (None, ["the bibliography was never compared with the retraction data"]),
    (date(2026, 10, 8), []),
    (date(2026, 10, 7), ["the retraction data is from 7 October 2026, more than 45 days ago"]),
])
def test_snapshot_is_stale_after_45_days(taken: date | None, expected: list[str]) -> None:
    assert [str(problem) for problem in check_age(Snapshot(taken), "retractions.json")] == [
        f"retractions.json:1:1: stale-snapshot: {message} (run `desk retractions`)" for message in expected
    ]


# The build


@pytest.mark.build
def test_build_stops_at_a_cited_retracted_work(tmp_path: Path) -> None:
    page = article("A claim [@jerome2020].\n")
    site = make_site(tmp_path / "site", {"docs/articles/page.md": page}, BIB + JEROME_BIB)
    Snapshot(date(2026, 11, 20), [JEROME_NOTICE]).write(site.root / "retractions.json")
    built = site.build("--strict")
    assert built.code == 1
    assert f"bibliography.bib:22:3: {RETRACTED}" in built.problems
