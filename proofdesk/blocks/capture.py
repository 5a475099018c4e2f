"""Capture each block's HTML, title and citations."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.document import ConversionContext
from proofdesk.content.markup import (
    CITATION,
    CITATIONS,
    DATA_BLOCK,
    DATA_CLAIM,
    DATA_KEY,
    HEADERLINK,
    classes,
    plain_text,
)


class CaptureBlocks(Treeprocessor):
    """Tree processor that points blocks' anchors at their permalinks and captures their HTML for listings."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        by_id = {block.id: block for block in self.context.document.blocks}
        if not by_id:
            return
        for element in root.iter():
            block = by_id.get(element.get("id", "")) if DATA_BLOCK in element.attrib else None
            if block is None:
                continue
            for fold in element.iter("details"):
                _move_anchors(fold)
            for link in element.iter("a"):
                if link.get("class") == HEADERLINK and link.get("href") == f"#{block.id}-title":
                    link.set("href", f"#{block.id}")
            block.keys = [*dict.fromkeys(a.get(DATA_KEY, "") for a in element.iter("a") if CITATION in classes(a))]
            block.cites = any(CITATIONS in classes(span) for span in element.iter("span"))
            title = next(e for e in element.iter() if e.get("id") == f"{block.id}-title")
            block.text = plain_text(next((e for e in title.iter() if DATA_CLAIM in e.attrib), title),
                                    self.md.htmlStash.rawHtmlBlocks)
            block.html = self._html(element)

    def _html(self, element: etree.Element) -> str:
        tail, element.tail = element.tail, None
        html = self.md.serializer(element)
        element.tail = tail
        for processor in self.md.postprocessors:
            html = processor.run(html)
        return str(html).strip()


def _move_anchors(fold: etree.Element) -> None:
    """Move the anchors of headings that open a fold behind its summary: a control may hold no other one."""
    summary = fold.find("summary")
    for heading in [] if summary is None else [*summary.iter()]:
        for link in [child for child in heading if child.get("class") == HEADERLINK]:
            heading.remove(link)
            fold.insert(1, link)
