"""Read Paperpile's citations in Word: its own JSON of each work, packed, behind what is said of the work."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.records import csl_record, json_text, person

_DATA = re.compile(r"<data>(.*?)</data>", re.S)
_CITATION = re.compile(r"<citation>(.*?)</citation>", re.S)
_SAID = re.compile(r"<(\w+)>([^<]*)</\1>")
_MOST_BYTES = 10**7
_KINDS = {
    "PP_ARTICLE": "article-journal", "PP_BOOK": "book", "PP_EDITED_BOOK": "book", "PP_BOOK_CHAPTER": "chapter",
    "PP_THESIS": "thesis", "PP_CONFERENCE_PAPER": "paper-conference", "PP_REPORT": "report", "PP_WEB_PAGE": "webpage",
    "PP_PREPRINT": "article", "PP_PATENT": "patent", "PP_NEWS_ARTICLE": "article-newspaper", "PP_SOFTWARE": "software",
}
_NAMES_OF_FIELDS = {
    "title": "title", "volume": "volume", "issue": "issue", "pages": "page", "edition": "edition", "doi": "DOI",
    "pmid": "PMID", "pmcid": "PMCID", "publisher": "publisher", "address": "publisher-place",
}


def citation_of_paperpile(code: str) -> FieldCitation | None:
    """Return the citation in a field's code; None if it holds none that can be read."""
    match = _DATA.search(code)
    try:
        packed = base64.b64decode(re.sub(r"\s", "", match[1])) if match else b""
        content = json.loads(zlib.decompressobj().decompress(packed, _MOST_BYTES))
    except (ValueError, RecursionError, zlib.error):
        return None
    works = [each for each in content if isinstance(each, Mapping)] if isinstance(content, list) else []
    said = {}
    for citation in _CITATION.findall(code):
        values = {name.lower(): value for name, value in _SAID.findall(citation)}
        said[values.get("id", "")] = values
    cited = tuple(_work(work, said) for work in works)
    return FieldCitation("Paperpile", cited) if cited else None


def _work(work: Mapping[str, Any], said_of: Mapping[str, Mapping[str, str]]) -> CitedWork:
    identity = json_text(work.get("_id"))
    said = said_of.get(identity, {})
    return CitedWork(
        _record(work), f"Paperpile {identity}" if identity else "", prefix=said.get("prefix", ""),
        suffix=said.get("suffix", ""), locator=said.get("locator", ""), label=said.get("locatorlabel", ""),
        without_author=said.get("noauthor", "") in ("1", "true"))


def _record(work: Mapping[str, Any]) -> CslItem:
    kind = _KINDS.get(json_text(work.get("pubtype")), "document")
    fields = {csl: json_text(work.get(name)) for name, csl in _NAMES_OF_FIELDS.items()}
    container = json_text(work.get("booktitle")) if kind in ("chapter", "paper-conference") else ""
    published, addresses = work.get("published"), work.get("url")
    addresses = map(json_text, addresses if isinstance(addresses, list) else [addresses])
    return csl_record(
        kind,
        {**fields, "page": fields["page"].replace("--", "-"),
         "container-title": container or json_text(work.get("journalfull")) or json_text(work.get("journal")),
         "URL": next((each for each in addresses if each.startswith(("http://", "https://"))), "")},
        json_text(published.get("year")) if isinstance(published, Mapping) else "",
        author=_people(work.get("author")), editor=_people(work.get("editor")))


def _people(people: object) -> list[CslItem]:
    return [_name(each) for each in people if isinstance(each, Mapping)] if isinstance(people, list) else []


def _name(one: Mapping[str, Any]) -> CslItem:
    group, family, given, initials, shown = (json_text(one.get(name)) for name in (
        "collective", "last", "first", "initials", "formatted"))
    return person(group, "") if group else person(family, given or initials) if family else person(shown, "")
