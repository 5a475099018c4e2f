"""Read a plain text file: paragraphs, and list items by their markers. Headings are found later, by `headings`."""

from __future__ import annotations

import re

from proofdesk.desk.importing.lines import ITEM, TEXT, Line, escape
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.readers.held.lines import held_by_text
from proofdesk.desk.importing.readers.pasted.reader import is_pasted, mend_pasted
from proofdesk.desk.importing.typed_marks import split_marker

_SPACES = re.compile(r"[^\S\n]{2,}+")
# Lines of a paragraph that was wrapped by hand or by an old mail program have about the same length.
_WRAPPED_LENGTHS = range(45, 101)


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
