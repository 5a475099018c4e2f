"""Tell what somebody has seen of a work, and when: ``x-status`` and ``x-checked`` of its entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from proofdesk.bibliography.entry import Entry
from proofdesk.common.dates import is_day, is_month, latest_day
from proofdesk.common.language import _, spoken
from proofdesk.common.text import did_you_mean
from proofdesk.common.vocabulary import LabelledEnum


class Status(LabelledEnum):
    """What somebody has seen of a work, each more than the one before. ``label`` is what readers see."""

    EXISTS = "exists", "Found in a public record", "a public record shows that it exists, by title, year and identifier"
    RECORD = "record", "Compared with its record, authors included", "all of the entry agrees with a record"
    ABSTRACT = "abstract", "Abstract read", "its abstract was read"
    PAPER = "paper", "Read in full", "it was read in full"
    AS_PRINTED = "as-printed", "As another list prints it", "taken from another list, and not looked up"
    UNCONFIRMED = "unconfirmed", "Not confirmed", "nobody could confirm it; it cannot be cited"
    NOT_FOUND = "not-found", "Not found", "nobody found it; it cannot be cited"


SEEN = (Status.EXISTS, Status.RECORD, Status.ABSTRACT, Status.PAPER)


def is_checked_day(text: str) -> bool:
    """Return whether a text is a day, or a month where the day is not known."""
    return is_day(text) or is_month(text)


def status_in_words(entry: Entry) -> str:
    """Return “Abstract read on 26 November 2026”; empty for a work of which nothing is stated."""
    stated, day = entry.fields.get("x-status", ""), entry.fields.get("x-checked", "")
    if stated not in {*Status}:
        return ""
    label = Status(stated).label  # type: ignore[call-arg]
    label += "," if "," in label and is_checked_day(day) else ""
    if is_day(day):
        return _("%(what)s on %(day)s", what=label, day=spoken().date(date.fromisoformat(day)))
    if is_month(day):
        return _("%(what)s in %(month)s", what=label, month=spoken().month(date.fromisoformat(f"{day}-01")))
    return label


def status_faults(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with what an entry states of it, each as its field, a message and a remedy."""
    stated, day = entry.fields.get("x-status", ""), entry.fields.get("x-checked", "")
    known = [str(status) for status in Status]
    if stated and stated not in known:
        yield ("x-status", f"“{stated}” does not say what was seen of “{entry.key}”",
               "write exists, record, abstract or paper, and the day in x-checked" if stated == "confirmed"
               else did_you_mean(stated, known))
    elif stated in SEEN and not day:
        yield ("x-status", f"“{entry.key}” does not say when somebody saw it", "add x-checked = {2026-11-22}, the day")
    if is_checked_day(day) and day > latest_day().isoformat()[: len(day)]:
        yield "x-checked", f"“{day}” is in the future", "write the day on which somebody saw the work"
    elif day and not is_checked_day(day):
        yield "x-checked", f"“{day}” is not a day", "write it as 2026-11-22, or as 2026-11 if the day is not known"
