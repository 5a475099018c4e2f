"""Keep the anchors behind headings and titles out of what is read aloud, copied or extracted, and say where links of
Markdown's own lead."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.common.language import _, spoken
from proofdesk.content.document import ConversionContext
from proofdesk.content.markup import HEADERLINK
from proofdesk.content.sentences import empty

# As Markdown's own extensions `toc` and `footnotes` say it, in English alone.
_UNNAMED = "Permanent link"
_TO_NOTE = "footnote-ref"
_FROM_NOTE = re.compile(r"Jump back to footnote (\d+) in the text")


class QuietAnchors(Treeprocessor):
    """Tree processor that empties anchors; the theme draws their sign.

    A heading is named by its words alone: to a program that reads aloud, an anchor inside it is neither part of the
    name nor a stop for the Tab key. The table of contents has a link to each section and block for everybody.

    What the settings call an anchor (`permalink_title`) is in the language of the site, so a page in another language
    has our words, as has a site that calls it nothing.
    """

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: etree.Element) -> None:
        ways_back = dict[str, list[etree.Element]]()
        for link in root.iter("a"):
            if link.get("class") == HEADERLINK:
                empty(link)
                if self._context.document.stated.get("lang") or link.get("title") == _UNNAMED:
                    link.set("title", _("Link to this section"))
                link.set("aria-hidden", "true")
                link.set("tabindex", "-1")
            elif link.get("class") == _TO_NOTE and link.text:  # a number alone is no name of a link
                link.set("aria-label", _("Note %(number)s", number=link.text))
            elif found := _FROM_NOTE.fullmatch(link.get("title", "")):
                ways_back.setdefault(found[1], []).append(link)
        for number, links in ways_back.items():
            _name_ways_back(number, links)


def _name_ways_back(number: str, links: list[etree.Element]) -> None:
    """Say which note each link leads back from, and from which mention of it, if there are several."""
    for mention, link in enumerate(links, 1):
        label = (_("Back to the text: mention %(mention)s of note %(number)s", mention=mention, number=number)
                 if links[1:] else _("Back to the text from note %(number)s", number=number))
        link.set("title", label)
        link.set("aria-label", label)
        arrow = "" if mention > 1 else "↪" if spoken().direction == "rtl" else "↩"
        empty(link)
        sign = etree.SubElement(link, "span", {"aria-hidden": "true"})
        sign.text = AtomicString("\u2009".join(filter(None, [arrow, str(mention) if links[1:] else ""])))
        link.tail = " " if link is not links[-1] else link.tail
