"""Look at the text of one entry: without comments and round brackets, and with the faults that people make most.

pybtex's own words (“'}' expected”) name neither a fault nor its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Container

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position

_SPACED_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,={}]+(?:[ \t]+[^\s,={}]+)+)\s*,")
_NO_KEY = re.compile(r"@\s*\w+\s*[{(]\s*(,|[\w-]+\s*=)")
_BARE = re.compile(r"(?:[,{(]|^)[ \t]*([\w-]+)[ \t]*=[ \t]*([^\s{}\"#,][^{}\"#,\n]*?)[ \t]*(?=[,}\n])", re.MULTILINE)


def known_fault(path: str, text: str, line: int, macros: Container[str]) -> Problem | None:
    """Return the problem of an entry with one of the faults that people make most, at its place; else None."""
    def at(offset: int, message: str, remedy: str) -> Problem:
        column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        return Problem(path, line + text.count("\n", 0, offset), column, "bib-syntax", message, remedy)

    if spaced := _SPACED_KEY.match(text):
        return at(spaced.start(1), f"the key “{spaced[1]}” has a space in it", "write it as one word")
    if missing := _NO_KEY.match(text):
        return at(missing.start(1), "the entry has no key", "write one after the brace: `@article{key,`")
    for bare in _BARE.finditer(text):
        value = bare[2]
        if not value.isdecimal() and value not in macros:
            return at(bare.start(1), f"“{value}” has no braces around it and is no abbreviation that the file defines",
                      f"write {bare[1]} = {{{value}}}")
    return None


def without_comments(text: str) -> str:
    """Return an entry without the lines between its fields that begin with a %, as biber and Pandoc read it.

    Within a value such a line is text.
    """
    if not re.search(r"^[ \t]*%", text, re.MULTILINE):
        return text
    lines, depth = [], 0
    for line in text.split("\n"):
        comment = depth == 1 and line.lstrip().startswith("%")
        lines.append("" if comment else line)
        depth += 0 if comment else line.count("{") - line.count("}") - line.count(r"\{") + line.count(r"\}")
    return "\n".join(lines)


def with_braces(text: str) -> str:
    """Return an entry in round brackets, which Pandoc cannot read, in braces."""
    head, bracket, rest = text.partition("(")
    return f"{head}{{{rest[:-1]}}}" if bracket and "{" not in head and rest.endswith(")") else text


def second_position(text: str, name: str, line: int) -> Position:
    """Return the position at which an entry states a field for the second time."""
    found = [m.start(1) for m in re.finditer(rf"[,{{(]\s*({re.escape(name)})\s*=", text, re.IGNORECASE)]
    if len(found) < 2:  # pragma: no cover - pybtex has read it twice, so it is there twice
        return Position(line, 1)
    return Position(line + text.count("\n", 0, found[1]), found[1] - text.rfind("\n", 0, found[1]))
