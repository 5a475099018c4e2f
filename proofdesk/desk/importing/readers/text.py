"""Read a plain text file: paragraphs, and list items by their markers. Headings are found later, by `headings`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import NamedTuple

from proofdesk.desk.importing.model import ITEM, QUOTE, TEXT, Line, Manuscript, escape
from proofdesk.desk.importing.readers.held.lines import held_by_text
from proofdesk.desk.importing.readers.pasted.reader import is_pasted, mend_pasted

_BULLET = re.compile(r"([•‣◦▪●○·∙*–—-]|\uf0b7)\s++(?=\S)")
_SPACES = re.compile(r"[^\S\n]{2,}+")
_NUMBER = re.compile(r"(?:\(([1-9]\d{0,2})\)|\[([1-9]\d{0,2})\]\.?|([1-9]\d{0,2})[.)])\s++(?=\S)")
_TYPED = re.compile(r"(?P<marks>\*{0,3})(?:[•‣◦▪●○∙-]|\uf0b7|(?P<number>[1-9]\d?)\))\s++(?=\S)")
# Lines of a paragraph that was wrapped by hand or by an old mail program have about the same length.
_WRAPPED_LENGTHS = range(45, 101)


class MarkedText(NamedTuple):
    """Text of a line without its list marker, the marker, and its number; both are empty without a marker."""

    text: str
    marker: str = ""
    number: int | None = None


def read_text(text: str) -> Manuscript:
    """Read each line as a paragraph, unless the lines are those of a printed page or of a terminal's width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if is_pasted(text):
        paragraphs, facts, notes = mend_pasted(text)
        return _counted(Manuscript([_line(line) for line in paragraphs], facts=facts, notes=notes), text)
    held, text = text, text.replace("\f", "\n\n")
    text = _SPACES.sub(" ", text)
    groups = [[line.strip() for line in group.split("\n") if line.strip()] for group in re.split(r"\n[ \t]*\n", text)]
    if _is_wrapped(groups):
        groups = [_unwrap(group) for group in groups]
    return _counted(Manuscript([_line(line) for group in groups for line in group]), held)


def _counted(manuscript: Manuscript, text: str) -> Manuscript:
    manuscript.ledger.hold_lines(held_by_text(text))
    return manuscript


def _is_wrapped(groups: list[list[str]]) -> bool:
    """Return whether most lines that another line follows have about the same length."""
    lengths = sorted(len(line) for group in groups for line in group[:-1] if not split_marker(line).marker)
    return len(lengths) > 3 and lengths[len(lengths) // 4] in _WRAPPED_LENGTHS and lengths[-1] in _WRAPPED_LENGTHS


def _unwrap(group: list[str]) -> list[str]:
    """Join each line to the one before it, unless it begins with a list marker or follows a short line."""
    joined: list[str] = []
    for number, line in enumerate(group):
        if joined and not split_marker(line).marker and len(group[number - 1]) >= _WRAPPED_LENGTHS.start:
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _line(line: str) -> Line:
    text, marker, number = split_marker(line)
    return Line(ITEM, escape(text), 1, number) if marker else Line(TEXT, escape(line))


def typed_item(line: Line) -> Line:
    """Return a paragraph that begins with a bullet or with “1)” that somebody typed as the item that it shows."""
    match = _TYPED.match(line.text) if line.kind in (TEXT, QUOTE) and line.level == 0 else None
    if not match or (line.kind == QUOTE and not match["number"]):  # “- Jane Roe” says who is quoted
        return line
    number = int(match["number"]) if match["number"] else None
    return replace(line, kind=ITEM, text=match["marks"] + line.text[match.end() :], level=1, number=number)


def split_marker(line: str) -> MarkedText:
    """Split a list marker from a line; the marker may be an emoji."""
    match = _BULLET.match(line)
    if match:
        return MarkedText(line[match.end() :], match.group().strip())
    match = _NUMBER.match(line)
    if match:
        return MarkedText(line[match.end() :], match.group().strip(), int(next(filter(None, match.groups()))))
    if line and unicodedata.category(line[0]) in ("So", "Sk"):
        head, _, rest = line.partition(" ")
        if rest.strip() and all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") for sign in head):
            return MarkedText(rest.strip(), head)
    return MarkedText(line)
