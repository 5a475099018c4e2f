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


def read_thesis(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title [Doctoral dissertation, Garden University].”, in whichever form a style writes it."""
    text = head.rest
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
