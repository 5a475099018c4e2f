"""Blocks: a plain Python-Markdown extension that finds its rooms.

``fences`` reads the source, ``reading`` hands the converter what was checked, ``room`` checks and draws one
block, ``drawing`` fits it into pymdownx's Blocks, ``finishing`` keeps what came out.
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
from proofdesk.blocks.preprocessor import ReadFences
from proofdesk.blocks.pymdownx_adapter import KindBlock, MisreadLine, UnknownBlock
from proofdesk.content.document import ConversionContext, get_context
from proofdesk.content.priorities import CAPTURE_BLOCKS, FIT_HEADINGS, READ_FENCES


class BlocksExtension(PymdownxBlocks):
    """Renders every kind of block that has a room."""

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
        md.treeprocessors.register(CaptureBlocks(md, context), "block-html", CAPTURE_BLOCKS)
        super().extendMarkdown(md)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for room in self.kinds.values():
            kind = type(room.record.__name__, (KindBlock,), {"NAME": room.name, "room": room, "fences": self.fences})
            block_mgr.register(kind, {})
        block_mgr.register(type("UnknownBlock", (UnknownBlock,), {"fences": self.fences}), {})
        block_mgr.register(type("MisreadLine", (MisreadLine,), {"fences": self.fences}), {})


def makeExtension(**kwargs: Any) -> BlocksExtension:
    """Python-Markdown's way in: ``extensions=["proofdesk.blocks"]``."""
    return BlocksExtension(**kwargs)
