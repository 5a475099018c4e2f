"""Read the days of the retraction data, in each form that it has had or that a spreadsheet gives it.

Crossref writes ``8/10/2024 0:00``, month first. A spreadsheet saves the same file with days of its own language and
country: ``2024-08-10 00:00:00``, ``10.08.2024``, ``10-Aug-24``, ``45514``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_PARTS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})(?!\d)|([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = date(1899, 12, 30)  # the day 0 of spreadsheets


class DayForm:
    """The order of day and month in one file, learned from the days that only one order allows."""

    def __init__(self) -> None:
        self._day_first = self._month_first = 0

    def see(self, text: str) -> None:
        """Note a day of the file."""
        if (match := _PARTS.match(text)) and match[2] != ".":
            self._day_first += int(match[1]) > 12
            self._month_first += int(match[3]) > 12

    def read(self, text: str) -> str | None:
        """Return a day as ``2024-08-10``, or None if it is none."""
        text = text.strip()
        try:
            if match := _ISO.match(text):
                return date(*map(int, match.groups())).isoformat()
            if match := _PARTS.match(text):
                first, second, year = int(match[1]), int(match[3]), _year(match[4])
                day_first = match[2] == "." or self._day_first > self._month_first
                return (date(year, second, first) if day_first else date(year, first, second)).isoformat()
            if match := _NAMED.match(text):
                day, month, year_text = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
                return date(_year(year_text), _MONTHS.index(month.lower()) + 1, int(day)).isoformat()
            if match := _SERIAL.fullmatch(text):
                return (_EPOCH + timedelta(int(match[1]))).isoformat()
        except ValueError:
            pass
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)
