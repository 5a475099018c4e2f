"""What a converted block says, as plain text: for programs, which get the words that readers see and no markup.

Knows HTML alone. The author's content is told from what the room adds by the mark of the room's slot.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

from proofdesk.common.text import normalize_whitespace

_PARAGRAPHS = ("p", "li", "dt", "dd", "td", "th", "pre", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class BlockText:
    """``text`` is the content, a paragraph a line apart; ``parts`` those of a definition list by their names;
    ``steps`` the items of the last numbered list; ``evidence`` the line that says what it rests on."""

    text: str
    evidence: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()


def read_block(html: str) -> BlockText:
    """Read a block from its HTML. Numbers of citations are left out; who is cited is stated apart."""
    root = lxml.html.fragment_fromstring(html)
    for left_out in root.xpath(".//*[@class='citations' or @class='headerlink' or @class='problem']"):
        left_out.drop_tree()
    slots = root.xpath(".//*[@data-slot]")
    slot = slots[0] if slots else root
    lists = slot.xpath(".//ol")
    return BlockText(
        paragraphs(slot),
        " ".join(normalize_whitespace(line.text_content()) for line in root.find_class("evidence")),
        {normalize_whitespace(term.text_content()): paragraphs(term.getnext())
         for term in slot.xpath("./dl/dt") if term.getnext() is not None},
        tuple(normalize_whitespace(item.text_content()) for item in lists[-1].findall("li")) if lists else (),
    )


def paragraphs(element: HtmlElement) -> str:
    """An element's words, with an empty line between its paragraphs, items and terms."""
    found: list[str] = []
    _collect(element, found)
    return "\n\n".join(filter(None, map(normalize_whitespace, found)))


def _collect(element: HtmlElement, found: list[str]) -> None:
    found.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            if child.tag in (*_PARAGRAPHS, "div", "ul", "ol", "dl", "table", "tbody", "thead", "tr", "blockquote"):
                _collect(child, found)
                found.append("")
            else:
                found[-1] += child.text_content()
        found[-1] += child.tail or ""
