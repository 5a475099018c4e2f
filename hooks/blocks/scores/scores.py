"""A measure in each group of a study: before and after, or how far it moved, on one scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field, field_validator

from proofdesk.blocks import (
    BlockTable,
    BlockText,
    Cell,
    Column,
    Drawn,
    LabelledEnum,
    Record,
    Said,
    Vocabulary,
    _,
    comma,
    ngettext,
    spoken,
)

_POINTS = "points"  # if the block states no unit
_NUMBER_OF = "n"  # the head of how many the group had, where the site has no word for what it counts
# In units of the drawing.
WIDTH, EDGE = 320.0, 8.0
_NUMBER = r"[-−–]?\d{1,9}(?:\.\d{1,4})?"
_SCALE = re.compile(rf"({_NUMBER}) to ({_NUMBER})")


class Better(LabelledEnum):
    """Which end of the scale is the better one."""

    LOWER = "lower", "Lower is better"
    HIGHER = "higher", "Higher is better"


@dataclass(frozen=True)
class Group:
    """A group: who it is with citations, what is said of it, and where its marks stand on the scale."""

    who: str
    said: str
    begin: float | None
    end: float
    whisker: tuple[float, float] | None

    @property
    def picture(self) -> str:
        """Return what the drawing adds to the words before it, for readers who do not see it."""
        if self.begin is None:
            return _("The score, on the scale.")
        if self.end == self.begin:
            return _("No change, on the scale.")
        parts = round(abs(self.end - self.begin) / (WIDTH - 2 * EDGE) * 100)
        return _("The change is %(parts)s%% of the scale.", parts=parts)


def _skeleton(counted: str) -> str:
    return (f"| Group | {counted} | Before | After |\n| --- | --- | --- | --- |\n"
            "| … [@…] | … | … | … |\n| … | … | … | … |")


class Scores(Record):
    """A measure in the group that had something and in the group to compare it with: before and after, or the change.

    State “Before” and “After”, or only “After”, or only “Change” where a work gives no more. The range, such as a 95%
    confidence interval, is that of the last number. The page must also say what harms the people had.
    """

    noun = "comparison of scores"
    plural = "comparisons of scores"
    listing = None
    in_new_page = ()
    skeleton = _skeleton("People")
    counted: ClassVar[tuple[str, str] | None] = None  # what the site counts in its studies, if these are not of people
    columns = (
        Column("group", "Group", "name the group, and cite the work"),
        Column("people", "People", "write how many people the group had, or `not stated`"),
        Column("before", "Before", "write the mean before, as in `44.1`", required=False),
        Column("after", "After", "write the mean after, as in `20.4`", required=False),
        Column("change", "Change", "write how far the mean moved, as in `-23.7`", required=False),
        Column("range", "Range", "write from where to where, as in `-26.9 to -20.4`", required=False),
    )

    measure: str = Field(min_length=1, description="What was measured, as it begins a sentence: `The Example Score`.")
    unit: str = Field(default=_POINTS, description="The unit behind a number: `points`, `%`, `days`.")
    scale: str = Field(description="From where to where the scale is drawn, left to right: `0 to 80`.")
    better: Better = Field(description="Which end is the better one.")
    when: str | None = Field(default=None, min_length=1, description="When it was measured after: `after 18 weeks`.")
    alone: str | None = Field(
        default=None, min_length=1, description="Why there is no group to compare with, if the table has one row.")

    @classmethod
    def take_evidence_words(cls, words: Vocabulary) -> None:
        """Have the column of what the site counts: “Plots” in place of “People”."""
        if words.is_own:
            cls.counted = words.counted
            several = words.counted[1] or _NUMBER_OF
            head = several[0].upper() + several[1:]
            column = Column("people", head, f"write how many {several} the group had, or `not stated`")
            cls.columns = (cls.columns[0], column, *cls.columns[2:])
            cls.skeleton = _skeleton(head)

    @field_validator("scale")
    @classmethod
    def _two_ends(cls, value: str) -> str:
        ends = _ends(value)
        if ends is None or ends[0] == ends[1]:
            raise ValueError("not a scale")
        return value

    def draw(self, table: BlockTable) -> Drawn:
        ends = _ends(getattr(self, "scale", "") or "")
        groups, said = [], []
        if not table.has("change") and not table.has("after"):
            table.fault(next(iter(table.rows[0].values())).position, "the table has neither “After” nor “Change”",
                        "add the columns “Before” and “After”, or the column “Change”", "bad-table")
        elif table.has("change") and (table.has("before") or table.has("after")):
            table.fault(next(iter(table.rows[0].values())).position, "the table states the change twice",
                        "keep “Before” and “After”, or “Change”", "bad-table")
        for row in table.rows:
            people = None if row["people"].words.lower() == "not stated" else table.whole(row, "people")
            if people == 0:
                table.fault(row["people"].position, "the group has no people", "write how many it had")
            numbers = {name: table.decimal(row, name) if table.has(name) else None
                       for name in ("before", "after", "change")}
            begin = 0.0 if numbers["change"] is not None else numbers["before"]
            end = numbers["change"] if numbers["change"] is not None else numbers["after"]
            last = "change" if table.has("change") else "after"
            if end is None and table.has(last) and not row[last].words:
                table.fault(row[last].position, f"the cell under “{last.title()}” is empty", "write the number")
            span = self._range(table, row.get("range"))
            for name, marks in (*((name, [number]) for name, number in numbers.items()), ("range", span or ())):
                if ends and any(mark is not None and not min(ends) <= mark <= max(ends) for mark in marks):
                    table.fault(row[name].position, f"“{row[name].words}” is not on the scale {self.scale}",
                                "draw a longer scale, which has every number and, for a change, 0")
            if end is not None and ends:
                words = self._words(numbers, row.get("range"), people)
                groups.append(Group(row["group"].markdown, words, None if begin is None else _x(begin, ends),
                                    _x(end, ends), span and (_x(span[0], ends), _x(span[1], ends))))
                whom = row["group"]
                text = f"{getattr(self, 'measure', '')} {words}{f' ({whom.words})' if whom.words else ''}."
                said.append(Said(text, whom.keys, *whom.position))
        table.check_comparison(getattr(self, "alone", None))
        table.check_once("group")
        shown = [_with_unit(end, getattr(self, "unit", _POINTS)) for end in ends] if ends else []
        return Drawn({"groups": groups, "ends": shown, "width": WIDTH, "edge": EDGE}, said)

    def _words(self, numbers: dict[str, float | None], span: Cell | None, people: int | None) -> str:
        """Return “fell by 23.7 points (range … to …), in 53 people, after 18 weeks”."""
        before, after, change = numbers["before"], numbers["after"], numbers["change"]
        if change is not None:
            by = _with_unit(abs(change), self.unit)
            text = _("did not change") if not change else (
                _("fell by %(number)s", number=by) if change < 0 else _("rose by %(number)s", number=by))
        elif before is not None and after is not None:
            ends = {"before": _digits(before), "after": _with_unit(after, self.unit)}
            text = _("stayed at %(number)s", number=ends["after"]) if after == before else (
                _("fell from %(before)s to %(after)s", **ends) if after < before else
                _("rose from %(before)s to %(after)s", **ends))
        else:
            text = _("was %(number)s", number=_with_unit(after or 0.0, self.unit))
        if span and span.words:
            text += " " + _("(range %(range)s)", range=span.shown)
        if people and self.counted is None:
            text += comma() + ngettext("in %(people)s people", "in %(people)s people", people,
                                    people=spoken().number(people))
        elif people:
            one, several = self.counted or ("", "")
            text += f"{comma()}{spoken().number(people)} {one if people == 1 else several}" if one else (
                f"{comma()}n = {spoken().number(people)}")
        return f"{text}{comma()}{self.when}" if self.when else text

    @staticmethod
    def _range(table: BlockTable, cell: Cell | None) -> tuple[float, float] | None:
        if cell is None or not cell.words:
            return None
        ends = _ends(cell.words)
        if ends is None or ends[0] >= ends[1]:
            table.fault(cell.position, f"“{cell.words}” is not a range",
                        "write the lower number first, as in `-26.9 to -20.4`")
            return None
        return ends

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "Table", "name": title}


def _ends(text: str) -> tuple[float, float] | None:
    found = _SCALE.fullmatch(text.strip())
    return (_number(found[1]), _number(found[2])) if found else None


def _number(text: str) -> float:
    return float(re.sub("[−–]", "-", text))


def _with_unit(number: float, unit: str) -> str:
    said = _("points") if unit == _POINTS else unit
    return f"{_digits(number)}{'' if unit == '%' else ' '}{said}".strip()


def _digits(number: float) -> str:
    """Return every digit of a number that an editor may write, as in “−1,234.5”."""
    digits = spoken().number(abs(number))
    return f"−{digits}" if number < 0 else digits


def _x(value: float, ends: tuple[float, float]) -> float:
    """Return where a value stands on the scale, in units of the drawing."""
    return round(EDGE + (value - ends[0]) / (ends[1] - ends[0]) * (WIDTH - 2 * EDGE), 1)
