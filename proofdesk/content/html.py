"""Read a page's HTML in one pass: anchors, links, words and leaked syntax."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape as html_escape
from itertools import takewhile

import lxml.html
from lxml.etree import ParserError, XPath
from lxml.html import HtmlElement

from proofdesk.common.addresses import repeats_file_name
from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.markup import (
    CITATION_MISSING,
    CITATIONS,
    FOOTNOTE,
    HEADERLINK,
    HEADINGS,
    NO,
    PROBLEM,
    REFERENCES,
    SYNTAX_MARKERS,
    YES,
    class_is,
)
from proofdesk.content.safe_html.sanitize import UnsafeHtml

_NOT_READ = ("code", "pre", "script", "style", "template", "textarea")
# These may quote markup.
_SHOWN_PROBLEMS = (PROBLEM, CITATION_MISSING)
_NOT_TEXT = (REFERENCES, CITATIONS, HEADERLINK)
_CONTEXT = 40
# A key has a letter and a digit, as “shao2021”; a word without a digit may be any word.
_KEY_LIKE = re.compile(r"(?<![\w:.-])(?=[\w:.-]*\d)(?=[\w:.-]*[^\W\d_])\w[\w:.-]*\w")
_RAW = re.compile("|".join(map(re.escape, SYNTAX_MARKERS)))


@dataclass(frozen=True)
class LeakedSyntax:
    """Markup that would reach the reader, with the text around it, by which it is found in the source."""

    syntax: str
    before: str
    after: str
    name: str = ""
    remedy: str = ""

    def locate(self, source: SourceText, occurrence: int = 0) -> Position | None:
        """Return the position of the mention amid the same words; ``occurrence`` counts from 0 if there are several.

        Returns None for markup with a ``name`` that the source does not hold as such: its author escaped it.
        """
        offsets = self._offsets(source.prose)
        if not offsets:
            return None if self.name else source.find(self.syntax)
        best = sorted(offsets, key=lambda offset: -self._agreement(source.prose, offset))
        offset = best[min(occurrence, len(best) - 1)]
        escaped = self.name and source.prose[offset - 1 : offset] == "\\"
        return None if escaped else source.position(offset)

    def _offsets(self, prose: str) -> list[int]:
        """Return where the source has the markup: as it is seen, or by HTML's names of signs."""
        escaped = html_escape(self.syntax, quote=False), self.syntax.replace("<", "&lt;")
        for text in dict.fromkeys((self.syntax, *escaped)):
            if found := [match.start() for match in re.finditer(re.escape(text), prose)]:
                return found
        return []

    def _agreement(self, prose: str, offset: int) -> int:
        """Return how many characters before and after an offset are the same as here."""
        end = offset + len(self.syntax)
        before, after = prose[max(0, offset - _CONTEXT) : offset], prose[end : end + _CONTEXT]
        return _alike(before[::-1], self.before[::-1]) + _alike(after, self.after)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginnings."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


@dataclass
class PageFindings:
    """The content of a page's HTML; ``words`` counts the body without citations and reference list.

    ``unsafe`` is what was removed from it before it was read.
    """

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    leaks: list[LeakedSyntax] = field(default_factory=list)
    unsafe: list[UnsafeHtml] = field(default_factory=list)
    words: int = 0
    key_like: list[LeakedSyntax] = field(default_factory=list)  # words that may be a key of the bibliography
    # The address and the alternative text of each picture of which the text says nothing.
    unnamed_pictures: list[tuple[str, str]] = field(default_factory=list)
    headings: list[tuple[int, bool]] = field(default_factory=list)  # each one's level, and whether it has words
    repeated_ids: dict[str, int] = field(default_factory=dict)  # ids of more than one place, with their number
    wordless_links: list[str] = field(default_factory=list)  # addresses of links that nobody can see

    def forget_links(self) -> None:
        """Free what only the check of links needs: a seventh of the memory of a page."""
        self.ids, self.links = set(), []


def parse(html: str) -> HtmlElement:
    """Return a page's content under one element; broken HTML is read as a browser would."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except ParserError:
        return lxml.html.Element("div")


# One expression each, because visiting thousands of elements in Python takes longer than parsing them.
_IDS = XPath("descendant::*/@id | descendant::a/@name", smart_strings=False)
_LINKS = XPath("descendant::*[not(self::use)]/@href | descendant::*[not(self::use)]/@src", smart_strings=False)
_TITLES = XPath("descendant::*/@alt | descendant::*/@title", smart_strings=False)
_UNREAD = XPath("|".join([*(f"descendant::{tag}" for tag in _NOT_READ),
                          f"descendant::*[{class_is(*_SHOWN_PROBLEMS)}]"]))
_ASIDE = XPath(f"descendant::*[{class_is(*_NOT_TEXT)}]")
_FOOTNOTES = XPath(f"descendant::*[{class_is(FOOTNOTE)}]")
_PICTURES = XPath("descendant::img[@src]")
_EACH_ID = XPath("descendant::*/@id", smart_strings=False)
_SHORT_LINKS = XPath("descendant::a[@href and string-length(normalize-space()) < 4]")
_HEADERLINK = XPath(f"descendant::a[{class_is(HEADERLINK)}]/text()", smart_strings=False)
# A picture without alternative text is reported as that.
_SEEN = XPath("boolean(descendant::img | descendant::svg | self::*[normalize-space(@aria-label)])")
# The reference list of a page, wherever another processor put its attributes.
_REFERENCES_START = re.compile(rf'<section\b[^<>]*\bclass="{REFERENCES}"')


def read_html(content: HtmlElement) -> PageFindings:
    """Read a page's content, as ``parse`` returns it, and modify it."""
    ids, links, titles = _IDS(content), _LINKS(content), _TITLES(content)
    pictures = [(each.get("src"), each.get("alt", "").strip()) for each in _PICTURES(content)]
    unnamed = [(address, alt) for address, alt in pictures if not alt or repeats_file_name(alt, address)]
    headings = [(int(heading.tag[1]), _has_words(heading)) for heading in content.iter(*HEADINGS)]
    wordless = [link.get("href") for link in _SHORT_LINKS(content) if not _has_words(link)]
    repeated = _repeated(content) if len(ids) > len({*ids}) else {}
    drop_elements(_UNREAD(content))
    leaks = [leak for text in (*titles, *content.itertext()) for leak in _leaks(text)]
    drop_elements(_ASIDE(content))
    text = content.text_content()
    leaks += [leak for leak in _raw_markup(text) if not leak.syntax.startswith(SYNTAX_MARKERS)]
    keys = [LeakedSyntax(match.group(), *_around(text, *match.span())) for match in _KEY_LIKE.finditer(text)]
    drop_elements(_FOOTNOTES(content))
    words = sum(len(text.split()) for text in content.itertext())
    return PageFindings({*filter(None, ids)}, [*links], leaks, words=words, key_like=keys, unnamed_pictures=unnamed,
                        headings=headings, repeated_ids=repeated, wordless_links=wordless)


def _repeated(content: HtmlElement) -> dict[str, int]:
    """Return each id that more than one element has, with their number; an anchor's name may be its id too."""
    return {name: times for name, times in Counter(_EACH_ID(content)).items() if times > 1 and name}


def _has_words(element: HtmlElement) -> bool:
    """Return whether a reader sees or hears something of an element besides the anchor behind it."""
    text = element.text_content()
    for anchor in _HEADERLINK(element):
        text = text.replace(anchor, "", 1)
    return any(character.isprintable() and not character.isspace() for character in text) or bool(_SEEN(element))


def drop_elements(elements: list[HtmlElement]) -> None:
    """Take elements out with their content; the last first, because one may be inside another."""
    for element in reversed(elements):
        element.drop_tree()


def drop_marked(root: HtmlElement, attribute: str) -> None:
    """Take out what ``attribute`` marks “no”, in place; elements that it marks “yes” within stay."""
    for element in reversed(root.xpath(f"descendant::*[@{attribute}='{NO}']")):
        if element.xpath(f"descendant::*[@{attribute}='{YES}']"):
            _keep_marked(element, attribute)
        else:
            element.drop_tree()


def _keep_marked(element: HtmlElement, attribute: str) -> None:
    """Leave of an element only what ``attribute`` marks “yes”."""
    element.text = None
    for child in list(element):
        if child.get(attribute) == YES:
            child.tail = None
        elif child.xpath(f"descendant::*[@{attribute}='{YES}']"):
            _keep_marked(child, attribute)
            child.tail = None
        else:
            element.remove(child)


def split_references(html: str) -> tuple[str, str]:
    """Return a page's HTML up to its reference list, and the rest; the rest is empty if there is no list."""
    start = _REFERENCES_START.search(html)
    return (html[: start.start()], html[start.start() :]) if start else (html, "")


def _leaks(text: str) -> Iterator[LeakedSyntax]:
    for match in _RAW.finditer(text):
        yield LeakedSyntax(match.group(), *_around(text, *match.span()))


def _raw_markup(text: str) -> Iterator[LeakedSyntax]:
    for found in find_raw_markup(text):
        around = _around(text, found.start, found.start + len(found.syntax))
        yield LeakedSyntax(found.syntax.rstrip(), *around, found.name, found.remedy)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after a place."""
    return text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
