"""The columns of a block's table and what stands in a cell; heads are known in English and the page's language."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE, parse_group
from proofdesk.common.language import _, pgettext, spoken
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean, normalize_whitespace, slug
from proofdesk.content.record.table_rows import WrittenRow

# Takes the place of a fault, its rule, its message and its remedy.
Report = Callable[[Position, str, str, str], object]

_CITATION = re.compile(rf"{GROUP}|{NARRATIVE}")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
_UNKNOWN = "not stated"
_NUMBER = r"[-−–+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}(?:\.[0-9]{1,4})?)"
_NUMBERS = re.compile(rf"({_NUMBER})(?: to ({_NUMBER}))?( ?%)?")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True)
class Column:
    """A column that a kind's table may have: its name for programs, its head in English, and what stands in it.

    ``context`` is that of the head as a message, such as the class of a vocabulary whose word it is.
    """

    name: str
    head: str
    description: str
    required: bool = True
    context: str = "head of a column"

    @property
    def said(self) -> str:
        """Return the head in the language of the page."""
        return pgettext(self.context, self.head)


@dataclass(frozen=True)
class Cell:
    """A cell: its Markdown, and its place. ``position`` is that of its row if it is empty or is missing."""

    markdown: str
    position: Position

    @property
    def words(self) -> str:
        """Return the words without citations, links and emphasis."""
        return _MARKS.sub("", _LINK.sub(r"\1", self.uncited)).strip()

    @property
    def uncited(self) -> str:
        """Return the Markdown without citations."""
        return normalize_whitespace(_CITATION.sub("", self.markdown))

    @property
    def shown(self) -> str:
        """Return the Markdown without citations, a number or a range as the page's language writes it.

        Editors write them as in English. A whole number without a comma stays, as it may be a year.
        """
        if self.uncited.lower() == _UNKNOWN:
            return _("not stated")
        found = _NUMBERS.fullmatch(self.uncited)
        if not found:
            return self.uncited
        low, high, share = found.groups(default="")
        return (_("%(first)s to %(last)s", first=_number(low), last=_number(high)) if high else _number(low)) + share

    @property
    def citations(self) -> str:
        """Return the citations as they are written."""
        return " ".join(match.group() for match in _CITATION.finditer(self.markdown))

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for match in _CITATION.finditer(self.markdown) for key in _keys(match))

    @property
    def address(self) -> str:
        """Return where its first link leads; empty without one."""
        link = _LINK.search(self.uncited)
        return link[2] if link else ""


def _number(written: str) -> str:
    digits = written.lstrip("-−–+")
    shown = spoken().number(int(digits.replace(",", ""))) if "," in digits else spoken().digits(digits)
    return ("−" if written[0] in "-−–" else "+" if written[0] == "+" else "") + shown


def _keys(match: re.Match[str]) -> list[str]:
    return [match[2].strip("{}")] if match[1] is None else [item.key for item in parse_group(match[1]) or ()]


def name_columns(
    element: etree.Element, kind: str, columns: Sequence[Column], head: WrittenRow, at: Position, report: Report
) -> list[Column | None] | None:
    """Return the columns of a table in its order; None if some are missing or unknown, which is reported.

    A head may be in English on any page; readers see it in the language of theirs.
    """
    known = {slug(head): column for column in columns for head in (column.head, column.said)}
    sound, found = True, list[Column | None]()
    for place, cell in enumerate(element.iterfind("./thead/tr/th")):
        words = Cell("".join(cell.itertext()), at).words
        column = known.get(slug(words))
        position = Position(head[0], head[1][place][1]) if place < len(head[1]) else at
        if column is None:
            sound = False
            report(position, "bad-table", f"the table has a column “{words}”, which the {kind} block does not know",
                   did_you_mean(words, [each.said for each in columns]))
        elif column in found:
            sound = False
            report(position, "bad-table", f"the table has the column “{column.said}” twice", "keep one of them")
        elif slug(words) != slug(column.said):
            cell.text = column.said
        found.append(column)
    for column in columns:
        if column.required and column not in found:
            sound = False
            report(Position(head[0], head[1][0][1] if head[1] else 1), "bad-table",
                   f"the table has no column “{column.said}”", f"add it: {column.description}")
    return found if sound else None
