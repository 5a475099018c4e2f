"""Read citations that a reference manager keeps as links: in Google Docs, and where a text changes programs.

In Google Docs, also in what is exported from there, Paperpile's link names the works by codes, which the links in its
list of references have too; Zotero's names nothing, so its words are read like any others. A file that Zotero is to
take from one word processor to another has the code of each of its fields as the words of a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import lxml.etree as etree

from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation, FieldCitations
from proofdesk.desk.importing.readers.fields.csl_json import citation_of_json
from proofdesk.desk.importing.readers.fields.marks import LISTED, entry_of, mark_of

_CITED = re.compile(r"https?://(?:www\.)?paperpile\.com/c/(\w+)/([\w-]+(?:\+[\w-]+)*)(?:/?\?(\S*))?")
_LISTED = re.compile(r"https?://(?:www\.)?paperpile\.com/b/(\w+)/([\w-]+)\S*")
_OF_ZOTERO = re.compile(r"https?://(?:www\.)?zotero\.org/google-docs/\?\S*")
_REDIRECT = re.compile(r"https?://(?:www\.)?google\.com/url\?\S+")
_TRANSFERRED = "ZOTERO_TRANSFER_DOCUMENT"
_CODE = re.compile(r"\s*(?:(ITEM CSL_CITATION)|BIBL|DOCUMENT_PREFERENCES) ")


def marked_link(citations: FieldCitations, text: str, address: str) -> str:
    """Return the mark of a citation that is a manager's link, or its words, marked if they are of the list."""
    citation = _citation(address)
    if citation:
        return mark_of(citations.add(citation, strip_markup(text)))
    listed = _LISTED.fullmatch(_target(address))
    return f"{LISTED}{entry_of(_identity(listed[1], listed[2]))}{text}" if listed else text


def is_of_manager(address: str) -> bool:
    """Return whether a link is a manager's own, and leads readers nowhere."""
    address = _target(address)
    return bool(_OF_ZOTERO.fullmatch(address) or _LISTED.fullmatch(address) or _CITED.fullmatch(address))


def _citation(address: str) -> FieldCitation | None:
    """Return the citation that a link names; its works have no records, but entries of the list."""
    match = _CITED.fullmatch(_target(address))
    if not match:
        return None
    said = parse_qs(match[3] or "")
    word = {name: (values or [""])[0] for name, values in said.items()}
    return FieldCitation("Paperpile", tuple(
        CitedWork({}, _identity(match[1], code), prefix=word.get("prefix", ""), suffix=word.get("suffix", ""),
                  locator=word.get("locator", ""), label=word.get("locatorlabel", word.get("label", "")),
                  without_author=word.get("noauthor") == "1")
        for code in match[2].split("+")))


def _identity(document: str, code: str) -> str:
    return f"Paperpile {document}/{code}"


def _target(address: str) -> str:
    """Return where a link leads behind the address by which Google counts who follows it."""
    if not _REDIRECT.fullmatch(address):
        return address
    return next(iter(parse_qs(urlsplit(address).query).get("q", [])), unquote(address))


def take_codes(
    root: etree._Element, link: str, paragraph: str, text: str = "*"
) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each link of a text whose words are the code of a citation of Zotero's, with that code and what it shows.

    All else that Zotero wrote into the text to take it to another program is taken out. ``link``, ``paragraph`` and
    ``text`` are the names of such elements, the last of those that hold the words.
    """
    paragraphs = [(each, "".join(map(str, each.itertext(text))).strip()) for each in root.iter(paragraph)]
    marked = [number for number, (_, words) in enumerate(paragraphs) if words == _TRANSFERRED]
    if not marked:
        return
    said = [each for each, words in paragraphs[marked[0] + 1 :] if words][:1]
    for each in (paragraphs[marked[0]][0], *(one for one in said if "Zotero" in "".join(map(str, one.itertext(text))))):
        each.getparent().remove(each)
    for each in [*root.iter(link)]:
        words = "".join(map(str, each.itertext(text)))
        code = _CODE.match(words)
        if not code:
            continue
        citation = citation_of_json(words, "Zotero") if code[1] else None
        if citation:
            yield each, f"ADDIN ZOTERO_{words.strip()}", citation.written
        elif not code[1]:
            for child in [*each]:
                each.remove(child)
            each.text = None
