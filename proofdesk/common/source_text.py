"""A page's source text with positions.

Markdown converters forget line numbers, so problems take their positions from here: ``position`` turns an offset into
line and column, ``find`` looks up the n-th mention of a text in the prose, which excludes code and comments.
"""

from __future__ import annotations

import bisect
import re
import zlib
from collections.abc import Callable
from functools import cached_property, partial
from typing import NamedTuple

from proofdesk.common.files import BytesLike
from proofdesk.common.markdown_scan import blank, blank_code

# XML refuses control characters other than tab and line end, so no page can show them.
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

    ``path`` is relative to the repository, with forward slashes. ``text`` is the whole file with ``\\n`` line ends and
    spaces for control characters. The body is the text after the front matter; with ``whole`` it is all of the text.
    """

    def __init__(self, path: str, text: str, *, whole: bool = False) -> None:
        self.path = path
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
        self._text: str | None = text
        self._load: Callable[[], str] | None = None
        match = None if whole else _FRONT_MATTER.match(text)
        self.front_matter: str | None = match.group(1) if match else None
        start = match.end() if match else 0
        while not whole and start < len(text) and text[start] == "\n":
            start += 1
        self.body_start = start

    @property
    def text(self) -> str:
        return self._load() if self._text is None and self._load else self._text or ""

    @property
    def packed(self) -> bytes:
        return zlib.compress(self.text.encode("utf-8", "surrogatepass"), 1)

    def load_with(self, load: Callable[[], BytesLike]) -> None:
        """Have ``pack`` keep nothing of the text: ``load`` returns it as ``packed`` did."""
        self._load = partial(_unpacked, load)

    def pack(self) -> None:
        """Take little memory from now on. Everything can still be asked for, which then takes a moment."""
        if self._load is None:
            packed = self.packed
            self.load_with(lambda: packed)
        self._text = None
        self.forget_prose()

    def forget_prose(self) -> None:
        """Free the memory of what is made again if it is asked for."""
        vars(self).pop("prose", None)
        vars(self).pop("_line_starts", None)

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    def with_body(self, body: str) -> SourceText:
        """Return the same file with another body."""
        return SourceText(self.path, self.text[: self.body_start] + body.lstrip("\n"))

    @cached_property
    def first_body_line(self) -> int:
        """Return the line, from 1, on which the body begins."""
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

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position into ``text``."""
        return self._line_starts[line - 1] + column - 1

    @cached_property
    def prose(self) -> str:
        """Return ``text`` with front matter, code and comments blanked out; offsets stay the same."""
        return blank(self.text[: self.body_start]) + blank_code(self.body)

    def find(self, needle: str, occurrence: int = 0) -> Position:
        """Return the position of the mention number ``occurrence`` (from 0) of ``needle`` in the prose.

        Falls back to the last mention, or to the start of the body if there is none.
        """
        offsets = [m.start() for m in re.finditer(re.escape(needle), self.prose)]
        if not offsets:
            return Position(self.first_body_line, 1)
        return self.position(offsets[min(occurrence, len(offsets) - 1)])


def _unpacked(load: Callable[[], BytesLike]) -> str:
    return zlib.decompress(load()).decode("utf-8", "surrogatepass")
