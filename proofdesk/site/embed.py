"""Embed a part of one page in another: its links lead back, its ids stay behind."""

from __future__ import annotations

import re
from html import escape as html_escape

import lxml.html

from proofdesk.content.markup import HEADERLINK, class_is

_ABSOLUTE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")


def embed_fragment(html: str, url: str, level: int = 3) -> str:
    """Return a part of one page for another: its links lead back to where it comes from, its ids are removed.

    ``url`` is the address of the page it comes from, as seen from the page it goes to; ``level`` is the level of its
    first heading there.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    headings = root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    for heading in headings[::-1]:
        heading.tag = f"h{min(6, max(level, level + int(heading.tag[1]) - int(headings[0].tag[1])))}"
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("id", "name", "aria-labelledby", "aria-describedby"):
            element.attrib.pop(name, None)
        for name in ("href", "src"):
            target = element.get(name)
            if target is not None and not _is_absolute(target):
                element.set(name, url + target if target.startswith("#") else _join(url, target))
    for anchor in root.xpath(f"//a[{class_is(HEADERLINK)}]"):
        anchor.drop_tree()
    parts = [html_escape(root.text or "", quote=False)]
    parts += [lxml.html.tostring(child, encoding="unicode") for child in root]
    return "".join(parts)


def _is_absolute(target: str) -> bool:
    return bool(_ABSOLUTE.match(target))


def _join(url: str, target: str) -> str:
    """Return a relative address of the page at ``url``, as seen from where ``url`` is seen."""
    return url.split("#")[0] + target if url.endswith("/") or not url else url.rsplit("/", 1)[0] + "/" + target
