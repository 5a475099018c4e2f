"""Look at the text of one entry: its end, its form with braces and without comments, its fields if they are plain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from proofdesk.common.source_text import Position

# An entry begins a line, or follows another one on the same line.
ENTRY_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_MARK = re.compile(r'[%{}("]|\\.')
_PLAIN_HEAD = re.compile(r"@\s*([A-Za-z][A-Za-z0-9_]*)\s*\{\s*([^\s,{}()\"=#%'\\]+)\s*,")
_PLAIN_FIELD = re.compile(
    r"\s*([A-Za-z][A-Za-z0-9_-]*)\s*=\s*(?:\{([^{}]*)\}|([0-9]+)|([A-Za-z][A-Za-z0-9_]*)|(\{))")
_PLAIN_END = re.compile(r"\s*(?:(,)\s*)?(\})?")
_DEEPEST = 100
_BRACE = re.compile(r"[{}]")
_OPENING = re.compile(r"[{(]")
_CLOSING_TOO = re.compile(r"[{})]")


class PlainEntry(NamedTuple):
    """Type, key and fields of an entry, and the offset of its end."""

    type: str
    key: str
    fields: list[tuple[str, str]]
    end: int


def read_plainly(text: str, start: int, macros: Mapping[str, str]) -> PlainEntry | None:
    """Return the entry that begins at an offset if it has the form that nearly all have, or None.

    Values are in braces, numbers or known abbreviations. Whatever else there is, a fault too, is left to pybtex, which
    takes ten times longer.
    """
    head = _PLAIN_HEAD.match(text, start)
    if not head or head[1].lower() in ("string", "preamble", "comment"):
        return None
    fields, at = [], head.end()
    while found := _PLAIN_FIELD.match(text, at):
        name, value, at = found[1], found[2], found.end()
        if found[5]:
            depth, start = 1, at
            for brace in _BRACE.finditer(text, at):
                depth += 1 if brace.group() == "{" else -1
                if depth > _DEEPEST:
                    return None
                if not depth:
                    value, at = text[start : brace.start()], brace.end()
                    break
            else:
                return None
        elif value is None:
            value = found[3] or macros.get(found[4])
            if value is None:
                return None
        fields.append((name, value))
        end = _PLAIN_END.match(text, at)
        assert end, "it matches nothing too"
        if end[2]:
            return PlainEntry(head[1], head[2], fields, end.end())
        if not end[1]:
            return None
        at = end.end()
    return None


def without_comments(text: str) -> str:
    """Return an entry without its comments, as biber and Pandoc read it: from a % between fields to the line's end.

    Within a value, or within a word, a % is text.
    """
    if "%" not in text:
        return text
    kept, start, depth, quoted, at = [], 0, 0, False, 0
    while match := _MARK.search(text, at):
        sign, at = match.group(), match.end()
        before = text[match.start() - 1 : match.start()]
        if sign == "%" and depth == 1 and not quoted and (before.isspace() or before in ',"}'):
            kept.append(text[start : match.start()])
            line_end = text.find("\n", at)
            start = at = line_end if line_end >= 0 else len(text)
        quoted ^= sign == '"' and depth == 1
        depth += (sign == "{" or (sign == "(" and not depth)) - (sign == "}")
    return "".join([*kept, text[start:]])


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


def end_of(text: str, start: int) -> int | None:
    """Return the offset after the brace or bracket that closes the first one of the entry at ``start``."""
    opening = _OPENING.search(text, start)
    assert opening, "an entry begins with one"
    rounded = opening.group() == "("
    depth = 0
    for match in (_CLOSING_TOO if rounded else _BRACE).finditer(text, opening.start() + rounded):
        sign = match.group()
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        if depth == 0 and sign == (")" if rounded else "}"):
            return match.end()
    return None
