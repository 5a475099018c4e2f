"""A page's source text, and the positions of its parts.

Markdown converters lose line numbers, so whatever reports a problem asks the source text: ``position`` turns an offset
into a line and column, ``find`` looks up the n-th mention of a text outside code and comments.
"""

from __future__ import annotations

import bisect
import re
from functools import cached_property
from typing import NamedTuple

from proofdesk.common.markdown_scan import _blank, _without_code

# What no page can show, and XML refuses: control characters other than tab and line end.
_CONTROL = {code: " " for code in (*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF)}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n|)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


class Position(NamedTuple):
    """A line and a column of a file, both from 1."""

    line: int
    column: int


class Location(NamedTuple):
    """A position in a file; ``path`` is relative to the project."""

    path: str
    position: Position


class SourceText:
    """The text of one file.

    ``path`` is relative to the repository, with forward slashes. ``text`` is the whole file with
    ``\\n`` line ends and spaces for control characters; the body is what follows the front matter, if
    there is any (where ``whole``, the body is everything).
    """

    def __init__(self, path: str, text: str, *, whole: bool = False) -> None:
        self.path = path
        self.text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
        match = None if whole else _FRONT_MATTER.match(self.text)
        self.front_matter: str | None = match.group(1) if match else None
        start = match.end() if match else 0
        while not whole and start < len(self.text) and self.text[start] == "\n":
            start += 1
        self.body_start = start

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    def with_body(self, body: str) -> SourceText:
        """The same file with another text behind its front matter."""
        return SourceText(self.path, self.text[: self.body_start] + body.lstrip("\n"))

    @cached_property
    def first_body_line(self) -> int:
        """The line, from 1, on which the body begins."""
        return self.text.count("\n", 0, self.body_start) + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(m.end() for m in re.finditer("\n", self.text))
        return starts

    def position(self, offset: int) -> Position:
        """Return the position of an offset into ``text``."""
        line = bisect.bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def prose(self) -> str:
        """``text`` with front matter, code and comments blanked out; offsets stay the same."""
        return _blank(self.text[: self.body_start]) + _without_code(self.body)

    def find(self, needle: str, occurrence: int = 0) -> Position:
        """Return the position of a mention of ``needle`` in the prose; ``occurrence`` counts from 0.

        That is the last mention if there are fewer, and the start of the body if there is none.
        """
        offsets = [m.start() for m in re.finditer(re.escape(needle), self.prose)]
        if not offsets:
            return Position(self.first_body_line, 1)
        return self.position(offsets[min(occurrence, len(offsets) - 1)])
