"""Draw citations as a style writes them: what citeproc makes of a page, with the site's own links and notices."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import lxml.html
from lxml.html import HtmlElement
from markdown.util import AtomicString

from proofdesk.bibliography.pandoc.citeproc import (
    AUTHOR_IN_TEXT,
    NORMAL,
    SUPPRESS_AUTHOR,
    CitationProcessor,
    Cite,
)
from proofdesk.bibliography.pandoc.reference_html import text_of
from proofdesk.bibliography.pandoc.style import StyleError
from proofdesk.citations.citation_links import CitationLinks, append_text
from proofdesk.citations.numbers import draw_numbers
from proofdesk.citations.placeholders import PlacedItem
from proofdesk.common.language import _
from proofdesk.common.problems import Problem
from proofdesk.content.markup import CITATION_NARRATIVE, DATA_KEY, DATA_STYLED

_TAGS = {"em", "strong", "i", "b", "sub", "sup"}
# What citeproc must not read or change, Markdown's own placeholders and elements, is given to it as a word between two
# signs that no text has. The word is a number written in letters, because citeproc takes digits for a page.
_STASHED = re.compile("\x02[^\x03]*\x03")
_TOKEN = re.compile("\ue000([a-j]+)\ue001")
# Between page numbers, as BibTeX writes it; citeproc knows the single one as a range.
_TEX_RANGE = re.compile(r"(?<=\d)--(?=\d)")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LETTERS, _DIGITS = str.maketrans("0123456789", "abcdefghij"), str.maketrans("abcdefghij", "0123456789")


class StyledCitations:
    """The citations of one page in a style; ``numbers`` are the works' places in its list, ``entries``.

    ``numbered`` tells whether the style's labels are these numbers.

    Raises StyleError if citeproc fails on them.
    """

    def __init__(
        self, processor: CitationProcessor, root: etree.Element, groups: Sequence[etree.Element],
        placed: Sequence[list[PlacedItem]], known: Container[str], before: Sequence[str] = (),
        beside: Sequence[str] = (),
    ) -> None:
        """Ask for all groups of a page at once; ``placed`` has the items of each.

        ``before`` are works that the page has cited already, ``beside`` works that it lists and does not cite.
        """
        self._processor = processor
        self._tokens: list[str | etree.Element] = []
        self._names, self._plain = processor.manner.names, processor.manner.plain
        self._parents = {child: parent for parent in root.iter() for child in parent}
        cites = {group: [self._cite(item, self._is_narrative(group)) for item in items if item.key in known]
                 for group, items in zip(groups, placed, strict=True)}
        asked = {group: some for group, some in cites.items() if some}
        first, last = [[Cite(key)] for key in before], [[Cite(key)] for key in beside]
        processed = processor.process([*first, *asked.values(), *last])
        self._html = dict(zip(asked, processed.groups[len(first) :], strict=False))
        self._unshown = self._find_unshown(asked)
        self.entries = processed.entries
        listed = {entry.key for entry in self.entries}
        if unlisted := [cite.key for group in asked.values() for cite in group if cite.key not in listed]:
            raise StyleError(f"it shows nothing of “{unlisted[0]}” in the list")
        self.numbers = {entry.key: number for number, entry in enumerate(self.entries, start=1)}
        self.numbered = not self._names and all(
            entry.label.strip("[]().") in ("", str(self.numbers[entry.key])) for entry in self.entries)

    def hides(self, group: etree.Element, item: PlacedItem) -> bool:
        """Return whether the style shows nothing of the page, chapter or other locator after a key."""
        return item.has_suffix and self._cite(item, self._is_narrative(group)) in self._unshown

    def _find_unshown(self, asked: Mapping[etree.Element, list[Cite]]) -> set[Cite]:
        """Return the citations that look the same with another locator: the style leaves it out.

        Only citeproc knows which words are a locator, and a style may show that of a book and not that of an article.
        """
        doubtful = []
        for group, cites in asked.items():
            shown = text_of(self._html[group])
            doubtful += [cite for cite in cites
                         if (words := cite.suffix.strip(", ")) and (words.isdecimal() or words not in shown)]
        doubtful = list(dict.fromkeys(doubtful))
        if not doubtful:
            return set()
        # Between two of the other, so that both come after one that differs.
        groups = [[each] for cite in doubtful for other in [_with_other_locator(cite)] for each in (other, cite, other)]
        html = self._processor.process(groups).groups
        return {cite for cite, made, other in zip(doubtful, html[1::3], html[2::3], strict=True) if made == other}

    def draw(
        self, group: etree.Element, items: Sequence[PlacedItem], links: CitationLinks, missing: Iterator[Problem]
    ) -> None:
        """Fill an empty group; ``missing`` has the problem of each unknown key, in order."""
        if self._plain and not any(item.has_words for item in items):
            draw_numbers(group, list(items), links, missing)
            return
        if group in self._html:
            keys = {f"#ref-{self._processor.id_of(item.key)}": item.key for item in items if item.key in self.numbers}
            self._copy(lxml.html.fragment_fromstring(self._html[group], create_parent="div"), group, keys, links)
            if len(set(keys.values())) == 1 and group.find(".//a") is None:
                _link_all(group, next(iter(keys.values())), links)
            _add_unshown(group, keys.values(), links)
        for item in items:
            if item.key not in self.numbers:
                append_text(group, " " if group in self._html else "")
                group.append(links.missing(item.key, next(missing)))
        group.set(DATA_STYLED, "names" if self._names else "labels")
        parent = self._parents[group]
        if self._names and self._is_narrative(group):
            parent.text = None  # the style names the authors
        _close_up(group, parent)

    def _is_narrative(self, group: etree.Element) -> bool:
        return self._parents[group].get("class") == CITATION_NARRATIVE

    def _cite(self, item: PlacedItem, narrative: bool) -> Cite:
        prefix, suffix = (self._encoded(part).strip() for part in (item.prefix, item.suffix))
        suffix = f"{{{suffix}}}" if item.braced else _TEX_RANGE.sub("-", suffix)
        mode = AUTHOR_IN_TEXT if narrative and self._names else SUPPRESS_AUTHOR if item.suppressed else NORMAL
        return Cite(item.key, mode, f"{prefix} " if prefix else "", f", {suffix}" if suffix else "")

    def _encoded(self, element: etree.Element) -> str:
        """Return an element's content as text, with a token for whatever is none."""
        text = _STASHED.sub(lambda found: self._token(found.group()), element.text or "")
        for child in element:
            tail, child.tail = child.tail or "", None
            text += self._token(child) + _STASHED.sub(lambda found: self._token(found.group()), tail)
        return text

    def _token(self, what: str | etree.Element) -> str:
        self._tokens.append(what)
        return f"\ue000{str(len(self._tokens) - 1).translate(_LETTERS)}\ue001"

    def _copy(self, source: HtmlElement, into: etree.Element, keys: Mapping[str, str], links: CitationLinks) -> None:
        """Copy what Pandoc wrote, with our links in place of its own."""
        self._add(into, source.text or "")
        for child in source:
            key = keys.get(child.get("href", "")) if child.tag == "a" else None
            if key and not child.text_content().strip():
                pass  # the style shows nothing of this work here
            elif key:
                link = links.link(key)
                link.text = None
                into.append(link)
                self._copy(child, link, keys, links)
                self._name(link, links)
                links.append_notice(into, key)
            elif child.tag in _TAGS or "smallcaps" in child.get("class", ""):
                attributes = {"class": "smallcaps"} if child.tag == "span" else {}
                self._copy(child, etree.SubElement(into, str(child.tag), attributes), keys, links)
            else:
                self._copy(child, into, keys, links)
            self._add(into, child.tail or "")

    def _name(self, link: etree.Element, links: CitationLinks) -> None:
        """Say of a number or label that it is a reference; authors' names say it themselves."""
        if self._names:
            del link.attrib["aria-label"]
        else:
            number = _without_brackets("".join(link.itertext()))
            links.name(link, number)

    def _add(self, into: etree.Element, text: str) -> None:
        """Append text, with what its tokens stand for."""
        for number, part in enumerate(_TOKEN.split(text)):
            what = self._tokens[int(part.translate(_DIGITS))] if number % 2 else part
            if isinstance(what, str):
                append_text(into, what)
            else:
                into.append(what)


def _with_other_locator(cite: Cite) -> Cite:
    """Return a citation with another first number after the key, or nothing if there is no number."""
    number = _NUMBER.search(cite.suffix)
    return replace(cite, suffix=_NUMBER.sub(str(int(number[0]) + 1), cite.suffix, count=1) if number else "")


def _without_brackets(label: str) -> str:
    """Return a label without the brackets around it; those of a locator within it stay."""
    label = label.strip("[] ")
    if label.startswith("(") and label.endswith(")"):
        return label[1:-1]
    return label if label.count("(") == label.count(")") else label.strip("()")


def _link_all(group: etree.Element, key: str, links: CitationLinks) -> None:
    """Make a link of all that a style shows, if it links nothing itself, as where it shows the authors alone."""
    link = links.link(key)
    link.text, group.text = group.text, None
    link.extend(list(group))
    for child in list(group):
        group.remove(child)
    if "".join(link.itertext()).strip():
        del link.attrib["aria-label"]
    else:  # it shows nothing
        link.text = AtomicString(f"[{_('reference')}]")
    group.append(link)


def _add_unshown(group: etree.Element, keys: Iterable[str], links: CitationLinks) -> None:
    """Add links to works that a style shows as the middle of a range, after the link before them."""
    shown = {link.get(DATA_KEY, "") for link in group.iter("a")}
    parents = {child: parent for parent in group.iter() for child in parent}
    for key in sorted(set(keys) - shown, key=lambda key: links.numbers[key]):
        made = links.link_within(key)
        before = [link for link in group.iter("a") if links.numbers.get(link.get(DATA_KEY, ""), 0) < links.numbers[key]]
        if before:
            parent = parents[before[-1]]
            made.tail, before[-1].tail = before[-1].tail, None
            parent.insert(list(parent).index(before[-1]) + 1, made)
        else:
            parent = group
            group.insert(0, made)
            made.tail, group.text = group.text, None
        parents[made] = parent
        if links.is_retracted(key):
            links.append_notice(group, key, _("%(number)s retracted", number=links.numbers[key]))


def _close_up(group: etree.Element, parent: etree.Element) -> None:
    """Take out the space before a raised number, as Pandoc does."""
    if not len(group) or group[0].tag != "sup" or group.text:
        return
    place = list(parent).index(group)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "").rstrip()
    else:
        parent.text = (parent.text or "").rstrip()
