"""Blocks: the Markdown extension that renders them, and what a kind of block is made of.

Public: everything that a folder in ``hooks/blocks/`` needs. Rooms below: ``content``, ``bibliography``, ``common``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.bibliography.evidence import Certainty as Certainty
    from proofdesk.bibliography.evidence import EvidenceKind as EvidenceKind
    from proofdesk.bibliography.evidence import Species as Species
    from proofdesk.bibliography.evidence import Vocabulary as Vocabulary
    from proofdesk.blocks.extension import BlocksExtension as BlocksExtension
    from proofdesk.blocks.extension import makeExtension as makeExtension
    from proofdesk.blocks.installed import block_kinds as block_kinds
    from proofdesk.blocks.kind import BlockKind as BlockKind
    from proofdesk.blocks.pictures import PicturePath as PicturePath
    from proofdesk.common.language import N_ as N_
    from proofdesk.common.language import _ as _
    from proofdesk.common.language import colon as colon
    from proofdesk.common.language import comma as comma
    from proofdesk.common.language import listed_plainly as listed_plainly
    from proofdesk.common.language import ngettext as ngettext
    from proofdesk.common.language import spoken as spoken
    from proofdesk.common.text import did_you_mean as did_you_mean
    from proofdesk.common.vocabulary import LabelledEnum as LabelledEnum
    from proofdesk.content.block_text import BlockText as BlockText
    from proofdesk.content.record import BlockTable as BlockTable
    from proofdesk.content.record import CaptionedPicture as CaptionedPicture
    from proofdesk.content.record import Cell as Cell
    from proofdesk.content.record import Column as Column
    from proofdesk.content.record import Dated as Dated
    from proofdesk.content.record import Drawn as Drawn
    from proofdesk.content.record import IncompatibleOptions as IncompatibleOptions
    from proofdesk.content.record import InNewPage as InNewPage
    from proofdesk.content.record import JsonLdGroup as JsonLdGroup
    from proofdesk.content.record import LabelledPair as LabelledPair
    from proofdesk.content.record import LabelledParts as LabelledParts
    from proofdesk.content.record import LabelledText as LabelledText
    from proofdesk.content.record import Listing as Listing
    from proofdesk.content.record import ListUnderHeading as ListUnderHeading
    from proofdesk.content.record import MarkdownForm as MarkdownForm
    from proofdesk.content.record import QuestionsUnderHeading as QuestionsUnderHeading
    from proofdesk.content.record import Record as Record
    from proofdesk.content.record import Said as Said
    from proofdesk.content.record import SchemaWords as SchemaWords
    from proofdesk.content.record import Section as Section

__getattr__, __all__ = public({
    "proofdesk.bibliography.evidence": ("Certainty", "EvidenceKind", "Species", "Vocabulary"),
    "proofdesk.blocks.extension": ("BlocksExtension", "makeExtension"),
    "proofdesk.blocks.installed": ("block_kinds",),
    "proofdesk.blocks.kind": ("BlockKind",),
    "proofdesk.blocks.pictures": ("PicturePath",),
    "proofdesk.common.language": ("N_", "_", "colon", "comma", "listed_plainly", "ngettext", "spoken"),
    "proofdesk.common.text": ("did_you_mean",),
    "proofdesk.common.vocabulary": ("LabelledEnum",),
    "proofdesk.content.block_text": ("BlockText",),
    "proofdesk.content.record": (
        "BlockTable", "CaptionedPicture", "Cell", "Column", "Dated", "Drawn", "IncompatibleOptions", "InNewPage",
        "JsonLdGroup", "LabelledPair", "LabelledParts", "LabelledText", "ListUnderHeading", "Listing", "MarkdownForm",
        "QuestionsUnderHeading", "Record", "Said", "SchemaWords", "Section",
    ),
})
