"""A plain text file → a manuscript: paragraphs, list items by their marks, and nothing guessed beyond that."""

from __future__ import annotations

import re
import unicodedata

from proofdesk.desk.importing.model import ITEM, TEXT, Line, Manuscript, escaped

_BULLET = re.compile(r"([•‣◦▪●○·∙*–—-]|\uf0b7)\s+(?=\S)")
_NUMBER = re.compile(r"(?:\(([1-9]\d{0,2})\)|\[([1-9]\d{0,2})\]|([1-9]\d{0,2})[.)])\s+(?=\S)")
# A paragraph broken by hand or by an old mail program: its lines are about as long as they may be.
_NARROW = range(45, 101)


def read_text(text: str) -> Manuscript:
    """Each line a paragraph, unless the file breaks its paragraphs into lines of a terminal's width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u2028", "\n")
    groups = [[line.strip() for line in group.split("\n") if line.strip()] for group in re.split(r"\n[ \t]*\n", text)]
    if _is_wrapped(groups):
        groups = [_unwrapped(group) for group in groups]
    lines = [_line(line) for group in groups for line in group]
    return Manuscript(lines)


def _is_wrapped(groups: list[list[str]]) -> bool:
    inner = sorted(len(line) for group in groups for line in group[:-1] if not mark(line)[1])
    return len(inner) > 3 and inner[len(inner) // 4] in _NARROW and inner[-1] in _NARROW


def _unwrapped(group: list[str]) -> list[str]:
    """The group with each line that begins nothing of its own put to the one before it."""
    whole: list[str] = []
    for number, line in enumerate(group):
        if whole and not mark(line)[1] and len(group[number - 1]) >= _NARROW.start:
            whole[-1] += " " + line
        else:
            whole.append(line)
    return whole


def _line(line: str) -> Line:
    words, found, number = mark(line)
    return Line(ITEM, escaped(words), 1, number) if found else Line(TEXT, escaped(line))


def mark(line: str) -> tuple[str, str, int | None]:
    """A line without the mark of a list item before it, the mark, and its number; the mark may be an emoji."""
    match = _BULLET.match(line)
    if match:
        return line[match.end() :], match.group().strip(), None
    match = _NUMBER.match(line)
    if match:
        return line[match.end() :], match.group().strip(), int(next(filter(None, match.groups())))
    if line and unicodedata.category(line[0]) in ("So", "Sk"):
        head, _, rest = line.partition(" ")
        if rest.strip() and all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") for sign in head):
            return rest.strip(), head, None
    return line, "", None
