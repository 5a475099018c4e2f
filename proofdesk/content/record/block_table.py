"""Read the table of a block as rows of named cells, each with its place in the source.

A kind of block whose record names ``columns`` is drawn from its first table. The record reads the cells with the
methods of ``BlockTable``, which name a fault at the cell that has it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from proofdesk.common.source_text import Position
from proofdesk.content.record.columns import Cell, Column, Report, name_columns
from proofdesk.content.record.table_rows import WrittenRow, written_rows

_DECIMAL = re.compile(r"[-−–+]?\d{1,9}(?:\.\d{1,4})?")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")


class Said(NamedTuple):
    """What a figure says in one row or cell, as a sentence, with the works that it cites and where it is written.

    ``certainty`` is the value of the certainty that it states, ``address`` where it leads; both may be empty.
    """

    text: str
    keys: tuple[str, ...]
    line: int
    column: int
    certainty: str = ""
    address: str = ""


class Dated(NamedTuple):
    """A date that a figure states, by its first and its last day (ISO 8601), and whether it is called planned."""

    first: str
    last: str
    planned: bool
    line: int
    column: int


@dataclass
class Drawn:
    """What a kind draws of its table: the values for the template, and what the figure says in sentences."""

    values: dict[str, Any]
    said: list[Said] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)


Row = dict[str, Cell]


@dataclass
class BlockTable:
    """The rows of a block's table, by the names of their columns. ``sound`` is false once a fault was reported."""

    columns: list[Column]
    rows: list[Row]
    report: Report
    sound: bool = True

    def fault(self, position: Position, message: str, remedy: str, rule: str = "bad-cell") -> None:
        self.sound = False
        self.report(position, rule, message, remedy)

    def has(self, name: str) -> bool:
        """Return whether the table has a column."""
        return any(column.name == name for column in self.columns)

    def whole(self, row: Row, name: str) -> int | None:
        """Return a cell's whole number, which is not negative; None if it is none, which is reported."""
        cell = row[name]
        if _WHOLE.fullmatch(cell.words):
            return int(cell.words.replace(",", ""))
        if cell.words:
            self.fault(cell.position, f"“{cell.words}” under “{self._head(name)}” is not a whole number",
                       "write a number of people in digits, as in `53`")
        return None

    def decimal(self, row: Row, name: str) -> float | None:
        """Return a cell's number; None for an empty cell, and for one that holds none, which is reported."""
        cell = row[name]
        if (number := decimal(cell.words)) is None and cell.words:
            self.fault(cell.position, f"“{cell.words}” under “{self._head(name)}” is not a number",
                       "write it in digits without its unit, as in `-12.5`")
        return number

    def check_comparison(self, alone: str | None) -> None:
        """Report one group without the reason why there is none to compare it with, and a reason beside several."""
        if len(self.rows) == 1 and not alone:
            self.fault(next(iter(self.rows[0].values())).position,
                       "this group stands alone, so a reader cannot tell what would have happened anyway",
                       "add a row for the comparison group, or a line `    alone: …` that says why there is none",
                       "no-comparison")
        if len(self.rows) > 1 and alone:
            self.fault(next(iter(self.rows[1].values())).position,
                       "the block says why there is no comparison group, and has several groups",
                       "take out the line `    alone: …`, or the other rows", "no-comparison")

    def check_once(self, name: str) -> None:
        """Report what a column names in two rows: what the second says of it may contradict the first."""
        seen: set[str] = set()
        for cell in (row[name] for row in self.rows):
            if cell.markdown and cell.markdown in seen:
                what = cell.words or cell.markdown
                self.fault(cell.position, f"“{what}” stands in two rows under “{self._head(name)}”",
                           "keep one of the rows, or say what tells them apart")
            seen.add(cell.markdown)

    def _head(self, name: str) -> str:
        return next(column.said for column in self.columns if column.name == name)


def decimal(words: str) -> float | None:
    """Return a number as editors write it, with any sign for a minus; None if it is none."""
    return float(re.sub("[−–]", "-", words)) if _DECIMAL.fullmatch(words) else None


def read_table(
    slot: etree.Element, kind: str, columns: Sequence[Column], lines: Iterable[tuple[int, str]], at: Position,
    report: Report,
) -> tuple[BlockTable, etree.Element] | None:
    """Return the first table of a block, before inline conversion, and its element; None if it cannot be drawn.

    ``lines`` are the block's own, numbered from 1 in the file, ``at`` is where the block begins.
    """
    heads = [column.said for column in columns if column.required] or [column.said for column in columns]
    element = slot.find("./table")
    if element is None:
        report(at, "missing-part", f"the {kind} block has no table",
               f"write one with the columns {' | '.join(heads)}, under an empty line")
        return None
    written = list(written_rows(lines))
    head, *body = written or [(at.line, [])]
    named = name_columns(element, kind, columns, head, at, report)
    rows = element.findall("./tbody/tr")
    texts = [["".join(cell.itertext()) for cell in row] for row in rows]
    if not any(any(text.strip() for text in row) for row in texts):
        report(Position(head[0], head[1][0][1] if head[1] else 1), "bad-table", "the table has no row",
               "write a row under the dashes")
        return None
    if named is None:
        return None
    places = [*body, *[(at.line, [])] * (len(texts) - len(body))]
    table = BlockTable([column for column in named if column], [
        _row(named, text, place) for text, place in zip(texts, places, strict=False)], report)
    for row in table.rows:
        for column in table.columns:
            if column.required and not row[column.name].markdown:
                table.fault(row[column.name].position, f"the cell under “{column.said}” is empty", column.description)
    return table, element


def _row(columns: Sequence[Column | None], texts: list[str], place: WrittenRow) -> Row:
    line, written = place
    first = written[0][1] if written else 1
    row: Row = {}
    for number, (column, text) in enumerate(zip(columns, texts, strict=False)):
        if column:
            at = written[number][1] if number < len(written) else first
            row[column.name] = Cell(text.strip(), Position(line, at))
    return row
