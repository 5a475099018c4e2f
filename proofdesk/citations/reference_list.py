"""Draw a page's reference list: each work once, with its links and a way back to every citation."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.util import AtomicString

from proofdesk.bibliography.evidence import AnyKind
from proofdesk.citations.list_place import ListManner
from proofdesk.common.language import _, spoken
from proofdesk.content.document import Citation
from proofdesk.content.markup import (
    REFERENCE,
    REFERENCE_BACK,
    REFERENCE_EVIDENCE,
    REFERENCE_LABEL,
    REFERENCE_LINKS,
    REFERENCE_NOTICE,
    REFERENCE_TEXT,
    REFERENCES,
    reference_id,
)

if TYPE_CHECKING:
    from proofdesk.bibliography.pandoc.citeproc import ListEntry
    from proofdesk.bibliography.references import References


def reference_list(
    md: Markdown, references: References, numbers: Mapping[str, int], citations: list[Citation], manner: ListManner,
    entries: Sequence[ListEntry] = (), numbered: bool = True,
) -> etree.Element:
    """Return a ``<section class="references">``; ``entries`` is the list as a style writes it, in the order of the
    numbers, which are not shown unless it is ``numbered``.

    Formatted references are HTML, so they go into the converter's stash, which it leaves alone.
    """
    section = etree.Element("section", {"class": REFERENCES})
    if manner.heading != "":
        heading = etree.SubElement(section, "h2", {"id": REFERENCES})
        heading.text = _("References") if manner.heading is None else AtomicString(manner.heading)
    styled = {entry.key: entry for entry in entries}
    ordered = etree.SubElement(section, "ol" if numbered else "ul", {"class": "references__list"})
    for key, number in numbers.items():
        reference = references[key]
        names = references.names(key)  # for the notes at the margin (sidenotes.js)
        item = etree.SubElement(ordered, "li", {
            "class": REFERENCE, "id": reference_id(key), **({"data-names": names} if names else {})})
        if not numbered and styled[key].label:
            shown = etree.SubElement(item, "span", {"class": REFERENCE_LABEL})
            shown.text = AtomicString(styled[key].label)
            shown.tail = " "
        text = etree.SubElement(item, "span", {"class": REFERENCE_TEXT})
        html = references.in_language(key, styled[key].html) if key in styled else reference.html
        text.text = md.htmlStash.store(html)
        text.tail = " "
        if manner.evidence:
            evidence = etree.SubElement(item, "span", {"class": REFERENCE_EVIDENCE})
            shape = etree.SubElement(evidence, "span", shape_of(reference.evidence.kind))
            shape.tail = AtomicString(f" {reference.evidence.words}")
            evidence.tail = " "
        if reference.notice:
            quiet = f"{REFERENCE_NOTICE} {REFERENCE_NOTICE}--correction"
            notice = etree.SubElement(item, "span" if reference.corrected else "strong",
                                      {"class": quiet if reference.corrected else REFERENCE_NOTICE})
            notice.text = AtomicString(reference.notice + ".")
            notice.tail = " "
        links = etree.SubElement(item, "span", {"class": REFERENCE_LINKS})
        for label, url in reference.links:
            link = etree.SubElement(links, "a", {"href": url})
            link.text = AtomicString(label)
            if label in url.split("/")[2:3]:  # several works of one site are told apart by their titles
                link.set("aria-label", f"{label}: {references.bibliography.entries[key].plain('title')}")
            link.tail = " "
        links.tail = " "
        _ways_back(etree.SubElement(item, "span", {"class": REFERENCE_BACK}),
                   number if numbered else None, [m for m in citations if m.key == key])
    return section


def shape_of(kind: AnyKind) -> dict[str, str]:
    """Return the attributes of the shape for a kind of evidence; the words beside it say the same."""
    return {"class": f"evidence__shape evidence__shape--{kind.shape}", "aria-hidden": "true"}


def _ways_back(parent: etree.Element, work: int | None, citations: list[Citation]) -> None:
    """Add one link to each citation of the work, which its number names; numbers after one arrow tell several apart."""
    for place, citation in enumerate(citations):
        label = (_("Back to the text: mention %(mention)s of reference %(number)s", number=work,
                   mention=citation.occurrence) if work is not None else
                 _("Back to the text: mention %(mention)s of this reference", mention=citation.occurrence))
        link = etree.SubElement(parent, "a", {"href": f"#{citation.id}", "aria-label": label})
        arrow = "" if place else "↪" if spoken().direction == "rtl" else "↩"
        number = str(citation.occurrence) if citations[1:] else ""
        # The label names the link. Programs that keep only a page's text leave out what is hidden from the ear.
        sign = etree.SubElement(link, "span", {"aria-hidden": "true"})
        sign.text = AtomicString("\u2009".join(filter(None, [arrow, number])))
        link.tail = " "
