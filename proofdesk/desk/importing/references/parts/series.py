"""Take the series of a book, and its number there, from behind its title: “Straw. Garden Studies 23.”"""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.publishers import is_publisher

_NAME = lazy(
    r"\b(?:Reports?|(?:Data|Research|Policy)\sBriefs?|Series|Studies|Monographs?|(?:Working|Discussion|Technical|Occasional)\sPapers?|Bulletin|Memoirs?"
    r"|Contributions|Lecture Notes|Reihe|Schriften|Collection|Colección|Coleção|Cuadernos|Cadernos|Cahiers)\b")
_NUMBERED = lazy(
    rf"[.,]\s(?P<series>[{UPPER}][^.]{{2,80}}?),?\s(?:[Nn]o\.?\s|[Nn]r\.\s|Vol\.\s)?"
    r"(?P<number>(?!(?:19|20)\d\d$)(?=[\w-]*\d)[A-Z\d][\w-]*)$")
# “, CHI ’19, page 1–11”, “, in SIGMOD ’08. Leeds: …”; Harvard: “ACM (CHI ’19), pp. 1–11”; Cell: “days CHI ’19. (ACM)”
_TALKS = rf"(?P<series>[{UPPER}][\w/-]*(?:\s[{UPPER}]{{2,8}})?\s?[’']\d\d)"
_OF_TALK = [lazy(each) for each in (
    rf"\s?,\s(?:in\s)?{_TALKS}(?=[.,]\s)", rf"\s\({_TALKS}\)(?=,\spp?\.)", rf"\s{_TALKS}\.(?=\s\()",
    rf"(?<=[a-z]\.)\s{_TALKS}\.(?=\s[{UPPER}])")]
# SpringerLink: “Straw. Lecture Notes in Gardens, vol 12. Springer, Cham”
_OF_SPRINGER = lazy(
    rf"(?<=[\w)])\.\s(?P<series>[{UPPER}][^.():]{{2,80}}?)(?:\s?\(\))?,\svol\s(?P<volume>\d{{1,5}})(?=\.\s[{UPPER}][^.]*[.\s]*$)")
_IN_BRACKETS = lazy(
    rf"(?<=;\s\d{{4}}\.)\s\((?P<name>[{UPPER}][^()]{{3,80}})\)[.\s]*$|"  # the NLM’s
    rf"[.,]?\s\((?P<series>[{UPPER}][^()]{{3,80}}\b[Ss]eries[^()]{{0,20}})\)[.\s]*$")


# The NLM, of a chapter: “. p. 95–112. (Studies of beds).”
_OF_NLM = lazy(rf"(?P<pages>\sp\.\s\w+(?:[–-]\w+)?\.)\s\((?P<series>[{UPPER}][^()]{{3,80}})\)[.\s]*$")


def split_series(title: str) -> tuple[str, dict[str, str]]:
    """Return a title without the series behind it, and series and number as fields."""
    match = _NUMBERED.search(title)
    if match and _NAME.search(match["series"]):
        return title[: match.start()], match.groupdict()
    return title, {}


# “(NG222)”, “(Report 12)”; “(COVID-19)”, “(WSQ-9)” are short names; “Plan. Period 2022-2026” has years
_NUMBER_IN_BRACKETS = lazy(
    r"\s\((?:No\.\s(?=[^()]*\d\))|(?!pp?\.|No\.|.?.\)|[\w-]+-\d\d?\)))(?P<number>[^()]{1,80})(?<=\d)\)$")
_NUMBER_BEHIND = lazy(rf"[.;]\s(?P<number>[{UPPER}][\w.]*(?:\s\w+)?\s(?!(?:19|20)\d\d(?:[-–]|$))\d[\w.-]*)$")


def split_number(title: str) -> tuple[str, dict[str, str]]:
    """Return a title without the number of a report behind it, or that of a volume, and the number as a field."""
    number = _NUMBER_IN_BRACKETS.search(title) or _NUMBER_BEHIND.search(title)
    if not number:
        return title, {}
    volume = re.fullmatch(r"Vol\.?\s(\d+)", number["number"])
    return title[: number.start()], {"volume": volume[1]} if volume else {"number": number["number"]}


def split_series_of_talk(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without the series of proceedings, as the ACM or Springer names it, and the series as fields."""
    behind = _OF_NLM.search(text)
    if behind:
        return text[: behind.end("pages")], {"series": behind["series"]}
    match = next(filter(None, (pattern.search(text) for pattern in (*_OF_TALK, _OF_SPRINGER))), None)
    return (text[: match.start()].rstrip() + text[match.end() :], match.groupdict()) if match else (text, {})


_VOLUME = lazy(r"[.,]?\s[Vv]ol(?:ume|\.)\s(?P<volume>\d{1,3})(?=[.,:]\s)")
_LENGTH = lazy(r"\s\(pp?\.\s(?P<pagetotal>[ivxlc\d, –-]{1,20})\)(?=\.\s)")
# Nature: “*Straw*. vol. 2 428 (Garden Press, 2008)”, “*Straw*. 428 (Garden Press, 2008)”
_OF_NATURE = lazy(
    r"\.\s(?:vol\.\s(?P<volume>\d{1,4})\s)?(?P<pagetotal>\d{2,4})(?=\s\([^()]{2,90},\s(?:1[5-9]|20)\d\d\))")
_BETWEEN = lazy(
    rf"[.?!]\s(?P<series>[{UPPER}][^.:;,()\d]{{5,80}})\.\s(?=(?P<publisher>[{UPPER}][^.:;,()\d]{{2,80}}))")


def split_volume_and_series(after: str) -> tuple[str, dict[str, str]]:
    """Return what stands behind a book’s title without its volume, its length, or the series before its publisher."""
    stated = _VOLUME.match(after) or _LENGTH.match(after) or _OF_NATURE.match(after)
    if stated:  # “, vol. 2. Garden Press, 2008”, “ (pp. xi, 212). Garden Press”
        return after[stated.end() :], {name: value for name, value in stated.groupdict().items() if value}
    match = _BETWEEN.match(after)
    if match and is_publisher(match["publisher"]) and not is_publisher(match["series"]):  # Chicago: “. Beds. Hay Press”
        return f". {after[match.end() :]}", {"series": match["series"]}
    return after, {}


def split_bracketed_series(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without the series in brackets at its end, and the series as a field."""
    match = _IN_BRACKETS.search(text)
    return (text[: match.start()], {"series": match["name"] or match["series"]}) if match else (text, {})
