"""Give headings their ids: in any script, unlike those of templates, and without citations."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.toc import TocTreeprocessor, slugify, unique
from markdown.treeprocessors import Treeprocessor

from proofdesk.common.text import slug
from proofdesk.content.markup import CITATIONS, HEADINGS, TEMPLATE_IDS, classes, plain_text


def slug_headings(md: Markdown) -> None:
    """Have the table of contents name headings of any script, unless the settings name a function of their own."""
    for toc in md.treeprocessors:
        if isinstance(toc, TocTreeprocessor) and toc.slugify is slugify:
            toc.slugify = _heading_slug


def _heading_slug(text: str, separator: str = "-") -> str:
    """Return a heading's id, which is none that templates write."""
    id = slug(text, separator)
    return f"{id}_1" if id in TEMPLATE_IDS else id


class CleanHeadings(Treeprocessor):
    """Tree processor that keeps citations out of the contents and of addresses, because their numbers change."""

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        cited = [e for e in headings if any(CITATIONS in classes(span) for span in e.iter("span"))]
        if not cited:
            return
        used = {*TEMPLATE_IDS, *(e.get("id", "") for e in root.iter())}
        for heading in cited:
            label = plain_text(heading)
            heading.set("data-toc-label", label)
            if "id" not in heading.attrib:
                heading.set("id", unique(slug(label) or "section", used))
