"""Match the references of a manuscript with the bibliography, and write entries for those it does not have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.parser import Bibliography
from proofdesk.desk.bib_editor import entry_text, key_for
from proofdesk.desk.importing.link_citations import CitableWork
from proofdesk.desk.importing.references.parser import ParsedReference, parse_reference
from proofdesk.desk.importing.references.reference_list import ReferenceItem

# Nobody has checked yet what kind of evidence a new work is, nor whether it exists as described.
_UNREVIEWED = {"keywords": "species:not-classified, design:not-classified", "x-status": "unconfirmed"}


@dataclass(frozen=True)
class MatchedReference:
    """A reference of the list with its key in the bibliography; the key is empty if it could not be read.

    ``new_entry`` is the text to add to the bibliography, empty if the work is there already. ``similar_key`` is the key
    of an entry that may be the same work.
    """

    item: ReferenceItem
    parsed: ParsedReference
    key: str = ""
    new_entry: str = ""
    similar_key: str = ""

    @property
    def citable(self) -> CitableWork:
        return CitableWork(self.key, self.item.number, self.parsed.family, self.parsed.fields.get("year", ""))


def match_references(items: list[ReferenceItem], bibliography: Bibliography) -> list[MatchedReference]:
    """Return one match for each reference, in order. A work that is listed twice gets one key."""
    known = _KnownWorks(bibliography)
    return [_match_item(item, known) for item in items]


def _match_item(item: ReferenceItem, known: _KnownWorks) -> MatchedReference:
    parsed = parse_reference(item.text)
    if not parsed.is_complete:
        return MatchedReference(item, parsed)
    key = known.match(parsed)
    if key:
        return MatchedReference(item, parsed, key)
    similar_key = known.similar_to(parsed)
    key = _new_key(parsed, known.used_keys)
    known.add(key, parsed)
    fields = {name: value for name, value in parsed.fields.items() if name != "url" or not _url_repeats_doi(parsed)}
    return MatchedReference(item, parsed, key, entry_text(parsed.kind, key, {**fields, **_UNREVIEWED}), similar_key)


def _new_key(parsed: ParsedReference, used: set[str]) -> str:
    """Return a new key from the first author, a registration number or the title."""
    number = re.sub(r"\W", "", parsed.fields.get("number", ""))
    name = parsed.family or number or parsed.fields["title"].split()[0]
    return key_for(name, parsed.fields.get("year", "") if parsed.family else "", used)


def _url_repeats_doi(parsed: ParsedReference) -> bool:
    return parsed.fields.get("doi", "?").lower() in parsed.fields.get("url", "").lower()


class _KnownWorks:
    """The works of the bibliography and those added so far, by identifier and by title."""

    def __init__(self, bibliography: Bibliography) -> None:
        self.used_keys = {key.casefold() for key in bibliography.entries}
        self._keys: dict[tuple[str, str], str] = {}
        self._keys_by_title: dict[str, str] = {}
        for key, entry in bibliography.entries.items():
            for identifier in _identifiers(entry.fields, entry.plain("title"), entry.year):
                self._keys.setdefault(identifier, key)
            self._keys_by_title.setdefault(_normalize(entry.plain("title")), key)
            self._add_trial(entry)

    def _add_trial(self, entry: Entry) -> None:
        for number in re.findall(r"NCT\d{8}", entry.text):
            self._keys.setdefault(("number", number.lower()), entry.key)

    def match(self, parsed: ParsedReference) -> str:
        """Return the key of the work with the same DOI or number, or the same title and year; empty without one."""
        return next((self._keys[each] for each in _reference_identifiers(parsed) if each in self._keys), "")

    def similar_to(self, parsed: ParsedReference) -> str:
        """Return the key of an entry with the same title and another year; empty without one."""
        return self._keys_by_title.get(_normalize(parsed.fields["title"]), "")

    def add(self, key: str, parsed: ParsedReference) -> None:
        self.used_keys.add(key)
        for identifier in _reference_identifiers(parsed):
            self._keys.setdefault(identifier, key)


def _reference_identifiers(parsed: ParsedReference) -> list[tuple[str, str]]:
    return _identifiers(parsed.fields, parsed.fields["title"], parsed.fields.get("year", ""))


def _identifiers(fields: dict[str, str], title: str, year: str) -> list[tuple[str, str]]:
    """Return all that identifies a work, as pairs of a field and its normalized value."""
    found = [(name, fields[name].lower()) for name in ("doi", "pmid", "pmcid", "eprint", "number")
             if fields.get(name) and (name != "number" or re.match(r"[A-Z]{3,}\d", fields[name]))]
    return [*found, ("title", _normalize(title) + year)] if title and year else found


def _normalize(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text.casefold())
