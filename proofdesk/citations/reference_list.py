"""Draws a page's reference list: each work once, with its links and the way back to every mention."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.util import AtomicString

from proofdesk.content.document import Citation

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References


def reference_list(
    md: Markdown, references: References, numbers: dict[str, int], citations: list[Citation]
) -> etree.Element:
    """A ``<section class="references">`` in the order of the numbers.

    The formatted references are HTML already and pass the converter by, in its stash.
    """
    section = etree.Element("section", {"class": "references"})
    etree.SubElement(section, "h2", {"id": "references"}).text = "References"
    ordered = etree.SubElement(section, "ol", {"class": "references__list"})
    for key, number in numbers.items():
        reference = references[key]
        item = etree.SubElement(ordered, "li", {"class": "reference", "id": f"ref-{key}"})
        text = etree.SubElement(item, "span", {"class": "reference__text"})
        text.text = md.htmlStash.store(reference.html)
        text.tail = " "
        evidence = etree.SubElement(item, "span", {"class": "reference__evidence"})
        shape = etree.SubElement(evidence, "span", shape_of(reference.evidence.slug))
        shape.tail = AtomicString(f" {reference.evidence.words}")
        evidence.tail = " "
        if reference.notice:
            notice = etree.SubElement(item, "strong", {"class": "reference__notice"})
            notice.text = AtomicString(reference.notice + ".")
            notice.tail = " "
        links = etree.SubElement(item, "span", {"class": "reference__links"})
        for label, url in reference.links:
            link = etree.SubElement(links, "a", {"href": url})
            link.text = AtomicString(label)
            link.tail = " "
        links.tail = " "
        _ways_back(etree.SubElement(item, "span", {"class": "reference__back"}), number,
                   [m for m in citations if m.key == key])
    return section


def shape_of(kind: str) -> dict[str, str]:
    """The attributes of the shape that stands for a kind of evidence; the words beside it say the same."""
    return {"class": f"evidence__shape evidence__shape--{kind}", "aria-hidden": "true"}


def _ways_back(parent: etree.Element, number: int, citations: list[Citation]) -> None:
    """One link to each place where the work is cited; the letters tell them apart for those who see them."""
    for citation in citations:
        link = etree.SubElement(
            parent, "a",
            {"href": f"#{citation.id}", "aria-label": f"Back to reference {number}, mention {citation.occurrence}"},
        )
        link.text = AtomicString("↩" if len(citations) == 1 else f"↩\u2009{citation.occurrence}")
        link.tail = " "
