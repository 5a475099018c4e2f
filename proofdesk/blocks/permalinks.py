"""Keep the anchors behind headings and titles out of what is read aloud, copied or extracted."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import HEADERLINK
from proofdesk.content.sentences import empty


class QuietAnchors(Treeprocessor):
    """Tree processor that empties anchors; the theme draws their sign.

    A heading is named by its words alone: to a program that reads aloud, an anchor inside it is neither part of the
    name nor a stop for the Tab key. The table of contents has a link to each section and block for everybody.
    """

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if link.get("class") == HEADERLINK:
                empty(link)
                link.set("aria-hidden", "true")
                link.set("tabindex", "-1")
