"""Fit the headings of blocks to where the blocks stand."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import HEADINGS


class FitHeadings(Treeprocessor):
    """Gives the blocks' headings the level that fits where they stand (WCAG 1.3.1: no level is skipped)."""

    def run(self, root: etree.Element) -> None:
        self._walk(root, 1, None)

    def _walk(self, parent: etree.Element, level: int, block: int | None) -> int:
        """Returns the level of the last heading. ``block`` is the level of the block that the headings are in."""
        for element in parent:
            if element.tag in HEADINGS:
                own = int(element.tag[1])
                if block is not None:
                    own = block if element.get("id") else max(block + 1, min(own, level + 1))
                    element.tag = f"h{min(6, own)}"
                level = own
            elif "data-block" in element.attrib:
                outer = level if block is None else block
                titled = any(e.tag in HEADINGS and e.get("id") == f"{element.get('id')}-title" for e in element)
                self._walk(element, outer + titled, outer + titled)
            else:
                level = self._walk(element, level, block)
        return level
