"""Retraction Watch data for tests: files in its form, with its columns and its ways of saying nothing."""

from __future__ import annotations

import csv
import io

from proofdesk.bibliography.retraction_data import Notice

DOI, PMID = "10.1007/s00213-020-05548-2", "32500209"
COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS", "ArticleType",
    "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI",
    "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes",
)
JEROME = {
    "Record ID": "58021", "Title": "Long-term follow-up outcomes of MDMA-assisted psychotherapy",
    "RetractionDate": "8/10/2024 0:00", "OriginalPaperDOI": DOI, "OriginalPaperPubMedID": PMID,
    "RetractionNature": "Retraction", "Reason": "+Concerns/Issues About Data;+Ethical Violations by Author;",
}
JEROME_NOTICE = Notice("58021", JEROME["Title"], "Retraction", "2024-08-10", DOI, PMID, "",
                       "Concerns/Issues About Data; Ethical Violations by Author")
JEROME_BIB = """
@article{jerome2020,
  author = {Jerome, Lisa and Feduccia, Allison A. and Doblin, Rick},
  title = {Long-term follow-up outcomes of MDMA-assisted psychotherapy},
  journal = {Psychopharmacology},
  year = {2020}, keywords = {species:human, design:cohort},
  doi = {10.1007/s00213-020-05548-2},
  pmid = {32500209}
}
"""


def notice(**changes: str) -> dict[str, str]:
    """A row on nobody's work; ``changes`` name columns, with _ for a space."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {"Record ID": "1", "Title": "A work", "RetractionDate": "3/1/2020 0:00", "RetractionDOI": "unavailable",
            "RetractionPubMedID": "0", "OriginalPaperDOI": "unavailable", "OriginalPaperPubMedID": "0",
            "RetractionNature": "Retraction", "Paywalled": "No"}
    return row | {name.replace("_", " "): value for name, value in changes.items()}


def retraction_csv(*rows: dict[str, str]) -> bytes:
    """A file of these rows, in the data's form."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(notice() | row for row in rows)
    return text.getvalue().encode("utf-8")


def row(nature: str, day: str | None = "2024-08-10", reason: str = "", doi: str = DOI, pmid: str = "") -> Notice:
    """A notice on the work of Jerome, as it is read from a row."""
    return Notice("1", "A title", nature, day, doi, pmid, "", reason)
