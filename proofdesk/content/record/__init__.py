"""The record of a block: what a kind says of itself (``base``), and how manuscripts write it (``manuscript_forms``).

``block_table`` reads the table that a figure is drawn from, whose columns and cells are in ``columns``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.content.record.base import CLAIM_OPTIONS as CLAIM_OPTIONS
    from proofdesk.content.record.base import IncompatibleOptions as IncompatibleOptions
    from proofdesk.content.record.base import Record as Record
    from proofdesk.content.record.block_table import BlockTable as BlockTable
    from proofdesk.content.record.block_table import Dated as Dated
    from proofdesk.content.record.block_table import Drawn as Drawn
    from proofdesk.content.record.block_table import Said as Said
    from proofdesk.content.record.columns import Cell as Cell
    from proofdesk.content.record.columns import Column as Column
    from proofdesk.content.record.descriptions import InNewPage as InNewPage
    from proofdesk.content.record.descriptions import JsonLdGroup as JsonLdGroup
    from proofdesk.content.record.descriptions import Listing as Listing
    from proofdesk.content.record.descriptions import MarkdownForm as MarkdownForm
    from proofdesk.content.record.descriptions import SchemaWords as SchemaWords
    from proofdesk.content.record.descriptions import Section as Section
    from proofdesk.content.record.manuscript_forms import CaptionedPicture as CaptionedPicture
    from proofdesk.content.record.manuscript_forms import LabelledPair as LabelledPair
    from proofdesk.content.record.manuscript_forms import LabelledParts as LabelledParts
    from proofdesk.content.record.manuscript_forms import LabelledText as LabelledText
    from proofdesk.content.record.manuscript_forms import ListUnderHeading as ListUnderHeading
    from proofdesk.content.record.manuscript_forms import ManuscriptForm as ManuscriptForm
    from proofdesk.content.record.manuscript_forms import QuestionsUnderHeading as QuestionsUnderHeading

__getattr__, __all__ = public({
    "proofdesk.content.record.base": (
        "CLAIM_OPTIONS", "IncompatibleOptions", "Record",
    ),
    "proofdesk.content.record.block_table": ("BlockTable", "Dated", "Drawn", "Said"),
    "proofdesk.content.record.columns": ("Cell", "Column"),
    "proofdesk.content.record.descriptions": (
        "InNewPage", "JsonLdGroup", "Listing", "MarkdownForm", "SchemaWords", "Section",
    ),
    "proofdesk.content.record.manuscript_forms": (
        "CaptionedPicture", "LabelledPair", "LabelledParts", "LabelledText",
        "ListUnderHeading", "ManuscriptForm", "QuestionsUnderHeading",
    ),
})
