"""Part the columns of a page that stand side by side."""

from __future__ import annotations

import re
from collections import Counter

MIN_LINES = 8  # of a page; fewer say nothing
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def part_columns(lines: list[str]) -> list[str]:
    """Return the lines of a page with the left column above the right one; other pages stay as they are.

    A line that runs across both columns ends them: what stands above it is read first.
    """
    gutter = _gutter(lines)
    if not gutter:
        return lines
    both = [index for index, line in enumerate(lines) if line[gutter:].strip() and line[:gutter].strip()]
    found = [line.strip() for line in lines[: both[0]]]
    left: list[str] = []
    right: list[str] = []
    for line in lines[both[0] :]:
        if _crosses(line, gutter):
            found += [*left, *right, line.strip()]
            left, right = [], []
            continue
        # An empty line is one of both columns; where only one has words, the other has ended, or has a gap.
        left.append(line[:gutter].strip())
        right.append(line[gutter:].strip())
    return [*found, *_without_last_gaps(left), *_without_last_gaps(right)]


def _without_last_gaps(column: list[str]) -> list[str]:
    while column and not column[-1]:
        column.pop()
    return column


def _gutter(lines: list[str]) -> int:
    """Return the column at which the right half of most lines begins; 0 if the page has one column."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < MIN_LINES:
        return 0
    width = max(map(len, filled))
    starts = [gap.end() for line in filled for gap in _GAP.finditer(line) if 0.3 * width < gap.end() < 0.7 * width]
    best = next((start for start, _ in Counter(starts).most_common(1)), 0)
    near = sum(abs(start - best) <= 1 for start in starts)
    # Numbers in the columns of a table stand side by side too, but have no words on both sides.
    worded = [line for line in filled if len(line) > best and re.search(r"[^\W\d]{3}.*[^\W\d]{2}", line[best:])
              and re.search(r"[^\W\d]{3}.*[^\W\d]{2}", line[:best])]
    enough = near * 2 > len(filled) and len(worded) * 2 > len(filled)
    sides = [line[:best] for line in worded], [line[best:] for line in worded]
    return best if enough and all(map(_is_prose, sides)) else 0


def _is_prose(lines: list[str]) -> bool:
    """Return whether lines go on with a sentence, as those of a column do, and those of a table do not."""
    words = [line.split() for line in lines]
    return sum(map(len, words)) > 3 * len(lines) and sum(line[0][:1].islower() for line in words) * 4 > len(lines)


def _crosses(line: str, gutter: int) -> bool:
    return len(line) > gutter and bool(line[gutter - 2 : gutter].strip())
