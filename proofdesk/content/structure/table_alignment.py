"""Markdown extension that aligns table columns by classes.

Python-Markdown's ``tables`` writes ``style="text-align: right;"``, which the Content-Security-Policy forbids.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.priorities import ALIGN_COLUMNS

_ALIGN = re.compile(r"text-align: (left|right|center);")


class _AlignByClass(Treeprocessor):
    """Tree processor that turns the alignment of a cell into a class."""

    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            align = _ALIGN.fullmatch(cell.get("style", ""))
            if align:
                del cell.attrib["style"]
                cell.set("class", f"align-{align.group(1)}")


class TableAlignmentExtension(Extension):
    """Markdown extension that gives the cells below ``| --: |`` the class ``align-right``."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_AlignByClass(md), "columns", ALIGN_COLUMNS)
