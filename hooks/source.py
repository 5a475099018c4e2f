"""A page's source text, and where in it things stand.

Markdown converters forget line numbers. Everything that has to name a place asks the source
instead: ``place`` turns an offset into a line and column, ``find`` looks up the n-th mention
of a text in what a reader would read (code and comments are left out).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from functools import cached_property

from hooks.problems import Problem

_FENCE = re.compile(r"[> \t]*(`{3,}|~{3,})")
_MARKS = re.compile(r"`+|<!--|\n[ \t]*(?=\n)|<(pre|script|style|textarea)\b", re.IGNORECASE)
_LIST_ITEM = re.compile(r"[ \t]*(?:(?:[-*+]|\d+\.|:)[ \t]|\[\^[^\]]+\]:)")
# What no page can show, and XML refuses: control characters other than tab and line end.
_CONTROL = {code: " " for code in (*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF)}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n|)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


# What git writes where it cannot put two versions together (git-merge(1), “How conflicts are presented”). The line
# between them, of equals signs, is a heading's too.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)


def conflicts(path: str, text: str) -> Iterator[Problem]:
    """The marks of two versions in a text."""
    for mark in _CONFLICT.finditer(text):
        yield Problem(path, text.count("\n", 0, mark.start()) + 1, 1, "merge-conflict",
                      f"“{mark.group().strip()}” was left by git where two versions could not be put together",
                      "keep what is right of the two, and take the lines of marks away")


def _blank(text: str) -> str:
    """The same number of characters and the same line ends, with nothing in them."""
    return re.sub(r"[^\n]", " ", text)


class Source:
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

    def with_body(self, body: str) -> Source:
        """The same file with another text behind its front matter."""
        return Source(self.path, self.text[: self.body_start] + body.lstrip("\n"))

    @cached_property
    def first_body_line(self) -> int:
        """The line, from 1, on which the body begins."""
        return self.text.count("\n", 0, self.body_start) + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(m.end() for m in re.finditer("\n", self.text))
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset into ``text``."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def prose(self) -> str:
        """``text`` with front matter, code and comments blanked out; offsets stay the same."""
        return _blank(self.text[: self.body_start]) + _without_code(self.body)

    def find(self, needle: str, nth: int = 0) -> tuple[int, int]:
        """The place of the ``nth`` mention (from 0) of ``needle`` in the prose.

        The last mention where there are fewer; the start of the body where there is none.
        """
        offsets = [m.start() for m in re.finditer(re.escape(needle), self.prose)]
        if not offsets:
            return self.first_body_line, 1
        return self.place(offsets[min(nth, len(offsets) - 1)])


def _without_code(text: str) -> str:
    """Blank fenced and indented code, comments, raw text elements and inline code, keeping every offset.

    What is opened and never closed is no code: the converter shows it as text.
    """
    lines = text.split("\n")
    for first, last in _fenced(lines):
        lines[first : last + 1] = [" " * len(line) for line in lines[first : last + 1]]
    for i in _indented(lines):
        lines[i] = " " * len(lines[i])
    return _without_spans("\n".join(lines))


def _fenced(lines: list[str]) -> list[tuple[int, int]]:
    """The first and last line of each fenced code block. A fence closes with one of its own length."""
    fences = [(i, match, line[match.end() :]) for i, line in enumerate(lines) if (match := _FENCE.match(line))]
    bare: dict[str, list[int]] = {}
    for i, match, rest in fences:
        if not rest.strip():
            bare.setdefault(match.group(1), []).append(i)
    found: list[tuple[int, int]] = []
    for i, match, rest in fences:
        if "`" in rest or (found and i <= found[-1][1]):
            continue
        closing = bare.get(match.group(1), [])
        after = bisect.bisect_right(closing, i)
        if after < len(closing):
            found.append((i, closing[after]))
    return found


def in_items(lines: list[str]) -> list[bool]:
    """For each line, whether it stands in a list item, a definition or a note."""
    found: list[bool] = []
    in_item, after_gap = False, True
    for line in lines:
        if line.strip() and not line.startswith(("    ", "\t")):
            in_item = bool(_LIST_ITEM.match(line)) or (in_item and not after_gap)
        found.append(in_item)
        after_gap = not line.strip()
    return found


def _indented(lines: list[str]) -> list[int]:
    """The lines of indented code: four spaces deep after an empty line, and not in a list item or a note."""
    found: list[int] = []
    in_item = in_items(lines)
    for i, line in enumerate(lines):
        if in_item[i] or not line.strip() or not line.startswith(("    ", "\t")):
            continue
        if i == 0 or not lines[i - 1].strip() or (found and found[-1] == i - 1):
            found.append(i)
    return found


def _without_spans(text: str) -> str:
    """Blank inline code, comments and raw text elements, whichever begins first."""
    marks = list(_MARKS.finditer(text))
    closing = _closing_runs(marks)
    kept, position = [], 0
    for n, mark in enumerate(marks):
        if mark.start() < position:
            continue
        if mark.group(1):
            end = _after(text, f"</{mark.group(1)}>", mark.end())
        elif mark.group() == "<!--":
            end = _after(text, "-->", mark.end())
        else:
            escaped = text[mark.start() - 1 : mark.start()] == "\\"
            end = 0 if escaped else closing.get(n, 0)
        if end:
            kept += [text[position : mark.start()], _blank(text[mark.start() : end])]
            position = end
    return "".join([*kept, text[position:]])


def _closing_runs(marks: list[re.Match[str]]) -> dict[int, int]:
    """For each run of backticks, the end of the next run of its length in the same paragraph."""
    found: dict[int, int] = {}
    next_end: dict[int, int] = {}
    for n in range(len(marks) - 1, -1, -1):
        mark = marks[n].group()
        if mark.startswith("\n"):
            next_end.clear()
        elif mark.startswith("`"):
            if len(mark) in next_end:
                found[n] = next_end[len(mark)]
            next_end[len(mark)] = marks[n].end()
    return found


def _after(text: str, needle: str, start: int) -> int:
    """The offset behind the next ``needle`` (capitals do not count), or 0 where there is none."""
    match = re.compile(re.escape(needle), re.IGNORECASE).search(text, start)
    return match.end() if match else 0
