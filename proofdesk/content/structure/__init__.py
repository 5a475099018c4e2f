"""What Markdown would lose in silence: cells, notes, figures of a list, signs between figures, lines of code."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor

from proofdesk.content.document import ConversionContext, get_context
from proofdesk.content.priorities import CHECK_STRUCTURE
from proofdesk.content.structure.definitions import CheckDefinitions
from proofdesk.content.structure.headings import PlainHeadings
from proofdesk.content.structure.inline import QuickInline
from proofdesk.content.structure.lists import NumberedLists
from proofdesk.content.structure.lost_pieces import CheckLostPieces
from proofdesk.content.structure.marks import CheckMarks
from proofdesk.content.structure.notes import CheckNotes
from proofdesk.content.structure.tables import CheckedTables

_TABLE = "table"  # as the extension `tables` calls its processor


class StructureExtension(Extension):
    """Markdown extension that keeps what an author wrote, or reports where it would be lost."""

    def __init__(self, context: ConversionContext | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._context = context

    def extendMarkdown(self, md: Markdown) -> None:
        context = get_context(md, self._context)
        # A bullet is no item of a numbered list, and the other way round.
        SaneListExtension().extendMarkdown(md)
        md.parser.blockprocessors.register(NumberedLists(md.parser, context), "olist", 40)
        md.parser.blockprocessors.register(PlainHeadings(md.parser), "hashheader", 70)
        md.treeprocessors.register(QuickInline(md), "inline", 20)
        md.postprocessors.register(CheckLostPieces(md, context), "lost-pieces", 5)
        md.treeprocessors.register(CheckDefinitions(md, context), "definitions", CHECK_STRUCTURE)
        md.treeprocessors.register(CheckNotes(md, context), "notes", CHECK_STRUCTURE)
        md.treeprocessors.register(CheckMarks(md, context), "marks", CHECK_STRUCTURE)
        if _TABLE in md.parser.blockprocessors:
            tables = md.parser.blockprocessors[_TABLE]
            assert isinstance(tables, TableProcessor)
            checked = CheckedTables(md.parser, vars(tables)["config"], context)
            md.parser.blockprocessors.register(checked, _TABLE, 75)
