"""The works of a manuscript's list → entries of the bibliography: the ones that are there already, and new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.parser import Bibliography
from proofdesk.desk.bib_editor import entry_text, key_for
from proofdesk.desk.importing.link_citations import CitedWork
from proofdesk.desk.importing.reference_list import Listed
from proofdesk.desk.importing.reference_parser import Work, read_work

# Nobody has looked yet what kind of evidence it is, nor whether it exists as described.
_UNSEEN = {"keywords": "species:not-classified, design:not-classified", "x-status": "unconfirmed"}


@dataclass(frozen=True)
class ImportedWork:
    """An entry of the list with what became of it. ``key`` is empty where it could not be read.

    ``new`` is its text for the bibliography; ``like`` names an entry that may be the same work.
    """

    listed: Listed
    work: Work
    key: str = ""
    new: str = ""
    like: str = ""

    @property
    def cited_as(self) -> CitedWork:
        return CitedWork(self.key, self.listed.number, self.work.family, self.work.fields.get("year", ""))


def imported_works(listed: list[Listed], bibliography: Bibliography) -> list[ImportedWork]:
    """Each entry of the list, in its order. A work that is listed twice has one key."""
    known = _Known(bibliography)
    found = []
    for entry in listed:
        work = read_work(entry.text)
        if not work.parsed:
            found.append(ImportedWork(entry, work))
            continue
        key = known.key_of(work)
        if key:
            found.append(ImportedWork(entry, work, key))
            continue
        like = known.alike(work)
        name = work.family or re.sub(r"\W", "", work.fields.get("number", "")) or work.fields["title"].split()[0]
        year = work.fields.get("year", "") if work.family else ""
        key = key_for(name, year, known.taken)
        known.add(key, work)
        fields = {name: value for name, value in work.fields.items() if not (name == "url" and _repeats(work))}
        found.append(ImportedWork(entry, work, key, entry_text(work.kind, key, {**fields, **_UNSEEN}), like))
    return found


def _repeats(work: Work) -> bool:
    """Whether its address is only its DOI's once more."""
    return work.fields.get("doi", "?").lower() in work.fields.get("url", "").lower()


class _Known:
    """What the bibliography holds, by whatever names a work."""

    def __init__(self, bibliography: Bibliography) -> None:
        self.taken = {key.casefold() for key in bibliography.entries}
        self._by: dict[tuple[str, str], str] = {}
        self._titles: dict[str, str] = {}
        for key, entry in bibliography.entries.items():
            for name in _names_of(entry.fields, entry.plain("title"), entry.year):
                self._by.setdefault(name, key)
            self._titles.setdefault(_letters(entry.plain("title")), key)
            self._add_trial(entry)

    def _add_trial(self, entry: Entry) -> None:
        for number in re.findall(r"NCT\d{8}", entry.text):
            self._by.setdefault(("number", number.lower()), entry.key)

    def key_of(self, work: Work) -> str:
        """The key of the same work: the same DOI or number, or the same title and year; empty where there is none."""
        names = _names_of(work.fields, work.fields["title"], work.fields.get("year", ""))
        found = next((self._by[name] for name in names if name in self._by), "")
        return found

    def alike(self, work: Work) -> str:
        """The key of an entry with the same title and another year, which an editor should look at."""
        return self._titles.get(_letters(work.fields["title"]), "")

    def add(self, key: str, work: Work) -> None:
        self.taken.add(key)
        for name in _names_of(work.fields, work.fields["title"], work.fields.get("year", "")):
            self._by.setdefault(name, key)


def _names_of(fields: dict[str, str], title: str, year: str) -> list[tuple[str, str]]:
    named = [(name, fields[name].lower()) for name in ("doi", "pmid", "pmcid", "eprint", "number")
             if fields.get(name) and (name != "number" or re.match(r"[A-Z]{3,}\d", fields[name]))]
    return [*named, ("title", _letters(title) + year)] if title and year else named


def _letters(text: str) -> str:
    return re.sub(r"[^\w]|_", "", text.casefold())
