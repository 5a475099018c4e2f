"""Read what follows the title of a book or a chapter: its editors, edition, pages, place, publisher and year."""

from __future__ import annotations

import re

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.editors import split_editors
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, ROLE, UPPER
from proofdesk.desk.importing.references.parts.publishers import (
    COUNTRY,
    PUBLISHER_WORD,
    has_capitals,
    is_city,
    is_publisher,
    may_be_place,
)
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, PAGES, YEAR, P, with_dashes
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD

_WORD = r"[^\s.:;,()“”\d’]{1,20}"
_PLACE = (rf"(?P<place>(?!In:|Published\b)(?:[{UPPER}][^.:;()“”\d]{{2,40}}\s?;\s)?"
          rf"(?:México,?\sD\.\s?F\.|[{UPPER}]{_WORD}(?:\s{_WORD}){{0,3}}(?:\s\([{UPPER}](?:[{UPPER}]|[{LOWER}]{{1,4}}\.?)\))?|St\.\s{_WORD})"
          rf"(?:,\s(?:(?:New|North|South|West|Rhode|The)\s)?[{UPPER}][\w.]{{1,14}})?"
          rf"(?:,\s(?:US|USA|UK|U\.S\.A\.|U\.K\.|Canada|Australia|United\s(?:States|Kingdom)"
          rf"|Estados\sUnidos|Reino\sUnido|República\s(?:[{UPPER}][{LOWER}]+\s)?de\s[{UPPER}][{LOWER}]+|México))?)")
# A full stop belongs to a publisher only behind an initial: “W. W. Norton”.
_PUBLISHER = (rf"(?P<publisher>Chapman; Hall(?:(?:/|,\s)CRC(?:\s[Pp]ress)?)?"
              rf"|Ed\.\s\d+|(?:[ÉE]d\.\s)?[{UPPER}](?:[^:;()“”.\d]|(?<=\b[{UPPER}])\.|(?<=\b(?:Univ|Publ|Acad|Inst))\.|(?<=\b(?:Ltd|Inc))\.|\.(?=\w)){{1,80}}?(?:\s\(U\.?[SK]\.?\))?)")
_LENGTH = r"(?:\.\s\d{1,4}\s?(?:p|pp|pages|S|págs?)\.?)?"
_IMPRINTS = [lazy(rf"{form}[\s.;,]*$") for form in (
    # Vancouver, Chicago, IEEE, which has the month of a conference
    # or the volume of the book, as Brazil’s standard
    rf"[.,]\s{_PLACE}:\s{_PUBLISHER}\s?[;,]\s?(?:v\.\s(?P<volume>\d{{1,3}}),\s)?(?:(?i:{MONTH_NAME})\s)?{YEAR}{_LENGTH}",
    # Two publishers, as Pandoc prints them
    rf"[.,]\s{_PLACE}:\s(?P<publisher>[{UPPER}][^:;()“”.\d]{{1,40}};\s[{UPPER}][^:;()“”.\d]{{1,40}});\s?{YEAR}",
    rf"[.,]?\s\({_PLACE}:\s{_PUBLISHER}(?:,\s{YEAR})?\)",  # notes, Frontiers
    rf"[.,]?\s\((?P<publisher>[^(),:]{{2,80}})(?:,\s(?P<place>[^():\d]{{2,40}}))?(?:,\s(?P<edition>ed\.\s\d+))?,\s{YEAR}\)",
    rf"[.,]\s{_PLACE}:\s{_PUBLISHER}\s{YEAR}",  # BMJ
    rf"[.,]\s{_PUBLISHER}(?P<place>);\s?{YEAR}{_LENGTH}",  # AMA
    rf"\s\({YEAR}\),\s{_PUBLISHER}(?P<place>)",  # the ACM's older style
)]
_UNDATED_IMPRINTS = [lazy(rf"{form}[\s.;,]*$") for form in (
    rf"[.,]\s\(?{_PLACE}:\s?{_PUBLISHER}\)?", rf"\.\s{_PLACE}\s:\s{_PUBLISHER}",
)]
# Publishers in small letters, as catalogues on the web keep them, and Pandoc prints them.
_IN_SMALL = lazy(
    r"\.\s(?P<publisher>(?-i:routledge|springer|elsevier|wiley|sage(?: publications)?|academic press"
    r"|chapman; hall(?:/CRC)?|guilford press|cambridge university press|oxford university press))[.\s]*$")
_COMPANY = lazy(r",\s(?:PBC|Inc|LLC|Ltd|Co)\.?$")  # “Boston, MA: RStudio, PBC”
_STOP_WITHIN = lazy(r"(?<!\b[A-Z])(?<!\b[EÉ]d)(?<!\b(?:Univ|Publ|Acad|Inst))(?<!\b(?:Ltd|Inc))[.;]\s")
# A publisher that only its name tells from a journal or from the end of a title.
_YEAR_IN_BRACKETS = rf"\s\({YEAR.replace('year', 'bracketed').replace('letter', 'small')}\)"
_NAMED = lazy(
    rf"[.,;)\]]\s{_PUBLISHER}(?:,\s(?P<place>[{UPPER}][^.,:;()“”\d]{{1,40}}(?:,\s[{UPPER}][^.,:;()“”\d]{{1,30}})?(?:,\s[{UPPER}]\w{{1,14}})?))?"
    rf"(?:[,;]?\s?{YEAR}|{_YEAR_IN_BRACKETS})?[\s.;,]*$")
# The stop in “Washington, DC: U.S. Garden Press” ends nothing.
_WITHIN_NAME = lazy(rf"(?:,\s[A-Z]{{2}}|[.)]\s[{UPPER}]\w+(?:\s\w+)?):\s[\w.]{{1,8}}$")
_ORDINAL = (
    "(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Ee]leventh|[Tt]welfth"
    "|(?:[Tt]hir|[Ff]our|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)teenth|[Tt]wentieth)")
_EDITION = lazy(
    r"[,.;]?\s\(?(?P<edition>(?:\d{1,2}(?:st|nd|rd|th|re|ère|e|ª\.?|\.ª)|[Rr]eprint|[Ii]llustrated|[Nn]ouv(?:elle|\.)"
    rf"|\d{{1,2}}\.|{_ORDINAL}|[Rr]ev(?:ised|\.)?)"
    r"\s?(?:rev(?:ised|\.)?\s)?(?:[Ee]d(?:ition|n|ición|ição|izione|\.)?|éd(?:ition|\.)?|Aufl(?:age|\.)?|Ausg(?:abe|\.)|druk"
    rf"|Edn)|(?<=[.?!]\s)(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})(?=\.?$)|(?<=\s\(){_ORDINAL}(?=\)$)"
    r"|[EÉ]d\.\s(?:augmentée|revue|corrigée))\.?\)?[.,]*$")
_MARKED_PAGES = lazy(rf"[,.;:]?\s\(?{P}{PAGES}\)?[\s.;,]*$", re.I)
_AMA_PAGES = lazy(rf"(?<=\d{{4}}):\s?{PAGES}[\s.;,]*$")
# Nature: “Garden Science (eds. Stem, C. & Leaf, D.) vol. 12 85–116”, before the publisher in brackets
_BEHIND_EDITORS = lazy(rf"(?<=\))(?:\svol\.\s(?P<volume>\d{{1,4}}))?(?:\s{PAGES})?$")
_PAGES_BEFORE = lazy(rf"(?<!:)[,\s]\s?(?!(?:19|20)\d\d$){PAGES}$")  # “Garden Days 2009” ends with a year
_APA_PAGES = lazy(
    rf"\s\((?:(?:Vol\.\s(?P<volume>\d{{1,5}}),\s|(?P<edition>[^()]{{2,20}}),\s)?{P}{PAGES}|Vol\.\s(?P<alone>\d{{1,5}}))\)",
    re.I)
# What stands behind such pages is the publisher, whatever its name.
_APA_PUBLISHER = lazy(
    rf"\.\s(?P<publisher>[{UPPER}][^.:;,()“”\d]{{1,60}})(?:,\s(?P<place>(?!Inc|Ltd|LLC|Co\b|GmbH)[{UPPER}][{LOWER}]{{2,20}}(?:,\s[{UPPER}][{LOWER}]{{2,20}})?))?\.?|\.?")
_BOOK_AND_YEAR = lazy(rf"(?P<book>[^.:;()]{{4,200}}(?:\([^()]*\))?)\.\s(?:Vol\s(?P<volume>\d{{1,4}})\.\s)?{YEAR}\.?")
# Elsevier: “Stem, C., Leaf, D. (Eds.), Garden Science. Bedhouse, Leeds, pp. 6–29”: only a publisher stands there.
_BOOK_BEHIND_EDITORS = lazy(
    rf"(?P<book>.{{4,300}}\(Eds?\.\),\s[^.]{{4,200}})\.\s(?P<publisher>[{UPPER}][^.,:;()“”\d]{{2,60}})(?:,\s(?P<place>[{UPPER}][{LOWER}]{{2,20}}(?:\s[{UPPER}][{LOWER}]+)?))?")
# Springer: “Stem A, Leaf C (eds) Garden science. Bedhouse, Leeds”
_SPRINGER = lazy(
    rf"(?P<book>.{{4,300}}\s\((?:eds?|Hrsg)\.?\)\s[^.()]{{4,200}}(?:\.\s[{UPPER}][\w &/-]{{1,20}}\s(?:19|20)\d\d)?)\.\s"
    rf"(?P<publisher>[{UPPER}][^.,:;()“”\d]{{1,60}})(?:,\s(?P<place>[{UPPER}][{LOWER}]{{2,20}}(?:\s[{UPPER}][{LOWER}]+)?))?")
# “En” is a word of titles as well, but for what states its pages or editors as a chapter does.
EN = r"En(?=\s[^\W\d_].{4,300}?\s\((?:Vol\.\s\d+,\s)?pp?\.\s\d)"
# What no title of a book has: a number at its end, a year within, or initials. “Garden Days, 2002” is one.
_FRAGMENT = lazy(
    r"\b(?:pp?|vols?)$|\bedited by\b"
    rf"|\.\s\d+$|,\s(?!(?:19|20)\d\d$)\d+$|;\s(?:19|20)\d\d\b|^[{UPPER}]\.\s|[{UPPER}]\.\s?[{UPPER}]\.")
# “Advances in Straw Research, 29”: books that appear each year, and series, have volumes
_NUMBERED_BOOK = lazy(
    r"(?P<title>(?:(?:Advances|Progress|Methods|Recent\s\w+) in|Lecture Notes|Annual Review)\s[^,]+)"
    r",\s(?P<volume>\d{1,4})")
# Wiley: “In Garden Science (eds A. Stem and C. Leaf).”, with nothing behind
_EDITED_BOOK = lazy(r"[^.()“”]{4,200}\s\(eds?\.?\s[^()]{4,300}\)")
# Chicago, of a book in a series: “, 60–70. Garden Studies. Leeds: Hay”
_PAGES_AND_SERIES = lazy(rf",\s(?P<pages>\d{{1,5}}[–-]\d{{1,5}})\.\s(?P<series>[{UPPER}][^.:;()]{{3,80}})$")
_OF_A_PLACE = lazy(r",\s(?:[A-Z]{2,3}|[A-Z]\.[A-Z]\.)$")
_IN = lazy(rf"^(?:In|in|Em(?=:)|{EN})[:,]?\s")


def split_imprint(text: str, has_year: bool) -> tuple[str, dict[str, str]] | None:
    """Return a text without publisher, place and year at its end, and these as fields; None if it has none for sure."""
    for pattern in [*_IMPRINTS, *(_UNDATED_IMPRINTS if has_year else ())]:
        match = pattern.search(text)
        if match and re.match(r"(?:The\s)?(?:Journal|Annals|Review|Archives)\b", match["place"] or ""):
            continue  # Cell: “Journal of Garden Psychology: General.”
        one = match["publisher"].replace("; ", " ", 1 if match["place"] else 0) if match else ""
        book, comma, publisher = one.rpartition(", ")
        if match and not match["place"] and comma and is_publisher(publisher) and not is_publisher(book):
            before = text[: match.end("publisher") - len(publisher)]  # “Garden Science, Bed Press; 1999”
            return before.rstrip(" ,"), _fields({**match.groupdict(), "publisher": publisher})
        is_one = match and (
            match["place"] or ", " not in match["publisher"] or PUBLISHER_WORD.search(match["publisher"]))
        if match and re.search(r"\b[a-z]{5,}", match["place"] or "") and not is_publisher(match["publisher"]):
            continue  # “Garden spring symposium: Towards roses, 2019”
        is_bare = pattern in _UNDATED_IMPRINTS and match and not is_publisher(match["publisher"])
        is_list = is_bare and "," in match["publisher"] and not (
            has_organisation_word(match["publisher"]) or _COMPANY.search(match["publisher"]))
        if is_bare and (is_list or not may_be_place(match["place"])):
            continue  # “Straw. In spring symposium: Towards roses.”
        if match and (is_publisher(match["publisher"]) or (is_one and not _STOP_WITHIN.search(one))):
            return text[: match.start()].rstrip(), _fields(match.groupdict())
    small = _IN_SMALL.search(text) if has_year else None
    if small:
        return text[: small.start() + 1], {"publisher": small["publisher"]}
    bracketed = re.search(r"\s\((?P<publisher>[^()]{2,80})\)[\s.;,]*$", text) if has_year else None
    if bracketed and is_publisher(bracketed["publisher"]):  # Cell: “Garden Science 2nd ed. (Bed Press).”
        return text[: bracketed.start()], {"publisher": bracketed["publisher"]}
    for start in [match.start() for match in re.finditer(r"[.,;)\]]\s", text)]:
        match = _NAMED.match(text, start) if not _WITHIN_NAME.search(text[:start]) else None
        if match and match["bracketed"] and JOURNAL_WORD.search(match["publisher"]):
            continue  # Frontiers: “Straw. Garden Press (2014)”, and “Straw. Journal of the Garden Society (2014)”
        is_dated = match and (match["year"] or match["bracketed"] or (has_year and text[start] != ","))
        if match and match["place"] and not (may_be_place(match["place"]) or has_organisation_word(match["place"])):
            continue  # “Mémoires de l’Académie, Belles-Lettres Et Arts”
        if match and is_dated and is_publisher(match["publisher"]):
            first = text.rfind(". ", 0, start)
            alone = text[first + 2 : start]
            if first > 0 and text[start] == "." and not match["place"] and (COUNTRY.fullmatch(alone) or is_city(alone)):
                return text[: first + 1], {**_fields(match.groupdict()), "address": alone}  # “Straw. España. Hay Press”
            if text[start] == ";" and is_publisher(text[first + 2 : start].strip()):  # as Pandoc prints two
                both = {"publisher": text[first + 2 : match.end("publisher")]}
                return text[: first + 1], {**_fields(match.groupdict()), **both}
            return text[: start + (text[start] in ")]")].rstrip(), _fields(match.groupdict())
    return None


def _fields(found: dict[str, str | None]) -> dict[str, str]:
    names = {"publisher": "publisher", "place": "address", "year": "year", "bracketed": "year", "edition": "edition",
             "volume": "volume"}
    fields = {field: found[name].strip(" .,") for name, field in names.items() if found.get(name)}  # type: ignore[union-attr]
    if re.search(r"\b(?:Ltd|Inc)\.[\s,]*$", found.get("publisher") or ""):
        fields["publisher"] += "."
    place, one = fields.get("address", ""), fields.get("publisher", "")
    names_publisher = has_organisation_word(place) or bool(PUBLISHER_WORD.search(place))
    if names_publisher and (is_city(one) or _OF_A_PLACE.search(one)):  # “Garden Press: Los Angeles”
        fields |= {"publisher": place, "address": one}
    elif has_organisation_word(place):  # “Garden Office, University of Leaf”
        fields["publisher"] += f", {fields.pop('address')}"
    return fields


def split_edition(text: str) -> tuple[str, dict[str, str]]:
    """Return a title without its edition, and the edition as a field."""
    match = _EDITION.search(text)
    return (text[: match.start()], {"edition": match["edition"].strip(" .,()")}) if match else (text, {})


def split_chapter(text: str, has_year: bool) -> dict[str, str] | None:
    """Return the fields behind a chapter's title, “In: Hazel GF, editor. The year …”; None if they are unclear."""
    if not _IN.match(text):
        return None
    fields: dict[str, str] = {}
    rest = text[_IN.match(text).end() :].strip()  # type: ignore[union-attr]
    for pattern in (_APA_PAGES, _MARKED_PAGES, _AMA_PAGES):
        match = pattern.search(rest)
        if match:
            named = {**match.groupdict(), "pages": with_dashes(match["pages"] or "")}
            named["volume"] = named.get("volume") or named.get("alone")
            stated = {name: (named.get(name) or "").strip(" .,") for name in ("edition", "volume", "pages")}
            fields |= {name: words for name, words in stated.items() if words}
            behind = _APA_PUBLISHER.fullmatch(rest, match.end()) if pattern is _APA_PAGES and has_year else None
            before = rest[: match.start()]
            if behind and behind["publisher"]:
                place = {"address": behind["place"]} if behind["place"] else {}
                return _book(before, {**fields, "publisher": behind["publisher"], **place})
            if behind and not re.search(r"\.\s|:\s", split_editors(before)[0]):  # nor before the pages
                return _book(before, fields)
            rest = (rest[: match.start()] + rest[match.end() :]).strip()
            break
    imprint = split_imprint(rest, has_year)
    match = _PAGES_BEFORE.search(rest.rstrip(" .")) if not imprint and "pages" not in fields else None
    if match:
        fields["pages"], rest = with_dashes(match["pages"]), rest[: match.start()]
        imprint = split_imprint(rest, has_year)
    dated = _BOOK_AND_YEAR.fullmatch(rest.strip()) if "pages" in fields and not imprint and not has_year else None
    if dated:  # that nobody published: “Garden Days 2010. 2010. p. 126-146”, “Garden Days. Vol 2. 2010:126-146”
        volume = {"volume": dated["volume"]} if dated["volume"] else {}
        return _book(dated["book"], {"year": dated["year"], **volume, **fields})
    is_open = not imprint and "pages" in fields and has_year
    bare = rest.strip(" ,.")
    is_plain = not re.search(r"[.:;,(]", bare) and not JOURNAL_WORD.search(bare)
    if has_year and not imprint and _EDITED_BOOK.fullmatch(bare):
        return _book(bare, fields)
    if is_open and bare and (is_plain or _NUMBERED_BOOK.fullmatch(bare)):
        return _book(bare, fields)  # Cell: “In Garden science and straw, pp. 4–9.”
    behind_editors = _BOOK_BEHIND_EDITORS.fullmatch(rest.strip(" ,.")) if is_open else None
    if behind_editors and has_capitals(behind_editors["publisher"]):
        imprint = rest[: behind_editors.end("book")], _fields({**behind_editors.groupdict()})
    springer = _SPRINGER.fullmatch(rest.strip(" ,.")) if not imprint and has_year else None
    if springer and has_capitals(springer["publisher"]):
        imprint = springer["book"], _fields({**springer.groupdict()})
    if not imprint:
        return None
    rest, stated = imprint
    fields |= stated
    behind = _BEHIND_EDITORS.search(rest)
    if behind and behind.group():
        fields |= {name: with_dashes(value) for name, value in behind.groupdict().items() if value}
        rest = rest[: behind.start()]
    if "pages" not in fields and (match := _PAGES_AND_SERIES.search(rest.rstrip(" .,"))):
        fields |= {"pages": with_dashes(match["pages"]), "series": match["series"]}
        rest = rest[: match.start()]
    if "pages" not in fields and (match := _PAGES_BEFORE.search(rest)):
        fields["pages"], rest = with_dashes(match["pages"]), rest[: match.start()]
    return _book(rest, fields)


def _book(rest: str, fields: dict[str, str]) -> dict[str, str] | None:
    """Return the fields with those of the book that is left: its title, editors and edition."""
    rest, editors = split_editors(rest)
    rest, edition = split_edition(rest.rstrip(" ,;"))
    if not editors:
        rest, editors = split_editors(rest)
    title = rest.strip(" .,;:")
    numbered = _NUMBERED_BOOK.fullmatch(title) if "volume" not in fields else None
    if numbered:
        title, fields = numbered["title"], {**fields, "volume": numbered["volume"]}
    is_fragment = ROLE.search(title) or _FRAGMENT.search(title)
    if not title or is_fragment or title.count("(") != title.count(")"):
        return None
    return {**({"editor": editors.bibtex} if editors else {}), "booktitle": title, **edition, **fields}
