"""Convert a registry's answer about a work to BibTeX fields. Only what is stated there; nothing is guessed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.desk.registries.clients import Services

_CROSSREF_KINDS = {
    "journal-article": "article", "book": "book", "monograph": "book", "edited-book": "book", "book-chapter":
    "incollection", "proceedings-article": "inproceedings", "report": "techreport", "dissertation": "phdthesis",
}
_DATACITE_KINDS = {"JournalArticle": "article", "Book": "book", "Report": "techreport", "Dissertation": "phdthesis"}
_TAG = re.compile(r"<[^<>]{1,200}>")
_ARXIV = "10.48550/arxiv."
_NOTICES = ("retraction", "correction", "expression_of_concern", "withdrawal", "removal", "erratum", "corrigendum")
# With these words a family name begins, in a name written as one.
_PARTICLES = ("de", "der", "den", "van", "von", "la", "le", "du", "di", "da", "dos", "del", "della", "ten", "ter")


@dataclass(frozen=True)
class RegistryRecord:
    """A work as ``service`` registered it.

    ``names`` are other names of its journal; ``notices`` describe what was published about it since.
    """

    service: str
    kind: str
    fields: dict[str, str]
    family: str
    names: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())


def find_record(identifier: tuple[str, str], services: Services) -> RegistryRecord | None:
    """Return the record of a DOI, PubMed number or arXiv number, given as (kind, value), or None if there is none.

    Raises UserError if a registry cannot be reached, or answers with another work's record.
    """
    kind, value = identifier
    if kind == "pmid":
        found = services.of_pubmed(value)
        return _verified(from_pubmed, found, value, "PubMed") if found else None
    doi = value if kind == "doi" else f"10.48550/arXiv.{value}"
    if not doi.lower().startswith(_ARXIV):
        found = services.of_crossref(doi)
        if found:
            return _verified(from_crossref, found, doi, "Crossref")
    found = services.of_datacite(doi)
    return _verified(from_datacite, found, doi, "DataCite") if found else None


def _verified(read: Callable[[dict[str, Any]], RegistryRecord], found: dict[str, Any], asked: str,
              service: str) -> RegistryRecord:
    try:
        record = read(found)
    except (TypeError, AttributeError, KeyError, IndexError, ValueError):
        raise UserError(f"{service} does not answer in its documented form (try again later)") from None
    given = record.fields.get("pmid" if service == "PubMed" else "doi", "")
    if given.lower() != asked.lower():
        raise UserError(f"{service} answers with the record of “{given}” instead of “{asked}”")
    if not record.fields.get("title"):
        raise UserError(f"{service}'s record of “{asked}” has no title; add the work by hand")
    return record


def from_crossref(found: dict[str, Any]) -> RegistryRecord:
    """Return the record in Crossref's ``message``."""
    people = found.get("author") or found.get("editor") or []
    title = plain_text((found.get("title") or [""])[0])
    subtitle = plain_text((found.get("subtitle") or [""])[0])
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    journals = [plain_text(name) for name in [*(found.get("container-title") or []),
                                         *(found.get("short-container-title") or [])]]
    fields = {
        "author": join_names([_crossref_name(person) for person in people]),
        "title": title, "year": _year(found), "volume": str(found.get("volume") or ""),
        "number": str(found.get("issue") or ""),
        "pages": with_page_dashes(str(found.get("page") or found.get("article-number") or "")),
        "doi": str(found["DOI"]),
    }
    kind = _CROSSREF_KINDS.get(str(found.get("type")), "misc")
    publisher = plain_text(str(found.get("publisher") or ""))
    if kind in ("article", "incollection", "inproceedings") and journals:
        fields["journal" if kind == "article" else "booktitle"] = journals[0]
    elif kind == "misc" and publisher:
        preprint = "preprint" if found.get("subtype") == "preprint" or found.get("type") == "posted-content" else ""
        fields["howpublished"] = ", ".join(filter(None, [publisher, preprint]))
    if kind in ("book", "incollection") and publisher:
        fields["publisher"] = publisher
    if kind in ("techreport", "phdthesis") and publisher:
        fields["institution" if kind == "techreport" else "school"] = publisher
    return _record("Crossref", kind, fields, people, tuple(journals), tuple(_notices(found)))


def _crossref_name(person: dict[str, Any]) -> tuple[str, str, str]:
    """Return (family, given, suffix). A group has only a name."""
    if person.get("name"):
        return f"{{{plain_text(person['name'])}}}", "", ""
    family, given, suffix = (plain_text(person.get(part) or "") for part in ("family", "given", "suffix"))
    return family, given, suffix


def _notices(found: dict[str, Any]) -> list[str]:
    """Return what was published about the work since (Crossref's “updated-by”)."""
    notices = []
    for update in found.get("updated-by") or []:
        kind = str(update.get("type", "")).replace("_", " ")
        day = "-".join(f"{part:02}" for part in ((update.get("updated") or {}).get("date-parts") or [[]])[0])
        if str(update.get("type")) in _NOTICES:
            notices.append(" ".join(filter(None, [kind, f"of {day}" if day else "", f"doi:{update.get('DOI', '')}"])))
    return notices


def from_datacite(found: dict[str, Any]) -> RegistryRecord:
    """Return the record in DataCite's ``attributes``."""
    people = found.get("creators") or []
    doi = str(found["doi"])
    number = doi[len(_ARXIV) :] if doi.lower().startswith(_ARXIV) else ""
    container = found.get("container") or {}
    kind = _DATACITE_KINDS.get(str((found.get("types") or {}).get("resourceTypeGeneral")), "misc")
    journal = plain_text(container.get("title") or "")
    publisher = found.get("publisher")
    publisher = publisher.get("name") if isinstance(publisher, dict) else publisher
    fields = {
        "author": join_names([_datacite_name(person) for person in people]),
        "title": plain_text((found.get("titles") or [{}])[0].get("title") or ""),
        "year": _whole(found.get("publicationYear")), "doi": doi,
        "volume": str(container.get("volume") or ""), "number": str(container.get("issue") or ""),
        "pages": with_page_dashes("-".join(filter(None, [container.get("firstPage"), container.get("lastPage")]))),
        "eprint": number, "archiveprefix": "arXiv" if number else "",
    }
    if kind == "article" and journal:
        fields["journal"] = journal
    else:
        kind = "misc" if kind == "article" else kind
        fields["howpublished"] = "arXiv preprint" if number else plain_text(publisher or "")
    return _record("DataCite", kind, fields, people, (journal,) if journal else ())


def _datacite_name(person: dict[str, Any]) -> tuple[str, str, str]:
    family, given = plain_text(person.get("familyName") or ""), plain_text(person.get("givenName") or "")
    if family:
        return family, given, ""
    name = plain_text(person.get("name") or "")
    if person.get("nameType") == "Organizational" or "," not in name:
        return f"{{{name}}}", "", ""
    family, _, given = name.partition(",")
    return family.strip(), given.strip(), ""


def from_pubmed(found: dict[str, Any]) -> RegistryRecord:
    """Return the record in PubMed's document summary."""
    people = [person for person in found.get("authors") or [] if person.get("authtype") in ("Author", None)]
    groups = [person for person in found.get("authors") or [] if person.get("authtype") == "CollectiveName"]
    ids = {str(each["idtype"]): str(each["value"]) for each in found.get("articleids") or []}
    names = [*(_pubmed_name(str(person["name"])) for person in people),
             *((f"{{{plain_text(str(group['name']))}}}", "", "") for group in groups)]
    journal = plain_text(str(found.get("fulljournalname") or found.get("source") or ""))
    year = re.match(r"\d{4}", str(found.get("pubdate") or ""))
    fields = {
        "author": join_names(names), "title": plain_text(str(found.get("title") or "")).rstrip("."), "journal": journal,
        "year": year.group() if year else "", "volume": str(found.get("volume") or ""),
        "number": str(found.get("issue") or ""), "pages": with_page_dashes(str(found.get("pages") or "")),
        "doi": ids.get("doi", ""), "pmid": str(found["uid"]), "pmcid": ids.get("pmc", ""),
    }
    notices = [kind for kind in map(str, found.get("pubtype") or []) if "Retract" in kind or "Concern" in kind]
    abbreviated = plain_text(str(found.get("source") or ""))
    return _record("PubMed", "article", fields, names, (journal, abbreviated), tuple(notices))


def _pubmed_name(name: str) -> tuple[str, str, str]:
    """“de Vos CM Jr” → its parts."""
    parts = name.split()
    suffix = parts.pop() if len(parts) > 2 and re.fullmatch(r"Jr|Sr|\d(?:st|nd|rd|th)|I{2,3}", parts[-1]) else ""
    given = parts.pop() if len(parts) > 1 and re.fullmatch(r"[A-Z]{1,4}", parts[-1]) else ""
    return " ".join(parts), ". ".join(given) + "." if given else "", suffix


def _record(service: str, kind: str, fields: dict[str, str], people: list[Any], names: tuple[str, ...],
            notices: tuple[str, ...] = ()) -> RegistryRecord:
    fields = {name: value for name, value in fields.items() if value}
    first = fields.get("author", "").split(" and ")[0]
    family = first.strip("{}") if first.startswith("{") else first.split(",")[0]
    return RegistryRecord(service, kind, fields, family, tuple(filter(None, names)), notices)


def join_names(names: list[tuple[str, str, str]]) -> str:
    """Join names as the bibliography writes them: “de Vos, C. M. H. and {A Group}”."""
    written = []
    for family, given, suffix in names:
        if family.startswith("{") or not given:
            written.append(family if family.startswith("{") or " " not in family else f"{{{family}}}")
            continue
        *before, last = given.split()
        if last.lower() in _PARTICLES and before:  # “Cato M. H. de | Vos”
            family, given = f"{last} {family}", " ".join(before)
        written.append(", ".join(filter(None, [family, suffix, initials(given)])))
    return " and ".join(filter(None, written))


def initials(given: str) -> str:
    """Return the initials of given names: “Jean-Claude Marie” is “J.-C. M.”, and “JM” is “J. M.”."""
    found = []
    for word in given.replace(".", ". ").replace(". -", "-").split():
        parts = [part for part in re.split(r"[-‐]", word.rstrip(".")) if part]
        if len(parts) == 1 and re.fullmatch(r"[A-Z]{2,4}", parts[0]):
            parts = list(parts[0])
            found += [f"{letter}." for letter in parts]
        elif parts:
            found.append("-".join(f"{part[0].upper()}." for part in parts))
    return " ".join(found)


def plain_text(value: str) -> str:
    """Return text without tags and entities (Crossref has JATS markup in titles)."""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(value))).split())


def _year(found: dict[str, Any]) -> str:
    """Return the year of the issue, as references state it, or of the first appearance if there is no issue."""
    for name in ("published-print", "issued", "published-online", "published", "posted"):
        parts = ((found.get(name) or {}).get("date-parts") or [[]])[0]
        if parts and _whole(parts[0]):
            return _whole(parts[0])
    return ""


def _whole(year: object) -> str:
    """Return a year; empty for what is none, such as JSON's NaN and Infinity."""
    return str(year) if re.fullmatch(r"[1-9]\d{0,3}", str(year)) else ""


def with_page_dashes(pages: str) -> str:
    """Return pages with BibTeX's dash between the first and the last."""
    return re.sub(r"(?<!\s)\s*[-–]+\s*", "--", pages.strip())
