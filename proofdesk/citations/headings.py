"""Keep citations out of headings' ids and labels."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import HEADINGS, plain_text

if TYPE_CHECKING:
    pass


class CleanHeadings(Treeprocessor):
    """Keeps citations out of the table of contents and out of addresses, where a number would not last."""

    def run(self, root: etree.Element) -> None:
        cited = [e for e in root.iter() if e.tag in HEADINGS and any(_is_group(span) for span in e.iter("span"))]
        if not cited:
            return
        used = {e.get("id", "") for e in root.iter()}
        for heading in cited:
            label = plain_text(heading)
            heading.set("data-toc-label", label)
            if "id" not in heading.attrib:
                heading.set("id", unique(slugify(label, "-") or "section", used))


def _is_group(span: etree.Element) -> bool:
    return "citations" in span.get("class", "").split()
