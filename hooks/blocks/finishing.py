"""What is done to blocks once they are converted: their headings are fitted in, their HTML is kept."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from hooks.document import Current
from hooks.elements import HEADINGS, plain_text


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


class KeepBlocks(Treeprocessor):
    """Last of all: points the blocks' own anchors at their permalinks, and keeps their finished HTML."""

    def __init__(self, md: Markdown, current: Current) -> None:
        super().__init__(md)
        self.current = current

    def run(self, root: etree.Element) -> None:
        by_id = {block.id: block for block in self.current.document.blocks}
        if not by_id:
            return
        for element in root.iter():
            block = by_id.get(element.get("id", "")) if "data-block" in element.attrib else None
            if block is None:
                continue
            for link in element.iter("a"):
                if link.get("class") == "headerlink" and link.get("href") == f"#{block.id}-title":
                    link.set("href", f"#{block.id}")
            block.keys = [a.get("data-key", "") for a in element.iter("a") if a.get("class", "").startswith("citation")]
            block.cites = any("citations" in span.get("class", "").split() for span in element.iter("span"))
            # The title as a reader sees it, without the marks and the anchor.
            title = next((e for e in element.iter() if e.get("id") == f"{block.id}-title"), None)
            block.text = plain_text(title) if title is not None else plain_text(element.find("./blockquote"))
            block.html = self._html(element)

    def _html(self, element: etree.Element) -> str:
        tail, element.tail = element.tail, None
        html = self.md.serializer(element)
        element.tail = tail
        for processor in self.md.postprocessors:
            html = processor.run(html)
        return str(html).strip()
