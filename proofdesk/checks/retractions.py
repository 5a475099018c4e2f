"""Check that no page cites a retracted work unknowingly, and that the retraction data is recent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.gate.versions import Versions
from proofdesk.bibliography.retraction_data import Snapshot, compared
from proofdesk.bibliography.retraction_status import RetractionStatus, acknowledged, retraction_status
from proofdesk.common.dates import latest_day, longdate, today
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Location
from proofdesk.common.text import listed

STALE_AFTER = timedelta(days=45)
ACKNOWLEDGED_FOR = timedelta(days=365)


def _place(entry: Entry) -> tuple[str, int, int]:
    """Return the place of an entry's DOI, or else of its PubMed id or web address."""
    return entry.place(next((name for name in ("doi", "pmid", "url") if entry.fields.get(name)), None))


def check_retractions(
    bibliography: Bibliography, snapshot: Snapshot, cited: Callable[[str], Location | None],
    among: Collection[str] | None = None,
) -> Iterator[Problem]:
    """Yield a problem for each retracted, doubted or corrected work that a page cites and nobody has acknowledged.

    ``cited`` returns where a work is first cited, or None if no page cites it. Other works than those ``among`` the
    given ones are not looked at.
    """
    versions = Versions(bibliography.entries if snapshot.rows else {})
    for key, entry in bibliography.entries.items():
        if among is not None and key not in among:
            continue
        state = retraction_status(entry, snapshot.rows, versions.of(key))
        # To find the place of a citation takes a while, and most works need none.
        if not (state.retracted or state.version or state.concern or state.corrected) or (first := cited(key)) is None:
            continue
        where = f"{first.path}:{first.position.line}"
        if state.retracted:
            yield from _check_retracted(entry, state, where)
        elif state.version and not entry.fields.get("x-concern"):
            yield Problem(*_place(entry), "retracted-version",
                          f"the {state.version.kind} of “{key}”, {state.version.name}, was retracted"
                          f"{state.version_since}; “{key}” is cited in {where}",
                          "read the notice; then cite another work, or tell readers with x-concern = {…}")
        elif state.concern and not entry.fields.get("x-concern"):
            yield Problem(*_place(entry), "expression-of-concern",
                          f"an expression of concern was published on “{key}”{state.since}; it is cited in "
                          f"{where}",
                          "read it; then cite another work, or tell readers with x-concern = {…}")
        elif state.corrected and not entry.fields.get("x-correction"):
            since = "" if state.concern else state.since  # the day is the concern's
            yield Problem(*_place(entry), "corrected-work",
                          f"a correction of “{key}” was published{since}; it is cited in {where}",
                          "check that the text still holds, then tell readers with x-correction = {…}")


def _check_retracted(entry: Entry, state: RetractionStatus, where: str) -> Iterator[Problem]:
    day = acknowledged(entry)
    because = f" ({state.reason})" if state.reason else ""
    if "retraction-acknowledged" not in entry.fields:
        yield Problem(*_place(entry), "retracted-work",
                      f"“{entry.key}” was retracted{state.since}{because}; it is cited in {where}",
                      "cite another work, or, if the retraction is the subject, add retraction-acknowledged = {"
                      f"{today().isoformat()}}} and retraction-reason = {{…}}")
    elif day is None:
        yield Problem(*entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"“{entry.fields['retraction-acknowledged']}” is not a date", "write it as 2026-11-22")
    elif not entry.fields.get("retraction-reason"):
        yield Problem(*entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"“{entry.key}” was retracted, and no reason is given for citing it",
                      "add retraction-reason = {…}")
    elif day > latest_day():
        yield Problem(*entry.place("retraction-acknowledged"), "bad-acknowledgement",
                      f"the retraction of “{entry.key}” is acknowledged on {longdate(day)}, which is in the future",
                      "write the day of the decision")
    elif today() - day > ACKNOWLEDGED_FOR:
        yield Problem(*entry.place("retraction-acknowledged"), "acknowledgement-expired",
                      f"the acknowledgement of the retracted “{entry.key}” is over a year old ({longdate(day)})",
                      "cite another work, or decide again and renew the date")


def check_compared(bibliography: Bibliography, snapshot: Snapshot, cited: Collection[str]) -> Iterator[Problem]:
    """Yield one reminder of the cited works that the retraction data cannot know, since they have no identifier.

    Before the first comparison there is nothing to say: no work was compared.
    """
    keys = [key for key in uncompared(bibliography) if key in cited]
    if keys and snapshot.taken:
        count = "1 cited work has" if len(keys) == 1 else f"{len(keys):,} cited works have"
        yield Problem(*bibliography.entries[keys[0]].place(), "uncompared-work",
                      f"{count} neither a DOI nor a PubMed ID and cannot be compared with the retraction data: "
                      f"{listed(keys, 'work')}",
                      "add what the work has; nothing needs to be done for a web page or a law")


def uncompared(bibliography: Bibliography) -> list[str]:
    """Return the keys of the works without anything by which the retraction data could know them."""
    return [key for key, entry in bibliography.entries.items()
            if entry.type not in CONTAINERS and not compared(entry)]


def check_age(snapshot: Snapshot, name: str) -> Iterator[Problem]:
    """Yield a reminder if the snapshot is missing or old. It fails no build: the passing of time must not."""
    if snapshot.taken is None:
        yield Problem(name, 1, 1, "stale-snapshot", "the bibliography was never compared with the retraction data",
                      "run `desk retractions`")
    elif today() - snapshot.taken > STALE_AFTER:
        yield Problem(name, 1, 1, "stale-snapshot",
                      f"the retraction data is from {longdate(snapshot.taken)}, more than {STALE_AFTER.days} days ago",
                      "run `desk retractions`")
