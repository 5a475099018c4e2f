"""A table's columns keep their alignment as a class: the site's policy allows no ``style`` attribute.

Python-Markdown's ``tables`` writes ``style="text-align: right;"``, or ``align`` where it is told to, which HTML no
longer has. A plain Python-Markdown extension; the classes are drawn in docs/assets/site.css.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.priorities import ALIGN_COLUMNS

_ALIGN = re.compile(r"text-align: (left|right|center);")


class _Classes(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            align = _ALIGN.fullmatch(cell.get("style", ""))
            if align:
                del cell.attrib["style"]
                cell.set("class", f"align-{align.group(1)}")


class TableAlignmentExtension(Extension):
    """``| --: |`` makes a column of cells with ``class="align-right"``."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Classes(md), "columns", ALIGN_COLUMNS)
