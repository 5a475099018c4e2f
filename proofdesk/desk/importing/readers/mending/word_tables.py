"""Mend the tables of a Word file: their heads, and rows that take fewer columns than others.

Word repeats the rows of a head on each page, but only those at the top. Further below, they head the rows behind them,
and Pandoc would move them away from these. It also takes rows that say that they are none, drops cells that are beyond
the first row's end, and puts a row that leaves columns free at its beginning below the wrong ones. Of a table in which
a row leaves columns free at its end, it may have the first column alone.
"""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import WORD
from proofdesk.desk.importing.readers.word.styles import is_on

_ROW, _CELL, _SPAN = f"{WORD}tr", f"{WORD}tc", f"{WORD}gridSpan"
_HEAD, _MERGED = f"{WORD}tblHeader", f"{WORD}vMerge"
MAX_HEAD = 2  # rows of a head in which no cell stands above several


def mend_tables(root: etree._Element) -> bool:
    """Fill up rows, and leave each table only the head at its top, up to where a row is whole.

    Returns whether any table was changed.
    """
    found = False
    for table in root.iter(f"{WORD}tbl"):
        rows = [row for row in table.iter(_ROW) if next(row.iterancestors(f"{WORD}tbl")) is table]
        found |= any([*map(_fill_beginning, rows)])
        widest = max(map(_columns, rows), default=0)
        found |= any([*(_fill_end(row, widest) for row in rows), _fill_first_row(rows, widest),
                      _fill_grid(table, widest)])
        flags = [[*row.iterfind(f"{WORD}trPr/{_HEAD}")] for row in rows]
        height = next((number for number, each in enumerate(flags) if not any(map(is_on, each))), len(rows))
        if height == len(rows) or (height > MAX_HEAD and not any(map(_has_merged, rows[: height - 1]))):
            height = min(height, 1)  # rows like all others, which somebody marked so
        while 1 < height < len(rows) and _goes_on(rows[height]):
            height -= 1  # a cell that goes on below would take the head down with it
        for flag in (each for row in flags[height:] for each in row):
            flag.getparent().remove(flag)
            found = True
    return found


def _fill_beginning(row: etree._Element) -> bool:
    """Put a cell where a row leaves columns free before its first one."""
    free = row.find(f"{WORD}trPr/{WORD}gridBefore")
    first = row.find(_CELL)
    if free is None or first is None or not _number(free):
        return False
    first.addprevious(_empty_cell(_number(free)))
    free.getparent().remove(free)
    return True


def _fill_end(row: etree._Element, widest: int) -> bool:
    """Put a cell where a row leaves columns free behind its last one, if other rows have cells there."""
    free, cells = row.find(f"{WORD}trPr/{WORD}gridAfter"), row.findall(_CELL)
    if free is None or not cells:
        return False
    free.getparent().remove(free)
    missing = widest - _columns(row)
    if missing > 0:
        cells[-1].addnext(_empty_cell(missing))
    return True


def _empty_cell(columns: int) -> etree._Element:
    cell = etree.Element(_CELL)
    etree.SubElement(cell, f"{WORD}p")
    _set_span(cell, columns)
    return cell


def _fill_first_row(rows: list[etree._Element], widest: int) -> bool:
    """Let the last cell of a first row that is shorter than others reach to the end of the table."""
    missing = widest - _columns(rows[0]) if rows else 0
    cells = _cells(rows[0]) if missing else []
    if cells:
        _set_span(cells[-1], _span(cells[-1]) + missing)
    return bool(cells)


def _fill_grid(table: etree._Element, columns: int) -> bool:
    """Let a table's list of its columns name all of them: Pandoc drops cells beyond its end."""
    grid = table.find(f"{WORD}tblGrid")
    missing = columns - (0 if grid is None else len(grid.findall(f"{WORD}gridCol")))
    if missing <= 0:
        return False
    if grid is None:
        grid = etree.Element(f"{WORD}tblGrid")
        table.insert(0 if table.find(f"{WORD}tblPr") is None else 1, grid)
    for _ in range(missing):
        etree.SubElement(grid, f"{WORD}gridCol").set(f"{WORD}w", "1000")
    return True


def _columns(row: etree._Element) -> int:
    """Return how many columns of its table a row takes."""
    return sum(map(_span, _cells(row)))


def _cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, also those in a form's controls, without those of tables within it."""
    return [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{WORD}tcPr/{_SPAN}")
    return 1 if span is None else _number(span)


def _set_span(cell: etree._Element, columns: int) -> None:
    look = cell.find(f"{WORD}tcPr")
    if look is None:
        look = etree.Element(f"{WORD}tcPr")
        cell.insert(0, look)
    span = look.find(_SPAN)
    span = etree.SubElement(look, _SPAN) if span is None else span
    span.set(f"{WORD}val", str(columns))


def _number(element: etree._Element) -> int:
    written = element.get(f"{WORD}val", "1")
    return int(written) if written.isdecimal() else 1


def _has_merged(row: etree._Element) -> bool:
    return any(True for _ in row.iterfind(f"{WORD}tc/{WORD}tcPr/{_MERGED}")) or any(
        span.get(f"{WORD}val", "1") != "1" for span in row.iterfind(f"{WORD}tc/{WORD}tcPr/{_SPAN}"))


def _goes_on(row: etree._Element) -> bool:
    """Return whether a cell of a row is the lower part of one in the row above."""
    return any(merged.get(f"{WORD}val", "continue") == "continue"
               for merged in row.iterfind(f"{WORD}tc/{WORD}tcPr/{_MERGED}"))
