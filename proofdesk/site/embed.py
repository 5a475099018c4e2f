"""Put a block into a list: its links lead back to its page, and its ids are those of the list."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

from proofdesk.content.markup import DATA_ADDRESS, HEADERLINK, class_is

_ABSOLUTE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")
_LABELS = ("aria-labelledby", "aria-describedby")
_NAMED = frozenset(("name", "id", *_LABELS))
_HEADINGS = XPath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
_ANCHORS = XPath(f"//a[{class_is(HEADERLINK)}]")


def embed_block(html: str, url: str, anchor: str, id: str, level: int = 2) -> HtmlElement:
    """Return a block for a list: its links lead back to where it comes from, and ``id`` stands in place of its anchor.

    ``url`` is the address of the page it comes from, ``anchor`` its id there, and ``level`` the level of its first
    heading in the list. The block states its own address for programs.
    """
    root = lxml.html.fragment_fromstring(html)
    headings = _HEADINGS(root)
    for heading in headings[::-1]:
        heading.tag = f"h{min(6, max(level, level + int(heading.tag[1]) - int(headings[0].tag[1])))}"
    for link in _ANCHORS(root):
        link.drop_tree()
    for element in root.iter(etree.Element):
        names = element.keys()
        if not _NAMED.isdisjoint(names):
            _rename(element, anchor, id)
        for name in names:
            if name in ("href", "src") and not _is_absolute(element.get(name)):
                element.set(name, _join(url, element.get(name)))
    root.set("id", id)
    root.set(DATA_ADDRESS, f"{url}#{anchor}")
    return root


def _rename(element: HtmlElement, anchor: str, id: str) -> None:
    """Give an element the id of the list if its own belongs to the block, as its title's does; others would collide."""
    element.attrib.pop("name", None)
    for name in ("id", *_LABELS):
        value = element.attrib.pop(name, None)
        if value and (value == anchor or value.startswith(f"{anchor}-")):
            element.set(name, id + value[len(anchor):])


def _is_absolute(target: str) -> bool:
    return bool(_ABSOLUTE.match(target))


def _join(url: str, target: str) -> str:
    """Return a relative address of the page at ``url``, as seen from where ``url`` is seen."""
    if target.startswith("#"):
        return url + target
    return url + target if url.endswith("/") or not url else url.rsplit("/", 1)[0] + "/" + target
