"""Reduce the HTML of a reference as Pandoc writes it to what a page may show."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import lxml.html
from lxml.html import HtmlElement

_TAGS = {"em", "strong", "i", "b", "u", "sub", "sup", "span", "code", "a"}
# With the “and” before it, in the languages of styles.
_OTHERS = re.compile(r"(?:(?:and|&amp;|und|et|y|e|en|og|och|и|و)\s+)?\bothers\b\.?", re.IGNORECASE)
_WEB = ("https://", "http://")
# The addresses to which Pandoc may link a title, by the variable of CSL.
_ADDRESSES = {"DOI": "https://doi.org/{}", "URL": "{}", "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/{}",
              "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/{}"}


def entry_html(source: str) -> tuple[str, str]:
    """Return the label that a style puts before a reference, as text, and the reference as safe HTML."""
    return entry_parts(lxml.html.fragment_fromstring(source, create_parent="div"))


def entry_parts(element: HtmlElement) -> tuple[str, str]:
    """Return the label and the HTML of the element around a reference, which is changed."""
    label = ""
    for margin in element.find_class("csl-left-margin"):
        label = " ".join(margin.text_content().split())
        margin.drop_tree()
    for block in element.iter("div"):
        if block is not element:
            block.tail = f" {block.tail or ''}"
    _make_safe(element)
    for span in element.xpath('.//span[not(@class) or @class="nocase" or contains(@class, "math")]'):
        span.drop_tag()
    return label, inner_html(element)


def text_of(source: str) -> str:
    """Return the text of a piece of HTML, with single spaces."""
    return " ".join(lxml.html.fragment_fromstring(source, create_parent="div").text_content().split())


def finish_reference(source: str, item: Mapping[str, Any]) -> str:
    """Return a reference without what Pandoc adds to what its style says."""
    return _without_title_link(_with_et_al(source, item), item)


def _with_et_al(source: str, item: Mapping[str, Any]) -> str:
    """Return a reference with “et al.” for “others”, which Pandoc prints as a name where a style shortens no list."""
    for role in ("author", "editor"):
        *named, last = item.get(role) or [{}]
        if not named or "others" not in last.values():
            continue
        name = str(named[-1].get("family") or named[-1].get("literal") or "")
        start = source.casefold().find(html.escape(name, quote=False).casefold())
        if start >= 0:
            end = start + len(name) + len(named[-1].get("given", "")) + 24  # the title may begin soon
            source = source[:start] + _OTHERS.sub("et al.", source[start:end], count=1) + source[end:]
    return source


def _without_title_link(source: str, item: Mapping[str, Any]) -> str:
    """Return a reference without the link that Pandoc makes of a title where a style shows no address.

    The site writes a work's links itself. A link whose text is an address is what the style shows, and stays.
    """
    root = lxml.html.fragment_fromstring(source, create_parent="div")
    own = {unquote(address.format(item[name])).casefold() for name, address in _ADDRESSES.items() if item.get(name)}
    for link in list(root.iter("a")):
        shown = link.text_content().strip()
        if unquote(link.get("href", "")).casefold() in own and not re.search(r"://|^(?:doi:)?\s*10\.\d", shown):
            link.drop_tag()
    return inner_html(root)


def inner_html(element: HtmlElement) -> str:
    """Return what stands inside an element."""
    return (html.escape(element.text or "", quote=False) + "".join(
        lxml.html.tostring(child, encoding="unicode") for child in element)).strip()


def links_of(source: str) -> set[str]:
    """Return the addresses to which a reference's own links lead."""
    root = lxml.html.fragment_fromstring(source, create_parent="div")
    return {str(link.get("href")) for link in root.iter("a")}


def _make_safe(element: HtmlElement) -> None:
    """Reduce Pandoc's HTML to safe tags and links: LaTeX can ask for pictures and for links that run scripts."""
    for child in list(element.iterdescendants()):
        if child.tag not in _TAGS or (child.tag == "a" and not child.get("href", "").startswith(_WEB)):
            child.drop_tag()
            continue
        for name in set(child.attrib) - {"href", "class"}:
            del child.attrib[name]
