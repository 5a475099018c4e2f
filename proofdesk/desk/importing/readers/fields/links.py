"""Read the citations of Google Docs, where reference managers keep them as links, also in what is exported from there.

Paperpile's link names the works by codes, which the links in its list of references have too; Zotero's names nothing,
so its words are read like any others.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from proofdesk.desk.importing.model import strip_markup
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation, FieldCitations
from proofdesk.desk.importing.readers.fields.marks import LISTED, entry_of, mark_of

_CITED = re.compile(r"https?://(?:www\.)?paperpile\.com/c/(\w+)/([\w-]+(?:\+[\w-]+)*)(?:/?\?(\S*))?")
_LISTED = re.compile(r"https?://(?:www\.)?paperpile\.com/b/(\w+)/([\w-]+)\S*")
_OF_ZOTERO = re.compile(r"https?://(?:www\.)?zotero\.org/google-docs/\?\S*")
_REDIRECT = re.compile(r"https?://(?:www\.)?google\.com/url\?\S+")


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
