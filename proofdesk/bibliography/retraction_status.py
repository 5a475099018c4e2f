"""Whether a work was retracted, corrected or doubted: a gate that needs no network.

Judges by the snapshot of the public data (``retraction_watch``) and by what editors noted in the bibliography.
Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.retraction_data import (
    CONCERN,
    CORRECTION,
    REINSTATEMENT,
    RETRACTION,
    Notice,
    identifiers,
)
from proofdesk.common.dates import longdate


@dataclass(frozen=True)
class RetractionStatus:
    """What became of a work after it was published. ``day`` and ``reason`` are of the gravest notice."""

    retracted: bool = False
    concern: bool = False
    corrected: bool = False
    day: str | None = None
    reason: str = ""

    @property
    def since(self) -> str:
        """“ on 10 August 2024”; empty where the day is not known."""
        return f" on {longdate(date.fromisoformat(self.day))}" if self.day else ""


def notices_on(entry: Entry, rows: Iterable[Notice]) -> list[Notice]:
    """The notices on a work, by DOI or by PubMed id, in the order in which they took effect.

    What the editors know themselves (``x-retracted``) counts as one more. Where a day is unknown, a notice counts as
    the oldest; but a reinstatement answers a retraction, so that one without a day follows the first of them.
    """
    doi, pmid = identifiers(entry)
    found = [r for r in rows if (r.doi and r.doi == doi) or (r.pmid and r.pmid == pmid)]
    own = entry.fields.get("x-retracted", "")
    if own:
        found.append(Notice("", entry.plain("title"), RETRACTION, own if _is_day(own) else None, doi, pmid, "", ""))
    first = min((r.day or "" for r in found if r.nature.lower() == RETRACTION), default="")

    def order(row: Notice) -> tuple[str, bool]:
        clears = row.nature.lower() == REINSTATEMENT
        return row.day or (first if clears else ""), clears

    return sorted(found, key=order)


def retraction_status(entry: Entry, rows: Iterable[Notice]) -> RetractionStatus:
    """A work's standing. ``RetractionNature`` alone decides; a reinstatement clears what came before it.

    The day and the reason are of the gravest notice in force, and of the first where several are as grave.
    """
    in_force: list[Notice] = []
    for row in notices_on(entry, rows):
        if row.nature.lower() == REINSTATEMENT:
            in_force = [notice for notice in in_force if notice.nature.lower() == CORRECTION]
        else:
            in_force.append(row)
    by_nature = [[row for row in in_force if row.nature.lower() == n] for n in (RETRACTION, CONCERN, CORRECTION)]
    gravest = next(filter(None, by_nature), [])
    # The same retraction may be told twice, by the editors and by the data: what one leaves out, the other may say.
    day = next((row.day for row in gravest if row.day), None)
    reason = next((row.reason for row in gravest if row.reason), "")
    retractions, concerns, corrections = by_nature
    return RetractionStatus(bool(retractions), bool(concerns), bool(corrections), day, reason)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def acknowledged(entry: Entry) -> date | None:
    """The day on which the editors decided to cite a retracted work all the same; None where they have not."""
    text = entry.fields.get("retraction-acknowledged", "")
    return date.fromisoformat(text) if _is_day(text) else None
