"""Read an entry of LaTeX's own list of references, in the form that BibTeX's plain styles and most authors give it."""

from __future__ import annotations

import re

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.records import csl_record, person

_INITIALS = r"(?:[^\W\d_a-zß-ÿ]\.[-~ \u00a0]?){1,4}"
_FAMILY = r"(?:(?:de|der|den|van|von|la|le|du|di|da|ter|zu)\s){0,3}[^\W\d_a-zß-ÿ][\w'’-]+(?:\s[^\W\d_a-zß-ÿ][\w'’-]+)?"
_GIVEN = r"[^\W\d_a-zß-ÿ][\w'’-]+(?:\s(?:[^\W\d_a-zß-ÿ]\.\s?)+)?"
_NAME = re.compile(rf"(?P<given>{_INITIALS}|{_GIVEN})\s?(?P<family>{_FAMILY})(?P<suffix>,? (?:Jr|Sr|II|III)\.?)?")
_BETWEEN = re.compile(r",?\s+(?:and|&|und|et|y)\s+|,\s+(?!(?:Jr|Sr|II|III)\b)")
# A stop that ends the authors or the title, and is none of an initial.
_STOP = re.compile(r"(?<=[^\W\d_][\w’'”\"?!)-])\.?(?<=[.?!”\"])\s+")
_JOURNAL = re.compile(
    r"(?P<journal>[^\d]{3,120}?),?\s+(?P<volume>\d{1,4})\s*(?:\((?P<issue>[\w-]{1,9})\))?\s*[:,]\s*(?:pp?\.\s*)?"
    r"(?P<page>[A-Za-z]?\d[\w.]*(?:\s*[-–—]+\s*[A-Za-z]?\d+)?),\s+(?:[A-Z][a-z]+\s+)?(?P<year>(?:19|20)\d\d)\.?"
    r"(?:\s+(?:doi:|https?://(?:dx\.)?doi\.org/)\s*(?P<doi>10\.\d{4,9}/\S+?))?\.?$", re.IGNORECASE)
MAX_AUTHORS = 60


def read_entry(text: str) -> CslItem | None:
    """Return the record of an article in a journal; None for what has another form, or is not sure to the letter."""
    stops = [match.end() for match in _STOP.finditer(text)][:12]
    for end in stops:
        authors = _authors(text[:end].strip(" .,:"))
        if authors is None:
            continue
        rest = text[end:]
        for stop in _STOP.finditer(rest):
            title, journal = rest[: stop.start()].strip(" .,“”\"'"), _JOURNAL.fullmatch(rest[stop.end() :].strip())
            if journal and len(title) > 5:
                return _record(authors, title, journal)
        return None
    return None


def _authors(text: str) -> list[CslItem] | None:
    names = [name for name in _BETWEEN.split(text) if name]
    found: list[CslItem] = []
    for name in names[:MAX_AUTHORS]:
        if found and re.fullmatch(r"et al\.?|others", name):
            found.append({"literal": "others"})
            continue
        match = _NAME.fullmatch(name.strip())
        if not match:
            return None
        found.append(person(match["family"], match["given"].strip(), (match["suffix"] or "").strip(" ,")))
    return found or None


def _record(authors: list[CslItem], title: str, journal: re.Match[str]) -> CslItem:
    pages = re.sub(r"\s*[-–—]+\s*", "-", journal["page"])
    fields = {"title": title, "container-title": journal["journal"].strip(" ,"), "volume": journal["volume"],
              "issue": journal["issue"], "page": pages, "DOI": journal["doi"]}
    return csl_record("article-journal", fields, journal["year"], author=authors)
