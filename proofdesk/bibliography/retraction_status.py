"""Tell whether a work was retracted, corrected or doubted, without a network.

The sources are the snapshot of the public data and the editors' own notes in the bibliography.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.gate.versions import Version
from proofdesk.bibliography.retraction_data import (
    CONCERN,
    CORRECTION,
    REINSTATEMENT,
    RETRACTION,
    Notice,
    compared,
    identifiers,
)
from proofdesk.common.dates import is_day, longdate


@dataclass(frozen=True)
class RetractionStatus:
    """The notices in force on a work. ``day`` and ``reason`` are of the gravest one.

    ``version`` is another version of the work that was retracted while this one was not, ``version_day`` the day.
    """

    retracted: bool = False
    concern: bool = False
    corrected: bool = False
    day: str | None = None
    reason: str = ""
    version: Version | None = None
    version_day: str | None = None

    @property
    def since(self) -> str:
        """Return “ on 10 August 2024”, or an empty text if the day is unknown."""
        return _on(self.day)

    @property
    def version_since(self) -> str:
        """Return the day of the other version's retraction in the same form."""
        return _on(self.version_day)


_NOTHING = RetractionStatus()


def _on(day: str | None) -> str:
    return f" on {longdate(date.fromisoformat(day))}" if day else ""


def notices_on(entry: Entry, rows: Iterable[Notice]) -> list[Notice]:
    """Return the notices on a work, by DOI or PubMed id, in the order in which they took effect.

    The editors' own ``x-retracted`` counts as a notice. A notice without a day counts as the oldest, but a
    reinstatement answers a retraction, so without a day it follows the first retraction.
    """
    rows = list(rows)
    names = compared(entry) if rows else frozenset()
    found = [r for r in rows if r.doi in names or r.pmid in names]
    own = entry.fields.get("x-retracted", "")
    if own:
        found.append(Notice("", entry.plain("title"), RETRACTION, own if is_day(own) else None, *identifiers(entry),
                            "", ""))
    return _in_order(found)


def _in_order(found: list[Notice]) -> list[Notice]:
    first = min((r.day or "" for r in found if r.nature.lower() == RETRACTION), default="")

    def order(row: Notice) -> tuple[str, bool]:
        clears = row.nature.lower() == REINSTATEMENT
        return row.day or (first if clears else ""), clears

    return sorted(found, key=order)


def retraction_status(entry: Entry, rows: Iterable[Notice], versions: Iterable[Version] = ()) -> RetractionStatus:
    """Return a work's status. ``RetractionNature`` decides; a reinstatement clears earlier notices.

    Day and reason are of the gravest notice in force, and of the first one if several are equally grave.
    """
    rows = list(rows)
    retractions, concerns, corrections = _in_force(notices_on(entry, rows))
    gravest = retractions or concerns or corrections
    # The editors and the data may both report a retraction: each can supply what the other lacks.
    day = next((row.day for row in gravest if row.day), None)
    reason = next((row.reason for row in gravest if row.reason), "")
    version, version_day = None, None
    for each in versions if not retractions else ():
        names = {each.doi, each.pmid} - {""}
        theirs, *_ = _in_force(_in_order([row for row in rows if row.doi in names or row.pmid in names]))
        if theirs:
            version, version_day = each, theirs[0].day
            break
    found = RetractionStatus(bool(retractions), bool(concerns), bool(corrections), day, reason, version, version_day)
    return _NOTHING if found == _NOTHING else found  # as of nearly all works


def _in_force(notices: list[Notice]) -> list[list[Notice]]:
    """Return the retractions, the concerns and the corrections among ordered notices that nothing cleared."""
    in_force: list[Notice] = []
    for row in notices:
        if row.nature.lower() == REINSTATEMENT:
            in_force = [notice for notice in in_force if notice.nature.lower() == CORRECTION]
        else:
            in_force.append(row)
    return [[row for row in in_force if row.nature.lower() == nature] for nature in (RETRACTION, CONCERN, CORRECTION)]


def acknowledged(entry: Entry) -> date | None:
    """Return the day on which the editors decided to cite a retracted work, or None if they did not."""
    text = entry.fields.get("retraction-acknowledged", "")
    return date.fromisoformat(text) if is_day(text) else None
