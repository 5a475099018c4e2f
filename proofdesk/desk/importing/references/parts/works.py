"""Read what stands behind the authors of an entry: a title, and what it is in, by the form of each kind of work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.articles import read_article
from proofdesk.desk.importing.references.parts.chapters import journal_field, read_chapter, read_conference, read_talk
from proofdesk.desk.importing.references.parts.containers import DAY_BEHIND, PREPRINT, in_periodical, read_container
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.imprints import split_chapter, split_edition, split_imprint
from proofdesk.desk.importing.references.parts.names.authors import DIRECT_NAMES, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.pages import read_page
from proofdesk.desk.importing.references.parts.publishers import is_city, is_publisher
from proofdesk.desk.importing.references.parts.series import split_bracketed_series, split_number, split_series
from proofdesk.desk.importing.references.parts.tails import (
    ONLINE_FIRST,
    PAGES,
    YEAR,
    P,
    split_tail,
    with_dashes,
    without_year,
)
from proofdesk.desk.importing.references.parts.theses import names_thesis, read_thesis
from proofdesk.desk.importing.references.parts.titles import (
    JOURNAL_WORD,
    is_journal,
    is_title,
    split_at_comma,
    split_title,
)

# “[Computer software]”, as the APA describes a work; a thesis of which only the university is named.
_WHAT = (
    r"\s\[(?P<what>(?:computer\s|online\s)?(?:software|program|data ?(?:set|base)|blog(?: post)?|video"
    r"|web ?(?:page|site)|podcast|code"
    r"|(?:technical\s|research\s)?report|(?:working|white|discussion) paper|policy brief|fact ?sheet|press release"
    r"|(?:newspaper|magazine|online)\sarticle|unpublished manuscript|rapport(?:\stechnique)?|billet|editorial"
    r"|lecture|slides|apparatus|r package)(?:\sof\s[^\]]+)?"
    r"|review of\s[^\]]+|manual|preprint|map|poster|tweet|mobile app|conference presentation"
    r"|(?:[^\],]{3,60},\s)?(?:[^\],\s]+\s){0,4}(?-i:Universi|Hochschule|École|Institut)[^\]]*)\]")
_DESCRIBED, _DESCRIBED_WITHIN = lazy(f"{_WHAT}$", re.I), lazy(rf"{_WHAT}(?=[.,]\s)", re.I)
_VOLUMED = lazy(
    r"^(?:The\s)?(?:Journal|Annals|Archives|Revue|Revista|Zeitschrift|Acta|Annual Review|Frontiers|Trends)\b")
_CAPITAL = lazy(rf"^(?:[a-z]{{1,3}}[A-Z]\w+|[{UPPER}]\S*(?:\s(?:[{UPPER}]\S*|&|of|in|and|for|the))*)$")  # “mBeds”
_EDITED_ARTICLE = lazy(
    rf"[.,]\sEdited by (?P<editor>(?:[{UPPER}]\.[\s-]?)+[{UPPER}][{LOWER}'’-]+(?:[\s-][{UPPER}][{LOWER}'’-]+)?)"
    r"(?=,\s\d)")
_PLACE_AND_YEAR = lazy(
    rf"[,.]\s(?P<address>[{UPPER}][{LOWER}]+(?:[ -][{UPPER}a-z][{LOWER}.]+){{0,3}})(?P<edition>\d{{1,2}})?"
    rf"\s{YEAR}[\s.]*$")
_SMALL, _ISSUER = lazy(rf"\b[{LOWER}]{{3,}}\b"), lazy(rf"\.\s([{UPPER}][^.:;()\d]{{2,60}})[.\s]*$")
_SUBTITLE = lazy(
    rf"(?!.*\b(?i:reihe|schriften|beiträge|band|übers|hrsg)\b)[{UPPER}][^\d.]*\s[{LOWER}]{{2,}}\s[^\d.]*")
_NO_NAME = lazy(r"An?\s(?:[\w’'-]+,?\s){5,}[^.]*$")  # “A study of straw in two wet beds”
_REGISTRY = lazy(r"\b(?:ClinicalTrials\.gov|ISRCTN registry|EU Clinical Trials Register|ANZCTR|DRKS)\b", re.I)


def read_work(head: Head, found: dict[str, str]) -> Reading:
    """Return what stands behind the authors, in the first form that it fits for sure."""
    readers: tuple[Callable[[Head, dict[str, str]], Reading | None], ...] = (
        _read_quoted, read_page, read_chapter, read_thesis, read_conference, read_article, _read_preprint,
        _read_placed, _read_book, _read_other)
    edited = _EDITED_ARTICLE.search(head.rest) if head.title else None
    if edited:  # “Roses. Edited by C. Leaf, 12(3)”, as some programs write Harvard
        editor = split_authors(edited["editor"], DIRECT_NAMES)[0]
        head = replace(head, rest=head.rest[: edited.start()] + head.rest[edited.end() :])
        kind, fields, unsure = read_work(head, found)
        return kind, {**fields, **({"editor": editor.bibtex} if editor else {})}, unsure
    what = _DESCRIBED_WITHIN.search(head.rest)
    if what and not names_thesis(what["what"]):  # “Straw at night [Manual]. Garden Press.”
        head = replace(head, rest=head.rest[: what.start()] + head.rest[what.end() :])
    kind, fields, unsure = next(filter(None, (read(head, found) for read in readers)), ("misc", {}, ()))
    described = {"howpublished" if kind == "misc" else "type": what["what"]} if what else {}
    if what and (kind, unsure) == ("misc", ("journal or publisher",)) and (issuer := _ISSUER.search(head.rest)):
        fields, unsure = {**fields, "publisher": issuer[1]}, ()  # “Straw [Data set]. Garden Net.”
    return kind, {**({} if kind in ("phdthesis", "mastersthesis") else described), **fields}, unsure


def _read_quoted(head: Head, found: dict[str, str]) -> Reading | None:
    """Read a title in quotation marks, and what it is in."""
    if not head.title:
        return None
    fields, rest = {"title": head.title}, head.rest
    dated = None if head.authors or head.year else re.match(r"((?:1[5-9]|20)\d\d)\.\s", rest)
    if dated:  # Chicago: “A page.” 2022. Garden Office. March 12, 2022.
        fields, rest = {**fields, "year": dated[1]}, rest[dated.end() :]
        head = replace(head, year=dated[1], rest=rest)
    numbered = re.match(r"[Cc]hap(?:ter|\.)\s(\d{1,3})\s(?=in\s)", rest)
    if numbered:  # Chicago: “Chap. 1 in The Garden”
        fields, rest = {**fields, "chapter": numbered[1]}, rest[numbered.end() :]
    paged = re.match(rf"(?:{P}|(?=\d)){PAGES},?\s(?=in\s[{UPPER}])", rest)
    if paged:  # “Straw,” pp. 4–9 in Ada Fern, ed., The Garden
        kind, read, unsure = _read_quoted(replace(head, rest=rest[paged.end() :]), found) or ("misc", {}, ())
        return kind, {**fields, **read, "pages": with_dashes(paged["pages"])}, unsure
    if re.match(r"in:?\s", rest, re.I):
        chapter = split_chapter(rest, bool(head.year))
        if chapter:
            return "incollection", {**fields, **chapter}, ()
        tail = split_tail(rest, head.year)
        if tail and is_journal(name := tail[0][3:].strip(" :")):
            return in_periodical({**fields, **tail[1]}, name)
        return read_talk(fields, rest, head.year) or ("incollection", fields, ("booktitle",))
    if thesis := read_thesis(head, found):
        return thesis
    if re.search(r"\bedited by\b|,\s[Ee]ds?\.", rest):
        chapter = split_chapter(f"In {rest}", bool(head.year))
        return ("incollection", {**fields, **chapter}, ()) if chapter else ("incollection", fields, ("booktitle",))
    tail = split_tail(f" {rest}", head.year)
    if tail:
        journal = journal_field(tail[0])
        if not journal and head.title.endswith(("?", "!")):  # the marks hold a part of a title: “Wild!” gardens. Roses
            return "article", tail[1], ("title", "journal")
        if not journal:
            return "article", {**fields, **tail[1]}, ("journal",)
        book, comma, publisher = journal["journal"].rpartition(", ")
        if comma and is_publisher(publisher) and not tail[1].keys() & {"volume", "number"}:
            # MLA: “Straw.” The Garden, Hay Press, 1988, pp. 2–13
            return "incollection", {**fields, "booktitle": book, "publisher": publisher, **tail[1]}, ()
        return in_periodical({**fields, **tail[1]}, journal["journal"])
    return read_container(fields, rest, head, found)


def _read_preprint(head: Head, found: dict[str, str]) -> Reading | None:
    match = next((each for each in PREPRINT.finditer(head.rest) if head.rest[: each.start()].endswith(". ")), None)
    match = match or PREPRINT.search(head.rest)
    if not match:
        return None
    title = ONLINE_FIRST.sub("", head.rest[: match.start()]).strip(" .,;[(")
    _, year = without_year(head.rest, head.year)
    if not is_title(title) or not (year or head.year):
        return None
    number = re.match(r"\s\d{5,9}\b", head.rest[match.end() :])
    issuer = re.match(rf"\.\s(?P<publisher>[{UPPER}][^.;:()]{{3,60}});\s", head.rest[match.end() :])  # PLOS
    year |= {"publisher": issuer["publisher"]} if issuer else {}
    server = f"{match.group()} preprint{number.group() if number else ''}"
    return "misc", {"title": title, "howpublished": server, **year}, ()


def _read_book(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. 2nd ed. Place: Publisher; 1999.”"""
    text, bracketed = split_bracketed_series(head.rest)
    imprint = split_imprint(text, bool(head.year))
    if not imprint:
        return None
    before, series = split_series(imprint[0].strip(" .,;"))
    volume = re.search(r"[.,]\svol\.\s(?P<volume>\d{1,4})$", before)
    if volume:  # Nature: “Straw in Beds. vol. 1254 (Hay Press, Leeds, 2020)”
        before, series = before[: volume.start()], {**series, "volume": volume["volume"]}
    title, edition = split_edition(before)
    title = title.strip(" .,;")
    title, numbered = split_number(title)
    fields = {**edition, **imprint[1], **bracketed, **series, **numbered}
    if not is_title(title):
        return "book", fields, ("title",)
    _, *behind = re.split(r"(?<!\b[A-Z]\.[A-Z])[.]\s", title)
    # German lists put a stop before a subtitle; else it is perhaps a series.
    is_subtitle = head.colon_style and "address" in fields and len(behind) == 1 and _SUBTITLE.fullmatch(behind[0])
    if behind and not is_subtitle:
        return "book", fields, ("title",)
    return "book", {"title": title, **fields}, ()


def _read_placed(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. What it says more, Leeds2 1999”, as many German lists have books: without a publisher."""
    match = _PLACE_AND_YEAR.search(head.rest) if head.colon_style and head.authors and not head.year else None
    if not match or not is_city(match["address"]):
        return None
    title = head.rest[: match.start()]
    *before, last = title.split(", ")
    _, *further = re.split(r"(?<!\d)[.]\s", title)
    is_whole = is_title(title) and all(map(_SUBTITLE.fullmatch, further))
    if not is_whole or (before and not _SMALL.search(last)):
        return None  # perhaps a series, or the publisher: “Straw, Garden Press, Leeds 1999”
    return "book", {"title": title, **{name: value for name, value in match.groupdict().items()
                                       if value and name != "letter"}}, ()


def _split_place(title: str) -> Reading | None:
    """Return a title, and the city and perhaps the publisher that stand behind it; None if no city does."""
    *words, place = title.split(", ")
    if not words or not is_city(place):
        return None
    *before, publisher = words
    if before and is_publisher(publisher) and is_title(", ".join(before)):
        return "book", {"title": ", ".join(before), "publisher": publisher, "address": place}, ()
    title = ", ".join(words)
    if before or re.search(r"[.]\s", title):  # perhaps the publisher, or a series, is between
        return "misc", {"address": place}, ("title",)
    return ("misc", {"title": title, "address": place}, ()) if is_title(title) else None


def _read_other(head: Head, found: dict[str, str]) -> Reading | None:
    """Read a web page, a registration, or an article without a volume: a title, and perhaps what it is in."""
    text, year = without_year(ONLINE_FIRST.sub("", head.rest).strip(" .,;"), head.year)
    text = DAY_BEHIND.sub("", text) if head.year else text
    if not (head.year or year or found.keys() & {"url", "number", "doi", "pmid"}):
        return None
    if "number" in found:
        text, registry = text.replace(found["number"], "").rstrip(" .,;"), _REGISTRY.search(text)
        if registry:
            title = text[: registry.start()].strip(" .,;–—-")
            return ("misc", {"title": title, **year, "howpublished": f"{registry.group()} {found['number']}"}, ()) if (
                is_title(title)) else ("misc", year, ("title",))
    volume = re.fullmatch(rf"(.*[{LOWER}])\s(\d{{1,3}})", text) if head.year and head.authors else None
    parted = split_title(volume[1]) if volume else None
    is_volume = parted and ". " not in parted[0] and (
        _VOLUMED.search(parted[1]) or ("doi" in found and _CAPITAL.search(parted[1]) and is_journal(parted[1])))
    if volume and parted and is_volume:  # Elsevier: “Journal of Beds 33.”; Cell: “mBeds 7. https://doi.org/…”
        return "article", {"title": parted[0], "journal": parted[1], "volume": volume[2]}, ()
    *before, publisher = re.split(r"\.,?\s", text)
    edited, edition = split_edition(". ".join(before))
    if edition and is_title(edited) and ". " not in edited and re.fullmatch(r"[^.:;()\d]{2,60}", publisher):
        return "book", {"title": edited.strip(" .,;"), **edition, "publisher": publisher, **year}, ()  # as no other has
    parted = split_title(text)
    if parted and re.match(r"\d{4}\b", parted[1]):
        return "misc", year, ("title",)  # the NLM puts the part of a site behind the site and its day
    if parted and ". " in parted[0] and not JOURNAL_WORD.search(parted[1]):
        return "misc", year, ("title",)  # perhaps the first of several parts of what it is in
    if parted:
        return read_container({"title": parted[0], **year}, parted[1], head, found)
    at_comma = split_at_comma(text) if head.colon_style and ". " not in text else None
    if at_comma:
        return read_container({"title": at_comma[0], **year}, at_comma[1], head, found)
    title = text.strip(" .,;")
    if head.year and head.authors and (imprint := _split_place(title)):
        return imprint
    # Harvard has only a comma between the title of a page and its site.
    of_site = "url" in found and re.search(rf",\s[{UPPER}]\S*(?:\s[{UPPER}]\S*)*(?:\s[^\s,]+)?$", title)
    # Nobody knows whether such words begin with the name of an organisation, or end with that of a journal.
    unclear = (not head.authors and "number" not in found and not _NO_NAME.match(title)) or ((
        head.comma_style or head.colon_style or head.mark in (",", ":")) and ", " in title) or bool(
        re.search(rf"\([^()]*,\s[{UPPER}][^()]*\)$", title))
    if re.search(r"[.]\s", title) or of_site or unclear or not is_title(title):
        return "misc", year, ("title",)
    described = _DESCRIBED.search(title)
    if described:
        title, year = title[: described.start()], {**year, "howpublished": described["what"]}
    return "misc", {"title": title, **year}, ()
