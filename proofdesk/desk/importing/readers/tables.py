"""Write the tables of a manuscript as the Markdown of a page, whose tables are plain: a head, and a cell in each place.

Cells that were merged are taken apart: what stands beside several rows is repeated in each of them, so that a row says
all of it also when it is read aloud. Whatever that may change is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from proofdesk.desk.importing.lines import HEADING, IMAGE, ITEM, QUOTE, RAW, TEXT, Line

MAX_COLUMNS, MAX_ROWS = 200, 20_000  # of a table; a file can say that a cell is as wide as it likes
MAX_NAMED = 60  # signs of a table's first words in a note
_ALIGNMENTS = {"AlignLeft": ":--", "AlignRight": "--:", "AlignCenter": ":-:"}
_FENCE = re.compile(r"\A(`{3,})\n(.*)\n\1\Z", re.DOTALL)
_BAR = re.compile(r" *(?<!\\)\| *")


@dataclass
class _Grid:
    """The cells of a table in their places, as Markdown, and what was done to have one in each."""

    columns: int
    rows: list[list[str]] = field(default_factory=list)
    heads: int = 0  # rows at the top that are heads
    merged: bool = False


class TableWriter:
    """Writer of one document's tables. ``blocks`` gives the lines of Pandoc's blocks; ``notes`` gets what changed."""

    def __init__(self, blocks: Callable[[Iterable[Any]], Iterator[Line]], notes: list[str]) -> None:
        self.blocks = blocks
        self.notes = notes
        self.written = 0
        self.unfolded = 0  # tables that became paragraphs

    def lines(self, content: Any, depth: int) -> Iterator[Line]:
        """Yield the lines of a table of Pandoc: its caption, and the table."""
        _, (_, caption), columns, (_, head), bodies, (_, foot) = content
        rows = [(row, True) for row in head]
        for _, _, inner_head, body in bodies:
            rows += [(row, False) for row in (*inner_head, *body)]
        rows = [*rows, *((row, False) for row in foot)][:MAX_ROWS]
        yield from self.blocks(caption)
        width = max((sum(min(cell[3], MAX_COLUMNS) for cell in row[1]) for row, _ in rows), default=0)
        while len(rows) > 1 and rows[1][1] and len(rows[0][0][1]) == 1 < width:  # above all columns of several heads
            yield from self._paragraphs(rows.pop(0)[0][1])
        cells = [cell for row, _ in rows for cell in row[1]]
        is_frame = max((len(row[1]) for row, _ in rows), default=0) <= 1 and not head
        if is_frame or len([row for row, _ in rows if row[1]]) <= 1:
            self.unfolded += bool(cells)
            yield from self._unfold(cells, depth)
            return
        grid = self._grid(rows, min(max(width, len(columns)), MAX_COLUMNS))
        if any(any(row) for row in grid.rows):
            self.written += 1
            yield Line(RAW, self._write(grid, [each[0]["t"] for each in columns]), depth)

    def _unfold(self, cells: list[Any], depth: int) -> Iterator[Line]:
        """Yield the lines of a table with one row or one column, which is a frame or a way to place things."""
        lines = [*self._paragraphs(cells)]
        if lines:
            self.notes.append(f"a table with one {'cell' if len(cells) == 1 else 'row or column'} became paragraphs: "
                              f"“{_named(lines[0].plain)}”")
        for line in lines:
            yield Line(line.kind, line.text, line.level + depth if line.kind != HEADING else line.level, line.number,
                       line.strong)

    def _paragraphs(self, cells: list[Any]) -> Iterator[Line]:
        """Yield the lines of cells; an indented one, for its distance from the border, quotes nobody."""
        for line in (line for cell in cells for line in self.blocks(cell[4])):
            yield replace(line, kind=TEXT) if line.kind == QUOTE else line

    def _grid(self, rows: list[tuple[Any, bool]], columns: int) -> _Grid:
        grid = _Grid(columns)
        above: dict[int, tuple[int, str]] = {}  # the cells that go on from the row above: rows left, and text
        for (_, cells), marked in rows:
            is_head = marked and grid.heads == len(grid.rows)
            row: list[str | None] = [None] * columns
            for column, (left, text) in [*above.items()]:
                row[column] = text
                above[column] = (left - 1, text)
            above = {column: each for column, each in above.items() if each[0] > 0}
            for _, _, height, width, blocks in cells:
                start = next((place for place, text in enumerate(row) if text is None), None)
                if start is None:
                    break
                end = min(start + max(width, 1), columns)
                text = self._cell(blocks)
                # A head says nothing twice: a row that does is one of the table.
                is_head = is_head and not (text and grid.rows and width <= 1 and text == grid.rows[-1][start])
                grid.merged |= (height > 1 or width > 1) and bool(text)
                for place in range(start, end):
                    # A cell above several columns is the head of each; elsewhere, the number of one is not of all.
                    row[place] = text if place == start or is_head else ""
                    if height > 1:
                        above[place] = (height - 1, row[place] or "")
            grid.rows.append([text or "" for text in row])
            grid.heads += is_head
        return grid

    def _write(self, grid: _Grid, alignments: list[str]) -> str:
        words = _named(next(text for row in grid.rows for text in row if text))
        if grid.merged:
            self.notes.append(f"a table has merged cells, which were taken apart; compare it with the file: “{words}”")
        heads, body = grid.rows[: grid.heads], grid.rows[grid.heads :]
        if not any(any(row) for row in heads):
            heads, body = body[:1], body[1:]
            self.notes.append(f"a table has no head, so its first row became one; look whether it is: “{words}”")
        # Two rows of heads become one: “Sleep” above “before” and “after”.
        head = [": ".join(dict.fromkeys(text for text in column if text)) for column in zip(*heads, strict=True)]
        used = [place for place in range(grid.columns) if head[place] or any(row[place] for row in body)]
        ruled = [_ALIGNMENTS.get(alignments[place] if place < len(alignments) else "", "---") for place in used]
        rows = [[head[place] for place in used], ruled, *([row[place] for place in used] for row in body if any(row))]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def _cell(self, blocks: list[Any]) -> str:
        """Return the content of a cell in one line of Markdown."""
        parts = [_in_cell(line) for line in self.blocks(blocks)]
        return "<br>".join(part for part in parts if part)


def _in_cell(line: Line) -> str:
    text = line.text
    if line.kind == HEADING:
        text = f"**{text.strip('*')}**"
    elif line.kind == ITEM:
        text = f"{'•' if line.number is None else f'{line.number}.'} {text}"
    elif line.kind == RAW:
        fenced = _FENCE.match(text)
        if fenced and "`" not in fenced[2]:
            text = f"`{' '.join(fenced[2].split())}`"
        elif text.startswith("| "):  # a table in the cell, of which the line with its rules says nothing
            rows = [row for number, row in enumerate(text.split("\n")) if number != 1]
            text = "; ".join(", ".join(cell for cell in _BAR.split(row) if cell) for row in rows)
    # A bar would end the cell, and braces at its end would be attributes.
    text = re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))
    return text.replace("\\{", "&#123;").replace("\\}", "&#125;") if line.kind in (TEXT, ITEM, IMAGE, HEADING) else text


def _named(text: str) -> str:
    plain = " ".join(Line(TEXT, text.replace("<br>", " ")).plain.split())
    return plain if len(plain) <= MAX_NAMED else plain[:MAX_NAMED].rstrip() + " …"
