"""Markdown extension that renders every kind of block of a folder.

``fence_parser`` parses the source, ``preprocessor`` passes on checked fences, ``kind`` validates and renders a block,
``pymdownx_adapter`` fits it into pymdownx's Blocks, ``heading_levels``, ``lead``, ``permalinks`` and ``capture`` finish
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension as PymdownxBlocks
from pymdownx.blocks import BlocksProcessor

from proofdesk.blocks.capture import CaptureBlocks
from proofdesk.blocks.heading_levels import FitHeadings
from proofdesk.blocks.kind import BlockKind, block_kinds
from proofdesk.blocks.lead import MoveLeads
from proofdesk.blocks.permalinks import QuietAnchors
from proofdesk.blocks.preprocessor import ReadFences
from proofdesk.blocks.pymdownx_adapter import KindBlock, MisreadLine, UnknownBlock
from proofdesk.content.document import ConversionContext, get_context
from proofdesk.content.priorities import CAPTURE_BLOCKS, FIT_HEADINGS, MOVE_LEADS, QUIET_ANCHORS, READ_FENCES


class BlocksExtension(PymdownxBlocks):
    """Markdown extension that renders every kind of block that has a folder."""

    def __init__(
        self, kinds: Mapping[str, BlockKind] | None = None, context: ConversionContext | None = None, **kwargs: Any
    ) -> None:
        self.config = {"folder": ["hooks/blocks", "the folder with a folder for each kind of block"]}
        super().__init__(**kwargs)
        self._kinds = kinds
        self._context = context

    def extendMarkdown(self, md: Markdown) -> None:
        context = get_context(md, self._context)
        self.kinds = block_kinds(Path(self.getConfig("folder"))) if self._kinds is None else self._kinds
        self.fences = ReadFences(md, context, self.kinds)
        md.preprocessors.register(self.fences, "block-fences", READ_FENCES)
        md.treeprocessors.register(FitHeadings(md), "block-headings", FIT_HEADINGS)
        md.treeprocessors.register(MoveLeads(md), "block-leads", MOVE_LEADS)
        md.treeprocessors.register(QuietAnchors(md), "quiet-anchors", QUIET_ANCHORS)
        md.treeprocessors.register(CaptureBlocks(md, context), "block-html", CAPTURE_BLOCKS)
        super().extendMarkdown(md)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for kind in self.kinds.values():
            adapter = type(kind.record.__name__, (KindBlock,), {"NAME": kind.name, "kind": kind, "fences": self.fences})
            block_mgr.register(adapter, {})
        block_mgr.register(type("UnknownBlock", (UnknownBlock,), {"fences": self.fences}), {})
        block_mgr.register(type("MisreadLine", (MisreadLine,), {"fences": self.fences}), {})


def makeExtension(**kwargs: Any) -> BlocksExtension:
    """Return the extension; Python-Markdown calls this for ``extensions=["proofdesk.blocks"]``."""
    return BlocksExtension(**kwargs)
