"""Draw the table of a block: the figure in place of the table, and the table folded below it.

The kind's template ``<name>.drawing.html`` writes Markdown into its elements, as its other one does with the title.
The citations of a cell stand in the figure, so the folded table leaves them out: each mention has one number.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from proofdesk.blocks.fence_parser import Fence
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.language import _
from proofdesk.common.source_text import Position
from proofdesk.content.document import Block, Document
from proofdesk.content.markup import DATA_EXPORT, DATA_INDEX, NO
from proofdesk.content.record.block_table import read_table
from proofdesk.content.record.columns import Cell, Report
from proofdesk.content.record.loading import parsed


def draw_table(
    slot: etree.Element, kind: BlockKind, block: Block, fence: Fence, fences: list[Fence], document: Document,
    report: Report,
) -> None:
    """Put the figure in place of the block's table, and note on the block what it says; a faulty table stays."""
    lines = list(_own_lines(document, fence, fences))
    at = Position(block.line, block.column)
    found = read_table(slot, kind.name, kind.record.columns, lines, at, report)
    if found is None:
        return
    table, element = found
    cells = [cell.position.line for row in table.rows for cell in row.values()]
    drawn = block.record.draw(table)
    needed = {name for name, field in kind.record.model_fields.items() if field.is_required()}
    if not table.sound or needed - block.record.model_fields_set:
        return
    block.said, block.dated, block.table_lines = drawn.said, drawn.dated, (min(cells), max(cells))
    template = kind.environment.get_template(kind.file("drawing.html").name)
    fields = {name: getattr(block.record, name, None) for name in kind.record.model_fields}
    figure = parsed(template.render({**fields, **drawn.values, "id": block.id}), kind.file("drawing.html"))
    figure.tail = element.tail
    slot[list(slot).index(element)] = figure
    if kind.record.folds_table:
        slot.append(_fold(element, at, Cell(block.record.title, at).words))


def _own_lines(document: Document, fence: Fence, fences: list[Fence]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block without those of blocks inside it."""
    lines = document.source.prose.split("\n")
    inner = [other for other in fences if fence.position.line < other.position.line and other.end <= fence.end]
    for number in range(fence.position.line + fence.header_lines, int(min(fence.end, len(lines) + 0.5) + 0.5)):
        if not any(other.position.line <= number <= other.end for other in inner):
            yield number, lines[number - 1]


def _fold(table: etree.Element, at: Position, name: str) -> etree.Element:
    """Return the table as an element that opens, named as the figure; search and exports read the figure above it."""
    fold = etree.Element("details", {"class": "fold drawn__fold", DATA_INDEX: NO, DATA_EXPORT: NO})
    etree.SubElement(fold, "summary").text = _("The numbers as a table")
    table.set("class", "drawn__table")
    table.set("aria-label", name)
    table.tail = None
    for cell in (*table.iter("th"), *table.iter("td")):
        cell.text = Cell(cell.text or "", at).shown
    for head in table.iterfind("./thead/tr/th"):
        head.set("scope", "col")
    fold.append(table)
    return fold
