"""Free lists and tables from the lines above them, and Markdown from tags; indent what is within an item."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from proofdesk.blocks.fence_parser import read_fences
from proofdesk.common.markdown_scan import html_blocks, in_items, wraps_markdown
from proofdesk.common.source_text import SourceText
from proofdesk.content.leaks.lists import INDENT, read_lists

_ITEM = re.compile(r" {0,3}([-*+]|1\.)[ \t]+\S")
_NEXT_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}\.)[ \t]+\S")
_DELIMITERS = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
# What needs no free line behind it, or is no paragraph.
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:/{3,}|:{3,}|[|<>])|#{1,6} |\[[^\]]+\]:|\*\[")


def unwrap_markdown(source: SourceText) -> str:
    """Return the text without the tags around Markdown that other sites read: `<div markdown>`, each on its line."""
    while gone := {source.position(tag).line - 1 for piece in html_blocks(source.prose)
                   if wraps_markdown(source.text, piece) for tag in (piece.start, piece.closing)}:
        source = SourceText(source.path, _without_lines(source.text.split("\n"), gone))  # one may stand in another
    return source.text


def _without_lines(lines: Sequence[str], gone: Collection[int]) -> str:
    """Return lines as a text with a free line for each that goes, if there is none beside it."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        shown = "" if number in gone else line
        if not (number - 1 in gone or number in gone) or shown.strip() or (kept and kept[-1].strip()):
            kept.append(shown)
    return "\n".join(kept)


def free_lists_and_tables(source: SourceText) -> str:
    """Return the text with a free line above each list and table that stands directly under a paragraph."""
    lines, prose = source.text.split("\n"), source.prose.split("\n")
    header = {number - 1 for fence in read_fences(source, lambda *_: None)
              for number in range(fence.position.line, fence.position.line + fence.header_lines)}
    within = in_items(prose)
    freed = lines[: source.first_body_line - 1]
    for number in range(source.first_body_line - 1, len(lines)):
        above = number - 1
        if above >= source.first_body_line - 1 and prose[above].strip() and not within[above] \
                and above not in header and not _NO_PARAGRAPH.match(prose[above]) \
                and (_begins_table(prose, number) or _begins_list(prose, number)):
            freed.append("")
        freed.append(lines[number])
    return "\n".join(freed)


def _begins_table(prose: Sequence[str], number: int) -> bool:
    """Return whether a line with bars has a line of dashes under it."""
    below = prose[number + 1] if number + 1 < len(prose) else ""
    return "|" in prose[number] and "|" in below and bool(_DELIMITERS.match(below)) and not prose[number][:4].isspace()


def _begins_list(prose: Sequence[str], number: int) -> bool:
    """Return whether an item begins a list: a second item follows, or a colon announces it.

    One dash at the start of a line may be a dash of the sentence.
    """
    item = _ITEM.match(prose[number])
    if not item:
        return False
    if prose[number - 1].rstrip().endswith(":"):
        return True
    for line in prose[number + 1 :]:
        if not line.strip():
            return False
        if _NEXT_ITEM.match(line):
            return line.lstrip()[0] == item[1] or (item[1] == "1." and line.lstrip()[0].isdigit())
    return False


def indent_nested_lists(source: SourceText) -> str:
    """Return the text with each item, and what is within it, four spaces deeper than the item that it is within."""
    lines = source.text.split("\n")
    for run in read_lists(lines, source.prose.split("\n")):
        if run.misplaced and run.is_plain:
            for number, shift in run.shifts.items():
                words = lines[number].lstrip(" \t")
                indent = len(lines[number][: len(lines[number]) - len(words)].expandtabs(INDENT))
                lines[number] = " " * max(0, indent + shift) + words
    return "\n".join(lines)
