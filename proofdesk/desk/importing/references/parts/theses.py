"""Read a thesis: its title, what it was written for, and where."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.tails import without_year
from proofdesk.desk.importing.references.parts.titles import is_title

_THESIS = lazy(
    r"[\[(]?\b(?P<genre>(?:unpublished\s|undergraduate\s|graduate\s|licentiate\s|diploma\s)?"
    r"(?:ph\.?\s?d\.?|doctoral|master[’']?s?|m\.?sc\.?|bachelor[’']?s?)\s?"
    r"(?:thesis|dissertation|diss\b\.?)|dissertation|thesis|habilitation|thèse(?: de doctorat)?"
    r"|mémoire de (?:master|maîtrise)|tesis(?: doctoral| de (?:grado|licenciatura|maestría|doctorado))"
    r"|proefschrift|tese(?: de doutorado)?|dissertação(?: de mestrado)?"
    r"|(?:bachelor|master|diplom|doktor)arbeit|tesi di (?:laurea|dottorato))\b(?:\son the internet)?[\])]?", re.I)
# BibTeX has two kinds, of which the one for a master's thesis is the lesser.
_NO_DOCTOR = lazy(
    r"^m\.?s|master|maîtrise|maestría|licenciatura|grado|mestrado|^dissertação|laurea|bachelor|diplom|graduate", re.I)
# Where theses are kept, with the number that each has there.
_KEPT = lazy(
    r"(?:[.,;:]?\s|^)[(\[]?(?:(?:Retrieved|Available)\sfrom:?\s(?:the\s)?)?"
    r"(?P<name>ProQuest(?:\s(?:Dissertations?|One|Information)\b[^.;,:()\[\]]*)?"
    r"|UMI(?:\sDissertation[^.;,:()\[\]]*)?|EThOS|DART-Europe|NDLTD|Open Access Theses and Dissertations"
    r"|Dissertation Abstracts International)\b[)\]]?[.,;]?")
_NUMBERED = lazy(
    r"\s?[(\[](?:(?:Publication|Order|UMI|ProQuest|Accession)(?:\sdissertation)?\s(?:No\.?|number|ID:?)|UMI|AAT)"
    r"\s(?P<number>[A-Z]{0,3}\d[\w-]{3,20})[)\]]", re.I)
# “Title. 2017. Garden University, PhD dissertation.”, and what a program prints: “Title. 2017. PhD dissertation, …”
_OF_MLA = lazy(r"(?P<title>[^.]+(?:\.[^.]+)*?)\.\s(?P<year>(?:19|20)\d\d)(?:[.,]\s(?P<school>[^.]{4,100}))?")
# One university in several cities, of which each is another.
_CAMPUS = lazy(
    r"(University of (?:California|Colorado|Hawaii|Illinois|Louisiana|Maryland|Massachusetts|Michigan|Minnesota"
    r"|Missouri|Nebraska|Nevada|North Carolina|Tennessee|Texas|Wisconsin)(?:\sat)?),\s(?=[A-Z])")
_CAMPUS_COMMA = "\ue000"
_PARTS = lazy(r"(?:[,;]|(?<!\bUniv)(?<!\bDept)(?<!\bInst)(?<!\bElect)(?<!\bEng)\.)\s")
_STOP = lazy(r"(?<!\bUniv)(?<!\bEng)\.$")
_UNIVERSITY = lazy(r"universi|\buniv\b", re.I)
_SCHOOL = lazy(
    r"universi|\buniv\b|institut|college|school|école|conservatoire|facult|faculdad|politecnic|hogeschool|hochschule",
    re.I)


# Brazil’s standard: “Title. 2002. Dissertação (Mestrado em Palha) – Universidade de Lavras, Lavras, 2002.”
_OF_BRAZIL = lazy(
    r"(?P<title>.{10,300}?)\.\s(?:(?P<first>(?:19|20)\d\d)\.\s)?"
    r"(?P<type>(?:Tese|Dissertação|Monografia(?: de [Ee]specialização)?|T\.?C\.?C\.?"
    r"|Trabalho de [Cc]onclusão(?: de [Cc]urso)?)\s?\((?P<degree>[^()]{5,90})\))"
    r"(?:\.|,|\s?[-–—])\s?(?P<school>[^.\d]{8,200}?)(?:[,.]\s(?P<place>[^,.\d]{3,40}))?(?:[,.]\s(?P<year>(?:19|20)\d\d))?[.\s]*$")


def _read_of_brazil(head: Head) -> Reading | None:
    match = _OF_BRAZIL.match(head.rest) if head.authors else None
    years = {year for year in (head.year, match["first"], match["year"]) if year} if match else set()
    if not match or len(years) != 1 or not is_title(match["title"]) or not _SCHOOL.search(match["school"]):
        return None
    kind = "phdthesis" if match["degree"].startswith("Doutorado") else "mastersthesis"
    fields = {"title": match["title"], "type": match["type"], "school": match["school"], "year": years.pop()}
    return kind, fields | ({"address": match["place"]} if match["place"] else {}), ()


def names_thesis(words: str) -> bool:
    """Return whether words in brackets behind a title say that it is a thesis: “[Master's thesis, Garden College]”."""
    return _THESIS.match(words) is not None


def read_thesis(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title [Doctoral dissertation, Garden University].”, in whichever form a style writes it."""
    text = head.rest
    if of_brazil := _read_of_brazil(head):
        return of_brazil
    kept, numbered = _KEPT.search(text), _NUMBERED.search(text)
    stated = {"note": kept["name"].strip()} if kept else {}
    stated |= {"number": numbered["number"]} if numbered else {}
    text = _KEPT.sub(". ", _NUMBERED.sub("", text))
    match = _THESIS.search(text)
    if not match:
        title, year = without_year(text.strip(" .,;()"), head.year)
        return ("phdthesis", {"title": title, **year, **stated}, ("school",)) if kept and is_title(title) else None
    school, year = without_year(_CAMPUS.sub(rf"\1{_CAMPUS_COMMA}", text[match.end() :].strip(" .,;")), head.year)
    title = head.title or text[: match.start()].strip(" .,;[(")
    of_mla = None if head.title or head.year or year else _OF_MLA.fullmatch(title)
    if of_mla:
        title, year, school = of_mla["title"], {"year": of_mla["year"]}, school or of_mla["school"] or ""
    if not is_title(title) or (not head.title and "." in title.rstrip(".")):
        return None
    place, _, school = school.rpartition(": ")
    parts = [_STOP.sub("", part.strip(" ,;])")) for part in _PARTS.split(school)]
    at = next((at for at, part in enumerate(parts) if _UNIVERSITY.search(part)), 0)
    school, place = ", ".join(parts[: at + 1]), place or ", ".join(parts[at + 1 :])
    fields = {"title": title, **year, **stated, **({"address": place} if place else {})}
    if _SCHOOL.search(school):
        fields["school"] = school.replace(_CAMPUS_COMMA, ", ")
    else:
        fields.pop("address", None)
    kind = "mastersthesis" if _NO_DOCTOR.search(match["genre"]) else "phdthesis"
    return kind, fields, () if "school" in fields or not school else ("school",)
