"""Say in the language of the page what has become of a work: retracted, doubted, corrected, and on which day."""

from __future__ import annotations

from datetime import date

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.retraction_status import RetractionStatus
from proofdesk.common.language import N_, _, spoken

# Each with the day, and without one.
_RETRACTED = N_("Retracted on %(day)s"), N_("Retracted")
_CONCERN = N_("An expression of concern was published on %(day)s"), N_("An expression of concern was published")
_CORRECTED = N_("A correction was published on %(day)s"), N_("A correction was published")
_VERSION_RETRACTED = (N_("Its %(version)s (%(name)s) was retracted on %(day)s"),
                      N_("Its %(version)s (%(name)s) was retracted"))


def grave_notice(entry: Entry, state: RetractionStatus) -> str | None:
    """Return what takes a work back or casts doubt on it, for readers; None if nothing does."""
    if state.retracted:
        return _dated(_RETRACTED, state.day)
    concern = entry.plain("x-concern").replace("--", "–").rstrip(".")
    if concern or state.concern or state.version:
        doubted = _dated(_CONCERN, state.day) if state.concern else ""
        version = _dated(_VERSION_RETRACTED, state.version_day, version=_(state.version.kind),
                         name=state.version.name) if state.version else ""
        return concern or ". ".join(filter(None, [version, doubted]))
    return None


def correction_notice(entry: Entry, state: RetractionStatus) -> str | None:
    """Return what was corrected in a work, for readers; None without a correction."""
    correction = entry.plain("x-correction").replace("--", "–").rstrip(".")
    return correction or (_dated(_CORRECTED, state.day) if state.corrected else None)


def _dated(messages: tuple[str, str], day: str | None, **values: str) -> str:
    """Return one of two messages, by whether the day is known."""
    with_day, without = messages
    if day:
        return _(with_day, day=spoken().date(date.fromisoformat(day)), **values)
    return _(without, **values)
