"""Say in the language of the page what has become of a work: retracted, doubted, corrected, and on which day."""

from __future__ import annotations

from datetime import date

from proofdesk.common.language import N_, _, spoken

# Each with the day, and without one.
RETRACTED = N_("Retracted on %(day)s"), N_("Retracted")
CONCERN = N_("An expression of concern was published on %(day)s"), N_("An expression of concern was published")
CORRECTED = N_("A correction was published on %(day)s"), N_("A correction was published")
VERSION_RETRACTED = (N_("Its %(version)s (%(name)s) was retracted on %(day)s"),
                     N_("Its %(version)s (%(name)s) was retracted"))


def dated_notice(messages: tuple[str, str], day: str | None, **values: str) -> str:
    """Return one of two messages, by whether the day is known."""
    with_day, without = messages
    if day:
        return _(with_day, day=spoken().date(date.fromisoformat(day)), **values)
    return _(without, **values)
