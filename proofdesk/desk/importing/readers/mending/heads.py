"""Mend the heads of a Word file's tables: rows that Word repeats on each page, which Pandoc takes from anywhere.

Word repeats such rows only at the top. Further below, they head the rows behind them, and Pandoc would move them away
from these. It also takes rows that say that they are none.
"""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import WORD

_ROW, _HEAD, _MERGED = f"{WORD}tr", f"{WORD}tblHeader", f"{WORD}vMerge"
MAX_HEAD = 2  # rows of a head in which no cell stands above several
_OFF = ("0", "false", "off")


def mend_heads(root: etree._Element) -> bool:
    """Leave each table only the head at its top, up to where a row is whole; return whether any was changed."""
    found = False
    for table in root.iter(f"{WORD}tbl"):
        rows = [row for row in table.iter(_ROW) if next(row.iterancestors(f"{WORD}tbl")) is table]
        flags = [[*row.iterfind(f"{WORD}trPr/{_HEAD}")] for row in rows]
        height = next((number for number, each in enumerate(flags) if not any(map(_is_on, each))), len(rows))
        if height == len(rows) or (height > MAX_HEAD and not any(map(_has_merged, rows[: height - 1]))):
            height = min(height, 1)  # rows like all others, which somebody marked so
        while 1 < height < len(rows) and _goes_on(rows[height]):
            height -= 1  # a cell that goes on below would take the head down with it
        for flag in (each for row in flags[height:] for each in row):
            flag.getparent().remove(flag)
            found = True
    return found


def _is_on(flag: etree._Element) -> bool:
    return flag.get(f"{WORD}val", "") not in _OFF


def _has_merged(row: etree._Element) -> bool:
    return any(True for _ in row.iterfind(f"{WORD}tc/{WORD}tcPr/{_MERGED}")) or any(
        span.get(f"{WORD}val", "1") != "1" for span in row.iterfind(f"{WORD}tc/{WORD}tcPr/{WORD}gridSpan"))


def _goes_on(row: etree._Element) -> bool:
    """Return whether a cell of a row is the lower part of one in the row above."""
    return any(merged.get(f"{WORD}val", "continue") == "continue"
               for merged in row.iterfind(f"{WORD}tc/{WORD}tcPr/{_MERGED}"))
