"""Read a thesis: its title, what it was written for, and where."""

from __future__ import annotations

import re

from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.heads import Head
from proofdesk.desk.importing.references.parts.tails import without_year
from proofdesk.desk.importing.references.parts.titles import is_title

_THESIS = re.compile(
    r"[\[(]?\b(?P<genre>(?:unpublished\s|undergraduate\s|graduate\s|licentiate\s|diploma\s)?"
    r"(?:ph\.?\s?d\.?|doctoral|master[’']?s?|m\.?sc\.?|bachelor[’']?s?)\s?"
    r"(?:thesis|dissertation)|dissertation|thesis|habilitation|thèse(?: de doctorat)?"
    r"|mémoire de (?:master|maîtrise)|tesis(?: doctoral| de (?:grado|licenciatura|maestría|doctorado))"
    r"|proefschrift|tese(?: de doutorado)?|dissertação(?: de mestrado)?"
    r"|masterarbeit|doktorarbeit|tesi di (?:laurea|dottorato))\b[\])]?", re.I)
# BibTeX has two kinds, of which the one for a master's thesis is the lesser.
_NO_DOCTOR = re.compile(
    r"^m\.?s|master|maîtrise|maestría|licenciatura|grado|mestrado|^dissertação|laurea|bachelor|diploma|graduate", re.I)
_SCHOOL = re.compile(
    r"universi|institut|college|school|école|conservatoire|facult|faculdad|politecnic|hogeschool", re.I)


# Brazil’s standard: “Title. 2002. Dissertação (Mestrado em Palha) – Universidade de Lavras, Lavras, 2002.”
_OF_BRAZIL = re.compile(
    r"(?P<title>.{10,300}?)\.\s(?:(?P<first>(?:19|20)\d\d)\.\s)?"
    r"(?P<type>(?:Tese|Dissertação|Monografia|Trabalho de [Cc]onclusão(?: de [Cc]urso)?)\s\((?P<degree>[^()]{5,90})\))"
    r"(?:\.|,|\s?[-–—])\s(?P<school>[^.\d]{8,200}?)(?:,\s(?P<place>[^,.\d]{3,40}))?(?:,\s(?P<year>(?:19|20)\d\d))?[.\s]*$")


def _read_of_brazil(head: Head) -> Reading | None:
    match = _OF_BRAZIL.match(head.rest) if head.authors else None
    years = {year for year in (head.year, match["first"], match["year"]) if year} if match else set()
    if not match or len(years) != 1 or not is_title(match["title"]) or not _SCHOOL.search(match["school"]):
        return None
    kind = "phdthesis" if match["degree"].startswith("Doutorado") else "mastersthesis"
    fields = {"title": match["title"], "type": match["type"], "school": match["school"], "year": years.pop()}
    return kind, fields | ({"address": match["place"]} if match["place"] else {}), ()


def read_thesis(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title [Doctoral dissertation, Garden University].”, in whichever form a style writes it."""
    text = head.rest
    if of_brazil := _read_of_brazil(head):
        return of_brazil
    match = _THESIS.search(text)
    if not match:
        return None
    title = head.title or text[: match.start()].strip(" .,;[(")
    if not is_title(title) or (not head.title and "." in title.rstrip(".")):
        return None
    school, year = without_year(text[match.end() :].strip(" .,;"), head.year)
    schools = [part.strip(" .,;])") for part in re.split(r"[,;.]\s|:\s", school)]
    school = next((part for part in schools if re.search("universi", part, re.I)), schools[0])
    place = schools[-1] if len(schools) == 2 and schools[0] == school else ""
    fields = {"title": title, **year, **({"address": place} if place else {})}
    if _SCHOOL.search(school):
        fields["school"] = school
    else:
        fields.pop("address", None)
    kind = "mastersthesis" if _NO_DOCTOR.search(match["genre"]) else "phdthesis"
    return kind, fields, () if "school" in fields or not school else ("school",)
