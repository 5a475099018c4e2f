"""Find the cells of a table in the source text, because Python-Markdown gives them without their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# The line of a row, and its cells with their columns, both counted from 1.
WrittenRow = tuple[int, list[tuple[str, int]]]

_RULE = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?")
_CELL = re.compile(r"(?:\\.|`[^`|]*`|[^|\\]|\\$)+")


def written_rows(lines: Iterable[tuple[int, str]]) -> Iterator[WrittenRow]:
    """Yield the head and the rows of the first table of some numbered lines, without the dashes between them."""
    listed = list(lines)
    start = next((number for number in range(1, len(listed))
                  if _RULE.fullmatch(listed[number][1]) and "|" in listed[number - 1][1]), None)
    if start is None:
        return
    yield listed[start - 1][0], _cells(listed[start - 1][1])
    for number, line in listed[start + 1 :]:
        if not line.strip():
            return
        yield number, _cells(line)


def _cells(line: str) -> list[tuple[str, int]]:
    """Return the cells of a line, each with its column; an empty one has that of the bar before it."""
    bars = [-1] if not line.lstrip().startswith("|") else [line.index("|")]
    position = bars[0] + 1
    while position < len(line):
        if match := _CELL.match(line, position):
            position = match.end()
        if position < len(line):
            bars.append(position)
            position += 1
    ends = [*bars[1:], len(line)] if line[bars[-1] + 1 :].strip() else bars[1:]
    cells = []
    for begin, end in zip(bars, ends, strict=False):
        text = line[begin + 1 : end]
        cells.append((text.strip(), begin + 2 + len(text) - len(text.lstrip()) if text.strip() else max(begin + 1, 1)))
    return cells
