"""Parse one entry of a list of references into BibTeX fields. Only what the entry says is used, nothing is guessed.

Styles: Vancouver, NLM and AMA (“Name AB, Name C. Title. Journal. 2020;1(2):3-4.”), APA (“Name, A. B., & Name, C.
(2020). Title. Journal, 1(2), 3–4.”), Harvard (“Name, A.B. (2020) ‘Title’, Journal, 1(2), pp. 3–4.”), web pages and
trial registrations.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.authors import COMMA_NAME, VANCOUVER_NAME, is_end_of_authors, split_authors
from proofdesk.desk.importing.references.identifiers import split_identifiers
from proofdesk.desk.importing.references.parsed import ParsedReference

_ISSUE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:\s(?P<month>[A-Z][a-z]{2,8})(?:\s(?P<day>\d{1,2}))?)?\s?;\s?(?P<volume>[\w]{1,8})"
    r"(?:\s?\((?P<issue>[^()]{1,20})\))?(?:\s?:\s?(?P<pages>[\w.]+(?:\s?[-–]\s?\w+)?))?"
)
_YEAR_AFTER_AUTHORS = re.compile(
    r"[\s.,]{0,5}\(?\b(?P<year>(?:19|20)\d\d)(?P<letter>[a-z])?(?:,\s[A-Z][a-z]+(?:\s\d{1,2})?)?\)?[.,:]?\s+"
)
_VOLUME_AND_PAGES = re.compile(
    r"[,.]?\s(?:vol(?:ume)?\.?\s)?(?P<volume>\d{1,5})"
    r"(?:\s?\((?P<issue>[^()]{1,20})\)|,?\s(?:no|issue|iss)\.?\s?(?P<issue2>\d{1,4}))?"
    r"(?:\s?[,:]\s?(?:pp?\.\s?|art(?:icle)?\.?\s(?:no\.?\s)?)?(?P<pages>[A-Za-z]?\d[\w.]*(?:\s?[-–]\s?\w+)?))?"
    r"[.,\s]*$", re.I,
)
_QUOTED = re.compile(r"[‘“'\"](?P<title>.+?)[’”'\"][.,]?(?:\s+|$)")
_BOOK = re.compile(
    r"(?P<title>.{3,300}?)\.\s(?:(?P<edition>\d{1,2}(?:st|nd|rd|th) ed)\.?\s)?(?P<place>[^.:;]{2,40}):\s"
    r"(?P<publisher>[^;:]{2,60});\s?(?P<year>(?:19|20)\d\d)"
)
_STOP = re.compile(r"(?<=[.?!])\s++(?=[^\s])")


def parse_reference(text: str) -> ParsedReference:
    """Parse an entry. If its style is unknown, the result has identifiers only, and no title."""
    rest, found = split_identifiers(" ".join(text.split()))
    for parse in (_parse_vancouver, _parse_book, _parse_author_date, _parse_web_page):
        parsed = parse(rest, found)
        if parsed:
            if not all(map(braces_match, parsed.fields.values())):
                break  # no bibliography can hold it, so it stays text
            fields = {name: value for name, value in {**parsed.fields, **found}.items() if value}
            return ParsedReference(text, parsed.kind, fields, parsed.family)
    return ParsedReference(text, "misc", found)


class _Fields(NamedTuple):
    """Kind of entry, its fields, and the first author's family name."""

    kind: str
    fields: dict[str, str]
    family: str


def _parse_vancouver(rest: str, found: dict[str, str]) -> _Fields | None:
    """Parse “Name AB. Title. Journal. 2020;1(2):3-4.” (Vancouver, NLM, AMA)."""
    match = _ISSUE.search(rest)
    if not match:
        return None
    names, after = split_authors(rest[: match.start()], VANCOUVER_NAME)
    if names and is_end_of_authors(names, after):
        authors, family = names
    else:  # a group
        group, _, after = rest[: match.start()].partition(". ")
        authors, family = (f"{{{group}}}", group) if after and group and len(group) < 90 else ("", "")
    parts = [part.strip() for part in _STOP.split(after.strip(" .")) if part.strip(" .")]
    if len(parts) < 2 or not family:
        return None
    return _Fields("article", {
        "author": authors, "title": _without_stop(" ".join(parts[:-1])), "journal": parts[-1].strip(" ."),
        "year": match["year"], "volume": match["volume"], "number": match["issue"] or "",
        "pages": _pages(match["pages"]),
    }, family)


def _parse_book(rest: str, found: dict[str, str]) -> _Fields | None:
    """Parse “Name AB. Title. 2nd ed. Place: Publisher; 1999.”"""
    names, after = split_authors(rest, VANCOUVER_NAME)
    match = _BOOK.match(after.strip(" .")) if names and is_end_of_authors(names, after) else None
    if not names or not match:
        return None
    return _Fields("book", {
        "author": names.bibtex, "title": match["title"], "edition": match["edition"] or "",
        "address": match["place"], "publisher": match["publisher"], "year": match["year"],
    }, names.family)


def _parse_author_date(rest: str, found: dict[str, str]) -> _Fields | None:
    """Parse APA and Harvard, where the year comes between the authors and the title."""
    match = next((m for m in _YEAR_AFTER_AUTHORS.finditer(rest) if 2 < m.start() < 600), None)
    if not match:
        return None
    before, after = rest[: match.start()].strip(" ,"), rest[match.end() :].strip()
    names, left = split_authors(before, COMMA_NAME)
    if not names or left.strip(" .,&"):
        names, left = split_authors(before, VANCOUVER_NAME)
    if names and not left.strip(" .,&"):
        authors, family = names
    elif "(" in match.group() and 2 < len(before) < 90 and not re.search(r"[.?!]\s", before):  # a group
        family = before.strip(" .")
        authors = f"{{{family}}}"
    else:
        return None
    quoted = _QUOTED.match(after)
    if quoted:
        title, journal = quoted["title"].rstrip(",."), after[quoted.end() :]
    else:
        first, *others = _STOP.split(after)
        title, journal = first, " ".join(others)
    volume = _VOLUME_AND_PAGES.search(journal) if journal else None
    name = (journal[: volume.start()] if volume else journal).strip(" .,")
    fields = {"author": authors, "year": match["year"], "title": _without_stop(title)}
    if volume:
        fields |= {"volume": volume["volume"], "number": volume["issue"] or volume["issue2"] or "",
                   "pages": _pages(volume["pages"])}
    if name and len(name) < 120:
        return _Fields("article", {**fields, "journal": name}, family)
    return _Fields("misc", fields, family)


def _parse_web_page(rest: str, found: dict[str, str]) -> _Fields | None:
    """Parse a web page or a registration: a title with an address or a number."""
    if not found.keys() & {"url", "number", "doi"} or len(rest) < 5:
        return None
    parts = [part.strip(" .") for part in _STOP.split(rest) if part.strip(" .")]
    year = re.search(r"\b(?:19|20)\d\d\b", " ".join(parts[1:]))
    names, after = split_authors(rest, VANCOUVER_NAME)
    if names and is_end_of_authors(names, after) and after.strip(" ."):
        authors, family = names
        title = _STOP.split(after.strip(" ."))[0]
    else:
        authors, family, title = "", "", parts[0]
    fields = {"author": authors, "title": _without_stop(title), "year": year.group() if year else ""}
    others = [part for part in (_STOP.split(after.strip(" ."))[1:] if family else parts[1:]) if part.strip(" .")]
    if others:
        fields["howpublished"] = " ".join(others).strip(" .")
    return _Fields("misc", fields, family)


def _without_stop(title: str) -> str:
    return title.strip().rstrip(".,").strip()


def _pages(pages: str | None) -> str:
    return re.sub(r"\s?[-–]+\s?", "--", (pages or "").rstrip("."))
