"""Whether a work was retracted, corrected or doubted: a gate that needs no network.

Judges by the snapshot of the public data (``retraction_watch``) and by what editors noted in the bibliography.
Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hooks.bibliography import Bibliography
from hooks.dates import longdate, today
from hooks.entry import Entry
from hooks.problems import Problem
from hooks.retraction_watch import CONCERN, CORRECTION, REINSTATEMENT, RETRACTION, Row, Snapshot, names_of

STALE_AFTER = timedelta(days=45)
ACKNOWLEDGED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Standing:
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


def notices_on(entry: Entry, rows: Iterable[Row]) -> list[Row]:
    """The notices on a work, by DOI or by PubMed id, in the order in which they took effect.

    What the editors know themselves (``x-retracted``) counts as one more. Where a day is unknown, a notice counts as
    the oldest; but a reinstatement answers a retraction, so that one without a day follows the first of them.
    """
    doi, pmid = names_of(entry)
    found = [r for r in rows if (r.doi and r.doi == doi) or (r.pmid and r.pmid == pmid)]
    own = entry.fields.get("x-retracted", "")
    if own:
        found.append(Row("", entry.plain("title"), RETRACTION, own if _is_day(own) else None, doi, pmid, "", ""))
    first = min((r.day or "" for r in found if r.nature.lower() == RETRACTION), default="")

    def order(row: Row) -> tuple[str, bool]:
        clears = row.nature.lower() == REINSTATEMENT
        return row.day or (first if clears else ""), clears

    return sorted(found, key=order)


def standing(entry: Entry, rows: Iterable[Row]) -> Standing:
    """A work's standing. ``RetractionNature`` alone decides; a reinstatement clears what came before it.

    The day and the reason are of the gravest notice in force, and of the first where several are as grave.
    """
    in_force: list[Row] = []
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
    return Standing(bool(retractions), bool(concerns), bool(corrections), day, reason)


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


def _place(entry: Entry) -> tuple[int, int]:
    """Where an entry names the work: its DOI, or else its PubMed id or web address."""
    return entry.place(next((name for name in ("doi", "pmid", "url") if entry.fields.get(name)), None))


def check_standing(
    bibliography: Bibliography, snapshot: Snapshot, cited: Callable[[str], str | None]
) -> Iterator[Problem]:
    """The gate. ``cited`` says of a key where it is first cited, as ``path:line``; None where no page cites it."""
    for key, entry in bibliography.entries.items():
        state = standing(entry, snapshot.rows)
        where = cited(key) if state.retracted or state.concern or state.corrected else None
        if where is None:
            continue
        if state.retracted:
            yield from _check_retracted(bibliography.path, entry, state, where)
        elif state.concern and not entry.fields.get("x-concern"):
            yield Problem(bibliography.path, *_place(entry), "expression-of-concern",
                          f"an expression of concern was published on “{key}”{state.since}; it is cited in "
                          f"{where}",
                          "read it; then cite another work, or tell readers with x-concern = {…}")
        elif state.corrected and not entry.fields.get("x-correction"):
            since = "" if state.concern else state.since  # the day is the concern's
            yield Problem(bibliography.path, *_place(entry), "corrected-work",
                          f"a correction of “{key}” was published{since}; it is cited in {where}",
                          "see whether what we say still holds, then tell readers with x-correction = {…}")


def _check_retracted(path: str, entry: Entry, state: Standing, where: str) -> Iterator[Problem]:
    day = acknowledged(entry)
    because = f" ({state.reason})" if state.reason else ""
    if "retraction-acknowledged" not in entry.fields:
        yield Problem(path, *_place(entry), "retracted-work",
                      f"“{entry.key}” was retracted{state.since}{because}; it is cited in {where}",
                      "cite another work, or, where the retraction is the subject, add retraction-acknowledged = {"
                      f"{today().isoformat()}}} and retraction-reason = {{…}}")
    elif day is None:
        yield Problem(path, *entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"“{entry.fields['retraction-acknowledged']}” is not a date", "write it as 2026-11-22")
    elif not entry.fields.get("retraction-reason"):
        yield Problem(path, *entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"it does not say why “{entry.key}” is cited although it was retracted",
                      "add retraction-reason = {…}")
    elif day > today():
        yield Problem(path, *entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"the retraction of “{entry.key}” is acknowledged in the future, on {longdate(day)}",
                      "write the day on which it was decided")
    elif today() - day > ACKNOWLEDGED_FOR:
        yield Problem(path, *entry.place("retraction-acknowledged"), "acknowledgement-expired",
                      f"citing the retracted “{entry.key}” was last decided on {longdate(day)}, over a year ago",
                      "decide anew: cite another work, or renew the date")


def check_age(snapshot: Snapshot, name: str) -> Iterator[Problem]:
    """A reminder where the snapshot is old, or was never taken. It never fails a build: time alone breaks nothing."""
    if snapshot.taken is None:
        yield Problem(name, 1, 1, "stale-snapshot", "the bibliography was never compared with the retraction data",
                      "run `desk retractions`")
    elif today() - snapshot.taken > STALE_AFTER:
        yield Problem(name, 1, 1, "stale-snapshot",
                      f"the retraction data is of {longdate(snapshot.taken)}, more than {STALE_AFTER.days} days ago",
                      "run `desk retractions`")
