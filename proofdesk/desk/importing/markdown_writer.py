"""Lines of a manuscript as Markdown."""

from __future__ import annotations

from proofdesk.desk.importing.model import HEADING, IMAGE, ITEM, QUOTE, RAW, Line, opened


def heading_of(heading: Line | None) -> str:
    """A heading, or nothing where there is none."""
    return f"{'#' * heading.level} {heading.text}" if heading else ""


def plain(lines: list[Line]) -> str:
    """Lines as Markdown: items close together, everything else a paragraph apart."""
    text = ""
    before: Line | None = None
    for line in lines:
        piece = _one(line)
        close = before is not None and before.kind == ITEM and line.kind == ITEM
        text += ("\n" if close else "\n\n") if before is not None else ""
        text += piece
        before = line
    return text


def _one(line: Line) -> str:
    indent = "    " * (line.level - 1 if line.kind == ITEM else line.level if line.kind != HEADING else 0)
    if line.kind == HEADING:
        return heading_of(line)
    if line.kind == ITEM:
        return f"{indent}{'-' if line.number is None else f'{line.number}.'} {opened(line.text)}"
    if line.kind == QUOTE:
        return f"{indent}> {opened(line.text)}"
    if line.kind in (RAW, IMAGE):
        return "\n".join(indent + row if row else "" for row in line.text.split("\n"))
    return indent + opened(line.text)


def shallower(lines: list[Line]) -> list[Line]:
    """Lines that belonged to an item, on their own: one level up, so that they are no code."""
    lists = {line.level for line in lines if line.kind == ITEM}
    least = min(lists, default=1)
    return [
        Line(line.kind, line.text, max(line.level - least + 1, 1) if line.kind == ITEM else
             max(line.level - least, 0) if lists and line.level > least else 0, line.number)
        for line in lines
    ]
