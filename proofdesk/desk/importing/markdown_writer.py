"""Write the lines of a manuscript as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from proofdesk.blocks.kind import BlockKind
from proofdesk.desk.importing.lines import (
    BOXED,
    HEADING,
    IMAGE,
    ITEM,
    QUOTE,
    RAW,
    TEXT,
    Line,
    escape,
    escape_line_start,
)

# Types of box whose names say nothing to a reader.
_NAMELESS = {"admonition", "alert", "box", "callout", "panel", "notice"}
# What every tool calls a box that says no more of itself.
_ANY_BOX = "note"
_INDENT = "    "
_NEW_LIST = "<!-- -->"
_FENCE = re.compile(r"^[ \t]*(/{3,})", re.MULTILINE)
# “> 0.9% saline”: a paragraph that is only indented quotes nobody.
_LIKE_COMPARISON = re.compile(r"[*_]*[\d<>=.,±≤≥]")
# A text that would be read as an option of its block begins below an empty line.
_LIKE_OPTION = re.compile(r"[ \t]{4}|\t")


def heading_markdown(heading: Line | None) -> str:
    """Return a heading as Markdown; empty without one."""
    return f"{'#' * heading.level} {heading.text}" if heading else ""


def lines_markdown(lines: list[Line]) -> str:
    """Return lines as Markdown: items of a list close together, a blank line between all others.

    A list that begins below another one of numbers is parted from it, as Markdown would number it on.
    """
    text = ""
    before: Line | None = None
    last: dict[int, int | None] = {}  # the number of the item before, of each list that goes on, by its depth
    for line in lines:
        depth = 0 if line.kind == HEADING else line.level
        last = {level: number for level, number in last.items() if level <= depth}
        gap = "\n\n"
        if line.kind == ITEM and depth in last:
            number = last[depth]
            if (number is None) == (line.number is None):
                goes_on = number is None or line.number == number + 1
                close = before is not None and before.kind == ITEM
                gap = ("\n" if close else "\n\n") if goes_on else f"\n\n{_INDENT * (depth - 1)}{_NEW_LIST}\n\n"
        elif line.kind == ITEM and before is not None and before.kind == ITEM:
            gap = "\n"
        if line.kind == ITEM:
            last[depth] = line.number
        text += (gap if before is not None else "") + _line_markdown(line)
        before = line
    return text


def _line_markdown(line: Line) -> str:
    if line.kind == HEADING:
        return heading_markdown(line)
    indent = _INDENT * (line.level - 1 if line.kind == ITEM else line.level)
    if line.kind == ITEM:
        return f"{indent}{'-' if line.number is None else f'{line.number}.'} {escape_line_start(line.text)}"
    if line.kind == QUOTE and not _LIKE_COMPARISON.match(line.text):
        return f"{indent}> {escape_line_start(line.text)}"
    if line.kind in (RAW, IMAGE):
        return "\n".join(indent + row if row else "" for row in line.text.split("\n"))
    return indent + escape_line_start(line.text)


def outdent(lines: list[Line]) -> list[Line]:
    """Return lines that belonged to an item with less depth, so that they are not read as code."""
    lists = {line.level for line in lines if line.kind == ITEM}
    least = min(lists, default=1)
    return [
        Line(line.kind, line.text, max(line.level - least + 1, 1) if line.kind == ITEM else
             max(line.level - least, 0) if lists and line.level > least else 0, line.number)
        for line in lines
    ]


def block_markdown(kind: BlockKind, title: str, body: str, options: str = "") -> str:
    """Return a block of the site's Markdown. ``options`` are indented lines, each with its line break.

    The fence is longer than those of the blocks within it.
    """
    slashes = "/" * max([3, *(len(match[1]) + 1 for match in _FENCE.finditer(body))])
    first = f"{slashes} {kind.name} | {title}" if title else f"{slashes} {kind.name}"
    gap = "\n" if _LIKE_OPTION.match(body) else ""
    return f"{first}\n{options}{gap}{body}\n{slashes}"


def box_line(lines: list[Line], depth: int, name: str, title: str) -> Line:
    """Return a box of another tool as one line; a box within it becomes a title and its text."""
    inner: list[Line] = []
    for line in lines:
        if line.kind == BOXED:
            inner += [Line(TEXT, f"**{_box_title(line)}**"), Line(RAW, line.text)]
        else:
            inner.append(Line(TEXT, f"**{line.text}**") if line.kind == HEADING else replace(line, captioned=False))
    return Line(BOXED, lines_markdown(inner), depth, box=name, title=escape(title))


def boxes(
    lines: list[Line], kinds: Mapping[str, tuple[BlockKind, Mapping[str, str]]], count: Callable[[BlockKind], None]
) -> list[Line]:
    """Return lines with each box of another tool as a block of the kind that takes its place.

    ``kinds`` are the kinds by what other tools call them, ``count`` counts a block. The name of a box that no kind
    knows becomes its title. Without a kind for any note, a box becomes a bold title and its text.
    """
    return [_box_block(line, kinds, count) if line.kind == BOXED else line for line in lines]


def _box_block(
    line: Line, kinds: Mapping[str, tuple[BlockKind, Mapping[str, str]]], count: Callable[[BlockKind], None]
) -> Line:
    kind, options = kinds.get(line.box) or kinds.get(_ANY_BOX) or (None, {})
    title = _box_title(line)
    if kind is None:
        return Line(RAW, f"**{title}**\n\n{line.text}" if title else line.text, line.level)
    count(kind)
    title = "" if title == kind.record.default_title(options) else title
    stated = "".join(f"    {name}: {value}\n" for name, value in options.items())
    return Line(RAW, block_markdown(kind, title, line.text, stated), line.level)


def _box_title(line: Line) -> str:
    return line.title or ("" if line.box in _NAMELESS else line.box.replace("-", " ").capitalize())
