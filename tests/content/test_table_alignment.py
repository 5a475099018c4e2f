"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

import re

from markdown import Markdown

from proofdesk.content.structure.table_alignment import TableAlignmentExtension


def test_table_alignment_uses_classes_not_styles() -> None:
    md = Markdown(extensions=["tables", "attr_list", TableAlignmentExtension()])
    html = md.convert("| a | b | c |\n| --- | ---: | :-: |\n| 1 | 2 { .n } | 3 |")
    assert "style" not in html and "align=" not in html
    for cell in ("<td>1</td>", '<th class="align-right">b</th>', '<td class="align-center">3</td>'):
        assert cell in html
    assert re.search(r'<td class="align-right n">2\s*</td>', html)
