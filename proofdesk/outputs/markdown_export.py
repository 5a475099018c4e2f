"""Export an article as Markdown that can be read by itself.

It is made from the finished page, so that it says what readers see: the same numbers of references, each block's label,
verdict and evidence. html-to-markdown writes the Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import lxml.html
from html_to_markdown import ConversionOptions, convert
from lxml.etree import XPath
from lxml.html import HtmlElement
from lxml.html.builder import STRONG, P

from proofdesk.common.errors import UserError
from proofdesk.common.language import _
from proofdesk.content.html import drop_elements, drop_marked
from proofdesk.content.markup import (
    ARTICLE_HEAD,
    CITATIONS,
    DATA_BLOCK,
    DATA_EXPORT,
    FACTS,
    FACTS_ITEM,
    HEADERLINK,
    PAGE_HEAD,
    REFERENCE,
    REFERENCE_BACK,
    REFERENCE_EVIDENCE,
    REFERENCE_LINKS,
    classes,
)
from proofdesk.content.record import MarkdownForm

NAME = "index.md"

_REWRITTEN = (FACTS, REFERENCE)
# Citations: `[1, 3–5]`. No link has such a text, so the brackets need no escape.
_NUMBERS = re.compile(r"\\\[([\d ,–]+[^\[\]\\\n]*)\\\]")
# Code, or an escaped mark that has a meaning only at the start of a line, or outside an address.
# What each begins with stands first, so that a search goes from one such sign to the next.
_ESCAPED = re.compile(r"`(?<=^`)(``++).*?^`\1|`(?<!``)(`*+).+?`\2|\\([-.+=#)_~])", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")


def export_page(document: HtmlElement, address: str, forms: Mapping[str, MarkdownForm]) -> str:
    """Return the Markdown of a finished page and modify ``document``. ``address`` is the page's, or empty.

    ``forms`` are those of the page's kinds of block, by their names.
    """
    return markdown_of(_content(document, address, forms), address)


def markdown_of(html: str, address: str = "") -> str:
    """Return HTML as GitHub-flavoured Markdown, without needless escapes.

    Links are relative to ``address``, if it is given.
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


def _content(root: HtmlElement, address: str, forms: Mapping[str, MarkdownForm]) -> str:
    """Return the HTML of a page's text, without what only a screen needs."""
    content = root.find(".//*[@id='content']")
    if content is None:
        raise UserError(f"the page “{address or '/'}” has no element with the id “content”, which has the text of a "
                        "page (begin the template in overrides/ with `{% extends \"main.html\" %}`, not \"base.html\"; "
                        "main.html too)")
    drop_marked(content, DATA_EXPORT)
    drop_elements([*content.iter("script", "svg"), *_by_class(content, HEADERLINK, REFERENCE_BACK)])
    labels = {label for form in forms.values() for label in form.labels}
    classed = _by_class(content, CITATIONS, ARTICLE_HEAD, PAGE_HEAD, *_REWRITTEN, *labels)
    for element in classed:
        if CITATIONS in classes(element):
            for raised in [*element.iter("sup")]:  # “27¹” is 27, not 271
                _replace(raised, f" [{raised.text_content()}]")
            _replace(element, element.text_content())
    for block in _BLOCKS(content):
        form = forms.get(block.get(DATA_BLOCK), MarkdownForm())
        _prefix_title(block, form.title_prefix and _(form.title_prefix))
        if form.quoted:
            block.tag = "blockquote"
    for element in classed:
        if element.get("class") == FACTS:
            items = _by_class(element, FACTS_ITEM)
            _replace(element, " · ".join(" ".join(each.text_content().split()) for each in items))
        elif element.get("class") == REFERENCE:
            _one_line(element)
        elif not classes(element).isdisjoint((*_REWRITTEN, *labels)):
            _replace(element, element.text_content().strip(), bold=True)
    for element in [*content.iter("figcaption", "dl")]:
        if element.tag == "dl":
            _paragraphs(element)
        else:
            element.tag = "div"  # which would be one emphasis over all its paragraphs
    for fold in [*content.iter("details", "summary")]:
        fold.drop_tag()  # a heading within a summary would be bold words
    if address:  # a site's own head may lack both
        head = next((each for each in classed if {ARTICLE_HEAD, PAGE_HEAD} & classes(each)), content)
        head.append(P((_("This article:") if head.get("class") == ARTICLE_HEAD else _("This page:")) + " ", address))
    parts = content, *_SAFETY(root)
    return "".join(str(lxml.html.tostring(part, encoding="unicode", with_tail=False)) for part in parts)


def _prefix_title(block: HtmlElement, prefix: str) -> None:
    """Put words before a block's title."""
    for title in block.xpath(".//*[@id=$id]", id=f"{block.get('id')}-title") if prefix else ():
        title.text = prefix + (title.text or "")


_CLASSED = XPath("descendant-or-self::*[@class]")
_BLOCKS = XPath(f"descendant::*[@{DATA_BLOCK}]")
_SAFETY = XPath("//section[@class='safety']")


def _by_class(root: HtmlElement, *names: str) -> list[HtmlElement]:
    """Return the elements with one of these classes, in document order."""
    return [each for each in _CLASSED(root) if not classes(each).isdisjoint(names)]


def _replace(element: HtmlElement, text: str, *, bold: bool = False) -> None:
    """Replace the content of an element by text. Its tail stays."""
    tail = element.tail
    element.clear()
    element.text, element.tail = ("" if bold else text), tail
    if bold:
        element.append(STRONG(text))


def _paragraphs(dl: HtmlElement) -> None:
    """Turn a definition list, which plain Markdown lacks, into bold words with paragraphs."""
    for part in [*dl.iter("dt", "dd")]:
        if part.tag == "dt":
            _replace(part, part.text_content().strip(), bold=True)
            part.tag = "p"
        else:
            part.tag = "div"
    dl.tag = "div"


def _one_line(reference: HtmlElement) -> None:
    """Turn a reference into one paragraph: the work, its evidence, and the addresses of its links."""
    parts = _by_class(reference, REFERENCE_EVIDENCE, REFERENCE_LINKS)
    evidence = " ".join(" ".join(e.text_content().split()) for e in parts if REFERENCE_EVIDENCE in classes(e))
    found = (str(link.get("href")) for e in parts if REFERENCE_LINKS in classes(e) for link in e.iter("a"))
    links = " ".join(dict.fromkeys(found))
    drop_elements(parts)
    text = " ".join(reference.text_content().split())
    _replace(reference, " ".join(filter(None, [text, f"({evidence})" if evidence else "", links])))
