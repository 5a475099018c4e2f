"""Read the lists of a page as an editor means them: what is indented to the words of an item stands under it.

Python-Markdown asks for four spaces. With two or three it puts the item beside the one above, in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_ITEM = re.compile(r"([ \t]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)(?=\S)")
_BREAKS = re.compile(r"[ \t]*(?:/{3,}|:{3,}|<[A-Za-z/!]|[|>])|#{1,6} ")
_WORDS_IN_BACKTICKS = re.compile(r"[ \t]*`[^`]+`[ \t]*$")
INDENT = 4


class ListItem(NamedTuple):
    """An item: its line, from 0, how far it and its words are indented, and how many items it stands within."""

    line: int
    indent: int
    words: int
    level: int

    @property
    def is_misplaced(self) -> bool:
        return self.indent // INDENT != self.level


@dataclass
class ListRun:
    """A list with all that is in it.

    ``shifts`` says by how much each line has to move for each item to stand where it is meant; ``is_plain`` is False if
    that cannot be said, because there is code in it or something that is no list.
    """

    first: int
    items: list[ListItem] = field(default_factory=list)
    shifts: dict[int, int] = field(default_factory=dict)
    is_plain: bool = True

    @property
    def misplaced(self) -> list[ListItem]:
        """Return the items that would stand elsewhere, of several at one place the first."""
        found = []
        for before, item in zip([None, *self.items], self.items, strict=False):
            if item.is_misplaced and not (before and before.is_misplaced and before.level >= item.level):
                found.append(item)
        return found


def read_lists(lines: Sequence[str], prose: Sequence[str]) -> list[ListRun]:
    """Return every list among some lines; ``prose`` are the same lines without code."""
    runs: list[ListRun] = []
    number = 0
    while number < len(lines):
        item = _ITEM.match(prose[number])
        if item and _width(item[1]) < INDENT:
            run, number = _read_run(lines, prose, number)
            runs.append(run)
        else:
            number += 1
    return runs


def _read_run(lines: Sequence[str], prose: Sequence[str], first: int) -> tuple[ListRun, int]:
    """Return the list that begins on a line, and the line after it."""
    run, open_ = ListRun(first), list[ListItem]()
    number, gap = first, False
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            gap, number = True, number + 1
            continue
        indent, match = _width(line[: len(line) - len(line.lstrip())]), _ITEM.match(line)
        if match is None and _BREAKS.match(line) and indent < INDENT:
            break
        if not prose[number].strip():  # code, or words between backticks only
            if gap and indent < 2:
                break
            run.is_plain = run.is_plain and bool(_WORDS_IN_BACKTICKS.match(line))
        if match or gap:
            while open_ and indent < open_[-1].words:
                open_.pop()
        if match:
            item = ListItem(number, indent, indent + _width(match[2]), len(open_))
            run.is_plain = run.is_plain and indent < (open_[-1].words + INDENT if open_ else INDENT)
            open_.append(item)
            run.items.append(item)
            run.shifts[number] = INDENT * item.level - indent
        elif not open_:
            break
        elif indent:
            run.shifts[number] = INDENT * len(open_) - min(indent, open_[-1].words)
        gap, number = False, number + 1
    return run, max(number, first + 1)


def _width(spaces: str) -> int:
    return len(spaces.expandtabs(INDENT))
