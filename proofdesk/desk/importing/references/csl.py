"""Convert a CSL-JSON record, as reference managers keep it in a manuscript's citations, to BibTeX fields.

Schema: csl-data.json of CSL 1.0.2. Zotero and Mendeley also write numbers as text, identifiers into ``note``, and
dates as they were typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from proofdesk.bibliography.identifiers import find_identifiers
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.registries.records import join_names, plain_text, with_page_dashes

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "book": "book", "chapter": "incollection", "entry-encyclopedia": "incollection",
    "entry-dictionary": "incollection", "entry": "incollection", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis",
}
# The field that holds what a work is in, by the kind of entry.
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"book": "publisher", "incollection": "publisher", "inproceedings": "publisher",
               "techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOWERED = re.compile(r"<sub>(.*?)</sub>", re.I)
_IN_ADDRESS = re.compile(r"^https?://[^\s/]+/(?:[^\s/]+/){0,3}?(?=10\.\d{4,9}/)", re.I)
_NOTED_IDENTIFIER = re.compile(r"^\s*(PMID|PMCID|DOI|arXiv):\s*(\S+)", re.I | re.M)


def parse_csl(record: Mapping[str, Any]) -> ParsedReference:
    """Return the fields of a record. What it does not state, or not in the schema's form, is left out."""
    stated = {name.lower(): value for name, value in record.items()}
    kind = _KINDS.get(_words(stated.get("type")), "misc")
    if kind == "phdthesis" and "master" in _words(stated.get("genre")).lower():
        kind = "mastersthesis"
    authors = _people(stated.get("author"))
    editors = _people(stated.get("editor"))
    fields = {
        "author": join_names(authors), "editor": join_names(editors),
        "translator": join_names(_people(stated.get("translator"))), "title": _words(stated.get("title")),
        "year": _year(stated.get("issued")), "volume": _words(stated.get("volume")),
        "number": _words(stated.get("issue")) or ("" if kind == "article" else _words(stated.get("number"))),
        "pages": with_page_dashes(_words(stated.get("page")) or (_words(stated.get("number")) if kind == "article"
                                                                else "")),
        "edition": _words(stated.get("edition")), "address": _words(stated.get("publisher-place")),
        **_identifiers(stated),
    }
    container, publisher = _words(stated.get("container-title")), _words(stated.get("publisher"))
    if container:
        fields[_CONTAINERS.get(kind, "howpublished")] = container
    if publisher and kind != "article":
        fields.setdefault(_PUBLISHERS.get(kind, "howpublished"), publisher)
    if not fields["doi"]:
        fields["url"] = _words(stated.get("url"))
        fields["urldate"] = _day(stated.get("accessed")) if fields["url"] else ""
    fields = {name: value for name, value in fields.items() if value}
    families = [family.strip("{}") for family, _, _ in authors or editors]
    return ParsedReference(_description(families, fields), kind, fields, families[0] if families else "")


def _identifiers(stated: Mapping[str, Any]) -> dict[str, str]:
    noted = {name.lower(): value for name, value in _NOTED_IDENTIFIER.findall(str(stated.get("note") or ""))}
    found = find_identifiers({
        "doi": _doi(stated.get("doi")) or noted.get("doi", ""), "url": _words(stated.get("url")),
        "pmid": _words(stated.get("pmid")) or noted.get("pmid", ""),
        "pmcid": _words(stated.get("pmcid")) or noted.get("pmcid", ""),
        **({"eprint": noted["arxiv"], "archiveprefix": "arXiv"} if "arxiv" in noted else {}),
    })
    return {"doi": found.doi, "pmid": found.pmid, "pmcid": found.pmcid, "eprint": found.arxiv,
            "archiveprefix": "arXiv" if found.arxiv else ""}


def _people(names: object) -> list[tuple[str, str, str]]:
    """Return (family, given, suffix) of each name, a group's in braces."""
    found = []
    for name in names if isinstance(names, list) else []:
        if not isinstance(name, Mapping):
            continue
        given, suffix = _words(name.get("given")), _words(name.get("suffix"))
        particles = [_words(name.get(part)) for part in ("dropping-particle", "non-dropping-particle")]
        if len(given) == 1 and not given.isascii() and particles[0].islower():
            given, particles[0] = given + particles[0], ""  # “Ł” and “ukasz”, as Zotero parts Łukasz
        family = " ".join(filter(None, [*particles, _words(name.get("family"))]))
        whole = _words(name.get("literal")) or (given if not family else "")
        # One field of a manager's window holds a group, and “and” within a name would part it.
        if not whole and (not given or re.search(r"\band\b", f"{family} {given}", re.I)):
            whole = " ".join(filter(None, [given, family]))
        if whole:
            found.append((f"{{{whole.replace('{', '').replace('}', '')}}}", "", ""))
        elif family:
            found.append((family.replace("{", "").replace("}", ""), given, suffix))
    return found


def _year(date: object) -> str:
    if not isinstance(date, Mapping):
        return ""
    match = _YEAR.search(str(next(iter(_parts(date)), "") or date.get("raw") or date.get("literal") or ""))
    return match.group() if match else ""


def _day(date: object) -> str:
    written = "-".join(str(part).zfill(2) for part in _parts(date)) if isinstance(date, Mapping) else ""
    return written if _DAY.fullmatch(written) else ""


def _parts(date: Mapping[str, Any]) -> list[Any]:
    """Return year, month and day of a date, as far as it states them; old versions of Zotero name them one by one."""
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return parts[0]
    return [date[name] for name in ("year", "month", "day") if name in date]


def _words(value: object) -> str:
    return plain_text(str(value)) if isinstance(value, str | int) else ""


def _doi(value: object) -> str:
    """Return a DOI as it is registered: “<543::AID…>3.0.CO;2-N” is part of one, and “9<sub>2</sub>” was “9_2”.

    Publishers have addresses of their own that end with it: “http://doi.acm.org/10.…”.
    """
    written = " ".join(_LOWERED.sub(r"_\1", html.unescape(value)).split()) if isinstance(value, str) else ""
    return _IN_ADDRESS.sub("", written)


def _description(families: list[str], fields: Mapping[str, str]) -> str:
    """Return a record as a line that an editor recognizes."""
    shown = families[:2] if len(families) < 3 else [families[0], "et al."]
    place = fields.get("journal") or fields.get("booktitle") or fields.get("publisher") or ""
    return ". ".join(filter(None, [
        (" " if "et al." in shown else " & ").join(shown).rstrip("."), fields.get("year", ""),
        fields.get("title", "").rstrip("."), place])) + "."
