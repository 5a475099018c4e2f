"""Parse one entry of a list of references into BibTeX fields. Only what the entry says is used, nothing is guessed.

Long because each style has an expression and a function.

Styles: Vancouver, NLM and AMA (“Name AB, Name C. Title. Journal. 2020;1(2):3-4.”), APA (“Name, A. B., & Name, C.
(2020). Title. Journal, 1(2), 3–4.”), Harvard (“Name, A.B. (2020) ‘Title’, Journal, 1(2), pp. 3–4.”), web pages and
trial registrations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from proofdesk.desk.bib_editor import braces_match

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s{0,3}(?:https?://(?:dx\.)?doi\.org/)?)?\b(10\.\d{4,9}/[^\s\"<>]+)", re.I
)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,8})\b\.?|https?://pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,8})/?", re.I)
_PMCID = re.compile(r"\bPMCID:?\s*(PMC\d{3,9})\b\.?|https?://\S{0,40}/pmc/articles/(PMC\d{3,9})/?", re.I)
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5})(?:v\d+)?\b\.?", re.I)
_TRIAL = re.compile(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|\d{4}-\d{6}-\d{2}(?=\b))")
_URL = re.compile(r"https?://[^\s<>\"]+")
_ACCESSED = re.compile(
    r"[\[(]?\b(?:Accessed|Retrieved|Cited|Last accessed|Viewed)(?: on| from)?:?\s[^.\])]{0,40}[\])]?\.?|"
    r"\[Internet\]|\bAvailable (?:from|at):?", re.I,
)
_PARTICLE = r"(?:(?:de|der|den|van|von|la|le|du|di|da|dos|del|della|ten|ter|el|al|bin|zu|zur|af)\s+){0,3}"
_WORD = r"[^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,4}"
_FAMILY = rf"{_PARTICLE}{_WORD}(?:\s(?=[^a-z\W\d]){_WORD})?"
_INITIALS = r"[A-Z](?:[.\-]?\s?-?[A-Z]){0,3}\.?"
_VANCOUVER_NAME = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<given>[A-Z](?:-?[A-Z]){{0,3}})(?![^\W_])(?:\s(?P<suffix>Jr|Sr|II|III|2nd|3rd))?"
)
_COMMA_NAME = re.compile(rf"(?P<family>{_FAMILY}),\s(?P<given>{_INITIALS})(?:,?\s(?P<suffix>Jr|Sr|II|III)\.?)?")
_OTHERS = re.compile(
    r",?\s{0,5}(?:(?:(?:and|&)\s{0,5})?\bet\.? al\b\.?|…\s{0,5})|,?\s{1,5}and (?:others|colleagues)", re.I)
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


@dataclass(frozen=True)
class ParsedReference:
    """BibTeX fields of an entry. ``family`` is the first author's family name or the group's name."""

    text: str
    kind: str = "misc"
    fields: dict[str, str] = field(default_factory=dict)
    family: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether the fields are enough for an entry of the bibliography."""
        return bool(self.fields.get("title")) and bool(
            (self.family and self.fields.get("year")) or self.fields.keys() & {"doi", "pmid", "number", "url"}
        )


def parse_reference(text: str) -> ParsedReference:
    """Parse an entry. If its style is unknown, the result has identifiers only, and no title."""
    rest, found = _split_identifiers(" ".join(text.split()))
    for parse in (_parse_vancouver, _parse_book, _parse_author_date, _parse_web_page):
        parsed = parse(rest, found)
        if parsed:
            if not all(map(braces_match, parsed.fields.values())):
                break  # no bibliography can hold it, so it stays text
            fields = {name: value for name, value in {**parsed.fields, **found}.items() if value}
            return ParsedReference(text, parsed.kind, fields, parsed.family)
    return ParsedReference(text, "misc", found)


def _split_identifiers(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without its identifiers, and the identifiers as fields."""
    found: dict[str, str] = {}

    def extract(name: str, pattern: re.Pattern[str], rest: str) -> str:
        match = pattern.search(rest)
        if not match:
            return rest
        value = next(filter(None, match.groups()), match.group())
        end = match.end()
        if name in ("doi", "url"):
            bare = _without_end_punctuation(value)
            value, end = bare, end - (len(value) - len(bare))
        found[name] = value
        return f"{rest[: match.start()].rstrip()} {rest[end:].lstrip(' .,;')}".strip()

    rest = text
    for name, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("eprint", _ARXIV), ("url", _URL)):
        rest = extract(name, pattern, rest)
    trial = _TRIAL.search(text)
    if trial:
        found["number"] = trial.group(1)
    if "eprint" in found:
        found["archiveprefix"] = "arXiv"
    accessed = _ACCESSED.findall(rest)
    if accessed:
        note = " ".join(part.strip(" .[]()") for part in accessed if not part.lower().startswith(("available", "[int")))
        found |= {"note": note} if note else {}
        rest = " ".join(_ACCESSED.sub(" ", rest).split())
    return rest.strip(), found


def _without_end_punctuation(address: str) -> str:
    """Return an address without the punctuation that ends its sentence."""
    while address and (address[-1] in ".,;:'’”]" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


class _Fields(NamedTuple):
    """Kind of entry, its fields, and the first author's family name."""

    kind: str
    fields: dict[str, str]
    family: str


class _Authors(NamedTuple):
    """Authors as BibTeX writes them, and the first one's family name."""

    bibtex: str
    family: str


def _parse_vancouver(rest: str, found: dict[str, str]) -> _Fields | None:
    """Parse “Name AB. Title. Journal. 2020;1(2):3-4.” (Vancouver, NLM, AMA)."""
    match = _ISSUE.search(rest)
    if not match:
        return None
    names, after = _split_authors(rest[: match.start()], _VANCOUVER_NAME)
    if names and _is_end_of_authors(names, after):
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
    names, after = _split_authors(rest, _VANCOUVER_NAME)
    match = _BOOK.match(after.strip(" .")) if names and _is_end_of_authors(names, after) else None
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
    names, left = _split_authors(before, _COMMA_NAME)
    if not names or left.strip(" .,&"):
        names, left = _split_authors(before, _VANCOUVER_NAME)
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
    names, after = _split_authors(rest, _VANCOUVER_NAME)
    if names and _is_end_of_authors(names, after) and after.strip(" ."):
        authors, family = names
        title = _STOP.split(after.strip(" ."))[0]
    else:
        authors, family, title = "", "", parts[0]
    fields = {"author": authors, "title": _without_stop(title), "year": year.group() if year else ""}
    others = [part for part in (_STOP.split(after.strip(" ."))[1:] if family else parts[1:]) if part.strip(" .")]
    if others:
        fields["howpublished"] = " ".join(others).strip(" .")
    return _Fields("misc", fields, family)


def _split_authors(text: str, pattern: re.Pattern[str]) -> tuple[_Authors | None, str]:
    """Return the authors at the start of a text, and the text after them."""
    people: list[str] = []
    family = ""
    at = 0
    while True:
        match = pattern.match(text, at)
        if not match:
            break
        given = re.sub(r"(?<=[A-Z])\.?\s?(-?)(?=[A-Z])", r". \1", match["given"].replace(". ", ".").rstrip("."))
        given = given.replace(" -", "-") + "."
        family = family or match["family"]
        suffix = f", {match['suffix']}" if match["suffix"] else ""
        people.append(f"{match['family']}{suffix}, {given}")
        at = match.end()
        joint = re.compile(r"\s?(?:,|;)?\s(?:&|and)\s|\s?[,;]\s(?=\S)").match(text, at)
        others = _OTHERS.match(text, at)
        if others:
            people.append("others")
            at = others.end()
            break
        if not joint or not pattern.match(text, joint.end()):
            tail = _OTHERS.match(text, joint.end()) if joint else None
            if tail:
                people.append("others")
                at = tail.end()
            break
        at = joint.end()
    if not people:
        return None, text
    return _Authors(" and ".join(people), family), text[at:]


def _is_end_of_authors(authors: _Authors, after: str) -> bool:
    """Return whether a list of authors is complete: a stop follows, or it ends with “et al.”."""
    return after.startswith((".", ":", ";")) or authors.bibtex.endswith(" and others")


def _without_stop(title: str) -> str:
    return title.strip().rstrip(".,").strip()


def _pages(pages: str | None) -> str:
    return re.sub(r"\s?[-–]+\s?", "--", (pages or "").rstrip("."))
