"""Write dates for editors, and tell the date of the build. What readers see is written by ``common/language``."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from proofdesk.common.errors import UserError

_EARLIEST_ZONE = timedelta(hours=14)  # Kiritimati, where each day begins first
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)


def longdate(day: date) -> str:
    """Return a date as “22 November 2026”, in English: for messages. Readers' dates are ``spoken().date(day)``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar in the form of ISO 8601, 2026-11-22."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def as_day(value: object) -> date:
    """Return the day that an editor wrote; a bare number is refused, because pydantic would read seconds since 1970."""
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"“{value}” is not a day of the calendar") from None


def is_month(text: str) -> bool:
    """Return whether a text is a month of the calendar, 2026-11."""
    return len(text) == 7 and is_day(f"{text}-01")


def month_name(text: str) -> str:
    """Return a month such as 2026-11 as “November 2026”."""
    return f"{_MONTHS[int(text[5:]) - 1]} {text[:4]}"


def latest_day() -> date:
    """Return the latest day that a fact may state: a build for an earlier day may read what was written since.

    It has begun somewhere: who writes in Auckland in the morning has another day than the server that builds.
    """
    return max(today(), (datetime.now(UTC) + _EARLIEST_ZONE).date())


def today() -> date:
    """Return the build's date in UTC: SOURCE_DATE_EPOCH if set (reproducible-builds.org), else the clock's.

    Raises UserError if the variable is set to no moment of the calendar.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date()
    except (ValueError, OverflowError, OSError):
        raise UserError(f"SOURCE_DATE_EPOCH: “{epoch}” is no number of seconds since 1970 (take the variable out of "
                        "the environment, or set it as in `date +%s`)") from None
