"""Find in a line what an editor points at: a key, or the beginning of one; and where a problem ends."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from proofdesk.bibliography.citation_syntax import ITEM

_BEGUN = re.compile(r"(?<![\w./@\\])@\{?([^\s@{}\[\];]*)$")
_ENTRY = re.compile(r"^\s*@\s*\w+\s*[{(]\s*([^\s,{}()]+)")
_END = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[^\w\s]*\w*")  # with the marks right before it: `@smith2020`, `///`


class FoundKey(NamedTuple):
    """A key in a line, from ``start`` to before ``end``, in characters."""

    key: str
    start: int
    end: int


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as the protocol counts them, without their ends: a form feed or U+2028 ends none."""
    return _END.split(text)


def key_at(line: str, column: int, known: Container[str]) -> FoundKey | None:
    """Return the key that a line cites, or whose entry it begins, at a column from 0 or right before it."""
    for match in ITEM.finditer(line):
        written = match[2].strip("{}")
        start = match.start(2) + match[2].startswith("{")
        if written not in known and written.rstrip("_") in known:  # in emphasis: `_@key_`
            written = written.rstrip("_")
        if match.start() <= column <= match.end():
            return FoundKey(written, start, start + len(written))
    entry = _ENTRY.match(line)
    return FoundKey(entry[1], *entry.span(1)) if entry and entry[1] in known and column <= entry.end() else None


def begun_key(line: str, column: int) -> str | None:
    """Return what of a key stands behind an `@` before a column from 0; None if no key is begun there."""
    match = _BEGUN.search(line[:column])
    return match[1] if match else None


def end_of_word(line: str, column: int) -> int:
    """Return the column, from 0, behind the word or the marks that begin at a column; else the end of the line."""
    match = _WORD.match(line, column)
    return match.end() if match and match.end() > column else len(line)
