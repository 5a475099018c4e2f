"""One reading of a page's finished HTML: its anchors, its links, its words, and syntax that leaked.

Knows only HTML. What a check needs of a page after conversion is found here in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape as html_escape
from itertools import takewhile

import lxml.html
from lxml.etree import ParserError, XPath
from lxml.html import HtmlElement

from hooks.source import Source

# Around what an import could not decide (`desk import`).
OPEN, CLOSE = "⟦", "⟧"
# What an author writes and a reader must never see.
RAW = ("///", "[@", "[^", OPEN)
_NOT_READ = ("code", "pre", "script", "style", "template", "textarea")
# Shown under `mkdocs serve`; they may quote markup.
_SHOWN_PROBLEMS = ("problem", "citation-missing")
_NOT_BODY = ("references", "footnote", "citations", "headerlink")
_CONTEXT = 40
_ABSOLUTE = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")
_RAW = re.compile("|".join(map(re.escape, RAW)))


@dataclass(frozen=True)
class Leak:
    """Markup that would reach the reader, with the text around it, by which its place in the source is found."""

    syntax: str
    before: str
    after: str

    def place(self, source: Source, nth: int = 0) -> tuple[int, int]:
        """Line and column of the mention that stands in the same words; of the ``nth`` where several do."""
        offsets = [m.start() for m in re.finditer(re.escape(self.syntax), source.prose)]
        if not offsets:
            return source.find(self.syntax)
        best = sorted(offsets, key=lambda offset: -self._agreement(source.prose, offset))
        return source.place(best[min(nth, len(best) - 1)])

    def _agreement(self, prose: str, offset: int) -> int:
        """How many characters before and after an offset are the same as here."""
        end = offset + len(self.syntax)
        before, after = prose[max(0, offset - _CONTEXT) : offset], prose[end : end + _CONTEXT]
        return _alike(before[::-1], self.before[::-1]) + _alike(after, self.after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


@dataclass
class Rendered:
    """What a page's HTML holds. ``words`` counts the body without its citations and its reference list."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    raw: list[Leak] = field(default_factory=list)
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


def read_html(content: HtmlElement) -> Rendered:
    """Read a page's content (``parse``), which is taken apart."""
    ids, links, said = _IDS(content), _LINKS(content), _SAID(content)
    _drop(_UNREAD(content))
    leaks = [leak for text in (*said, *content.itertext()) for leak in _leaks(text)]
    _drop(_ASIDE(content))
    words = sum(len(text.split()) for text in content.itertext())
    return Rendered({*filter(None, ids)}, [*links], leaks, words)


def _drop(elements: list[HtmlElement]) -> None:
    """Take elements out with all that stands in them, the last first: one may stand in another."""
    for element in reversed(elements):
        element.drop_tree()


def _leaks(text: str) -> Iterator[Leak]:
    for match in _RAW.finditer(text):
        start, end = match.span()
        yield Leak(match.group(), text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])


def elsewhere(html: str, url: str, level: int = 3) -> str:
    """A part of one page as it can stand on another: its links lead back, its ids stay behind.

    ``url`` is the address of the page it comes from, as seen from the page it goes to; ``level`` is the
    heading level that its own first heading has there.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    headings = root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    for heading in headings[::-1]:
        heading.tag = f"h{min(6, max(level, level + int(heading.tag[1]) - int(headings[0].tag[1])))}"
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("id", "name", "aria-labelledby", "aria-describedby"):
            element.attrib.pop(name, None)
        for name in ("href", "src"):
            target = element.get(name)
            if target is not None and not _leaves(target):
                element.set(name, url + target if target.startswith("#") else _join(url, target))
    for anchor in root.xpath('//a[@class="headerlink"]'):
        anchor.drop_tree()
    parts = [html_escape(root.text or "", quote=False)]
    parts += [lxml.html.tostring(child, encoding="unicode") for child in root]
    return "".join(parts)


def _leaves(target: str) -> bool:
    return bool(_ABSOLUTE.match(target))


def _join(url: str, target: str) -> str:
    """A relative address of the page at ``url``, seen from where ``url`` is seen."""
    return url.split("#")[0] + target if url.endswith("/") or not url else url.rsplit("/", 1)[0] + "/" + target
