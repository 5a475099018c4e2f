"""How many people out of how many, in each of the groups of a study, as rows of figures of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from proofdesk.blocks import BlockTable, BlockText, Cell, Column, Drawn, Record, Said, Vocabulary, _, spoken

# Out of how many figures a row may be drawn. Up to a hundred they have a head and a body, and beyond are dots.
DENOMINATORS = (10, 20, 50, 100, 200, 500, 1000)
PEOPLE_UP_TO = 100
# A row of figures shows its share so exactly: within half of a hundredth, and within 15 of 100 of itself and of what
# is left to all.
_WITHIN, _WITHIN_ITSELF = 0.005, 0.15
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?%")


@dataclass(frozen=True)
class Shape:
    """A figure of a drawing: its room, and its path from where it begins in that room."""

    width: float
    height: float
    begin: tuple[float, float]
    path: str


_PERSON = Shape(16, 28, (8, 2.5), "a3.4 3.4 0 1 0 .01 0zm-4 12a4 4 0 0 1 8 0v6a4 4 0 0 1-8 0z")
_DOT = Shape(6.4, 6.4, (3.2, 1), "a2.2 2.2 0 1 0 .01 0z")


@dataclass(frozen=True)
class Group:
    """A group: who it is with citations, its share as a fraction and in words, and how many figures are filled."""

    who: str
    many: int
    out_of: int
    words: str
    rounded: bool  # the work gives the share as a percentage only
    filled: int
    figures: int
    is_people: bool = True

    @property
    def share(self) -> str:
        """Return “about 9 in 100”."""
        number = spoken().number
        if self.many and not self.filled:
            return _("fewer than 1 in %(all)s", all=number(self.figures))
        if self.many < self.out_of and self.filled == self.figures:
            return _("more than %(part)s in %(all)s", part=number(self.figures - 1), all=number(self.figures))
        if self.many * self.figures == self.filled * self.out_of and not self.rounded:
            return _("%(part)s in %(all)s", part=number(self.filled), all=number(self.figures))
        return _("about %(part)s in %(all)s", part=number(self.filled), all=number(self.figures))

    @property
    def across(self) -> int:
        return 10 if self.figures <= 20 else 25 if self.figures <= PEOPLE_UP_TO else 50

    @property
    def shape(self) -> Shape:
        return _PERSON if self.is_people and self.figures <= PEOPLE_UP_TO else _DOT

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and the height of the drawing."""
        return self.across * self.shape.width, -(-self.figures // self.across) * self.shape.height

    @property
    def paths(self) -> tuple[str, str]:
        """Return the path of the filled figures and that of the others."""
        x, y = self.shape.begin
        drawn = [f"M{number % self.across * self.shape.width + x:g} {number // self.across * self.shape.height + y:g}"
                 f"{self.shape.path}" for number in range(self.figures)]
        return "".join(drawn[: self.filled]), "".join(drawn[self.filled :])


class Chance(Record):
    """How many people something happened to, in the group that had something and in the group to compare it with.

    Every group is drawn out of the same number of figures. Count people, and name what happened to them as their part
    of a sentence: “had a headache”. Where a work gives no more than a percentage, write that, as in `20%`; the size of
    the group may then be `not stated`. For a benefit, the page must also say what harms the people had.
    """

    noun = "comparison of chances"
    plural = "comparisons of chances"
    listing = None
    in_new_page = ()
    skeleton = "| Who | How many | Out of |\n| --- | --- | --- |\n| … [@…] | … | … |\n| … | … | … |\n\n…"
    columns = (
        Column("who", "Who", "name the group, and cite the work"),
        Column("many", "How many", "write how many of the group it happened to, as in `5`, or `20%`"),
        Column("out_of", "Out of", "write how many people the group had, as in `53`"),
    )

    event: str = Field(
        min_length=1, description="What happened to them, as it follows “5 of 53 people”: `had a headache`.")
    people: str = Field(default="people", min_length=1, description=(
        "What to call them, if not people or what the site counts (`evidence.counted`): `patients`."))
    alone: str | None = Field(
        default=None, min_length=1,
        description="Why there is no group to compare with, if the table has one row: `by then all had taken it`.")

    counted: ClassVar[str | None] = None  # what the site counts in its studies, if these are not of people

    @classmethod
    def take_evidence_words(cls, words: Vocabulary) -> None:
        if words.is_own:
            cls.counted = words.counted[1]

    @property
    def whom(self) -> str:
        """Return what to call those who are counted; empty where neither the block nor the site says it."""
        stated = getattr(self, "people", "people")
        return stated if stated != "people" else _("people") if self.counted is None else self.counted

    def draw(self, table: BlockTable) -> Drawn:
        found, said = [], []
        event, people = getattr(self, "event", ""), self.whom
        for row in table.rows:
            who, share = row["who"], _share(table, row, people)
            if share:
                found.append((who, *share))
                of = f" ({who.words})" if who.words else ""
                said.append(Said(f"{share[2]} {event}{of}.", who.keys, *who.position))
        table.check_comparison(getattr(self, "alone", None))
        table.check_once("who")
        figures = denominator([(many, out_of) for _, many, out_of, _, _ in found])
        groups = [Group(who.markdown, many, out_of, words, rounded, nearest(many, out_of, figures), figures,
                        self.counted is None)
                  for who, many, out_of, words, rounded in found]
        return Drawn({"groups": groups, "whom": people}, said)

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "Table", "name": title}


def _share(table: BlockTable, row: dict[str, Cell], people: str) -> tuple[int, int, str, bool] | None:
    """Return a row's share as a fraction, in words, and whether it is a percentage; None for one with a fault."""
    many, out_of = row["many"], row["out_of"]
    percent = _PERCENT.fullmatch(many.words)
    if percent and out_of.words.lower() == "not stated":
        size: int | None = None
    else:
        size = table.whole(row, "out_of")
        if size == 0:
            table.fault(out_of.position, "the group has no people", "write how many people the group had")
        if size in (None, 0) and percent:
            return None
    if percent:
        digits = len(percent[1].partition(".")[2])
        number, whole = int(percent[1].replace(".", "")), 100 * 10**digits
        if number > whole:
            table.fault(many.position, f"{many.words} is more than all", "write a share of at most 100%")
            return None
        return number, whole, _(
            "%(percent)s%% of %(people)s", percent=spoken().digits(percent[1]),
            people=people if size is None else f"{spoken().number(size)} {people}".strip()), True
    number_of = table.whole(row, "many")
    if number_of is None or not size:
        return None
    if number_of > size:
        table.fault(many.position, f"{number_of:,} of {size:,} is more than all",
                    "write the smaller number under “How many”, the size of the group under “Out of”")
        return None
    return number_of, size, _("%(part)s of %(all)s %(people)s", part=spoken().number(number_of),
                              all=spoken().number(size), people=people).strip(), False


def nearest(many: int, out_of: int, figures: int) -> int:
    """Return how many of the figures show a share best; half a figure is a whole one."""
    return (2 * many * figures + out_of) // (2 * out_of)


def denominator(shares: list[tuple[int, int]]) -> int:
    """Return the least number of figures that shows every share truly."""
    return next((figures for figures in DENOMINATORS if all(_is_true(*share, figures) for share in shares)),
                DENOMINATORS[-1])


def _is_true(many: int, out_of: int, figures: int) -> bool:
    share = many / out_of
    off = abs(nearest(many, out_of, figures) / figures - share)
    return off <= min(_WITHIN, _WITHIN_ITSELF * share, _WITHIN_ITSELF * (1 - share)) + 1e-9
