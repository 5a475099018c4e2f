"""Fit the headings of blocks to the headings around them."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import DATA_BLOCK, DATA_SECTION, HEADINGS


class FitHeadings(Treeprocessor):
    """Tree processor that fits the levels of blocks' headings to the page, so that none is skipped (WCAG 1.3.1)."""

    def run(self, root: etree.Element) -> None:
        self._walk(root, 1, None)

    def _walk(self, parent: etree.Element, level: int, block: int | None) -> int:
        """Return the level of the last heading; ``block`` is the level of the block around ``parent``, if any."""
        for element in parent:
            if element.tag in HEADINGS:
                own = int(element.tag[1])
                if block is not None:
                    own = block if element.get("id") else max(block + 1, min(own, level + 1))
                    element.tag = f"h{min(6, own)}"
                level = own
            elif DATA_BLOCK in element.attrib:
                outer = 1 if DATA_SECTION in element.attrib else level if block is None else block
                titled = any(e.tag in HEADINGS and e.get("id") == f"{element.get('id')}-title"
                             for e in (*element, *element.iterfind("./details/summary/*")))
                self._walk(element, outer + titled, outer + titled)
            else:
                level = self._walk(element, level, block)
        return level
