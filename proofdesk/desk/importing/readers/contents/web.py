"""Count what a web page holds, and read what its head says about it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from proofdesk.content.markup import HEADINGS
from proofdesk.desk.importing import ledger as things
from proofdesk.desk.importing.facts import DocumentFacts, find_doi, is_address
from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.readers.contents.properties import facts_of
from proofdesk.desk.importing.readers.web.comments import comments_in
from proofdesk.desk.importing.readers.web.linked_notes import linked_notes

_OBJECTS = ("iframe", "video", "audio", "canvas", "object", "embed", "form", "svg")
# Facts of the head that have a place of their own in the article's source.
_SOURCE = {
    "date": ("article:published_time", "citation_publication_date", "citation_date", "dc.date", "date"),
    "publisher": ("citation_journal_title", "og:site_name", "dc.publisher", "application-name"),
    "doi": ("citation_doi", "dc.identifier"), "url": ("canonical", "og:url", "citation_public_url"),
    "licence": ("dc.rights", "license"),
}
_SEVERAL = ("author", "citation_author", "article:author", "dc.creator", "article:tag")
_OTHERS = re.compile(r"author|keywords?|description|news_keywords|article:(?:author|tag)|citation_author"
                     r"|dc\.(?:creator|description|subject)|og:description|subject|article:modified_time|last-modified")


def count_web(page: HtmlElement, ledger: Ledger) -> list[str]:
    """Count what a web page holds, apart from its words, and return what it shows of other pages, as the report says.

    Notes are counted as they are linked, comments by what is read of them.
    """
    named = []
    for element in page.iter():
        tag = element.tag
        if tag in HEADINGS and element.text_content().strip():
            ledger.hold(things.HEADINGS, element.text_content())
        elif tag == "table":
            ledger.held[things.TABLES] += 1
        elif tag == "img":
            ledger.held[things.PICTURES] += 1
            if (element.get("alt") or "").strip():
                ledger.hold(things.ALTERNATIVES, element.get("alt", ""))
        elif tag in ("figcaption", "caption"):
            if element.text_content().strip():
                ledger.hold(things.CAPTIONS, element.text_content())
        elif tag == "math" or (tag == "script" and element.get("type", "").startswith("math/tex")):
            ledger.held[things.EQUATIONS] += 1
        elif tag in _OBJECTS and next(element.iterancestors(*_OBJECTS), None) is None:
            ledger.held[things.OBJECTS] += 1
            address = next((each.get(name, "") for each in element.iter() if isinstance(each.tag, str)
                            for name in ("src", "data", "action") if each.get(name)), "")
            named.append(f"what the page shows in an element “{tag}” was left out"
                         + (f": {address[:200]}" if address else ""))
    meant = [f"“{element.text_content().strip()}”: “{words}”" for element in page.iter("abbr", "acronym", "dfn")
             if (words := " ".join(element.get("title", "").split())) and words != element.text_content().strip()]
    if meant:
        named.append("what the page shows of abbreviations beside the pointer of a mouse was left out: "
                     + ", ".join(dict.fromkeys(meant)))
    names = dict.fromkeys(f"“{said}”" for _, said, is_somebodys in comments_in(page) if not is_somebodys)
    if names:
        named.append(f"what the source of the page calls its parts was left out: {', '.join(names)}")
    for note in linked_notes(page):
        if not note.is_comment:
            ledger.hold(things.FOOTNOTES, note.text())
    return named


def facts_of_web(page: HtmlElement) -> DocumentFacts:
    """Return what the head of a web page says about it."""
    stated: dict[str, str] = {}
    for element in page.iter("meta", "link"):
        name = (element.get("name") or element.get("property") or element.get("rel") or "").lower()
        value = " ".join((element.get("content") or element.get("href") or "").split())
        if name and value:
            is_next = name in _SEVERAL and name in stated
            stated[name] = f"{stated[name]}; {value}" if is_next else stated.get(name, value)
    facts = facts_of({name: value for name, value in stated.items() if _OTHERS.fullmatch(name)})
    facts.authors = [each for each in facts.authors if not is_address(each.name)]
    for fact, names in _SOURCE.items():
        value = next((stated[name] for name in names if stated.get(name)), "")
        if fact == "doi":
            value = find_doi(value)
        if value and (fact != "url" or is_address(value)):
            facts.source[fact] = value
    return facts
