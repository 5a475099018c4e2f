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
    cited = tuple(_work(work, said.get(_text(work.get("_id")), {})) for work in works)
    return FieldCitation("Paperpile", cited) if cited else None


def _work(work: Mapping[str, Any], said: Mapping[str, str]) -> CitedWork:
    return CitedWork(
        _record(work), f"Paperpile {_text(work.get('_id'))}" if work.get("_id") else "", prefix=said.get("prefix", ""),
        suffix=said.get("suffix", ""), locator=said.get("locator", ""), label=said.get("locatorlabel", ""),
        without_author=said.get("noauthor", "") in ("1", "true"))


def _record(work: Mapping[str, Any]) -> CslItem:
    found: CslItem = {"type": _KINDS.get(_text(work.get("pubtype")), "document")}
    for name, csl in _NAMES_OF_FIELDS.items():
        if value := _text(work.get(name)):
            found[csl] = value.replace("--", "-") if csl == "page" else value
    container = _text(work.get("journalfull")) or _text(work.get("journal"))
    if found["type"] in ("chapter", "paper-conference"):
        container = _text(work.get("booktitle")) or container
    if container:
        found["container-title"] = container
    for role in ("author", "editor"):
        people = work.get(role)
        people = people if isinstance(people, list) else []
        if names := [_name(person) for person in people if isinstance(person, Mapping)]:
            found[role] = names
    published = work.get("published")
    year = re.search(r"\d{4}", _text(published.get("year"))) if isinstance(published, Mapping) else None
    if year:
        found["issued"] = {"date-parts": [[int(year.group())]]}
    addresses = work.get("url")
    addresses = addresses if isinstance(addresses, list) else [addresses]
    if address := next((each for each in map(_text, addresses) if each.startswith(("http://", "https://"))), ""):
        found["URL"] = address
    return found


def _name(person: Mapping[str, Any]) -> CslItem:
    group, family, given = (_text(person.get(name)) for name in ("collective", "last", "first"))
    if group or not family or not (given or _text(person.get("initials"))):
        return {"literal": group or family or _text(person.get("formatted"))}
    return {"family": family, "given": given or _text(person.get("initials"))}


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
