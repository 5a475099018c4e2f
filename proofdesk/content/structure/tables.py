"""Report the rows of a table whose cells do not fit under its head.

Python-Markdown does not promise to keep the two methods in which it reads a row (``tests/checks/test_structure.py``).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import Any

from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor

from proofdesk.content.document import ConversionContext
from proofdesk.content.structure.places import report


class CheckedTables(TableProcessor):
    """Block processor for tables that names each row with more cells than the head, which lose the last."""

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
        super()._build_row(row, parent, align)  # type: ignore[misc]

    def _report(self, row: str, message: str, remedy: str) -> None:
        report(self.context.document, row.strip(), "table-row", message, remedy, prose=False)
