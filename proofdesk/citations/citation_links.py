"""Make the links of a page's citations, and the words that stand beside them."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from markdown.util import AtomicString

from proofdesk.common.language import _
from proofdesk.common.problems import Problem
from proofdesk.content.document import Citation, Document
from proofdesk.content.markup import CITATION, CITATION_MISSING, CITATION_NOTICE, DATA_KEY, reference_id

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References


class CitationLinks:
    """The links of one page, each with an id of its own; ``numbers`` are the works' places in the list, from 1."""

    def __init__(
        self, references: References, numbers: Mapping[str, int], document: Document, before: Collection[str] = ()
    ) -> None:
        """Begin to link; ``before`` are the works to which the page has links already."""
        self.numbers = numbers
        self._references = references
        self._document = document
        self._count = Counter(citation.key for citation in document.citations if citation.key in before)

    def link(self, key: str) -> etree.Element:
        """Return a link to a work, with its number as text."""
        self._count[key] += 1
        citation = Citation(key, self.numbers[key], self._count[key])
        self._document.citations.append(citation)
        link = etree.Element(
            "a",
            {"class": CITATION, DATA_KEY: key, "href": f"#{reference_id(key)}", "id": citation.id,
             "aria-label": heard_name(self._references, key, citation.number)},
        )
        link.text = AtomicString(str(citation.number))
        return link

    def link_within(self, key: str) -> etree.Element:
        """Return a link to a work in the middle of a range, which only screen readers meet."""
        link = self.link(key)
        link.text = None
        link.set("class", f"{CITATION} {CITATION}--within")
        link.set("tabindex", "-1")
        return link

    def name(self, link: etree.Element, number: str) -> None:
        """Give a link whose text a style wrote the name that is heard."""
        link.set("aria-label", heard_name(self._references, str(link.get(DATA_KEY)), number))

    def is_retracted(self, key: str) -> bool:
        """Return whether a work must not be relied on."""
        return key in self._references and self._references[key].retracted

    def append_notice(self, group: etree.Element, key: str, words: str = "") -> None:
        """Append a word to the last element of a group if the work is retracted."""
        if self.is_retracted(key):
            append_text(group, " ")
            etree.SubElement(group, "span", {"class": CITATION_NOTICE}).text = AtomicString(
                words or _("retracted"))

    def missing(self, key: str, problem: Problem) -> etree.Element:
        """Return the mark that stands for a citation of an unknown key."""
        mark = etree.Element("mark", {"class": CITATION_MISSING})
        mark.text = AtomicString(_("unknown reference: %(key)s", key=key))
        self._document.show(problem, mark)
        return mark


def heard_name(references: References, key: str, number: int | str) -> str:
    """Return what is heard of a citation, since a number alone tells nothing: “Reference 2: Calder and Hasler, 2023”.
    """
    return _("Reference %(number)s: %(work)s", number=number, work=references.short(key))


def name_by_number(narrative: etree.Element) -> None:
    """Name the citations behind authors' names by their numbers alone, because the names have just been heard."""
    for link in narrative.iter("a"):
        if "aria-label" in link.attrib:
            link.set("aria-label", _("Reference %(number)s", number="".join(link.itertext())))


def append_text(element: etree.Element, text: str) -> None:
    """Append text at an element's end; it is no longer Markdown."""
    if len(element):
        element[-1].tail = AtomicString((element[-1].tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)
