"""Read an entry whose parts stand on lines of their own: title, authors, what it is in with its date, identifiers.

So Manubot prints entries. Where the lines are known, no form has to guess where a title ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from proofdesk.desk.importing.references.parts.names.authors import FULL_NAMES, group_name, split_authors
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, is_publisher
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD, is_journal, is_title

_HOLDER = lazy(r"(?:(?P<name>.+?)\s)?\((?P<year>(?:1[5-9]|20)\d\d)(?:-\d\d){0,2}\)(?:\s|$)")
_PREPRINTS = lazy(r"(?:arXiv|bioRxiv|medRxiv|Cold Spring Harbor Laboratory|Zenodo|[Ff]igshare|OSF)\b")
_MEETING = lazy(r"\b(?:Conference|Proceedings|Symposium|Workshop|Congress)\b")
_OF_A_BOOK = lazy(r"/978-?\d")  # the number of a book within an identifier


def read_lines(text: str, lines: Sequence[str]) -> ParsedReference | None:
    """Return what the lines of an entry say; None if they are not of this form."""
    if not 2 < len(lines) < 7:
        return None
    title, names, *behind = lines
    holder = _HOLDER.match(behind[0])
    if not holder or _HOLDER.match(names) or not is_title(title) or not is_journal(holder["name"] or title):
        return None
    authors, rest = split_authors(f"{names}.", FULL_NAMES)
    authors = group_name(names) if rest.strip(" .") else authors
    found: dict[str, str] = {}
    for line in (behind[0][holder.end() :], *behind[1:]):
        found |= split_identifiers(line)[1]
    kind, place = _kind(holder["name"] or "", found)
    fields = {"author": authors.bibtex if authors else "", "year": holder["year"], "title": title.strip(" ."),
              place: holder["name"], **found}
    unsure = () if authors and authors.is_whole else ("further authors" if authors else "author",)
    return ParsedReference(text, kind, {name: value for name, value in fields.items() if value},
                           authors.family if authors else "", unsure)


def _kind(name: str, found: dict[str, str]) -> tuple[str, str]:
    """Return the kind of a work, and the field that says what it is in."""
    if _PREPRINTS.match(name):
        return "misc", "howpublished"
    if JOURNAL_WORD.search(name) or found.keys() & {"pmid", "pmcid"}:
        return "article", "journal"
    if "isbn" in found or is_publisher(name) or PUBLISHER_WORD.search(name) or has_organisation_word(name):
        return "book", "publisher"
    if _MEETING.search(name) or _OF_A_BOOK.search(found.get("doi", "")):
        return "incollection", "booktitle"
    return ("article", "journal") if "doi" in found and name else ("misc", "howpublished")
