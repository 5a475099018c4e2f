"""Look a work up by its title: Crossref and, if that knows none that is like it, PubMed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from proofdesk.common.errors import UserError
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.registries.compare import letters, title_likeness
from proofdesk.desk.registries.records import RegistryRecord, find_record, from_crossref

LIKE = 0.8  # the likeness of two titles from which they are probably one
UNLIKE = 0.5  # and up to which they are surely two
MAX_CANDIDATES = 5
MAX_QUERY = 500  # letters of an entry of a list that a registry is asked for
MIN_TITLE = 12  # letters of a title that is no part of another one


class Candidate(NamedTuple):
    """A registered work that may be the one that is looked for, and how alike the titles are, from 0 to 1."""

    likeness: float
    record: RegistryRecord


def find_candidates(title: str, services: Services, author: str = "", year: str = "") -> list[Candidate]:
    """Return the registered works whose titles are like this one, the likest first.

    ``author`` and ``year`` help the registry to rank, and break ties. Raises UserError if a registry cannot be reached.
    """
    found = list(_of_crossref(title, services, author, year))
    if not any(each.likeness >= LIKE for each in found):
        found += _of_pubmed(title, services)
    known: set[str] = set()
    candidates = []
    for each in sorted(found, key=lambda each: (-round(each.likeness, 2), each.record.fields.get("year") != year)):
        doi = each.record.fields.get("doi", each.record.fields.get("pmid", "")).lower()
        if each.likeness > UNLIKE and doi not in known:
            known.add(doi)
            candidates.append(each)
    return candidates[:MAX_CANDIDATES]


def find_listed(reference: str, services: Services) -> list[Candidate]:
    """Return the registered works that may be the one of an entry of a list that could not be read as a whole.

    A work is like it as far as the entry has its title, the first author and the year. Raises UserError if a registry
    cannot be reached.
    """
    words = letters(reference)
    found = []
    for item in services.search_crossref(reference[:MAX_QUERY], MAX_CANDIDATES * 2):
        record = _read_crossref(item)
        if record and len(title := letters(record.fields["title"])) >= MIN_TITLE and title in words:
            others = (letters(record.family) in words, record.fields.get("year", "?") in reference)
            found.append(Candidate(LIKE + sum(others) * (1 - LIKE) / 2, record))
    return sorted(found, key=lambda each: -each.likeness)[:MAX_CANDIDATES]


def _of_crossref(title: str, services: Services, author: str, year: str) -> Iterator[Candidate]:
    for item in services.search_crossref(" ".join(filter(None, [title, author, year])), MAX_CANDIDATES * 2):
        record = _read_crossref(item)
        if record:
            yield Candidate(title_likeness(title, record.fields["title"]), record)


def _of_pubmed(title: str, services: Services) -> Iterator[Candidate]:
    for number in services.search_pubmed(title, MAX_CANDIDATES):
        try:
            record = find_record(("pmid", number), services)
        except UserError:
            continue  # one unusual record hides none of the others
        if record:
            yield Candidate(title_likeness(title, record.fields["title"]), record)


def _read_crossref(found: dict[str, Any]) -> RegistryRecord | None:
    """Return the record of one work that Crossref found; None if it is not in the documented form or has no title."""
    try:
        record = from_crossref(found)
    except (TypeError, AttributeError, KeyError, IndexError, ValueError):
        return None
    return record if record.fields.get("title") else None
