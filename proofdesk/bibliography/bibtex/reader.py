"""Read the entries of a BibTeX text one at a time, so that a fault affects one entry only and has a line.

pybtex reads the unusual ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container
from functools import cached_property
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.exceptions import PybtexError
from pybtex.utils import CaseInsensitiveDict

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.bibtex.entry_text import (
    ENTRY_START,
    end_of,
    read_plainly,
    second_position,
    with_braces,
    without_comments,
)
from proofdesk.bibliography.bibtex.faults import fault_of
from proofdesk.bibliography.citation_syntax import can_be_cited
from proofdesk.bibliography.entry import Entry
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position

_NEXT_ENTRY = re.compile(r"[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]")
_KEY = re.compile(r"@\s*[\w-]+\s*[{(]\s*([^\s,{}()\"=]+)\s*,")
# “@comment” and what follows is one, without braces too.
_AT = re.compile(r"^[ \t]*(@(?![ \t]*comment\b)[^\n]*)", re.MULTILINE | re.IGNORECASE)
# BibTeX ignores a comma between entries; a field after it belonged to the entry.
_LEFT_OVER = re.compile(r"\s*(\}|,(?=\s*[\w-]+\s*=))")


class EntryReader:
    """Reads entries of a text into a bibliography. ``macros`` are the abbreviations known so far, and grow."""

    def __init__(self, bibliography: Bibliography, text: str, macros: CaseInsensitiveDict) -> None:
        self._bibliography, self._text, self._macros = bibliography, text, macros
        self.is_open = False  # whether an entry so far has no end of its own

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self._text)]

    def _line(self, offset: int) -> int:
        """Return the line of an offset, from 1, without counting from the start of a long file."""
        return bisect_left(self._line_ends, offset) + 1

    def read(self, start: int = 0, stops: Container[int] = ()) -> int:
        """Read from an offset to the next entry that begins at one of ``stops``, or to the end; return that offset."""
        text, end = self._text, start
        match = ENTRY_START.search(text, start)
        while match and (match.start() == start or match.start() not in stops):
            self._check_between(end, match.start())
            end = self._read_longest(match.start() + len(match.group()) - len(match.group().lstrip()))
            match = _NEXT_ENTRY.match(text, end) or ENTRY_START.search(text, end)
            if left := _LEFT_OVER.match(text, end):
                position = Position(self._line(left.start(1)), left.start(1) - text.rfind("\n", 0, left.start(1)))
                self._report(*position, "the text from here on belongs to no entry: the entry above has already ended",
                             "check its braces; there is a } too many")
        stop = match.start() if match else len(text)
        self._check_between(end, stop)
        return stop

    def _report(self, line: int, column: int, message: str, remedy: str, key: str = "") -> None:
        path = self._bibliography.path
        self._bibliography.report(Problem(path, line, column, "bib-syntax", message, remedy), key)

    def _check_between(self, start: int, end: int) -> None:
        """Report text between entries that begins like an entry: as a comment, an entry would be lost."""
        for match in _AT.finditer(self._text, start, end):
            self._report(self._line(match.start()), 1, f"“{match[1][:40]}” begins no entry that can be read",
                         "write it as `@article{key,` on a line of its own, or delete the @")

    def _read_longest(self, start: int) -> int:
        """Read the entry at ``start`` and return the offset of its end.

        It ends at its closing brace. If that is missing, or belongs to another entry and the whole cannot be read, it
        ends before the next entry, so that a fault affects one entry only.
        """
        text, macros = self._text, self._macros
        if plain := read_plainly(text, start, macros):
            fields = [(name, [value]) for name, value in plain.fields]
            self._take(plain.type, plain.key, fields, text[start : plain.end], self._line(start))
            return plain.end
        following = ENTRY_START.search(text, start + 1)
        cut = following.start() if following else len(text)
        end = end_of(text, start)
        self.is_open = self.is_open or end is None
        if end is None or (end > cut and isinstance(_parse(text[start:end], 1, CaseInsensitiveDict(macros))[0], int)):
            end = cut
        self._read_entry(with_braces(text[start:end].rstrip()), self._line(start))
        return end

    def _read_entry(self, text: str, line: int) -> None:
        bibliography, macros = self._bibliography, self._macros
        kind = re.match(r"@\s*(\w+)", text)
        if kind and kind.group(1).lower() == "comment":
            return
        found = _parse(text, line, macros)
        if isinstance(found[0], int):
            at, reason = found
            key_of = _KEY.match(text)
            if key_of:
                bibliography.broken_keys[key_of[1]] = f"{bibliography.path}:{line}"
            path = bibliography.path
            problem = fault_of(path, text, line, macros) or Problem(
                path, at, 1, "bib-syntax", f"the entry that begins on line {line} cannot be read: {reason}",
                "check its commas, quotes and braces; every { needs its }")
            bibliography.report(problem, key_of[1] if key_of else "")
            return
        command, body = found
        if command.lower() in ("string", "preamble"):
            bibliography.preamble += text.strip() + "\n"
            return
        key, values = body
        self._take(command, key, values, text, line)

    def _take(self, command: str, key: str, values: list[tuple[str, list[str]]], text: str, line: int) -> None:
        """Take up an entry that could be read."""
        bibliography = self._bibliography
        if not can_be_cited(key):
            self._report(line, 1, f"the key “{key}” has a brace in it", "take it out, because nothing could cite it")
            return
        # White space as in pybtex, which takes three times longer.
        fields = {name.lower(): " ".join("".join(parts).split()) for name, parts in values}
        if len(fields) < len(values):
            names = Counter(name.lower() for name, _ in values)
            twice = next(name for name, count in names.items() if count > 1)
            bibliography.broken_keys[key] = f"{bibliography.path}:{line}"
            self._report(*second_position(text, twice, line), f"“{key}” has the field “{twice}” twice",
                         "delete one of the two", key)
            return
        bibliography.add(Entry(key, command.lower(), fields, text, line, path=bibliography.path))


def _parse(text: str, line: int, macros: CaseInsensitiveDict) -> tuple[int, str] | tuple[str, Any]:
    """Return one entry as pybtex reads it: (command, body), or (line, reason) if it cannot."""
    errors: list[tuple[int, str]] = []

    def note(error: PybtexError) -> None:
        at = getattr(error, "lineno", None) or 1
        errors.append((line + at - 1, re.sub(r" in line \d+(?=: )", "", str(error)).removeprefix("syntax error: ")))

    found = None
    text = without_comments(text)
    plain = read_plainly(text, 0, macros)
    if plain and plain.end == len(text):
        return plain.type, (plain.key, [(name, [value]) for name, value in plain.fields])
    try:
        for command, body in LowLevelParser(text, macros=macros, handle_error=note):
            found = found or (command, body)
    except (PybtexError, RecursionError, IndexError) as error:
        errors.append((line, str(error)))
    return errors[0] if errors else found or (line, "it is empty")
