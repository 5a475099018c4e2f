"""Set right what a reading as a whole shows to be in a wrong field: a publisher that was read as a journal or a place.

Each rule takes a reading, the text of its entry and the letters of the words in italics, and returns the reading as it
is or set right. It knows what no reader of a part does: which fields there are in the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import ParsedReference, Reading, add_note, letters
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.pages import names_site
from proofdesk.desk.importing.references.parts.publishers import COUNTRY, is_city, is_publisher
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD

# Harvard: “*Straw*. Garden Press (Studies of beds), p. 341.”
_WITH_SERIES = lazy(rf"(?P<publisher>[^()]{{2,80}}?)(?:\s\((?P<series>[{UPPER}][^()]{{2,80}})\))?")
# Cell: “In Straw meeting (Garden Society (GS)), pp. 4–9.”, BMJ: “Proceedings of the straw meeting. IEEE 2013:4–9”
_ISSUED = lazy(
    r"(?P<book>.{8,}?)(?:\s\((?P<bracketed>(?:[^()]|\([^()]*\))+)\)|\.\s(?P<behind>[^.:;()]{2,80}))")
_TALKS = lazy(
    r"\b(?:[Pp]roceedings|Proc\.|[Cc]onference|[Ss]ymposium|[Ww]orkshop|[Cc]ongress|[Mm]eeting|[Ss]eminar"
    r"|presented)")
# APA: “Paper presented at the 12th Straw Conference, Leeds.”
_PRESENTED = lazy(r"(?P<what>(?:Paper|Poster|Talk|Lecture|Keynote)\spresented)\sat\s(?:the\s)?")
_JOURNAL = lazy(r"(?:The\s)?(?:[A-Z]\w+\s){0,2}Journal\s(?:of|for)\s")
_SERIES_BEHIND = lazy(rf",?\s[{UPPER}][^()\d]{{8,}}")
_SMALL_WORD = lazy(r"\b[a-z]{5,}\b")
_NUMBERED = lazy(rf"([IVX]{{1,4}})\.\s(?=[{UPPER}]\w+\s|[{UPPER}][^.]*$)")  # “Straw. II. Garden Journal”
_WITH_NAMED_SERIES = lazy(r"(?P<title>[^()]{8,})\s\((?P<series>[^()]+\s[Ss]eries)\)")
_EDITION = lazy(r"\d{1,2}(?:st|nd|rd|th)\s[Ee]d(?:n|ition)?\.?")
_NUMBER = lazy(r"(?!.*\s(?:19|20)\d\d$)(?:[A-Z]{2,}[\s-]){1,3}\d[\w-]*|[A-Z]{2,}(?:/[A-Z\d][A-Z\d.-]*)+")
# “Www.straw.com” instead of a journal
_DOMAIN = r"(?:[Ww]ww\.)?(?:[\w-]+\.)+(?:com|org|net|gov|edu|int|info|io)(?:\.[a-z]{2})?"
# Those who keep the works of all publishers on the web, and those who publish: none of them is a journal
_KEEPERS = (
    r"Google (?:Books|Scholar)|SpringerLink|IEEE ?Xplore(?: Digital Library)?|Research ?Gate|Science ?Direct|JSTOR"
    r"|Scribd|Semantic Scholar|Academia(?:\.edu)?|Wiley Online Library|Taylor (?:&|and) Francis Online|ProQuest"
    r"|SAGE Journals|PubMed(?: Central)?|ACM Digital Library|Medium|YouTube|Wikipedia")
_KEEPER = lazy(_KEEPERS)
_NO_JOURNAL = lazy(rf"{_KEEPERS}|Springer|IEEE|Elsevier|Wiley|Taylor (?:&|and) Francis|SAGE|Frontiers|MDPI|{_DOMAIN}")
MIN_TITLE = 12  # letters of what italics name


class _Entry(NamedTuple):
    text: str
    italics: Sequence[str]

    def is_in_italics(self, words: str) -> bool:
        return letters(words) in map(letters, self.italics)


def settle(parsed: ParsedReference, italics: Sequence[str]) -> ParsedReference:
    """Return a reading in which each publisher and series is in a field of its own, and each title whole."""
    entry, found = _Entry(parsed.text, italics), (parsed.kind, parsed.fields, parsed.unsure)
    for rule in (_whole_title, _part_of_title, _series_in_title, _torn_title, _title_as_name, _group_as_person,
                 _place_as_publisher, _site_as_journal, _number_as_name, _publisher_as_journal, _publisher_as_place,
                 _series_as_place, _series_behind_book, _publisher_behind_book, _span_of_years):
        found = rule(entry, *found)
    kind, fields, unsure = found
    return replace(parsed, kind=kind, fields=fields, unsure=unsure)


def _whole_title(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Give a title the mark that ends its sentence too, and take what parted it from an edition."""
    title = fields.get("title", "").rstrip(" :")
    mark = next((each for each in "?!" if title and f"{title}{each}" in entry.text), "")
    return kind, fields | ({"title": title + mark} if title else {}), unsure


def _part_of_title(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Give a title what its container begins or it ends with: “Straw. I. Garden Journal”, “Straw In, Garden Days”."""
    title, journal = fields.get("title", ""), fields.get("journal", "")
    numbered = _NUMBERED.match(journal)
    if title and numbered:
        return kind, {**fields, "title": f"{title}. {numbered[1]}", "journal": journal[numbered.end() :]}, unsure
    if title.endswith(" In") and any(f"{title}{mark} {journal}" in entry.text for mark in ",:"):
        rest = {**_without(fields, "journal"), "title": title.removesuffix(" In").rstrip(" ,.")}
        return "incollection", {**rest, "booktitle": journal}, unsure
    return kind, fields, unsure


def _series_in_title(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Part “Straw at night (Garden technology series)”, a book and its series."""
    named = _WITH_NAMED_SERIES.fullmatch(fields.get("title", ""))
    if not named or kind != "book" or "series" in fields:
        return kind, fields, unsure
    return kind, {**fields, **named.groupdict()}, unsure


def _torn_title(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Doubt “A new community? Straw in beds. The Garden Record 18”: where the title ends nothing says."""
    title, journal = fields.get("title", ""), fields.get("journal", "")
    behind = f"{journal}. {fields.get('publisher', '?')}"
    is_torn = title.endswith(("?", "!")) and (". " in journal or behind in entry.text)
    if not is_torn or entry.is_in_italics(journal) or not _SMALL_WORD.search(journal):
        return kind, fields, unsure
    return kind, _without(_without(_without(fields, "title"), "journal"), "publisher"), (*unsure, "title", "journal")


def _title_as_name(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Doubt a name that begins a title: “Fern S. The AI mirror” has no Dr The, “Straw II: a program” no I. I. Straw."""
    family, _, given = fields.get("author", "").split(" and ")[-1].partition(", ")
    numbered = given in ("I. I.", "I. I. I.") and f"{family} {re.sub(r'[. ]', '', given)}: " in entry.text
    if not (numbered or family in ("The", "An")):
        return kind, fields, unsure
    return kind, _without(_without(fields, "author"), "title"), (*unsure, "author", "title")


def _number_as_name(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read “Straw at night. ERL ARL-142. Garden Office”, where a report's number was read as a book or a title."""
    names = [name for name in ("title", "booktitle") if _NUMBER.fullmatch(fields.get(name, ""))]
    if not names or "number" in fields or not fields.keys() >= {"title", "booktitle"}:
        return kind, fields, unsure
    title = fields["booktitle" if names[0] == "title" else "title"]
    return "book", {**_without(fields, "booktitle"), "title": title, "number": fields[names[0]]}, unsure


def _group_as_person(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read “Records, G.W. (2023). Straw. Garden World Records”, where a program took who has the site for a person."""
    family, _, given = fields.get("author", "").partition(", ")
    site = next((fields[name] for name in ("howpublished", "publisher") if name in fields), "")
    *words, last = site.split() or [""]
    initials = "".join(word[0] for word in words if word[0].isupper())
    if len(words) < 2 or last != family or initials != given.replace(".", "").replace(" ", ""):
        return kind, fields, unsure
    return kind, {**fields, "author": f"{{{site}}}"}, unsure


def _place_as_publisher(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read “2021 Garden Seminar (GS), Lund, Sweden, 2021”: behind the short name of a meeting is only its place."""
    publisher, place = fields.get("publisher", ""), fields.get("address", "")
    behind = f"), {publisher}, {place}, "
    if not (publisher and place and fields.get("booktitle", "").endswith(")")) or is_publisher(publisher) or (
            behind not in entry.text):
        return kind, fields, unsure
    return kind, {**_without(fields, "publisher"), "address": f"{publisher}, {place}"}, unsure


def _site_as_journal(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read “Straw at night. Google Books”: who keeps works of all publishers has no journal, and publishes no book."""
    holder = next((name for name, known in (("journal", _NO_JOURNAL), ("publisher", _KEEPER))
                   if known.fullmatch(fields.get(name, ""))), "")
    if not holder or fields.keys() & {"volume", "number", "booktitle"}:
        return kind, fields, unsure
    is_site = (_KEEPER.fullmatch(fields[holder]) and fields.keys() & {"url", "doi"}) or names_site(
        fields[holder], fields.get("url", ""))
    site = {"howpublished": fields[holder]} if is_site else {}
    return "misc", {**_without(fields, holder), **site}, unsure if site else (*unsure, "journal or publisher")


def _publisher_as_journal(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read who published a whole work, and its length: Harvard’s “*Straw*. Garden Press, p. 341.”"""
    journal, rest = fields.get("journal", ""), _without(fields, "journal")
    book = {"pagetotal" if name == "pages" else name: value for name, value in rest.items()}
    if _EDITION.fullmatch(journal):  # “*Straw*. 3rd ed. Garden Press, p. 169.”
        return "book", {**book, "edition": journal}, unsure
    if not journal or fields.keys() & {"volume", "number", "publisher"}:
        return kind, fields, unsure
    named = _WITH_SERIES.fullmatch(journal)
    book |= {name: value for name, value in named.groupdict().items() if value} if named else {}
    if named and is_publisher(named["publisher"]) and fields.get("pages", "0").isdigit():
        return "book", book, unsure
    if "pages" not in fields and f"({journal})" in entry.text:  # Cell: “Straw at night (Garden Office).”
        return "book", {**rest, "publisher": journal}, unsure
    is_whole = entry.is_in_italics(fields.get("title", "")) and not entry.is_in_italics(journal)
    if is_whole and named and fields.get("pages", "").isdigit() and not JOURNAL_WORD.search(journal):
        return "book", book, unsure
    if is_whole and not fields.keys() & {"pages", "url"}:  # a title in italics is no article's
        return "misc", rest, (*unsure, "journal or publisher")
    return kind, fields, unsure


def _publisher_as_place(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    place = fields.get("address", "")
    if not place or fields.keys() & {"publisher", "booktitle", "journal", "school", "howpublished"}:
        return kind, fields, unsure
    if is_publisher(place):
        return "book" if kind == "misc" else kind, {**_without(fields, "address"), "publisher": place}, unsure
    if f". {place} " in entry.text and not is_city(place):  # BMJ: “Straw at night. Hay 2013.”
        return kind, _without(fields, "address"), (*unsure, "publisher")
    return kind, fields, unsure


def _series_as_place(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Read Chicago’s “, edited by Ada Fern. Studies of Beds. Garden Press”: places stand before a colon."""
    place, publisher = fields.get("address", ""), fields.get("publisher", "")
    is_sentence = place and publisher and f". {place}. {publisher}" in entry.text
    if not is_sentence or "series" in fields or is_city(place) or COUNTRY.fullmatch(place):
        return kind, fields, unsure
    return kind, {**_without(fields, "address"), "series": place}, unsure


def _series_behind_book(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Part “In *Straw at night* Studies of beds., A. Fern, ed.”, as Cell has it; without italics nothing parts them."""
    book = fields.get("booktitle", "")
    for name in entry.italics:
        behind = book.removeprefix(name) if len(name) >= MIN_TITLE else book
        if behind != book and "series" not in fields and _SERIES_BEHIND.fullmatch(behind):
            return kind, {**fields, "booktitle": name, "series": behind.strip(" .,")}, unsure
    if book and f"{book}., " in entry.text:
        return kind, _without(fields, "booktitle"), (*unsure, "booktitle")
    return kind, fields, unsure


def _publisher_behind_book(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    talk = _PRESENTED.match(fields.get("booktitle", ""))
    if talk:
        fields = {**fields, "booktitle": fields["booktitle"][talk.end() :]}
        add_note(fields, talk["what"], first=True)
    is_journal = _JOURNAL.match(fields.get("booktitle", "")) and kind == "incollection"
    if is_journal and not fields.keys() & {"publisher", "editor", "address", "series", "edition"}:
        return "article", {**_without(fields, "booktitle"), "journal": fields["booktitle"]}, unsure
    holder = next((name for name in ("booktitle", "journal") if name in fields), "")
    book = fields.get("booktitle", "")
    is_talk = holder == "journal" and _TALKS.search(fields["journal"]) and not fields.keys() & {"volume", "number"}
    if is_talk and is_publisher(fields.get("publisher", "")):
        return "incollection", {**_without(fields, "journal"), "booktitle": fields["journal"]}, unsure
    is_bare = has_organisation_word(book) and not (
        _TALKS.search(book) or entry.is_in_italics(book) or "--" in fields.get("pages", "")
        or re.search(rf"\b[Ii]n:?\s{re.escape(book)}", entry.text))
    if is_bare and "publisher" not in fields:  # IEEE: “Straw at night,” Garden Office, 306, 2007
        number = {"number": fields["pages"]} if fields.get("pages", "").isdigit() else {}
        return "book", {**_without(_without(fields, "booktitle"), "pages"), "publisher": book, **number}, unsure
    issued = _ISSUED.fullmatch(fields.get(holder, ""))
    if not issued or not _TALKS.search(issued["book"]) or fields.keys() & {"volume", "number", "publisher"}:
        return kind, fields, unsure
    issuer = issued["bracketed"] or issued["behind"]
    is_organisation = " " in issuer and has_organisation_word(issuer) and not JOURNAL_WORD.search(issuer)
    if not (is_organisation or is_publisher(issuer)):
        return kind, fields, unsure
    return "incollection", {**_without(fields, holder), "booktitle": issued["book"], "publisher": issuer}, unsure


def _span_of_years(entry: _Entry, kind: str, fields: dict[str, str], unsure: tuple[str, ...]) -> Reading:
    """Give a work that went on for years all of them: “(1998–2017)”, “Hay Press; 1993–2023.”"""
    year = fields.get("year", "")
    span = re.search(rf"(?:\(|;\s?){year}\s?[-–]\s?((?:19|20)\d\d)(?:\)|\.)", entry.text) if year else None
    return kind, fields | ({"year": f"{year}--{span[1]}"} if span else {}), unsure


def _without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in fields.items() if each != name}
