"""Turn a page's HTML into what Pandoc writes well: words, boxes, pictures, fields, and nothing that a screen needs."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml.html import HtmlElement

from proofdesk.common.addresses import page_address
from proofdesk.common.files import MAX_PAGE_BYTES, read_ordinary
from proofdesk.content.html import drop_elements, drop_marked, parse
from proofdesk.content.markup import (
    CITATIONS,
    DATA_BLOCK,
    DATA_EXPORT,
    HEADERLINK,
    LABELS,
    REFERENCE,
    REFERENCE_BACK,
    REFERENCE_EVIDENCE,
    REFERENCE_LABEL,
    REFERENCE_LINKS,
    REFERENCE_NOTICE,
    REFERENCE_TEXT,
    REFERENCES,
)
from proofdesk.desk.exporting.cited_works import DATA_CITE, Cited, read_cited

# Attributes that Pandoc hands on. Without “desk” it would drop “data-” from some of them.
BOX, CITE, LIST, NOTE, NOTE_TEXT = "data-desk-box", "data-desk-field", "data-desk-list", "data-desk-note", \
    "data-desk-note-text"
STYLE = "data-custom-style"
CAPTION, LABEL, WORK = "Image Caption", "Desk Label", "Bibliography"
_BOX_CLASSES = ("harms-box",)
_TITLES = ("__title", "__label--")  # in the classes of boxes, and of blocks with two labels
_PARTS = (REFERENCE_TEXT, REFERENCE_NOTICE, REFERENCE_EVIDENCE, REFERENCE_LINKS)
_UNSEEN = ("script", "style", "svg", "template", "button", "canvas", "noscript", "audio", "video", "iframe", "form")
_MAX_PICTURE = 40 * MAX_PAGE_BYTES


@dataclass
class WordPage:
    """A page ready for Pandoc: its HTML, and the works and the words of each citation by its number in the HTML."""

    html: str
    fields: list[tuple[list[Cited], str]] = field(default_factory=list)


def word_page(html: str, folder: Path, root: Path, site: str, uri: str) -> WordPage:
    """Return a page for Pandoc. ``folder`` is the page's, ``uri`` its path within the folder of pages.

    ``site`` is the address of the site, or empty: then links to its other pages are words.

    Pictures are taken from within ``root`` only, and nothing is fetched.
    """
    page = parse(html)
    drop_marked(page, DATA_EXPORT)
    drop_elements([*page.iter(*_UNSEEN), *_by_class(page, HEADERLINK), *_by_class(page, REFERENCE_BACK)])
    made = WordPage("")
    for group in _by_class(page, CITATIONS):
        shown = " ".join(group.text_content().split())
        cited = read_cited(group.get(DATA_CITE, "[]"))
        _keep_only(group, shown)
        if cited:
            group.set(CITE, str(len(made.fields)))
            made.fields.append((cited, shown))
    _footnotes(page)
    _references(page)
    for element in [*page.iter("a")]:
        _link(element, site, uri)
    for element in [*page.iter("img")]:
        _picture(element, folder, root)
    _boxes(page)
    made.html = str(etree.tostring(page, encoding="unicode", method="html"))
    return made


def _by_class(root: HtmlElement, name: str) -> list[HtmlElement]:
    return list(root.find_class(name))


def _keep_only(element: HtmlElement, text: str, tag: str = "") -> None:
    """Leave nothing of an element but a text; what follows it stays."""
    tail = element.tail
    element.clear()
    element.text, element.tail, element.tag = text, tail, tag or element.tag


def _footnotes(page: HtmlElement) -> None:
    """Put a mark for each call of a note, and one around the note's text, which Pandoc's document brings together."""
    known = set()
    for item in page.xpath(".//div[contains(concat(' ', @class, ' '), ' footnote ')]//li[@id]"):
        drop_elements(list(item.find_class("footnote-backref")))
        item.tag = "div"
        known.add(item.get("id"))
        item.set(NOTE_TEXT, item.attrib.pop("id"))
    for call in [*page.iter("sup")]:
        target = next((link.get("href", "")[1:] for link in call.iter("a")), "")
        if target in known:
            _keep_only(call, "", "span")
            call.set(NOTE, target)
    for box in page.xpath(".//div[contains(concat(' ', @class, ' '), ' footnote ')]"):
        drop_elements(list(box.iter("hr")))
        for ordered in [*box.iter("ol")]:
            ordered.drop_tag()


def _references(page: HtmlElement) -> None:
    """Write each reference as one paragraph: its number, the work, its evidence and its links."""
    for section in _by_class(page, REFERENCES):
        numbered = section.find(".//ol") is not None
        listed = etree.SubElement(section, "div", {LIST: "yes"})
        for number, item in enumerate(_by_class(section, REFERENCE), 1):
            label = " ".join(each.text_content() for each in item.find_class(REFERENCE_LABEL))
            head = f"{number}. " if numbered else f"{label} " if label else ""
            parts = [" ".join(part.text_content().split()) for name in _PARTS for part in item.find_class(name)]
            style = etree.SubElement(listed, "div", {STYLE: WORK})
            paragraph = etree.SubElement(style, "p")
            paragraph.text = head + " ".join(filter(None, parts))
        drop_elements(section.xpath("./ol|./ul"))


def _link(element: HtmlElement, site: str, uri: str) -> None:
    """Keep a link that leads somewhere from a file of its own; of all others, keep the words."""
    href = element.get("href", "")
    parts = urlsplit(href) if href.isprintable() and "[" not in href else None
    full = href
    if site and parts and not parts.scheme and not parts.netloc and parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(parts.path))).lstrip("/")
        full = urlunsplit(("", "", page_address(path) if path.endswith(".md") else path, "", parts.fragment))
        full = urljoin(site, full)
    if parts is None or "term" in element.get("class", "").split() \
            or not full.startswith(("https://", "http://", "mailto:", "tel:")):
        element.drop_tag()
    else:
        element.attrib.clear()
        element.set("href", full)


def _picture(element: HtmlElement, folder: Path, root: Path) -> None:
    """Name a picture by its file; without one, its alternative text stands in its place."""
    source, alt = element.get("src", ""), element.get("alt", "")
    file = (folder / unquote(urlsplit(source).path)).resolve() if source and "\0" not in source else folder
    try:
        inside = file.is_relative_to(root.resolve()) and not urlsplit(source).scheme
        readable = inside and bool(read_ordinary(file, _MAX_PICTURE))
    except (OSError, ValueError):
        readable = False
    if readable:
        element.attrib.clear()
        element.set("src", str(file))
        element.set("alt", alt)
    else:
        _keep_only(element, f"[Picture: {alt or source}]", "span")


def _boxes(page: HtmlElement) -> None:
    """Mark what stands in a box on the page; figures and folded parts stand in the text."""
    for element in [*page.iter("figure")]:
        element.tag = "div"
        for caption in [*element.iter("figcaption")]:
            caption.tag = "div"
            caption.set(STYLE, CAPTION)
        element.attrib.pop(DATA_BLOCK, None)
    for element in [*page.iter("summary")]:
        element.tag = "p"
        _bold(element)
    for element in [*page.iter("details")]:
        element.tag = "div"
    for element in [*page.xpath(".//dl/div")]:
        element.drop_tag()
    for element in page.xpath(f".//*[@{DATA_BLOCK}]"):
        element.set(BOX, element.get(DATA_BLOCK))
        element.tag = "div"
    for element in _by_class(page, LABELS):
        element.tag = "div"
        element.set(STYLE, LABEL)
    for element in [each for each in page.iter("p") if any(name in each.get("class", "") for name in _TITLES)]:
        _bold(element)
    for name in _BOX_CLASSES:
        for element in _by_class(page, name):
            element.set(BOX, name)
            element.tag = "div"


def _bold(element: HtmlElement) -> None:
    strong = etree.Element("strong")
    strong.text, element.text = element.text, None
    strong.extend(list(element))
    element.insert(0, strong)
