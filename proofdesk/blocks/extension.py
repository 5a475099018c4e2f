"""Markdown extension that renders every kind of block of a folder.

``fence_parser`` parses the source, ``preprocessor`` passes on checked fences, ``kind`` validates and renders a block,
``pymdownx_adapter`` fits it into pymdownx's Blocks, ``heading_levels``, ``lead``, ``permalinks`` and ``capture`` finish
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension as PymdownxBlocks
from pymdownx.blocks import BlocksProcessor

from proofdesk.blocks.capture import CaptureBlocks
from proofdesk.blocks.heading_levels import FitHeadings
from proofdesk.blocks.installed import NAME, OPTIONS, chosen_kinds
from proofdesk.blocks.kind import BlockKind
from proofdesk.blocks.lead import MoveLeads
from proofdesk.blocks.permalinks import QuietAnchors
from proofdesk.blocks.preprocessor import MISREAD, UNKNOWN, ReadFences
from proofdesk.blocks.pymdownx_adapter import KindBlock, MisreadLine, UnknownBlock
from proofdesk.content.document import ConversionContext, get_context
from proofdesk.content.hosts.context import HostContext, host_context
from proofdesk.content.hosts.options import OptionFault, checked, configuration, problem_in_settings
from proofdesk.content.priorities import CAPTURE_BLOCKS, FIT_HEADINGS, MOVE_LEADS, QUIET_ANCHORS, READ_FENCES


class BlocksExtension(PymdownxBlocks):
    """Markdown extension that renders every kind of block that has a folder.

    A site of Proofdesk gives it the ``kinds``. Elsewhere it is named, with the folder or folders of the kinds, and
    loads them when a page begins, because only then it is known where the settings are.
    """

    def __init__(
        self, kinds: Mapping[str, BlockKind] | None = None, context: ConversionContext | None = None, /, **kwargs: Any
    ) -> None:
        self.config = configuration(OPTIONS)
        super().__init__(**kwargs)
        self._given = kinds
        self._context = context
        self.kinds: dict[str, BlockKind] = {**(kinds or {})}
        self._standalone: HostContext | None = None

    def setConfig(self, key: str, value: Any) -> None:
        """Set an option. Raises UserError, in words, if there is none of that name or it cannot have that value."""
        self.config[key][0] = checked(NAME, OPTIONS, key, value)

    def extendMarkdown(self, md: Markdown) -> None:
        context: ConversionContext
        if self._given is None:
            self._standalone = context = host_context(md)
            self._standalone.when_begun(self._load)
            if lang := self.getConfig("lang"):
                context.language, context.named_by = lang, NAME
        else:
            context = get_context(md, self._context)
        self.fences = ReadFences(md, context, self.kinds)
        md.preprocessors.register(self.fences, "block-fences", READ_FENCES)
        md.treeprocessors.register(FitHeadings(md), "block-headings", FIT_HEADINGS)
        md.treeprocessors.register(MoveLeads(md), "block-leads", MOVE_LEADS)
        md.treeprocessors.register(QuietAnchors(md, context), "quiet-anchors", QUIET_ANCHORS)
        md.treeprocessors.register(CaptureBlocks(md, context), "block-html", CAPTURE_BLOCKS)
        super().extendMarkdown(md)

    def _load(self) -> None:
        """Load the kinds of a site that does without the rest of Proofdesk, and report folders that have none."""
        assert self._standalone
        host, document = self._standalone.host, self._standalone.document
        found, faults = chosen_kinds(self.getConfig("folder"), self.getConfig("kinds"), host.root)
        document.problems += [problem_in_settings(host, NAME, fault) for fault in faults]
        others = self._manager.blocks.keys() - self.kinds.keys() - {UNKNOWN, MISREAD}
        self.fences.others = frozenset(others)
        for name in sorted(others & found.keys()):
            fault = OptionFault("kinds", f"“{name}” is a block of another extension too, which is the one that is used",
                                "rename the folder of the kind and its files, or take that extension out")
            document.problems.append(problem_in_settings(host, NAME, fault))
        for name in self.kinds:
            del self._manager.blocks[name]
        self.kinds.clear()
        self.kinds.update({name: kind for name, kind in found.items() if name not in others})
        self._register(self._manager)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        self._manager = block_mgr
        self._register(block_mgr)
        block_mgr.register(type("UnknownBlock", (UnknownBlock,), {"fences": self.fences}), {})
        block_mgr.register(type("MisreadLine", (MisreadLine,), {"fences": self.fences}), {})

    def _register(self, block_mgr: BlocksProcessor) -> None:
        for kind in self.kinds.values():
            adapter = type(kind.record.__name__, (KindBlock,), {"NAME": kind.name, "kind": kind, "fences": self.fences})
            block_mgr.register(adapter, {})


def makeExtension(**kwargs: Any) -> BlocksExtension:
    """Return the extension; Python-Markdown calls this for ``extensions=["proofdesk.blocks"]``."""
    return BlocksExtension(**kwargs)
