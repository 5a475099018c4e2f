"""Read a converted block as plain text, for programs that need its words without markup.

The slot of the kind's template tells the author's content from what the template adds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.html
from lxml.etree import XPath
from lxml.html import HtmlElement

from proofdesk.common.text import normalize_whitespace
from proofdesk.content.markup import (
    BECAUSE,
    CITATIONS,
    DATA_FACT,
    DATA_INDEX,
    DATA_LEAD,
    DATA_SLOT,
    EVIDENCE,
    HEADERLINK,
    HEADINGS,
    NO,
    PROBLEM,
    class_is,
    raise_figures,
)

_PARAGRAPHS = ("p", "li", "dt", "dd", "td", "th", "pre", *HEADINGS)
_CONTAINERS = (*_PARAGRAPHS, "div", "ul", "ol", "dl", "table", "tbody", "thead", "tr", "blockquote")

# Compiled once: to compile them for each block takes longer than to find anything with them.
_UNREAD = XPath(f".//*[{class_is(CITATIONS, HEADERLINK, PROBLEM)}] | .//*[@{DATA_SLOT}]//*[@{DATA_INDEX}='{NO}']")
_SLOTS = XPath(f".//*[@{DATA_SLOT}]")
_LEAD = XPath(f"preceding-sibling::*[@{DATA_LEAD}]")
_FACTS = XPath(f".//*[@{DATA_FACT}]")
_PICTURES = XPath(".//img/@src", smart_strings=False)  # which would keep the whole tree in memory


@dataclass(frozen=True)
class BlockText:
    """A block's words.

    ``text`` is the content with an empty line between paragraphs, ``parts`` those of a definition list by name,
    ``steps`` the items of the last numbered list, ``evidence`` the evidence line, ``because`` the reason of its
    certainty, ``pictures`` the addresses of its pictures, from its page, and ``facts`` what the template marks with
    ``data-fact``, by the mark.
    """

    text: str
    evidence: str = ""
    because: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


def read_block(html: str) -> BlockText:
    """Return a block's words, without the numbers of its citations and the table that a figure repeats."""
    root = lxml.html.fragment_fromstring(html)
    for left_out in _UNREAD(root):
        left_out.drop_tree()
    raise_figures(root)
    slots = _SLOTS(root)
    slot = slots[0] if slots else root
    lead = _LEAD(slot)
    lists = [*slot.iterdescendants("ol")]
    return BlockText(
        "\n\n".join(filter(None, map(paragraphs, (*lead, slot)))),
        _of_class(root, EVIDENCE), _of_class(root, BECAUSE),
        {normalize_whitespace(term.text_content()): paragraphs(term.getnext())
         for term in slot.iterfind("dl/dt") if term.getnext() is not None},
        tuple(normalize_whitespace(item.text_content()) for item in lists[-1].findall("li")) if lists else (),
        tuple(_PICTURES(root)),
        {each.get(DATA_FACT): normalize_whitespace(each.text_content()) for each in _FACTS(root)},
    )


def _of_class(root: HtmlElement, name: str) -> str:
    return " ".join(normalize_whitespace(line.text_content()) for line in root.find_class(name))


def paragraphs(element: HtmlElement) -> str:
    """Return an element's words, with an empty line between its paragraphs, items and terms."""
    found: list[str] = []
    _collect(element, found)
    return "\n\n".join(filter(None, map(normalize_whitespace, found)))


def _collect(element: HtmlElement, found: list[str]) -> None:
    found.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            if child.tag in _CONTAINERS:
                _collect(child, found)
                found.append("")
            else:
                found[-1] += child.text_content()
        found[-1] += child.tail or ""
