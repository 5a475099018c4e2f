"""What happened when, and what is planned: steps of the law, of approvals, of a field of research."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from proofdesk.blocks import BlockTable, BlockText, Cell, Column, Dated, Drawn, Record, Said, spoken

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
# With what other languages write behind the day: `9. August 2024`, `1er août 2024`, `9 de agosto de 2024`.
_DATE = re.compile(
    r"(?P<planned>planned(?: for)?|by)?\s*(?:(?:(?P<day>\d{1,2})(?:\.|er)?\s+(?:de\s+)?)?"
    r"(?P<name>[^\W\d_]+)\s+(?:de\s+)?)?(?P<year>[12١٢]\d{3})", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """A day, a month, a season or a year: its words, its first and last day, and whether it is planned."""

    words: str
    first: date
    last: date
    planned: bool

    @property
    def machine(self) -> str:
        """Return it for programs, as precisely as it is known; a season by its year."""
        if self.first == self.last:
            return self.first.isoformat()
        return self.first.isoformat()[: 7 if self.first.month == self.last.month else 4]


@dataclass(frozen=True)
class Step:
    """A row: when, where and what, the last two in Markdown."""

    when: Moment
    where: str
    what: str


class Timeline(Record):
    """What happened when. The rows stand in the order of time; what is still to come begins with “planned” or “by”.

    A date is a day, a month, a season or a year: `9 August 2024`, `April 2026`, `summer 2023`, `by 31 December 2027`.
    Months may have their names of the page's language, too.
    """

    makes_claim = False
    noun = "timeline"
    plural = "timelines"
    listing = None
    in_new_page = ()
    own_search_record = False  # who looks for a step finds the section that it belongs to
    skeleton = "| Date | Where | What |\n| --- | --- | --- |\n| … | … | … [@…] |"
    folds_table = False
    columns = (
        Column("date", "Date", "write a date such as `9 August 2024`"),
        Column("where", "Where", "name the country or the body", required=False),
        Column("what", "What", "say what happened, and cite what says so"),
    )

    def draw(self, table: BlockTable) -> Drawn:
        steps: list[Step] = []
        said, dated = [], []
        for row in table.rows:
            cell, what, where = row["date"], row["what"], row.get("where")
            when = _moment(table, cell)
            if what.markdown and not what.keys and not what.address:
                table.fault(what.position, f"“{what.words[:60]}” cites nothing", "cite what says so: `[@key]`",
                            "unsupported-cell")
            if when is None:
                continue
            if steps and when.first < steps[-1].when.first:
                table.fault(cell.position, f"“{cell.words}” stands below a later date", "sort the rows, earliest first")
            steps.append(Step(when, where.markdown if where else "", what.markdown))
            dated.append(Dated(when.first.isoformat(), when.last.isoformat(), when.planned, *cell.position))
            said.append(Said(what.words, what.keys, *what.position))
        return Drawn({"steps": steps}, said, dated)

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "Table", "name": title}


def _moment(table: BlockTable, cell: Cell) -> Moment | None:
    """Return a cell's date; None for an empty cell, and for one without a date, which is reported."""
    spans = {**_SEASONS, **{name: (number, number) for name, number in (_MONTHS | spoken().months).items()}}
    found = _DATE.fullmatch(cell.words)
    name = (found["name"] or "").lower() if found else ""
    if not found or (name and name not in spans) or (found["day"] and name in _SEASONS):
        if cell.words:
            table.fault(cell.position, f"“{cell.words}” is not a date",
                        "write it as `9 August 2024`, `August 2024` or `2024`; before a date to come write `planned`")
        return None
    year, (begin, end) = int(found["year"]), spans.get(name, (1, 12))
    try:
        first = date(year, begin, int(found["day"] or 1))
        last = first if found["day"] else date(year, end, monthrange(year, end)[1])
    except ValueError:
        table.fault(cell.position, f"“{cell.words}” is not a day of the calendar", "correct the day or the year")
        return None
    words = cell.words
    if (found["planned"] or "").lower().startswith("planned"):
        words = words[len(found["planned"]) :].strip()
    language = spoken()
    if language.base != "en" and name and name not in _SEASONS and not words.lower().startswith("by "):
        words = language.date(first) if found["day"] else language.month(first)
    return Moment(words[:1].upper() + words[1:], first, last, bool(found["planned"]))
