"""Words out of the converter's element tree."""

from __future__ import annotations

import xml.etree.ElementTree as etree


def plain_text(element: etree.Element | None) -> str:
    """An element's words, without citations and anchor marks."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if not {"headerlink", "citations"} & set(child.get("class", "").split()):
            parts.append(plain_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
