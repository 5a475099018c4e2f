"""Places the marks of “The evidence at a glance”: works by design and year, shaped by in whom they were done.

Works in, positions out; the partial ``chart.html`` draws them. The drawing is as narrow as a phone, so each
row has its label above it and the whole width for the years; and no higher than a phone, so a row holds the designs of
one family. The table has a row for each design. Knows nothing of pages or of HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol, TypeVar

from proofdesk.bibliography.evidence import AnyDesign, AnyKind
from proofdesk.common.language import _, ngettext, spoken
from proofdesk.site.evidence_chart.families import family_of, label_of, where_of
from proofdesk.site.evidence_chart.scale import EDGE, Scale, Tick

# All in units of the drawing, which is WIDTH wide. At 320 px the text column is 288 px, so that a unit is 0.9 px.
WIDTH = 320.0
MARK = 10.0  # a mark's width and height
PITCH = 12.5  # between the centres of neighbours: a mark, and the arms of the cross over a retracted one
UNDATED = 62.0  # the room at the right for works without a year
LABEL = 17.0  # a row's label
GAP = 8.0  # under a row
AXIS = 24.0  # the years under the last row

Group = TypeVar("Group")


class ChartWork(Protocol):
    """What the figure needs to know of a work."""

    @property
    def year(self) -> int | None: ...
    @property
    def kind(self) -> AnyKind: ...
    @property
    def design(self) -> AnyDesign: ...
    @property
    def level(self) -> int: ...
    @property
    def retracted(self) -> bool: ...


@dataclass(frozen=True)
class Mark:
    """One work at its place."""

    work: ChartWork
    x: float
    y: float

    @property
    def shape(self) -> str:
        return self.work.kind.shape


@dataclass(frozen=True)
class ChartRow:
    """The marks of one family of designs."""

    label: str
    label_y: float
    base: float
    marks: list[Mark]


@dataclass(frozen=True)
class TableRow:
    """What the table says of the works of one design."""

    label: str
    works: list[ChartWork]
    kinds: list[AnyKind]  # those of the whole figure

    @property
    def counts(self) -> list[int]:
        """Return the number of works of each kind that the figure has."""
        return [sum(work.kind == kind for work in self.works) for kind in self.kinds]

    @property
    def years(self) -> str:
        return span(self.works)


@dataclass(frozen=True)
class Figure:
    """All that is drawn, and its description in words."""

    width: float
    height: float
    # From here to here runs the axis; None where no work has a year.
    axis: tuple[float, float] | None
    axis_y: float
    ticks: list[Tick]
    # A small mark for every year, where there is room for it.
    years: list[float]
    # Where the works without a year stand, if there are any.
    undated: float | None
    rows: list[ChartRow]
    works: list[ChartWork]

    @property
    def table(self) -> list[TableRow]:
        """Return a row for each design that occurs, strongest first."""
        kinds = _kinds(self.works)
        return [TableRow(label_of(design), works, kinds) for design, works in _strongest_first(
            {design: [work for work in self.works if work.design == design]
             for design in sorted({work.design for work in self.works}, key=_place)})]

    @property
    def legend(self) -> list[Tally]:
        """Return the kinds that occur, with the number of works of each."""
        return [Tally(kind.shape, kind.label, where_of(kind), sum(w.kind == kind for w in self.works))
                for kind in _kinds(self.works)]

    @property
    def retracted(self) -> list[ChartWork]:
        return [work for work in self.works if work.retracted]

    @property
    def summary(self) -> str:
        """Return “40 works: 12 in people and 28 not sorted yet. Years: 2007 to 2026. 1 has been retracted.”"""
        total = len(self.works)
        tallies = spoken().listed([f"{each.count} {each.where}" for each in self.legend])
        sentences = [
            ngettext("%(num)s work: %(kinds)s.", "%(num)s works: %(kinds)s.", total, kinds=tallies),
            _("Years: %(years)s.", years=span(self.works, in_words=True))]
        if self.retracted:
            sentences.append(ngettext("%(num)s has been retracted.", "%(num)s have been retracted.",
                                      len(self.retracted)))
        return " ".join(sentences)


@dataclass(frozen=True)
class Tally:
    """How many works there are of a kind."""

    shape: str
    label: str
    where: str
    count: int


def span(works: Iterable[ChartWork], *, in_words: bool = False) -> str:
    """Return “2016–2023”, or “2016 to 2023” ``in_words``, “2016”, “2016–2023, 1 undated” or “undated”."""
    listed = list(works)
    years = [work.year for work in listed if work.year is not None]
    undated = len(listed) - len(years)
    if not years:
        return _("undated")
    first, last = min(years), max(years)
    dash = _("%(first)s to %(last)s", first=first, last=last) if in_words else f"{first}–{last}"
    words = f"{first}" if first == last else dash
    return ngettext("%(years)s, %(num)s undated", "%(years)s, %(num)s undated", undated, years=words) if (
        undated) else words


def figure(works: Iterable[ChartWork]) -> Figure | None:
    """Return the chart, with a row for each family of designs that occurs, strongest first; None without works."""
    listed = list(works)
    if not listed:
        return None
    years = [work.year for work in listed if work.year is not None]
    turned = WIDTH if spoken().direction == "rtl" else 0.0
    undated = WIDTH - UNDATED / 2 + 4 if len(years) < len(listed) else None
    room = WIDTH - EDGE - (UNDATED if undated else 0)
    scale = Scale(min(years), max(years), room, turned=turned) if years else None
    undated = turned - undated if turned and undated else undated

    rows: list[ChartRow] = []
    top = 0.0
    families: dict[str, list[ChartWork]] = {
        family_of(design): [] for design in sorted({work.design for work in listed}, key=_place)}
    for work in listed:
        families[family_of(work.design)].append(work)
    for label, own in _strongest_first(families):
        # People stand at the foot of a pile, where the eye begins.
        own.sort(key=lambda work: work.kind.place)
        places = [scale.x(work.year) if scale and work.year is not None else (undated or 0.0) for work in own]
        levels = pile(places)
        base = round(top + LABEL + (max(levels) + 1) * PITCH, 1)
        marks = [
            Mark(work, x, round(base - (level + 0.5) * PITCH, 1))
            for work, x, level in zip(own, places, levels, strict=True)
        ]
        rows.append(ChartRow(label, round(top + 13, 1), base, marks))
        top = base + GAP

    return Figure(
        width=WIDTH, height=round(top + AXIS, 1), axis=scale.ends if scale else None,
        axis_y=round(top, 1), ticks=scale.ticks() if scale else [], years=scale.every_year() if scale else [],
        undated=undated, rows=rows, works=listed,
    )


def _strongest_first(groups: Mapping[Group, list[ChartWork]]) -> list[tuple[Group, list[ChartWork]]]:
    """Return the groups that have works. A group is as strong as its strongest work here.

    So reviews mostly of animals do not stand above trials in people.
    """
    return sorted(((group, works) for group, works in groups.items() if works),
                  key=lambda each: min(work.level for work in each[1]))


def _kinds(works: Sequence[ChartWork]) -> list[AnyKind]:
    """Return the kinds that occur, in order."""
    return sorted({work.kind for work in works}, key=_place)


def _place(word: AnyKind | AnyDesign) -> int:
    return word.place


def pile(places: Sequence[float]) -> list[int]:
    """Return the level of each mark, from 0: the lowest on which no mark is nearer than the pitch."""
    used: dict[int, list[float]] = {}
    levels = []
    for x in places:
        level = next(n for n in count() if all(abs(x - other) >= PITCH for other in used.get(n, [])))
        used.setdefault(level, []).append(x)
        levels.append(level)
    return levels
