"""Recognize a work of a manuscript among the works of the bibliography and those that the import adds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import Entry
from proofdesk.common.text import plain_letters
from proofdesk.desk.importing.references.matching.registered import RegisteredRecords
from proofdesk.desk.importing.references.parsed import ParsedReference

_TRIAL = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{8}|DRKS\d{8}|ACTRN\d{14})\b")


@dataclass(frozen=True)
class _Work:
    """What identifies a work. Values of ``identifiers`` are in small letters, ``title`` and ``family`` folded."""

    key: str
    title: str
    year: str
    family: str
    identifiers: dict[str, str] = field(default_factory=dict)

    def is_same_title(self, other: _Work) -> bool:
        """Return whether title, year and author are the same, and no identifier says that it is another work."""
        same_family = not self.family or not other.family or self.family == other.family
        return self.title == other.title and self.year == other.year and same_family and not self.differs(other)

    def differs(self, other: _Work) -> bool:
        """Return whether both have a DOI, or both a PubMed number, and not the same one."""
        return any(self.identifiers[name] != other.identifiers[name] for name in ("doi", "pmid")
                   if name in self.identifiers and name in other.identifiers)


class KnownWorks:
    """The works of the bibliography and those added so far, by identifier and by title.

    ``registered`` gives the records of works that neither has, if the registries may be asked.
    """

    def __init__(self, bibliography: Bibliography, registered: RegisteredRecords | None = None) -> None:
        self.registered = registered
        self.used_keys = {key.casefold() for key in bibliography.entries}
        self._by_identifier: dict[tuple[str, str], _Work] = {}
        self._by_title: dict[str, list[_Work]] = {}
        for entry in bibliography.entries.values():
            self._add(_work_of_entry(entry))

    def match(self, parsed: ParsedReference) -> str:
        """Return the key of the work with the same identifier, or the same title, year and first author; else empty."""
        work = _work_of_reference("", parsed)
        for pair in work.identifiers.items():
            known = self._by_identifier.get(pair)
            if known and (pair[0] == "doi" or not work.differs(known)):
                return known.key
        same = (known for known in self._titled(work) if work.year and known.is_same_title(work))
        return next((known.key for known in same), "")

    def similar_to(self, parsed: ParsedReference) -> str:
        """Return the key of another work with the same title; empty without one."""
        return next((known.key for known in self._titled(_work_of_reference("", parsed))), "")

    def add(self, key: str, parsed: ParsedReference) -> None:
        """Remember a work that gets an entry of its own, in the place of what was known of it."""
        self.used_keys.add(key.casefold())
        work = _work_of_reference(key, parsed)
        self._by_title[work.title] = [known for known in self._by_title.get(work.title, []) if known.key != key]
        self._add(work)

    def _titled(self, work: _Work) -> list[_Work]:
        return self._by_title.get(work.title, []) if work.title else []

    def _add(self, work: _Work) -> None:
        for pair in work.identifiers.items():
            self._by_identifier.setdefault(pair, work)
        self._by_title.setdefault(work.title, []).append(work)


def _work_of_entry(entry: Entry) -> _Work:
    found = entry.identifiers
    trial = _TRIAL.search(entry.text)
    return _work(entry.key, entry.plain("title"), entry.year, next(iter(entry.family_names), ""), {
        "doi": found.doi, "pmid": found.pmid, "pmcid": found.pmcid, "eprint": found.arxiv,
        "number": found.trial or (trial.group() if trial else "")})


def _work_of_reference(key: str, parsed: ParsedReference) -> _Work:
    fields = parsed.fields
    identifiers = {name: fields.get(name, "") for name in ("doi", "pmid", "pmcid", "eprint")}
    trial = _TRIAL.fullmatch(fields.get("number", ""))
    return _work(key, fields.get("title", ""), fields.get("year", ""), parsed.family,
                 {**identifiers, "number": trial.group() if trial else ""})


def _work(key: str, title: str, year: str, family: str, identifiers: dict[str, str]) -> _Work:
    return _Work(key, plain_letters(title), year, plain_letters(family),
                 {name: value.lower() for name, value in identifiers.items() if value})
