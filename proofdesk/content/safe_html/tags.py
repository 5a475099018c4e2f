"""The tags of content that every parser reads alike."""

from __future__ import annotations

import re

from proofdesk.content.safe_html.allow_list import VOID_ELEMENTS

# A start or end tag that every parser reads alike, and text.
_VALUE = r"""\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
TAG = re.compile(rf"""<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s+[A-Za-z][\w:.-]*(?:{_VALUE})?)*)\s*
                      (?P<closed>/?)>""", re.X | re.A)


def is_one_element(html: str) -> bool:
    """Return whether a piece of sanitised content is one element, all of whose elements end in it."""
    depth = 0
    for found in TAG.finditer(html):
        depth += -1 if found["end"] else not (found["closed"] or found["tag"].lower() in VOID_ELEMENTS)
        if depth <= 0:
            return depth == 0 and found.end() == len(html)
    return False
