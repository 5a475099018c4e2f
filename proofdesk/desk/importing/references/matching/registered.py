"""Take the record of a reference that names its DOI, PubMed or arXiv number from the registries.

A record is only used if it is the work that the reference describes: a wrong digit in an identifier names another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from proofdesk.common.errors import UserError
from proofdesk.common.text import plain_letters
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.registries.clients import MAX_FAILURES, Services
from proofdesk.desk.registries.compare import title_likeness
from proofdesk.desk.registries.identifiers import identifier
from proofdesk.desk.registries.records import RegistryRecord, find_record
from proofdesk.desk.registries.search import LIKE


@dataclass
class RegisteredRecords:
    """The registries' records for the references of a manuscript. Without ``services``, none is asked for.

    ``announce`` is called before the first question. ``told`` are sentences for the editor: what could not be reached,
    and which record is of another work.
    """

    services: Services | None = None
    announce: Callable[[], None] | None = None
    told: list[str] = field(default_factory=list)
    _failures: int = 0

    def of(self, parsed: ParsedReference) -> RegistryRecord | None:
        """Return the record of the work that a reference describes; None if there is none or it cannot be had."""
        named = _named(parsed)
        if self.services is None or named is None or self._failures >= MAX_FAILURES:
            return None
        if self.announce:
            self.announce()
            self.announce = None
        try:
            record = find_record(named, self.services)
        except UserError as error:
            self._failures += 1
            self.told.append(f"{named[1]}: {error}")
            if self._failures == MAX_FAILURES:
                self.told.append("the registries were not asked about further works; run `desk cite --check` later")
            return None
        self._failures = 0
        if record is None:
            self.told.append(f"{named[1]}: no registry has a record of it; see how the reference is written")
            return None
        if not is_described(record, parsed):
            self.told.append(f"{named[1]}: {record.service} has another work under it, “{record.fields['title']}”; the "
                             f"reference says “{parsed.fields.get('title') or parsed.text}”")
            return None
        self.told += [f"{named[1]}: {record.service} lists a {notice}; read it before the work is cited"
                      for notice in record.notices]
        return record


def _named(parsed: ParsedReference) -> tuple[str, str] | None:
    fields = parsed.fields
    if fields.get("doi"):
        return identifier(fields["doi"])
    if fields.get("pmid", "").isdigit():
        return "pmid", fields["pmid"]
    return ("arxiv", re.sub(r"v\d+$", "", fields["eprint"])) if fields.get("eprint") else None


def is_described(record: RegistryRecord, parsed: ParsedReference) -> bool:
    """Return whether a record is of the work that a reference describes: by its title, or by author and year."""
    title, text = plain_letters(record.fields["title"]), plain_letters(parsed.text)
    stated = plain_letters(parsed.fields.get("title", ""))
    if title in text or (stated and title_likeness(record.fields["title"], parsed.fields["title"]) >= LIKE):
        return True
    if stated:
        return False
    return plain_letters(record.family) in text and record.fields.get("year", "?") in parsed.text
