"""Match the references of a manuscript with the bibliography, and write entries for those it does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.common.dates import today
from proofdesk.desk.bib_editor import braces_match, entry_text, key_for
from proofdesk.desk.importing.citing.works import CitableWork
from proofdesk.desk.importing.references.csl import parse_csl
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.list_style import parse_list
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.parsed import ParsedReference

# Nobody has checked yet what kind of evidence a new work is, nor, without a record, whether it exists as described.
_UNCLASSIFIED = {"keywords": "species:not-classified, design:not-classified"}
_UNCONFIRMED = {**_UNCLASSIFIED, "x-status": "unconfirmed"}
_RECORDED = {**_UNCLASSIFIED, "x-status": "record"}

# What an import left out, and the words of an entry that it could read in part: no record says either.
UNSURE, AS_LISTED = "x-unsure", "x-reference"

_IDENTIFIERS = ("doi", "pmid", "pmcid")
_ENTRY_START, _ENTRY_YEAR = re.compile(r"[^\W\d_][^,.(]{1,60}"), re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b")
_AND = re.compile(r"\sand\s(?![^{}]*\})")


@dataclass(frozen=True)
class MatchedReference:
    """A reference of the list with its key in the bibliography; the key is empty if it could not be read.

    ``new_entry`` is the text to add to the bibliography, empty if the work is there already. ``similar_key`` is the key
    of an entry that may be the same work, ``service`` the registry whose record the new entry is. ``in_part`` is true
    if the new entry has only a part of what the list says of the work, and the list's words.
    """

    item: ReferenceItem
    parsed: ParsedReference
    key: str = ""
    new_entry: str = ""
    similar_key: str = ""
    service: str = ""
    in_part: bool = False

    @property
    def citable(self) -> CitableWork:
        fields, text = self.parsed.fields, self.item.text
        if not self.key or (self.in_part and not (self.parsed.family and self.year)):
            # Its citations are known by how the entry begins.
            name, year = _ENTRY_START.match(text.lstrip("*•† ")), _ENTRY_YEAR.search(text)
            return CitableWork(self.key, self.item.number, name[0] if name else "", year[0] if year else "")
        names = _AND.split(fields.get("author", ""))
        families = tuple(name.split(",")[0].strip("{} ") for name in names if name and name != "others")
        return CitableWork(self.key, self.item.number, self.parsed.family, self.year, families,
                           fields.get("title", ""), "others" in names)

    @property
    def year(self) -> str:
        """Return the year as the text may cite it: “2020b”."""
        return f"{self.parsed.fields.get('year', '')}{self.parsed.letter}"


def match_references(items: list[ReferenceItem], bibliography: Bibliography | KnownWorks) -> list[MatchedReference]:
    """Return one match for each reference, in order. A work that is listed twice gets one key."""
    known = _known(bibliography)
    found: list[MatchedReference] = []
    for item, parsed in zip(items, parse_list(items), strict=True):
        found.append(_match(item, parsed, known, parsed.is_known, in_part=not parsed.is_complete))
    return found


def match_records(
    records: Mapping[str, Mapping[str, Any]], bibliography: Bibliography | KnownWorks
) -> dict[str, MatchedReference]:
    """Return one match for each CSL-JSON record, by its identifier in the manuscript.

    With ``KnownWorks`` instead of a bibliography, the works that get entries are known to who matches next, so that the
    list which repeats these records in words gets their keys.
    """
    known = _known(bibliography)
    found: dict[str, MatchedReference] = {}
    written: dict[str, str] = {}
    for name, record in records.items():
        parsed = parse_csl(record)
        found[name] = match = match_parsed(ReferenceItem(parsed.text), parsed, known)
        if match.new_entry:
            written[match.key] = name
        elif first := written.get(match.key):  # a library may hold a work twice, and state its DOI once
            found[first] = _with_identifiers(found[first], parsed, known)
    return found


def _with_identifiers(
    match: MatchedReference, other: ParsedReference, known: KnownWorks
) -> MatchedReference:
    """Return the match of a new work with the identifiers that only another record of it states."""
    more = {name: other.fields[name] for name in _IDENTIFIERS
            if name in other.fields and name not in match.parsed.fields}
    if not more or match.service:
        return match
    parsed = replace(match.parsed, fields=match.parsed.fields | more)
    known.add(match.key, parsed)
    return replace(match, parsed=parsed, new_entry=_entry(match.key, parsed, _UNCONFIRMED))


def match_parsed(item: ReferenceItem, parsed: ParsedReference, known: KnownWorks) -> MatchedReference:
    """Return the match for a record, of which a title is enough: it has no field by mistake."""
    return _match(item, parsed, known, bool(parsed.fields.get("title")))


def _known(works: Bibliography | KnownWorks) -> KnownWorks:
    return works if isinstance(works, KnownWorks) else KnownWorks(works)


def _match(
    item: ReferenceItem, parsed: ParsedReference, known: KnownWorks, is_enough: bool, in_part: bool = False
) -> MatchedReference:
    key = known.match(parsed)
    if key:
        return MatchedReference(item, parsed, key)
    record = known.registered.of(parsed) if known.registered else None
    if record:
        letter = parsed.letter if record.fields.get("year") == parsed.fields.get("year") else ""
        also = {name: value for name, value in parsed.fields.items() if name in ("pmid", "pmcid")}
        parsed = ParsedReference(item.text, record.kind, also | record.fields, record.family, letter=letter)
        if key := known.match(parsed):
            return MatchedReference(item, parsed, key)
    in_part = in_part and not record
    # No bibliography can hold a brace without its partner, so such a reference stays text.
    held = (*parsed.fields.values(), *(item.text,) * in_part)
    if not (is_enough or record) or not all(map(braces_match, held)):
        return MatchedReference(item, parsed)
    similar_key = known.similar_to(parsed)
    key = _new_key(parsed, known.used_keys)
    known.add(key, parsed)
    state = {**_RECORDED, "x-checked": today().isoformat()} if record else _UNCONFIRMED
    doubts = {UNSURE: "" if record else ", ".join(parsed.unsure), AS_LISTED: item.text if in_part else ""}
    entry = _entry(key, parsed, {**state, **doubts})
    return MatchedReference(item, parsed, key, entry, similar_key, record.service if record else "", in_part)


def _entry(key: str, parsed: ParsedReference, state: Mapping[str, str]) -> str:
    fields = {name: value for name, value in parsed.fields.items() if name != "url" or not _url_repeats_doi(parsed)}
    return entry_text(parsed.kind, key, {**fields, **state})


def _new_key(parsed: ParsedReference, used: set[str]) -> str:
    """Return a new key from the first author, a registration number or the title."""
    number = re.sub(r"\W", "", parsed.fields.get("number", ""))
    name = parsed.family or number or (parsed.fields.get("title") or parsed.text).split()[0]
    return key_for(name, parsed.fields.get("year", "") if parsed.family else "", used)


def _url_repeats_doi(parsed: ParsedReference) -> bool:
    return parsed.fields.get("doi", "?").lower() in parsed.fields.get("url", "").lower()
