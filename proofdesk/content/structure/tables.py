"""Report the rows of a table whose cells do not fit under its head, or are dashes.

Python-Markdown does not promise to keep the two methods in which it reads a row (``tests/checks/test_structure.py``).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import Any

from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor

from proofdesk.common.source_text import Position
from proofdesk.content.document import ConversionContext
from proofdesk.content.structure.places import report

_DASHES = re.compile(r":?-{3,}:?")


class CheckedTables(TableProcessor):
    """Block processor for tables that names each row whose last cell would be lost, and each row of dashes."""

    def __init__(self, parser: BlockParser, config: dict[str, Any], context: ConversionContext) -> None:
        super().__init__(parser, config)
        self.context = context

    def _build_row(self, row: str, parent: etree.Element, align: Sequence[str | None]) -> None:
        """Build a row as Python-Markdown does, and report what it cannot show."""
        cells = len(self._split_row(row))  # type: ignore[attr-defined]
        if cells > len(align):
            self._report(
                row, f"this row has {cells} cells and the table's head {len(align)}, so the last would be lost",
                "give the head as many cells; write `\\|` for a bar that is part of the text")
        elif len(align) > 1 and "|" not in row:
            self._report(
                row, "this line has no bar, and would be a row of the table above it",
                "leave a line free below the table, or put bars between the cells")
        elif self._is_rule(row):
            self._report_rule(row.strip())
        super()._build_row(row, parent, align)  # type: ignore[misc]

    def _is_rule(self, row: str) -> bool:
        """Return whether each cell of a row has only the dashes that stand under a head."""
        cells = [cell.strip() for cell in self._split_row(row)]  # type: ignore[attr-defined]
        return all(_DASHES.fullmatch(cell) for cell in cells)

    def _report_rule(self, row: str) -> None:
        """Report a row of dashes where two other rows are above it, because that under the head is often the same."""
        source = self.context.document.source
        lines = source.text.split("\n")
        known = {problem.line for problem in self.context.document.problems if problem.rule == "table-row"}
        for index in range(source.first_body_line + 1, len(lines)):
            is_row = index + 1 not in known and lines[index].strip() == row
            if is_row and "|" in lines[index - 1] and "|" in lines[index - 2]:
                self.context.document.problem(
                    Position(index + 1, lines[index].index(row) + 1), "table-row",
                    "this row of dashes would be shown as dashes", "a table has one such row, under its head")
                return

    def _report(self, row: str, message: str, remedy: str) -> None:
        report(self.context.document, row.strip(), "table-row", message, remedy, prose=False)
