"""Read the public Retraction Watch data, as distributed by Crossref, and the site's snapshot of it.

The snapshot is a small file in the repository with the notices on the bibliography's works and the date of the data, so
that builds need no network.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.identifiers import bare_doi, bare_pmid
from proofdesk.common.errors import ProofdeskError, explain
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary, replace_file
from proofdesk.common.problems import Problem

# The snapshot, beside mkdocs.yml.
SNAPSHOT = "retractions.json"
# The values of the column RetractionNature, in lower case.
RETRACTION, CONCERN, CORRECTION, REINSTATEMENT = "retraction", "expression of concern", "correction", "reinstatement"
NATURES = (RETRACTION, CONCERN, CORRECTION, REINSTATEMENT)
COLUMNS = (
    "Record ID", "Title", "RetractionDate", "RetractionDOI", "OriginalPaperDOI", "OriginalPaperPubMedID",
    "RetractionNature", "Reason",
)
# No field of the data is near this size; one that reaches it has an unclosed quotation mark.
_LONGEST_FIELD = 1_000_000


class NotRetractionWatch(ProofdeskError):
    """The file is not the Retraction Watch data, or is incomplete."""


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

    Raises NotRetractionWatch if columns are missing, the file has no rows or ends within one, and OSError if it cannot
    be read. Bytes that are not UTF-8, which the data has, are replaced.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    found = RetractionCsv()
    dois, pmids = dois - {""}, pmids - {""}
    at_end = False

    def lines(file: TextIO) -> Iterator[str]:
        nonlocal at_end
        yield from file
        at_end = True

    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(lines(file))
        try:
            header = [name.strip() for name in next(reader, [])]
            missing = [name for name in COLUMNS if name not in header]
            if missing:
                raise NotRetractionWatch(f"it has no column {', '.join(missing)}")
            record, title, day, notice, doi, pmid, nature, reason = (header.index(name) for name in COLUMNS)
            width, last, begun = len(header), 0, reader.line_num + 1
            for row in reader:
                line, begun = begun, reader.line_num + 1
                if not row:
                    continue
                found.count += 1
                last = 0 if at_end else len(row)  # 0 if the file ended within this row: a quotation is open
                if last != width:
                    found.broken.append(line)
                    if last < width:
                        continue
                row_doi, row_pmid = bare_doi(row[doi]), bare_pmid(row[pmid])
                if row_doi in dois or row_pmid in pmids:
                    found.rows.append(Notice(
                        row[record].strip(), row[title].strip(), row[nature].strip(), _day(row[day]), row_doi, row_pmid,
                        bare_doi(row[notice]), _reasons(row[reason]),
                    ))
        except csv.Error as error:
            raise NotRetractionWatch(f"line {reader.line_num}: {error}") from error
    if not found.count:
        raise NotRetractionWatch("it contains no notice")
    if last < width:
        raise NotRetractionWatch(f"it ends in the middle of the row that begins on line {found.broken[-1]}")
    return found


def _day(text: str) -> str | None:
    """Return ``8/10/2024 0:00`` as ``2024-08-10``, or None for anything else."""
    try:
        return datetime.strptime(text.split()[0], "%m/%d/%Y").date().isoformat()
    except (ValueError, IndexError):
        return None


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
