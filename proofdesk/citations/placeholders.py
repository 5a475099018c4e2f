"""Stand in for citations while a page is converted: numbers are known only when all citations are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.util import AtomicString

from proofdesk.bibliography.citation_syntax import CitationItem
from proofdesk.content.markup import CITATION_KEY, CITATIONS

_STASHED = re.compile("\x02[^\x03]*\x03")  # Markdown's placeholder of what is no text, as code
_JOINED, _SUPPRESSED, _BRACED = "data-joined", "data-suppressed", "data-braced"


def placeholder(items: list[CitationItem]) -> etree.Element:
    """Return the placeholder of a group; prefixes and suffixes are still Markdown."""
    span = etree.Element("span", {"class": CITATIONS})
    for item in items:
        etree.SubElement(span, "span", {"class": "citation__prefix"}).text = item.prefix
        key = etree.SubElement(span, "span", {"class": CITATION_KEY})
        key.text = AtomicString(item.key)
        for name, value in ((_JOINED, item.joined), (_SUPPRESSED, item.suppressed), (_BRACED, item.braced)):
            if value:
                key.set(name, str(value))
        etree.SubElement(span, "span", {"class": "citation__suffix"}).text = item.suffix
    return span


@dataclass(frozen=True)
class PlacedItem:
    """One work of a placeholder, after inline patterns have run: the elements of its prefix and its suffix.

    ``joined`` is the written text if a semicolon is missing, ``suppressed`` whether ``-`` stood before the key,
    ``braced`` whether the suffix stood in braces, which make it a locator.
    """

    key: str
    prefix: etree.Element
    suffix: etree.Element
    joined: str
    suppressed: bool
    braced: bool

    @property
    def has_prefix(self) -> bool:
        return bool(self.prefix.text) or len(self.prefix) > 0

    @property
    def has_suffix(self) -> bool:
        return bool(self.suffix.text) or len(self.suffix) > 0

    @property
    def words_after(self) -> str:
        """Return what an editor wrote after the key, without its markup."""
        return " ".join(_STASHED.sub("…", "".join(self.suffix.itertext())).split())

    @property
    def has_words(self) -> bool:
        return self.has_prefix or self.has_suffix


def take_items(group: etree.Element) -> list[PlacedItem]:
    """Return the works of a placeholder and empty it."""
    items = list(_items(list(group)))
    for part in list(group):
        group.remove(part)
    return items


def _items(parts: list[etree.Element]) -> Iterator[PlacedItem]:
    for prefix, key, suffix in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield PlacedItem(key.text or "", prefix, suffix, key.get(_JOINED, ""), _SUPPRESSED in key.attrib,
                         _BRACED in key.attrib)
