"""Read Citavi's citations, whose records stand as JSON in Base64 in the code of each field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.csl_json import decode_base64
from proofdesk.desk.importing.readers.fields.records import csl_record, json_text, person

_CODE = re.compile(r"CitaviPlaceholder\{([^{}]*)\}?")
_KINDS = {
    "JournalArticle": "article-journal", "NewspaperArticle": "article-newspaper", "Book": "book", "BookEdited": "book",
    "CollectedWorks": "book", "Contribution": "chapter", "ConferenceProceedings": "book", "Thesis": "thesis",
    "UnpublishedWork": "manuscript", "InternetDocument": "webpage", "PressRelease": "article", "Patent": "patent",
    "StatuteOrRegulation": "legislation", "CourtDecision": "legal_case", "ComputerProgram": "software",
    "Software": "software", "ArchiveMaterial": "manuscript", "Movie": "motion_picture", "Lecture": "speech",
    "Interview": "interview", "PersonalCommunication": "personal_communication", "GreyLiterature": "report",
    "Report": "report",
}
_NAMES_OF_FIELDS = {
    "Volume": "volume", "Number": "issue", "Edition": "edition", "Doi": "DOI", "PubMedId": "PMID",
    "OnlineAddress": "URL", "PlaceOfPublication": "publisher-place", "Isbn": "ISBN",
}
# What a range of pages counts, by Citavi's number of it: columns, paragraphs, numbers in the margin, or something else.
_LABELS = {1: "column", 2: "paragraph", 3: "number", 4: "other"}


def citation_of_citavi(code: str) -> FieldCitation | None:
    """Return the citation in a field's code; None if it holds none that can be read."""
    match = _CODE.search(code)
    try:
        content = json.loads(decode_base64(match[1]).decode("utf-8", "replace")) if match else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, Mapping):
        return None
    entries = [each for each in _list(content, "Entries") if isinstance(each, Mapping)]
    seen = _by_number(content)
    works = tuple(_work(entry, seen) for entry in entries)
    return FieldCitation("Citavi", works, json_text(content.get("Text"))) if works else None


def _by_number(node: Any) -> dict[str, Mapping[str, Any]]:
    """Return the parts of the JSON by their numbers, by which later parts name them."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            if isinstance(each.get("$id"), str):
                found[each["$id"]] = each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found


def _resolved(value: object, seen: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    return seen.get(str(value["$ref"]), {}) if "$ref" in value else value


def _work(entry: Mapping[str, Any], seen: Mapping[str, Mapping[str, Any]]) -> CitedWork:
    reference = _resolved(entry.get("Reference"), seen)
    pages = _resolved(entry.get("PageRange"), seen)
    start = _resolved(pages.get("StartPage"), seen)
    counted = start.get("NumberingType")
    identity = json_text(entry.get("ReferenceId")) or json_text(reference.get("Id"))
    return CitedWork(
        _record(reference, seen) if reference else {}, f"Citavi {identity}" if identity else "",
        prefix=json_text(entry.get("Prefix")), suffix=json_text(entry.get("Suffix")),
        locator=json_text(pages.get("OriginalString")) or json_text(start.get("OriginalString")),
        label=_LABELS.get(counted, "") if isinstance(counted, int) else "",
    )


def _record(reference: Mapping[str, Any], seen: Mapping[str, Mapping[str, Any]]) -> CslItem:
    parent, periodical, pages = (_resolved(reference.get(name), seen)
                                 for name in ("ParentReference", "Periodical", "PageRange"))
    years = [json_text(each.get(name)) for each in (reference, parent) for name in ("Year", "YearResolved", "Date")]
    publishers = _people(reference, "Publishers", seen) or _people(parent, "Publishers", seen)
    title, subtitle = json_text(reference.get("Title")), json_text(reference.get("Subtitle"))
    return csl_record(
        _KINDS.get(json_text(reference.get("ReferenceType")), "document"),
        {**{csl: json_text(reference.get(name)) for name, csl in _NAMES_OF_FIELDS.items()},
         "title": f"{title}: {subtitle}" if subtitle else title,
         "container-title": json_text(periodical.get("Name")) or json_text(parent.get("Title")),
         "publisher": publishers[0].get("literal", "") if publishers else "",
         "page": json_text(pages.get("OriginalString")) or json_text(reference.get("PageRangeNumber"))},
        next(filter(None, years), ""),
        author=_people(reference, "Authors", seen) or _people(reference, "Organizations", seen),
        editor=_people(reference, "Editors", seen) or _people(parent, "Editors", seen))


def _people(of: Mapping[str, Any], name: str, seen: Mapping[str, Mapping[str, Any]]) -> list[CslItem]:
    found: list[CslItem] = []
    for each in (_resolved(each, seen) for each in _list(of, name)):
        first, middle, prefix, last, suffix, whole = (json_text(each.get(name)) for name in (
            "FirstName", "MiddleName", "Prefix", "LastName", "Suffix", "Name"))
        given, family = (" ".join(filter(None, parts)) for parts in ((first, middle), (prefix, last)))
        if whole or family:
            found.append(person(whole, "") if whole else person(family, given, suffix))
    return found


def _list(of: Mapping[str, Any], name: str) -> list[Any]:
    value = of.get(name)
    return value if isinstance(value, list) else []
