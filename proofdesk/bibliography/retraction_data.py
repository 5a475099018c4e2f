"""Read the public Retraction Watch data, as distributed by Crossref, and the site's snapshot of it.

The snapshot is a small file in the repository with the notices on the bibliography's works and the date of the data, so
that builds need no network.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.gate.days import DayForm
from proofdesk.bibliography.gate.table import NotRetractionWatch as NotRetractionWatch
from proofdesk.bibliography.gate.table import read_table
from proofdesk.bibliography.gate.versions import Version
from proofdesk.bibliography.identifiers import bare_doi, bare_pmid
from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary, replace_file
from proofdesk.common.problems import Problem

# The snapshot, beside mkdocs.yml.
SNAPSHOT = "retractions.json"
# The values of the column RetractionNature, in lower case.
RETRACTION, CONCERN, CORRECTION, REINSTATEMENT = "retraction", "expression of concern", "correction", "reinstatement"
NATURES = (RETRACTION, CONCERN, CORRECTION, REINSTATEMENT)


@dataclass(frozen=True)
class Notice:
    """A notice on a work. ``nature`` is the data's own word; ``day`` is None if the data has none."""

    record: str
    title: str
    nature: str
    day: str | None
    doi: str
    pmid: str
    notice_doi: str
    reason: str


def compared(entry: Entry, versions: Iterable[Version] = ()) -> set[str]:
    """Return the names by which the data may know a work or its versions: DOIs in lower case, PubMed ids, both bare.

    A preprint on arXiv has a DOI too, made of its number without the version.
    """
    named = entry.identifiers
    arxiv = f"10.48550/arxiv.{re.sub(r'v[0-9]+$', '', named.arxiv.lower())}" if named.arxiv else ""
    return {named.doi_key, named.pmid, arxiv, *(name for each in versions for name in (each.doi, each.pmid))} - {""}


def identifiers(entry: Entry) -> tuple[str, str]:
    """Return the DOI in lower case and the PubMed id of a work, each empty if the entry has none."""
    return entry.identifiers.doi_key, entry.identifiers.pmid


@dataclass
class RetractionCsv:
    """The result of reading a CSV: notices on the given works, the number of all, and the lines of broken rows."""

    rows: list[Notice] = field(default_factory=list)
    count: int = 0
    broken: list[int] = field(default_factory=list)


def read_rows(path: Path, dois: set[str], pmids: set[str]) -> RetractionCsv:
    """Return the notices of a Retraction Watch CSV on these works (bare DOIs, PubMed ids), in the file's order.

    Raises NotRetractionWatch and OSError as ``read_table`` does.
    """
    found, form = RetractionCsv(), DayForm()
    dois, pmids = dois - {""}, pmids - {""}
    for row in read_table(path, NATURES):
        found.count += 1
        if not row.sound:
            found.broken.append(row.line)
        if row.cells is None:
            continue
        record, title, day, notice, doi, pmid, nature, reason = row.cells
        form.see(day)
        row_doi, row_pmid = bare_doi(doi), bare_pmid(pmid)
        if row_doi in dois or row_pmid in pmids:
            found.rows.append(Notice(record, title, nature, day, row_doi, row_pmid, bare_doi(notice), _reasons(reason)))
    found.rows = [replace(notice, day=form.read(notice.day or "")) for notice in found.rows]
    return found


def _reasons(text: str) -> str:
    """Return ``+Error in Data;+Ethical Violations by Author;`` as “Error in Data; Ethical Violations by Author”."""
    parts = (part.strip(" +") for part in text.split(";"))
    return "; ".join(part for part in parts if part)


@dataclass
class Snapshot:
    """The notices stored in the repository. ``taken`` is the date of the data, or None if there is none yet."""

    taken: date | None = None
    rows: list[Notice] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write the file atomically. Raises UserError if it cannot be written."""
        replace_file(path, self.content())

    def content(self) -> bytes:
        """Return the file's content, its rows sorted for small diffs."""
        rows = sorted(map(asdict, self.rows), key=lambda r: (r["doi"], r["pmid"], r["day"] or "", r["record"]))
        data = {"taken": self.taken.isoformat() if self.taken else None, "rows": rows}
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_snapshot(path: Path, name: str) -> tuple[Snapshot, list[Problem]]:
    """Return the snapshot, or an empty one and a problem. ``name`` is the file's path as problems print it."""
    if not os.path.lexists(path):
        return Snapshot(), []
    line, column = 1, 1
    try:
        data: dict[str, Any] = json.loads(read_ordinary(path, MAX_BIB_BYTES).decode("utf-8"))
        taken = date.fromisoformat(data["taken"]) if data["taken"] is not None else None
        return Snapshot(taken, [_row_of(**row) for row in data["rows"]]), []
    except KeyError as error:
        reason = f"it has no {error}"
    except json.JSONDecodeError as error:
        reason, line, column = error.msg, error.lineno, error.colno
    except OSError as error:
        reason = explain(error)[0]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error)
    return Snapshot(), [Problem(name, line, column, "bad-snapshot", f"the retraction snapshot cannot be read: {reason}",
                                "delete the file and create it again with `desk retractions`")]


def _row_of(day: str | None, **texts: str) -> Notice:
    """Return a row of the snapshot. Raises ValueError or TypeError if ``Snapshot.content`` cannot have written it."""
    if day is not None:
        date.fromisoformat(day)
    for name, text in texts.items():
        if not isinstance(text, str):
            raise TypeError(f"“{name}” is not text")
    return Notice(day=day, **texts)
