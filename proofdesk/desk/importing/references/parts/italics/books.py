"""Read a book that italics name: a chapter in it, or who published it as a whole."""

from __future__ import annotations

import re

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.imprints import split_chapter, split_edition, split_imprint
from proofdesk.desk.importing.references.parts.names.authors import DATED_FORMS, FULL_NAMES, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, has_capitals, is_city
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, PAGES, YEAR, P, with_dashes
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD

# No word of a journal, a publisher or a name, so that whatever stands there is read as a title or a container.
STAND_IN = "Quercus robur"
MAX_PLACE, MAX_WORDS = 40, 11  # letters of a place, words of a publisher
DAYS = lazy(rf"\b(?:{MONTH_NAME}|online|print|early access|article|pp?|vol|no|n\.d|doi|internet)\b", re.I)
_PRESS = lazy(
    r"(?:Les\s)?(?:Presses?|Éditions?|Ed\.|Impr\.|Édition|Editorial|Ediciones|Edizioni|Editora|Verlag|Uitgeverij)\s")
# “In *Garden Days*, 201–5. Bedhouse, 2023.”
_CHICAGO = lazy(
    rf",\s(?P<pages>\d{{1,5}}[-–]\d{{1,5}})\.\s(?:(?P<place>[{UPPER}][^.:;()\d]{{1,40}}):\s)?"
    rf"(?P<publisher>[{UPPER}][^.:;()\d]{{1,80}}),\s{YEAR}[.\s]*")
# “In *Garden Days*, edited by Ada Fern and Carl Moss. Studies of Beds. Bedhouse Ltd., 2023.”
_EDITED = lazy(
    rf",\sedited by (?P<editors>.{{4,200}}?(?<!\b[{UPPER}]))\.\s(?:(?P<series>[{UPPER}][^.:;()“”]{{5,80}})\.\s)?"
    rf"(?P<publisher>[{UPPER}][^.:;()“”\d]{{1,60}}?(?:\s(?:Ltd|Inc)\.)?)(?:,\s{YEAR})?[.\s]*")
# IEEE: “in *Proc. 4th Garden Conference*, Lund, Sweden, 2015, pp. 5–9”
_TALKS = lazy(r"\b(?:Proceedings|Proc\.|Conference|Conf\.|Symposium|Symp\.|Workshop|Congress)")
_PLACE_OF_TALK = lazy(
    rf"[.,]\s(?P<place>[{UPPER}][{LOWER}.’'-]+(?:\s[{UPPER}][{LOWER}]+){{0,2}}(?:,\s[{UPPER}][\w.]+(?:\s[{UPPER}][\w.]+){{0,2}})"
    rf"{{1,2}}),\s(?:(?i:{MONTH_NAME})\s)?{YEAR}[\s,.]*")
_PUBLISHER_BEHIND = lazy(
    rf"[.?!]?\s(?P<publisher>(?:(?:[{UPPER}]|Impr|[EÉ]ds?)\.\s){{0,3}}[{UPPER}{LOWER}][^.:,()“”\d]{{1,100}}(?:,\s(?:Inc|Ltd|LLC))?)"
    rf"(?:\s(?:No|Nr)\.\s(?P<number>\d{{1,5}}))?(?:,\s(?P<place>[{UPPER}][^.:;()“”\d]{{1,80}}))?[\s.,;]*")
_CITY_AND_YEAR = lazy(
    rf"[,.]?\s[(\[]?(?:(?P<publisher>[^\W\d_][^,.:;()\d]{{1,60}}),\s)?"
    rf"(?P<place>[{UPPER}][{LOWER}]+(?:[\s-][{UPPER}][{LOWER}]+){{0,2}})\s(?P<year>(?:19|20)\d\d)[)\]]?[.\s]*")
_BARE_PAGES = lazy(r",?\s(?P<pages>\d{1,4}[-–]\d{1,4})(?=[.,]?\s\(|[.,]?$)")  # “in *Garden Days* 4–9 (2013)”
_YEAR_AT_END = lazy(rf"(?:^|[.,]?\s)\(?{YEAR}\)?[.\s,]*$")
# “, Tecnos, Madrid, 1989”, “, Paris, Seuil, 1992”: which is the city only its name says.
_CITY_OR_PUBLISHER = lazy(
    rf",\s(?P<first>[{UPPER}][^,.:;()\d]{{1,50}}),\s(?P<second>[{UPPER}][^,.:;()\d]{{1,50}}),\s(?P<year>(?:19|20)\d\d)[.\s]*")
# What a style puts in brackets behind the title of a book, besides its edition.
_VOLUME_OR_LENGTH = lazy(r"[Vv]ol(?:ume|\.)?\s(?P<volume>\d{1,4})|pp?\.\s(?P<pagetotal>[ivxlc\d, –-]{1,20})")
_EDITION_NAMED = lazy(r"(?P<edition>.{2,60}\b[eé]d(?:ition|\.)?|(?:Second|Third|Fourth|Fifth|Sixth|Seventh))")


def editors_of(words: str) -> str:
    """Return the editors whose names alone stand before the title of their book; empty if other words do."""
    bare = re.sub(r"\(?\b(?:[eé]ds?|editors?|Hrsg|Hg|coords?|dirs?|orgs?)\b\.?\)?", "", words, flags=re.I)
    bare = bare.rstrip(" .,:;")
    for form in DATED_FORMS:
        editors, after = split_authors(bare, form)
        is_sure = re.search(rf"\b[{UPPER}]\.", bare) or bare != words.rstrip(" .,:;")  # “Ada Fern (ed.)”
        if editors and not after.strip(" .,:;") and editors.is_whole and is_sure:
            return editors.bibtex
    return ""


def read_named_chapter(head: Head, title: str, before: str, name: str, after: str) -> Reading:
    """Return the fields of a chapter in a book or in proceedings that the italics name."""
    before = re.sub(r"^(?:In|in|En|Em|Dans|Nel)[:,]?\s", "", before)
    editors = editors_of(before) if before.strip(" .,") else ""
    read = split_chapter(f"In {STAND_IN}{after}", bool(head.year))
    fields = {"title": title, **({"editor": editors} if editors else {})}
    if read and read["booktitle"] == STAND_IN:
        return "incollection", {**fields, **read, "booktitle": name}, ()
    edited = _EDITED.fullmatch(after)
    if edited:
        people, behind = split_authors(edited["editors"], FULL_NAMES)
        if people and people.is_whole and not behind.strip(" .,"):
            stated = {each: edited[each] or "" for each in ("series", "publisher", "year")}
            found = {each: value for each, value in stated.items() if value}
            return "incollection", {**fields, "editor": people.bibtex, "booktitle": name, **found}, ()
    chicago = _CHICAGO.fullmatch(after) if not head.year else None
    if chicago:
        found = {"address" if name == "place" else name: value for name, value in chicago.groupdict().items() if value}
        fields |= {"booktitle": name, **found, "pages": with_dashes(chicago["pages"])}
        return "incollection", {name: value for name, value in fields.items() if name != "letter"}, ()
    volume = re.search(r"(?:[(,]\s?|^\s)[Vv]ol(?:ume|\.)?\s(\d{1,4})\b", after)
    pages = re.search(rf"[\s(,]{P}{PAGES}", after, re.I) or _BARE_PAGES.match(after, volume.end() if volume else 0)
    imprint = split_imprint(after, bool(head.year))
    fields |= {"booktitle": name, **(imprint[1] if imprint else {})}
    if pages:
        fields["pages"] = with_dashes(pages["pages"])
    if volume:
        fields["volume"] = volume[1]
    left = re.sub(r"[\s(,][Vv]ol(?:ume|\.)?\s\d+", "", after.replace(pages.group() if pages else "\0", ""))
    place = _PLACE_OF_TALK.fullmatch(left) if head.title and not imprint and _TALKS.search(name) else None
    if place and not PUBLISHER_WORD.search(left) and head.year in ("", place["year"]):
        return "incollection", {**fields, "address": place["place"], "year": place["year"]}, ()
    year = None if head.year or imprint else _YEAR_AT_END.search(left)
    if year:
        fields, left = {**fields, "year": year["year"]}, left[: year.start()]
    if imprint or not re.search(r"[^\W\d_]{3}", DAYS.sub("", left)):
        return "incollection", fields, ()
    # What stands behind the book and its pages, in a sentence of its own, is who published it.
    own = _PUBLISHER_BEHIND.fullmatch(f".{left.rstrip(' .,')[left.find('. ') + 1 :]}") if "." in left else None
    named = own["publisher"].strip() if own else ""
    is_sure = named and left.lstrip(" ),").startswith(". ") and not own["place"] and not own["number"]  # type: ignore[index]
    if is_sure and len(named.split()) < MAX_WORDS and not JOURNAL_WORD.search(named) and not is_city(named):
        return "incollection", {**fields, "publisher": named}, ()
    return "incollection", fields, ("publisher",)


def imprint_before_year(after: str) -> dict[str, str]:
    """Return publisher, city and year behind a whole work: “, Laterza, Bari 1973”, “, Tecnos, Madrid, 1989”."""
    either = _CITY_OR_PUBLISHER.fullmatch(after)
    cities = [is_city(either["first"]), is_city(either["second"])] if either else []
    if either and any(cities) and not all(cities):
        publisher, place = (either["second"], either["first"]) if cities[0] else (either["first"], either["second"])
        return {"publisher": publisher, "address": place, "year": either["year"]}
    match = _CITY_AND_YEAR.fullmatch(after)
    named = {"publisher": match["publisher"] or "", "address": match["place"], "year": match["year"]} if match else {}
    return {name: value for name, value in named.items() if value}


def named_publisher(after: str) -> dict[str, str]:
    """Return who published a whole work, as a style says it behind its title, and its edition; nothing if unclear."""
    bracket = re.match(r"\s\(([^()]{2,60})\)", after)
    stated = split_edition(f" {bracket[1]}")[1] if bracket else {}
    known = (_VOLUME_OR_LENGTH.fullmatch(bracket[1]) or _EDITION_NAMED.fullmatch(bracket[1])) if bracket else None
    if known and not stated:
        stated = {name: value for name, value in known.groupdict().items() if value}
    match = _PUBLISHER_BEHIND.fullmatch(after[bracket.end() :] if bracket and stated else after)
    named = match["publisher"].strip() if match else ""
    is_named = has_capitals(named) or _PRESS.match(named) or has_organisation_word(named)
    if not match or JOURNAL_WORD.search(named) or not is_named or is_city(named):
        return {}
    place = match["place"] or ""
    if has_organisation_word(place):  # “Garden Office, University of Leaf”
        named, place = f"{named}, {place}", ""
    if len(place) > MAX_PLACE:
        return {}
    found = {**stated, "publisher": named, "address": place, "number": match["number"] or ""}
    return {name: value for name, value in found.items() if value}
