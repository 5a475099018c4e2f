"""Shorten the report of an import to one screen, from its own lines, so that the two never contradict each other."""

from __future__ import annotations

import re
from textwrap import wrap

from proofdesk.common.text import counted

WIDTH, HEIGHT = 100, 36  # letters and lines, with room for what the command says below them
MAX_HELD, MAX_TO_DO = 9, 6  # things of the file, and rows of what is left to do
_PLACES = re.compile(r" \([^\n]*\)(?=: see )|, beside this report, which .*")  # of lines that were left
_ROW, _MORE = "  - ", "    "
_HELD, _TO_DO = "What the file held, and what became of it:", "For you to do:"


def screen_of(report: str, path: str) -> str:
    """Return a report as it is if it fits a screen; else its first lines, and how much ``path`` has of each thing."""
    lines = report.rstrip("\n").split("\n")
    if sum(1 + max(len(line) - 1, 0) // WIDTH for line in lines) <= HEIGHT:
        return report
    parts = [part.split("\n") for part in "\n".join(lines).split("\n\n")]
    shown: list[str] = []
    others: list[str] = []
    for head, *rows in parts:
        if not head.endswith(":"):
            shown += [""] * bool(shown)
            shown += [piece for line in (head, *rows) for piece in wrap(_PLACES.sub("", line), WIDTH)]
        elif head == _HELD:
            held = [row.replace("named below", "named in the report") for row in _first(rows, MAX_HELD, "thing")]
            shown += ["", head, *(piece for row in held for piece in wrap(row, WIDTH, subsequent_indent=_MORE * 2))]
        elif head == _TO_DO:
            shown += ["", head, *_first([row for row in rows if row.startswith(_ROW)], MAX_TO_DO, "row")]
        else:
            number = sum(row.startswith(_ROW) for row in rows)
            others.append(f"  {number:>5,}  {head.removesuffix(':')}")
    left = HEIGHT - len(shown) - 2
    shown += ["", f"{path} has all of it, and these:", *_first(others, left, "thing")]
    return "\n".join(line if len(line) <= WIDTH else f"{line[: WIDTH - 1].rstrip()}…" for line in shown) + "\n"


def _first(rows: list[str], most: int, noun: str) -> list[str]:
    """Return rows, of which the last says how many are left out, if there are more than a screen has room for."""
    if len(rows) <= most:
        return rows
    return [*rows[: most - 1], f"{_MORE}and {counted(len(rows) - most + 1, f'more {noun}')}"]
