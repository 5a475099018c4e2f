"""Read a chapter of a book, or a talk in proceedings: a title, and the book that it is in."""

from __future__ import annotations

import re
from itertools import islice

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.imprints import EN, split_chapter
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.publishers import COUNTRY, STATE, is_city, is_publisher
from proofdesk.desk.importing.references.parts.tails import (
    MONTH_NAME,
    ONLINE_FIRST,
    PAGES,
    YEAR,
    P,
    split_tail,
    with_dashes,
    without_year,
)
from proofdesk.desk.importing.references.parts.titles import is_journal, is_title, split_title

_CHAPTER = lazy(rf"[.,?!]?\s(?=(?:[Ii]n|Em):\s[^\W_])|[.,?!]\s(?=[Ii]n\s[^\W_])|[.?!]\s(?=In,\s[^\W_]|{EN})")
_EDITED = lazy(r"\b(?:[EeÉé]ds?|[Ee]ditors?|Hrsg|Hg|[Cc]oords?|[Dd]irs?|[Oo]rgs?)\b\.?\)")
_PAGES_IN = lazy(rf"[.?!]\s(?:Pages?|Pp?\.|pp?\.)\s{PAGES}\s[Ii]n:?\s")
_CONFERENCE = lazy(
    rf"[.?!]\s(?:[Ii]n:?\s|Em:\s)?(?P<book>(?:(?:Proceedings|Proc\.)\s(?:of|from)\s(?:the\s)?|Proceedings\s–?\s?)?(?:(?:19|20)\d\d\s)?[{UPPER}\d][^.;()?!]{{0,160}}?"
    r"\b(?:Conference|Symposium|Workshop|Congress|Meeting|Kongress|Tagung|Congreso|Congrès|Convegno)\b[^.;()]{0,120}?)"
    r"(?=[.;(]|\s\(|,\spp?\.|,?$)")
# Elsevier, of a book without editors: “Straw at night. Garden science, Leeds: Bedhouse; 1980, p. 89–113.”
_WITHOUT_IN = lazy(
    rf"(?P<title>[^.]{{8,250}})[.?!]\s(?P<booktitle>[{UPPER}][^.]{{5,200}}),\s(?:(?P<place>[{UPPER}][^.,:;()\d]{{1,30}}(?:,\s[{UPPER}][\w.]{{1,10}})?):\s)?"
    rf"(?P<publisher>[{UPPER}][^.,:;()\d]{{1,60}});\s{YEAR}(?:,\sp\.\s{PAGES})?[.\s]*")
# PLOS, of the same: “Straw at night. Garden science. Leeds: Bedhouse; 1980. pp. 89–113.”
_PLOS = lazy(
    rf"(?P<title>[^.?!]{{8,250}}[.?!])\s(?P<booktitle>[{UPPER}][^.]{{5,200}})\.\s"
    rf"(?:(?P<place>[{UPPER}][^.:;()\d]{{1,40}}):\s)?"
    rf"(?P<publisher>[{UPPER}][^.,:;()\d]{{1,60}});\s{YEAR}\.\spp\.\s{PAGES}[.\s]*")
# An imprint behind pages and year: “Straw. In: The garden. 3rd ed., v. 1, p.39–128, 2012a. Leeds: Hay; Bed Press.”
_IMPRINT_LAST = lazy(
    rf"[.?!]\s[Ii]n:\s(?P<booktitle>[{UPPER}][^.;]{{4,200}})\.\s(?:(?P<edition>\d{{1,2}}(?:st|nd|rd|th|ª|a)\.?\sed)\.,\s)?"
    rf"(?:v\.\s(?P<volume>\d{{1,3}}),\s)?p\.\s?{PAGES},\s{YEAR}\.\s(?P<address>[{UPPER}][^.:;()\d]{{1,40}}):\s"
    rf"(?P<publisher>[{UPPER}][^.:()\d]{{2,90}})[.\s]*$")
_TALK = lazy(
    rf"in:?\s(?P<book>(?:(?:\d{{4}}|\d\dth|\d(?:st|nd|rd|th))\s)?(?=[^,;“”]{{0,160}}\b(?:Proc\.|Proceedings|Conf\.|Conference|Symp\.|Symposium|Workshop|Meeting|Congress))[{UPPER}][^,;:“”]{{4,200}})"
    rf"(?:,\s(?P<place>[{UPPER}][{LOWER}.’-]+(?:\s[{UPPER}][{LOWER}.]+)?(?:,\s[{UPPER}][\w.]+(?:\s[{UPPER}][\w.]+)?){{1,2}}))?"
    rf"(?:,\spp?\.\s{PAGES.replace('pages', 'before')})?,\s(?:(?i:{MONTH_NAME})\s)?{YEAR}(?:,\spp?\.\s{PAGES})?[.\s]*")
_PERIODICAL = lazy(
    r"\b(?:Journal|Series|Letters|Transactions|Records|Bulletin|Review|Reports|National Academy)\b")
_MARKED_PAGES = lazy(rf"[\s(,]\(?{P}{PAGES}\)?", re.I)


def journal_field(words: str) -> dict[str, str]:
    """Return words as the field of a journal; no field if they cannot be one."""
    words = ONLINE_FIRST.sub("", words).strip(" .,;")
    return {"journal": words} if is_journal(words) and not split_title(words) else {}


def read_chapter(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. In: …”."""
    paged = _PAGES_IN.search(head.rest)
    if paged and is_title(title := head.rest[: paged.start()].strip(" .,")):  # ecologists: “Title. Pages 5-7 in …”
        chapter = split_chapter(f"In {head.rest[paged.end() :]}", bool(head.year))
        pages = {"pages": with_dashes(paged["pages"])}
        return "incollection", {"title": title, **(chapter or {}), **pages}, () if chapter else ("booktitle",)
    last = _IMPRINT_LAST.search(head.rest) if not head.year else None
    if last and is_title(title := head.rest[: last.start()].strip(" .,")):
        stated = {**last.groupdict(), "pages": with_dashes(last["pages"]), "letter": None}
        return "incollection", {"title": title, **{name: value for name, value in stated.items() if value}}, ()
    for match in islice(_CHAPTER.finditer(head.rest), 4):
        title, rest = head.rest[: match.start()].strip(" .,"), head.rest[match.end() :]
        chapter = split_chapter(rest, bool(head.year)) if is_title(title) else None
        if chapter:
            return "incollection", {"title": title, **chapter}, ()
        # German lists write “In: Zeitschrift 12 (3), S. 45–67”.
        tail = split_tail(rest, head.year) if is_title(title) else None
        journal = journal_field(re.sub(r"^[Ii]n:?\s", "", tail[0])) if tail else {}
        if tail and journal and "volume" in tail[1]:
            return "article", {"title": title, **journal, **tail[1]}, ()
    bare = (_WITHOUT_IN.fullmatch(head.rest) or _PLOS.fullmatch(head.rest)) if (
        not head.year and is_title(head.rest.split(". ")[0])) else None
    # “Straw. Cambridge, MA: Press; 1980” has a place of two parts, “Hay, West Sussex, United Kingdom” of three.
    is_place = bare and (is_city(bare["booktitle"]) or " " not in bare["booktitle"] or (bare["place"] or "").isupper()
                         or COUNTRY.fullmatch(bare["place"] or "") or STATE.fullmatch(bare["place"] or ""))
    if bare and not is_place and (bare["pages"] or bare["place"]):
        stated = {**bare.groupdict(), "title": bare["title"].rstrip("."), "address": bare["place"],
                  "pages": with_dashes(bare["pages"] or "")}
        return "incollection", {name: stated[name] or "" for name in (
            "title", "booktitle", "address", "publisher", "year", "pages") if stated[name]}, ()
    first = _CHAPTER.search(head.rest)
    is_sure = first and (_EDITED.search(head.rest, first.end()) or re.match(rf"In,\s|{EN}", head.rest[first.end() :]))
    edited = first and is_sure and head.rest[: first.start()].strip(" .,")
    return ("incollection", {"title": edited}, ("booktitle",)) if edited and is_title(edited) else None


def read_talk(fields: dict[str, str], rest: str, year: str) -> Reading | None:
    """Read what a talk is in, as IEEE has it: “in Proc. 4th Garden Conf. (GC), Lund, Sweden, pp. 4–9, 2019.”"""
    match = _TALK.fullmatch(rest)
    if not match or year not in ("", match["year"]) or not is_title(match["book"]):
        return None
    pages = match["pages"] or match["before"]
    found = {"booktitle": match["book"], "address": match["place"], "year": match["year"],
             "pages": with_dashes(pages) if pages else ""}
    return "incollection", {**fields, **{name: value for name, value in found.items() if value}}, ()


def read_conference(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. Proceedings of the 7th Conference on Straw, pp. 1–9. Place: Publisher.”, without “In”."""
    match = _CONFERENCE.search(head.rest)
    title = head.rest[: match.start()].strip(" .,") if match else ""
    if not match or not is_title(title) or _PERIODICAL.search(match["book"]) or not (head.authors or ". " not in title):
        return None
    chapter = split_chapter(f"In {head.rest[match.start('book') :]}", bool(head.year))
    if chapter:
        return "incollection", {"title": title, **chapter}, ()
    behind = head.rest[match.end() :]
    bare = re.search(r",\s(?P<pages>\d{1,5}[-–]\d{1,5})$", match["book"].strip(" ,"))
    pages, year = _MARKED_PAGES.search(behind) or bare, without_year(behind, head.year)[1]
    book = re.sub(rf",\s(?:{PAGES})$", "", match["book"].strip(" ,"))
    fields = {"title": title, "booktitle": book, **year}
    behind = re.sub(r"\bAnais\s?(?:\.{3}|…|\[\.{3}\])\s?", " ", behind)  # ABNT: “Anais...IEEE, 2021”
    short = re.match(r"\s(\([A-Z][\w’' -]{2,14}\))\.\s", behind)
    if short:
        fields["booktitle"], behind = f"{book} {short[1]}", behind[short.end() :]
    left = _MARKED_PAGES.sub("", behind).replace(year.get("year", "\0"), "").strip(" .,;()")
    if pages:
        fields["pages"] = with_dashes(pages["pages"])
    elif split_tail(behind, head.year):
        return None  # a journal of conferences, which has volumes
    if left and is_publisher(left):
        fields, left = {**fields, "publisher": left}, ""
    return "incollection", fields, ("publisher",) if re.search(r"[^\W\d_]{3}", left) else ()
