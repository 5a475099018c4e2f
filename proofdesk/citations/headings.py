"""Keep citations out of the ids and labels of headings."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import CITATIONS, HEADINGS, classes, plain_text


class CleanHeadings(Treeprocessor):
    """Tree processor that keeps citations out of the contents and of addresses, because their numbers change."""

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        cited = [e for e in headings if any(CITATIONS in classes(span) for span in e.iter("span"))]
        if not cited:
            return
        used = {e.get("id", "") for e in root.iter()}
        for heading in cited:
            label = plain_text(heading)
            heading.set("data-toc-label", label)
            if "id" not in heading.attrib:
                heading.set("id", unique(slugify(label, "-") or "section", used))
