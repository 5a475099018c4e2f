"""Words out of the converter's element tree."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import HTML_PLACEHOLDER_RE

# Around what an import could not decide.
REVIEW_OPEN, REVIEW_CLOSE = "⟦", "⟧"
# What an author writes and no reader may see.
SYNTAX_MARKERS = ("///", "[@", "[^", REVIEW_OPEN)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def plain_text(element: etree.Element | None) -> str:
    """An element's words, without citations and anchor marks."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if not {"headerlink", "citations"} & set(child.get("class", "").split()):
            parts.append(plain_text(child))
        parts.append(child.tail or "")
    # Raw HTML still stands in the converter's stash; its words are here, its tags are not.
    return " ".join(HTML_PLACEHOLDER_RE.sub("", "".join(parts)).split())
