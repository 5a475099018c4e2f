"""One reading of a page's finished HTML: its anchors, its links, its words, and syntax that leaked.

Knows only HTML. What a check needs of a page after conversion is found here in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

import lxml.html
from lxml.etree import ParserError, XPath, _Element
from lxml.html import HtmlElement

from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.markup import SYNTAX_MARKERS

_NOT_READ = ("code", "pre", "script", "style", "template", "textarea")
# Shown under `mkdocs serve`; they may quote markup.
_SHOWN_PROBLEMS = ("problem", "citation-missing")
_NOT_BODY = ("references", "footnote", "citations", "headerlink")
_CONTEXT = 40
_RAW = re.compile("|".join(map(re.escape, SYNTAX_MARKERS)))


@dataclass(frozen=True)
class LeakedSyntax:
    """Markup that would reach the reader, with the text around it, by which its place in the source is found."""

    syntax: str
    before: str
    after: str

    def locate(self, source: SourceText, occurrence: int = 0) -> Position:
        """Line and column of the mention that stands in the same words; of the ``nth`` where several do."""
        offsets = [m.start() for m in re.finditer(re.escape(self.syntax), source.prose)]
        if not offsets:
            return source.find(self.syntax)
        best = sorted(offsets, key=lambda offset: -self._agreement(source.prose, offset))
        return source.position(best[min(occurrence, len(best) - 1)])

    def _agreement(self, prose: str, offset: int) -> int:
        """How many characters before and after an offset are the same as here."""
        end = offset + len(self.syntax)
        before, after = prose[max(0, offset - _CONTEXT) : offset], prose[end : end + _CONTEXT]
        return _alike(before[::-1], self.before[::-1]) + _alike(after, self.after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


class UnsafeHtml(NamedTuple):
    """Something that a page's Content-Security-Policy would stop, or must not allow: how it looks, and in words."""

    written: str
    reason: str


@dataclass
class PageFindings:
    """What a page's HTML holds. ``words`` counts the body without its citations and its reference list."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    leaks: list[LeakedSyntax] = field(default_factory=list)
    unsafe: list[UnsafeHtml] = field(default_factory=list)
    words: int = 0

    def forget_links(self) -> None:
        """Let go of what links are checked by: in a large site, a seventh of what is held of a page."""
        self.ids, self.links = set(), []


def parse(html: str) -> HtmlElement:
    """A page's content under one element. Broken HTML is read as a browser would."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except ParserError:
        return lxml.html.Element("div")


# In one expression each: a page has thousands of elements, and to look at each from here takes longer than to parse.
_IDS = XPath("descendant::*/@id | descendant::a/@name", smart_strings=False)
_LINKS = XPath("descendant::*[not(self::use)]/@href | descendant::*[not(self::use)]/@src", smart_strings=False)
_SAID = XPath("descendant::*/@alt | descendant::*/@title", smart_strings=False)
_UNREAD = XPath("|".join([*(f"descendant::{tag}" for tag in _NOT_READ),
                          *(f"descendant::*[@class='{name}']" for name in _SHOWN_PROBLEMS)]))
_ASIDE = XPath("|".join(f"descendant::*[@class='{name}']" for name in _NOT_BODY))


def read_html(content: HtmlElement) -> PageFindings:
    """Read a page's content (``parse``), which is taken apart."""
    ids, links, said, unsafe = _IDS(content), _LINKS(content), _SAID(content), find_unsafe_html(content)
    _drop(_UNREAD(content))
    leaks = [leak for text in (*said, *content.itertext()) for leak in _leaks(text)]
    _drop(_ASIDE(content))
    words = sum(len(text.split()) for text in content.itertext())
    return PageFindings({*filter(None, ids)}, [*links], leaks, unsafe, words)


def _drop(elements: list[HtmlElement]) -> None:
    """Take elements out with all that stands in them, the last first: one may stand in another."""
    for element in reversed(elements):
        element.drop_tree()


def _leaks(text: str) -> Iterator[LeakedSyntax]:
    for match in _RAW.finditer(text):
        start, end = match.span()
        yield LeakedSyntax(match.group(), text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])


_FORBIDDEN_TAGS = ("script", "style", "iframe", "frame", "object", "embed", "base", "link", "meta", "form")
_FETCHED = ("src", "srcset", "poster", "background", "data")
_OTHER_SITE = re.compile(r"\s*(?:https?:)?//", re.I)
# What a browser runs or shows as a page of its own. It skips control characters and spaces before and within the
# scheme (URL standard, 4.4).
_SCRIPT_SCHEMES = re.compile(r"(?:javascript|vbscript|data):", re.I)
_IGNORED_CHARACTERS = re.compile(r"[\x00-\x20]+")


# The elements that one look is worth.
_LOOKED_AT = XPath("descendant::*[" + " or ".join([
    *(f"self::{tag}" for tag in _FORBIDDEN_TAGS), "@style", "@*[starts-with(name(), 'on')]", *(f"@{name}" for name in _FETCHED),
    "@href", "@*[name() = 'xlink:href']", "@action", "@formaction",
]) + "]")


def find_unsafe_html(content: _Element) -> list[UnsafeHtml]:
    """What in a page's content (hooks/rendered.py, ``parse``) its policy would stop, or must not bless: how it looks in
    the source, and in words."""
    return [found for element in _LOOKED_AT(content) for found in _against(element)]


def _against(element: _Element) -> Iterator[UnsafeHtml]:
    tag = str(element.tag)
    if tag in _FORBIDDEN_TAGS:
        yield UnsafeHtml(f"<{tag}", f"a page's text cannot hold the element “{tag}”")
    for name, value in element.items():
        if name == "style" or name.startswith("on"):
            yield UnsafeHtml(name, f"a page's text cannot hold the attribute “{name}”")
        elif name in _FETCHED and _OTHER_SITE.match(value) and tag not in _FORBIDDEN_TAGS:
            yield UnsafeHtml(value, f"“{value}” would be fetched from another site, which would learn who reads this page")
        elif name in ("href", "xlink:href", "action", "formaction") and _SCRIPT_SCHEMES.match(_IGNORED_CHARACTERS.sub("", value)):
            yield UnsafeHtml(value, "a link cannot run a program, or hold a page of its own")
