"""Read an entry whose national standard marks its parts, so that nothing is left to guess."""

from __future__ import annotations

from proofdesk.common.text import lazy
from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from proofdesk.desk.importing.references.parts.standards.gbt import read_gbt
from proofdesk.desk.importing.references.parts.standards.gost import read_gost
from proofdesk.desk.importing.references.parts.standards.statutes import read_statute

_MARKED = lazy(
    r"^(?i:brasil)\.\s|\b(?:Stat\.|U\.\s?S\.\s?C\.|C\.\s?F\.\s?R\.|Pub\.\sL\.)"
    r"|\s//\s|[а-яё]|\.\s[–—]\s|[–—-]\s\[|[\[［][A-Z]{1,2}(?:/[A-Z]{2})?[\]］]")


def read_by_standard(text: str, written: str) -> ParsedReference | None:
    """Return what an entry says by the marks of GOST or GB/T 7714; None if it has none of them, or is not clear.

    ``written`` is the entry in one line and without its number.
    """
    if not _MARKED.search(written):
        return None
    rest, found = split_identifiers(written)
    read = read_statute(rest, found) or read_gbt(rest, found) or read_gost(rest, found)
    if not read:
        return None
    authors, (kind, fields, unsure) = read
    fields = {**({"author": authors} if authors else {}), **fields, **found}
    family = authors.partition(" and ")[0].partition(", ")[0].strip("{}")
    parsed = ParsedReference(text, kind, fields, family, unsure)
    return parsed if parsed.is_complete and all(map(braces_match, fields.values())) else None
