"""Read a page's HTML in one pass: anchors, links, words and leaked syntax."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

import lxml.html
from lxml.etree import ElementDefaultClassLookup, ParserError, XPath
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

from proofdesk.common.addresses import repeats_file_name
from proofdesk.common.raw_markup import NOT_TEXT, find_raw_markup
from proofdesk.content.leaks.keys import KEY_LIKE
from proofdesk.content.leaks.locate import CONTEXT, LeakedSyntax
from proofdesk.content.markup import (
    CITATION_MISSING,
    CITATION_NARRATIVE,
    CITATIONS,
    DATA_KEY,
    DATA_OPENING,
    FOOTNOTE,
    HEADERLINK,
    HEADINGS,
    NO,
    PROBLEM,
    REFERENCES,
    SYNTAX_MARKERS,
    YES,
    class_is,
    raise_figures,
)
from proofdesk.content.safe_html.sanitize import UnsafeHtml

# To give the fields of forms methods of their own, lxml asks a function in Python for the class of each element.
# Nothing here needs those methods, and the question takes a twentieth of a build.
lxml.html.html_parser.set_element_class_lookup(ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity))
_NOT_READ = ("code", "pre", "script", "style", "template", "textarea")
# Their first word begins no block: “1. Introduction” is a heading, not a list.
_ONE_LINE_TAGS = (*HEADINGS, "td", "th", "dt", "caption", "figcaption", "summary")
# These may quote markup.
_SHOWN_PROBLEMS = (PROBLEM, CITATION_MISSING)
_NOT_TEXT = (REFERENCES, CITATIONS, HEADERLINK)
_RAW = re.compile("|".join(map(re.escape, SYNTAX_MARKERS)))


@dataclass
class PageFindings:
    """The content of a page's HTML; ``words`` counts the body without citations and reference list.

    ``unsafe`` is what was removed from it before it was read.
    """

    ids: Set[str] = field(default_factory=set)
    links: Iterable[str] = ()
    leaks: list[LeakedSyntax] = field(default_factory=list)
    unsafe: list[UnsafeHtml] = field(default_factory=list)
    words: int = 0
    key_like: Iterable[LeakedSyntax] = ()  # words that may be a key of the bibliography
    # The address and the alternative text of each picture of which the text says nothing.
    unnamed_pictures: list[tuple[str, str]] = field(default_factory=list)
    headings: list[tuple[int, bool]] = field(default_factory=list)  # each one's level, and whether it has words
    repeated_ids: dict[str, int] = field(default_factory=dict)  # ids of more than one place, with their number
    wordless_links: list[str] = field(default_factory=list)  # addresses of links that nobody can see

    def forget_links(self) -> None:
        """Free what only the checks of links and of leaked syntax need: a seventh of the memory of a page."""
        self.ids, self.links, self.key_like = set(), (), ()


def parse(html: str) -> HtmlElement:
    """Return a page's content under one element; broken HTML is read as a browser would."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except ParserError:
        return lxml.html.Element("div")


# One expression each, because visiting thousands of elements in Python takes longer than parsing them.
_IDS = XPath("descendant::*/@id | descendant::a/@name", smart_strings=False)
_LINKS = XPath("descendant::*[not(self::use)]/@href | descendant::*[not(self::use)]/@src", smart_strings=False)
_TITLES = XPath("descendant::*/@alt | descendant::*/@title | descendant::*/@aria-label", smart_strings=False)
_CLASSED = XPath("descendant::*[@class]")
_PICTURES = XPath("descendant::img[@src]")
_CITED_KEYS = XPath(f"descendant::*/@{DATA_KEY}", smart_strings=False)
# A bracket that is open where a citation follows; a bracket of a citation's page may stand before it.
_OPENED = re.compile(r"\[(?:[^\[\]]*[ \u00a0])?$")
_NUMBERS = re.compile(r"[\[\](),;–\d\s-]*")  # a group of citations without words before or behind a work
_EACH_ID = XPath("descendant::*/@id", smart_strings=False)
_SHORT_LINKS = XPath(f"descendant::a[@href and not({class_is(HEADERLINK)}) and string-length(normalize-space()) < 4]")
_HEADERLINK = XPath(f"descendant::a[{class_is(HEADERLINK)}]/text()", smart_strings=False)
# A picture without alternative text is reported as that.
_SEEN = XPath("boolean(descendant::img | descendant::svg | self::*[normalize-space(@aria-label)])")
# The reference list of a page, wherever another processor put its attributes.
_REFERENCES_START = re.compile(rf'<section\b[^<>]*\bclass="{REFERENCES}"')
_OPENING = re.compile(rf"\s*<(\w+)[^>]*\b{DATA_OPENING}\b")


def read_html(content: HtmlElement) -> PageFindings:
    """Read a page's content, as ``parse`` returns it, and modify it."""
    ids, links, titles = _IDS(content), _LINKS(content), _TITLES(content)
    pictures = [(each.get("src"), each.get("alt", "").strip()) for each in _PICTURES(content)]
    unnamed = [(address, alt) for address, alt in pictures if not alt or repeats_file_name(alt, address)]
    headings = [(int(heading.tag[1]), _has_words(heading)) for heading in content.iter(*HEADINGS)]
    wordless = [link.get("href") for link in _SHORT_LINKS(content) if not _has_words(link)]
    counted = Counter(_EACH_ID(content)) if len(ids) > len({*ids}) else Counter[str]()  # a name may be the id, too
    repeated = {name: times for name, times in counted.items() if times > 1 and name}
    by_class = defaultdict[str, list[HtmlElement]](list)
    for element in _CLASSED(content):  # to look for each class by itself takes as long as to parse the page
        by_class[element.get("class")].append(element)
    unread = [*dict.fromkeys([*content.iter(*_NOT_READ), *chain(*map(by_class.__getitem__, _SHOWN_PROBLEMS))])]
    for element in unread:
        element.tail = NOT_TEXT + (element.tail or "")
    drop_elements(unread)
    texts = [*titles, *content.itertext()]
    # Most pages have none, which one look at all texts together tells.
    leaks = [leak for text in texts for leak in _leaks(text)] if _RAW.search("\n".join(texts)) else []
    leaks += [leak for text in titles for leak in _raw_markup(text, one_line=True)]
    leaks += _half_groups(_left(content, by_class[CITATION_NARRATIVE]))
    leaks += [leak for group in by_class[CITATIONS] if not _NUMBERS.fullmatch(text := group.text_content())
              for leak in _raw_markup(text, one_line=True)]
    drop_elements(_left(content, chain(*map(by_class.__getitem__, _NOT_TEXT))))
    for element in content.iter(*_ONE_LINE_TAGS):
        element.text = NOT_TEXT + (element.text or "")
    text = content.text_content()
    leaks += _raw_markup(text)
    keys = [LeakedSyntax(match.group(), *_around(text, *match.span()))
            for text in (*titles, text) for match in KEY_LIKE.finditer(text)]
    drop_elements(_left(content, by_class[FOOTNOTE]))
    words = len("\n".join(content.itertext()).replace(NOT_TEXT, "").split())
    return PageFindings({*filter(None, ids)}, [*links], leaks, words=words, key_like=keys, unnamed_pictures=unnamed,
                        headings=headings, repeated_ids=repeated, wordless_links=wordless)


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


@lru_cache(maxsize=4096)
def text_of(html: str) -> str:
    """Return the words of a piece of HTML, such as a formatted reference, without its markup."""
    root = lxml.html.fragment_fromstring(html, create_parent="p")
    raise_figures(root)
    return " ".join(str(root.text_content()).split())


def drop_marked(root: HtmlElement, attribute: str) -> None:
    """Take out what ``attribute`` marks “no”, in place; elements that it marks “yes” within stay."""
    kept = _marked(attribute, YES)
    for element in reversed(_marked(attribute, NO)(root)):
        if kept(element):
            _keep_marked(element, attribute)
        else:
            element.drop_tree()


@cache
def _marked(attribute: str, value: str) -> XPath:
    """Return what finds the elements below one that have this value; compiled once for all pages."""
    return XPath(f"descendant::*[@{attribute}='{value}']")


def _keep_marked(element: HtmlElement, attribute: str) -> None:
    """Leave of an element only what ``attribute`` marks “yes”."""
    element.text = None
    for child in list(element):
        if child.get(attribute) == YES:
            child.tail = None
        elif _marked(attribute, YES)(child):
            _keep_marked(child, attribute)
            child.tail = None
        else:
            element.remove(child)


def split_references(html: str) -> tuple[str, str]:
    """Return a page's HTML up to its reference list, and the rest; the rest is empty if there is no list."""
    start = _REFERENCES_START.search(html)
    return (html[: start.start()], html[start.start() :]) if start else (html, "")


def split_opening(html: str) -> tuple[str, str]:
    """Return the block that opens an article, and the rest of its HTML; the first is empty if it opens with none."""
    if not (start := _OPENING.match(html)):
        return "", html
    depth = 0
    for tag in re.finditer(rf"<(/?){start[1]}\b", html):
        depth += -1 if tag[1] else 1
        if not depth:
            end = html.index(">", tag.end()) + 1
            return html[:end], html[end:]
    return "", html


def _leaks(text: str) -> Iterator[LeakedSyntax]:
    for match in _RAW.finditer(text):
        yield LeakedSyntax(match.group(), *_around(text, *match.span()))


def _raw_markup(text: str, *, one_line: bool = False) -> Iterator[LeakedSyntax]:
    for found in find_raw_markup(text, one_line=one_line):
        if not found.syntax.startswith(SYNTAX_MARKERS):
            around = _around(text, found.start, found.start + len(found.syntax))
            yield LeakedSyntax(found.syntax, *around, found.name, found.remedy)


def _left(content: HtmlElement, elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return those of the elements that were not taken out of the content with what is around them."""
    return [element for element in elements if content in element.iterancestors()]


def _half_groups(narratives: Iterable[HtmlElement]) -> Iterator[LeakedSyntax]:
    """Yield the brackets whose first work is cited as if it were in a sentence, because the whole could not be read."""
    for narrative in narratives:
        before = narrative.getprevious()
        text = (narrative.getparent().text if before is None else before.tail) or ""
        opened = _OPENED.search(text)
        cited = _CITED_KEYS(narrative)
        if opened and cited:
            yield LeakedSyntax(f"{opened.group()}@{cited[0]}", text[: opened.start()][-CONTEXT:], "", "a citation",
                               "close the bracket, and begin each work with @ behind a semicolon: `[@a; @b, p. 3]`")


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after a place."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
