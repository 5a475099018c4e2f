"""Match the works beside a manuscript with the bibliography, and take over those that it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofdesk.bibliography.citation_syntax import can_be_cited
from proofdesk.bibliography.libraries.standalone import evidence_keywords, standalone
from proofdesk.desk.bib_editor import key_for
from proofdesk.desk.importing.beside.files import WorkBeside
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.matching.match import MatchedReference, match_parsed


def match_beside(
    keys: Iterable[str], works: Mapping[str, WorkBeside], known: KnownWorks
) -> dict[str, MatchedReference]:
    """Return one match for each of these works, by its key in the author's file.

    An entry of a .bib file is taken over as it is written there, under its own key if no other work has it.
    """
    return {key: _match(works[key], known) for key in dict.fromkeys(keys)}


def _match(work: WorkBeside, known: KnownWorks) -> MatchedReference:
    parsed, entry = work.parsed, work.entry
    item = ReferenceItem(parsed.text)
    if entry is None:
        return match_parsed(item, parsed, known)
    if not parsed.fields.get("title"):
        return MatchedReference(item, parsed)
    if key := known.match(parsed):
        return MatchedReference(item, parsed, key)
    similar = known.similar_to(parsed)
    is_free = can_be_cited(entry.key) and entry.key.casefold() not in known.used_keys
    key = entry.key if is_free else key_for(parsed.family or parsed.fields["title"].split()[0],
                                            parsed.fields.get("year", ""), known.used_keys)
    known.add(key, parsed)
    fields = {**entry.fields, "keywords": evidence_keywords(entry, ["species", "design"]), "x-status": "unconfirmed"}
    return MatchedReference(item, parsed, key, standalone(replace(entry, key=key, fields=fields)), similar)
