"""Keep the number with which a list begins, and report a year that Markdown would take for an item's number."""

from __future__ import annotations

from markdown.blockparser import BlockParser
from markdown.extensions.sane_lists import SaneOListProcessor

from proofdesk.content.document import ConversionContext
from proofdesk.content.structure.places import report

_MOST_DIGITS = 3  # the margin of a phone has no room for more


class NumberedLists(SaneOListProcessor):
    """Block processor for numbered lists: their first number is kept, and bullets are no items of theirs."""

    def __init__(self, parser: BlockParser, context: ConversionContext) -> None:
        super().__init__(parser)
        self.context = context

    def get_items(self, block: str) -> list[str]:
        """Return the items of a block; all but a list's first are shown with the next number, whatever theirs is."""
        for line in block.split("\n"):
            match = self.CHILD_RE.match(line)
            if match and len(match[1]) > _MOST_DIGITS + 1:
                report(self.context.document, line.strip(), "raw-syntax", f"“{match[1]}” begins an item of a list, and "
                       "would be shown as another number or cut off", f"write `{match[1][:-1]}\\.` in a sentence")
        return super().get_items(block)
