"""An article as plain text that stands by itself: its Markdown twin, and the list of all of them, ``llms.txt``.

Reads the finished page, so that the twin says what a reader sees: the same numbers of the same references, each
block's label, verdict and evidence. Knows HTML alone; html-to-markdown writes the Markdown.
"""

from __future__ import annotations

import re

import lxml.html
from html_to_markdown import ConversionOptions, convert
from lxml.etree import XPath
from lxml.html import HtmlElement
from lxml.html.builder import STRONG, P

from proofdesk.content.html import drop_elements, drop_marked
from proofdesk.content.markup import (
    ARTICLE_HEAD,
    CITATIONS,
    DATA_EXPORT,
    FACTS,
    FACTS_ITEM,
    HEADERLINK,
    REFERENCE,
    REFERENCE_BACK,
    REFERENCE_EVIDENCE,
    REFERENCE_LINKS,
)

NAME = "index.md"

_LABELS = ("myth__label", "myth__verdict-label", "intervention__when-label", "certainty__label")
_REWRITTEN = (*_LABELS, "faq__question", FACTS, REFERENCE)
# Citations: `[1, 3–5]`. No address is given such a name, so it is no link and needs no escape.
_NUMBERS = re.compile(r"\\\[([\d ,–]+[^\[\]\\\n]*)\\\]")
# Code, or a mark that is escaped everywhere and means something only at the head of a line, or outside an address.
_ESCAPED = re.compile(r"^(`{3,}).*?^\1|(`+)[^`].*?\2|\\([-.+=#)_~])", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")


def of_page(document: HtmlElement, address: str) -> str:
    """The Markdown of a finished page, which is taken apart. ``address`` is its own, or empty where none is known."""
    return markdown_of(_content(document, address), address)


def markdown_of(html: str, address: str = "") -> str:
    """HTML as GitHub-flavoured Markdown that says the same; what is escaped without need is plain again.

    ``address`` is what its links are relative to, where that is known.
    """
    style = ConversionOptions(
        escape_misc=True, escape_asterisks=True, escape_underscores=True, preserve_tags=["sub", "sup"], bullets="-",
        extract_metadata=False, base_url=address or None,
    )
    text = convert(html, style).content or ""
    plain = _ESCAPED.sub(lambda match: _as_needed(match, text), text)
    return _NUMBERS.sub(r"[\1]", plain).strip() + "\n"


def _as_needed(match: re.Match[str], text: str) -> str:
    mark = match[3]
    if not mark:
        return match[0]
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    rest = line[_HEAD.match(line).end() :]  # type: ignore[union-attr] # it matches nothing, too
    if mark in "_~":
        needed = not rest.rpartition(" ")[2].startswith(("http://", "https://"))
    elif mark in ".)":
        needed = rest.isdigit() and text[match.end() : match.end() + 1] in ("", " ", "\n")
    else:
        needed = not rest
    return match[0] if needed else mark


def _content(root: HtmlElement, address: str) -> str:
    """The HTML of a page's text, without what only a page on a screen needs."""
    content = root.get_element_by_id("content")
    drop_marked(content, DATA_EXPORT)
    drop_elements([*content.iter("script", "svg"), *_by_class(content, (HEADERLINK, REFERENCE_BACK))])
    for element in _by_class(content, (CITATIONS,)):
        _replace(element, element.text_content())
    for element in _by_class(content, _REWRITTEN):
        if element.get("class") == "faq__question":
            element.text = f"Question: {element.text or ''}"
        elif element.get("class") == FACTS:
            items = _by_class(element, (FACTS_ITEM,))
            _replace(element, " · ".join(" ".join(each.text_content().split()) for each in items))
        elif element.get("class") == REFERENCE:
            _one_line(element)
        else:
            _replace(element, element.text_content().strip(), bold=True)
    for dl in [*content.iter("dl")]:
        _paragraphs(dl)
    if address:
        _by_class(content, (ARTICLE_HEAD,))[0].append(P("This article: ", address))
    safety = root.xpath("//section[@class='safety']")
    return "".join(str(lxml.html.tostring(part, encoding="unicode", with_tail=False)) for part in (content, *safety))


_CLASSED = XPath("descendant-or-self::*[@class]")


def _by_class(root: HtmlElement, names: tuple[str, ...]) -> list[HtmlElement]:
    """The elements that have one of these classes, in their order."""
    return [each for each in _CLASSED(root) if not {*names}.isdisjoint(each.get("class").split())]


def _replace(element: HtmlElement, text: str, *, bold: bool = False) -> None:
    """Put words in place of all that an element holds. What follows it stays."""
    tail = element.tail
    element.clear()
    element.text, element.tail = ("" if bold else text), tail
    if bold:
        element.append(STRONG(text))


def _paragraphs(dl: HtmlElement) -> None:
    """A definition list as bold words, each with its paragraphs: plain Markdown has no such list."""
    for part in [*dl.iter("dt", "dd")]:
        if part.tag == "dt":
            _replace(part, part.text_content().strip(), bold=True)
            part.tag = "p"
        else:
            part.tag = "div"
    dl.tag = "div"


def _one_line(reference: HtmlElement) -> None:
    """A reference as one paragraph: the work, what evidence it is, and its links by their addresses."""
    evidence = " ".join(" ".join(e.text_content().split()) for e in reference.find_class(REFERENCE_EVIDENCE))
    found = (str(link.get("href")) for links in reference.find_class(REFERENCE_LINKS) for link in links.iter("a"))
    links = " ".join(dict.fromkeys(found))
    for name in (REFERENCE_EVIDENCE, REFERENCE_LINKS):
        for element in reference.find_class(name):
            element.drop_tree()
    text = " ".join(reference.text_content().split())
    _replace(reference, " ".join(filter(None, [text, f"({evidence})" if evidence else "", links])))
