"""Blocks: a plain Python-Markdown extension that finds its rooms.

``fences`` reads the source, ``reading`` hands the converter what was checked, ``room`` checks and draws one
block, ``drawing`` fits it into pymdownx's Blocks, ``finishing`` keeps what came out.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension as PymdownxBlocks
from pymdownx.blocks import BlocksProcessor

from hooks.blocks.drawing import MisreadLine, RoomBlock, UnknownBlock
from hooks.blocks.finishing import FitHeadings, KeepBlocks
from hooks.blocks.reading import ReadFences
from hooks.blocks.room import rooms
from hooks.document import Current, share_current


class BlocksExtension(PymdownxBlocks):
    """Renders every kind of block that has a room."""

    def __init__(self, current: Current | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._current = current

    def extendMarkdown(self, md: Markdown) -> None:
        current = share_current(md, self._current)
        self.fences = ReadFences(md, current)
        md.preprocessors.register(self.fences, "block-fences", 40)
        md.treeprocessors.register(FitHeadings(md), "block-headings", 16)
        md.treeprocessors.register(KeepBlocks(md, current), "block-html", -10)
        super().extendMarkdown(md)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for room in rooms().values():
            kind = type(room.record.__name__, (RoomBlock,), {"NAME": room.name, "room": room, "fences": self.fences})
            block_mgr.register(kind, {})
        block_mgr.register(type("UnknownBlock", (UnknownBlock,), {"fences": self.fences}), {})
        block_mgr.register(type("MisreadLine", (MisreadLine,), {"fences": self.fences}), {})


def makeExtension(**kwargs: Any) -> BlocksExtension:
    """Python-Markdown's way in: ``extensions=["hooks.blocks"]``."""
    return BlocksExtension(**kwargs)
