"""The gate for retracted works: the data as it is distributed, the snapshot of it, and what an editor is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from retraction_csv import JEROME_BIB, PMID, row

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.retraction_data import (
    Notice,
)
from proofdesk.bibliography.retraction_status import RetractionStatus, retraction_status

pytestmark = pytest.mark.usefixtures("fixed_date")
ReadBib = Callable[[str | bytes], Bibliography]


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
def test_status_follows_the_notice_types(read_bib: ReadBib, rows: list[Notice], expected: RetractionStatus) -> None:
    assert retraction_status(read_bib(JEROME_BIB).entries["jerome2020"], rows) == expected


@pytest.mark.parametrize(("own", "rows", "expected"), [
    ("2024-08-10", [], RetractionStatus(retracted=True, day="2024-08-10")),
    ("yes", [], RetractionStatus(retracted=True)),
    ("2024-08-10", [row("Retraction", reason=REASON)],
     RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
    ("yes", [row("Retraction", reason=REASON)], RetractionStatus(retracted=True, day="2024-08-10", reason=REASON)),
    ("2024-08-10", [row("Reinstatement", "2024-09-01")], RetractionStatus()),
    ("2024-10-01", [row("Reinstatement", "2024-09-01")], RetractionStatus(retracted=True, day="2024-10-01")),
])
def test_retraction_field_counts_as_a_notice(
    read_bib: ReadBib, own: str, rows: list[Notice], expected: RetractionStatus
) -> None:
    bib = JEROME_BIB.replace("pmid =", f"x-retracted = {{{own}}},\n  pmid =")
    assert retraction_status(read_bib(bib).entries["jerome2020"], rows) == expected
