"""One entry of a list of references → what it states of a work: only what stands there, nothing guessed.

Styles: Vancouver, NLM and AMA (“Name AB, Name C. Title. Journal. 2020;1(2):3-4.”), APA (“Name, A. B., & Name, C.
(2020). Title. Journal, 1(2), 3–4.”), Harvard (“Name, A.B. (2020) ‘Title’, Journal, 1(2), pp. 3–4.”), web pages and
trial registrations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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
_DATED = re.compile(
    r"[\s.,]{0,5}\(?\b(?P<year>(?:19|20)\d\d)(?P<letter>[a-z])?(?:,\s[A-Z][a-z]+(?:\s\d{1,2})?)?\)?[.,:]?\s+"
)
_WHERE = re.compile(
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
_STOP = re.compile(r"(?<=[.?!])\s+(?=[^\s])")


@dataclass(frozen=True)
class Work:
    """What an entry states, as BibTeX names it. ``family`` is the first author's or the group's name."""

    text: str
    kind: str = "misc"
    fields: dict[str, str] = field(default_factory=dict)
    family: str = ""

    @property
    def parsed(self) -> bool:
        """Whether enough was understood to be an entry of the bibliography."""
        return bool(self.fields.get("title")) and bool(
            (self.family and self.fields.get("year")) or self.fields.keys() & {"doi", "pmid", "number", "url"}
        )


def read_work(text: str) -> Work:
    """Read an entry; where its style is none of the known ones, a work with no title."""
    rest, found = _identified(" ".join(text.split()))
    for reader in (_vancouver, _book, _dated, _page):
        read = reader(rest, found)
        if read:
            kind, stated, family = read
            if not all(map(braces_match, stated.values())):
                break  # no bibliography can hold it, so it stays text
            stated = {name: value for name, value in {**stated, **found}.items() if value}
            return Work(text, kind, stated, family)
    return Work(text, "misc", found)


def _identified(text: str) -> tuple[str, dict[str, str]]:
    """The entry without its identifiers, and these."""
    found: dict[str, str] = {}

    def take(name: str, pattern: re.Pattern[str], rest: str) -> str:
        match = pattern.search(rest)
        if not match:
            return rest
        value = next(filter(None, match.groups()), match.group())
        end = match.end()
        if name in ("doi", "url"):
            value, cut = _bare_end(value)
            end -= cut
        found[name] = value
        return f"{rest[: match.start()].rstrip()} {rest[end:].lstrip(' .,;')}".strip()

    rest = text
    for name, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("eprint", _ARXIV), ("url", _URL)):
        rest = take(name, pattern, rest)
    trial = _TRIAL.search(text)
    if trial:
        found["number"] = trial.group(1)
    if "eprint" in found:
        found["archiveprefix"] = "arXiv"
    accessed = _ACCESSED.findall(rest)
    if accessed:
        said = " ".join(part.strip(" .[]()") for part in accessed if not part.lower().startswith(("available", "[int")))
        found |= {"note": said} if said else {}
        rest = " ".join(_ACCESSED.sub(" ", rest).split())
    return rest.strip(), found


def _bare_end(address: str) -> tuple[str, int]:
    """An address without the punctuation that ends its sentence, and how much was cut."""
    whole = len(address)
    while address and (address[-1] in ".,;:'’”]" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address, whole - len(address)


_Read = tuple[str, dict[str, str], str] | None


def _vancouver(rest: str, found: dict[str, str]) -> _Read:
    match = _ISSUE.search(rest)
    if not match:
        return None
    names, after = _names(rest[: match.start()], _VANCOUVER_NAME)
    if names and _ends_there(names, after):
        authors, family = names
    else:  # a group
        group, _, after = rest[: match.start()].partition(". ")
        authors, family = (f"{{{group}}}", group) if after and group and len(group) < 90 else ("", "")
    parts = [part.strip() for part in _STOP.split(after.strip(" .")) if part.strip(" .")]
    if len(parts) < 2 or not family:
        return None
    return "article", {
        "author": authors, "title": _ended(" ".join(parts[:-1])), "journal": parts[-1].strip(" ."),
        "year": match["year"], "volume": match["volume"], "number": match["issue"] or "",
        "pages": _pages(match["pages"]),
    }, family


def _book(rest: str, found: dict[str, str]) -> _Read:
    names, after = _names(rest, _VANCOUVER_NAME)
    match = _BOOK.match(after.strip(" .")) if names and _ends_there(names, after) else None
    if not names or not match:
        return None
    return "book", {"author": names[0], "title": match["title"], "edition": match["edition"] or "",
                    "address": match["place"], "publisher": match["publisher"], "year": match["year"]}, names[1]


def _dated(rest: str, found: dict[str, str]) -> _Read:
    """APA and Harvard: the year stands between the authors and the title."""
    match = next((m for m in _DATED.finditer(rest) if 2 < m.start() < 600), None)
    if not match:
        return None
    before, after = rest[: match.start()].strip(" ,"), rest[match.end() :].strip()
    names, left = _names(before, _COMMA_NAME)
    if not names or left.strip(" .,&"):
        names, left = _names(before, _VANCOUVER_NAME)
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
    where = _WHERE.search(journal) if journal else None
    name = (journal[: where.start()] if where else journal).strip(" .,")
    stated = {"author": authors, "year": match["year"], "title": _ended(title)}
    if where:
        stated |= {"volume": where["volume"], "number": where["issue"] or where["issue2"] or "",
                   "pages": _pages(where["pages"])}
    if name and len(name) < 120:
        return "article", {**stated, "journal": name}, family
    return "misc", stated, family


def _page(rest: str, found: dict[str, str]) -> _Read:
    """A web page or a registration: a title with an address."""
    if not found.keys() & {"url", "number", "doi"} or len(rest) < 5:
        return None
    parts = [part.strip(" .") for part in _STOP.split(rest) if part.strip(" .")]
    year = re.search(r"\b(?:19|20)\d\d\b", " ".join(parts[1:]))
    names, after = _names(rest, _VANCOUVER_NAME)
    if names and _ends_there(names, after) and after.strip(" ."):
        authors, family = names
        title = _STOP.split(after.strip(" ."))[0]
    else:
        authors, family, title = "", "", parts[0]
    stated = {"author": authors, "title": _ended(title), "year": year.group() if year else ""}
    others = [part for part in (_STOP.split(after.strip(" ."))[1:] if family else parts[1:]) if part.strip(" .")]
    if others:
        stated["howpublished"] = " ".join(others).strip(" .")
    return "misc", stated, family


def _names(text: str, pattern: re.Pattern[str]) -> tuple[tuple[str, str] | None, str]:
    """The authors at the head of a text, as BibTeX writes them, the first one's family name, and what follows."""
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
    return (" and ".join(people), family), text[at:]


def _ends_there(names: tuple[str, str], after: str) -> bool:
    """Whether the authors end where they were taken to end: at a stop, or with “et al.”"""
    return after.startswith((".", ":", ";")) or names[0].endswith(" and others")


def _ended(title: str) -> str:
    return title.strip().rstrip(".,").strip()


def _pages(pages: str | None) -> str:
    return re.sub(r"\s?[-–]+\s?", "--", (pages or "").rstrip("."))
