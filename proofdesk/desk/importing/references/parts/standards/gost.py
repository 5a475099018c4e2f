"""Read entries of GOST, as lists in Russian have them: “Fern T. T. Straw // Roses. – 2019. – Т. 12. – С. 4–9.”

A dash parts the areas of an entry, two strokes stand before what holds the work, and one before who is responsible
for it (GOST 7.1-2003, GOST R 7.0.5-2008, GOST R 7.0.100-2018).
"""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading, add_note
from proofdesk.desk.importing.references.parts.names.authors import DIRECT_NAMES, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import DOTTED_BEHIND, INVERTED, UPPER
from proofdesk.desk.importing.references.parts.tails import with_dashes

_CYRILLIC = lazy("[а-яё]", re.I)
# “. – ”, and what begins an area where an entry has stops alone: “Roses. 2010. № 1. С. 4–9.”
_AREA = lazy(
    r"\s?[.,]?\s?(?:(?<=\s)|(?<=\.))[–—-]\s|(?<=[^\s.])\.\s(?=(?:19|20)\d\d\b|URL\b)"
    r"|(?<=[^\s.A-ZА-Я])\.\s(?=\d+\s?с\b|(?:Т|Вып|[Vv]ol|№|N[or]|Pp?|С)\.?\s?\d)|,\s(?=\d{1,2}-е\sизд)"
    r"|/\s(?=[А-ЯA-Z](?:[^/:.–—]|\.(?=\s?:)){0,30}:\s)")
_YEAR = lazy(r"(?P<year>(?:1[5-9]|20)\d\d)(?:\sг\.?)?")
_VOLUME = lazy(
    r"(?:(?:Т|Том|Vol|V|Вып|Vyp)\.?\s?(?P<volume>\d{1,4}))?(?:[,.]?\s?(?:№|No?\.|Nr\.?|Вып\.|Iss(?:ue)?\.?)\s?(?P<number>[\w/–-]{1,9})|,\s(?P<part>Suppl\.?(?:\s\d{1,3})?))?(?:\s?\(\d{1,4}\))?")
_PAGES = lazy(r"(?:[СCсPp]|[Pp]p|Стр|Art)\.?\s?(?P<pages>[A-Za-z]{0,3}\d[\w.]*(?:\s?[–—-]\s?[A-Za-z]{0,3}\d[\w.]*)?)")
_IMPRINT = lazy(
    rf"(?P<address>[{UPPER}][^:;\d]{{0,40}}?)\s?:\s(?P<publisher>[^:]{{2,120}}?),\s(?P<year>(?:1[5-9]|20)\d\d)"
    r"|(?P<short>(?:М|СПб|Л|К|Мн|Х)\.)\s?:\s(?P<issuer>[^:]{2,120})")
_EDITION = lazy(r"(?P<edition>\d{1,2}-?(?:е|th|nd|rd|st)\s(?:изд|вид|ed)[^–—]*)")
_LENGTH = lazy(r"\d{1,4}\s?(?:с|p|pp|стр)\b\.?(?:\s?[:,]?\s?(?:ил|табл|ill?)\.?)*|(?:ил|табл)\.?")
# A series, a kind of carrier, and what stands behind a length: notes, as nothing else of an entry is of their form.
_SAID_BESIDE = lazy(r"\d{1,4}\s?(?:с|p|pp|стр)\b\.?.{0,30}|(?:ил|табл)\..*|\(.{3,80}\)|CD-ROM.*|Текст\b.*")
_DASH = lazy(r"\.\s?[–—-]\s")
_NO_NAMES = lazy(rf"^[{UPPER}][\w-]+\s[{UPPER}]\.")
_NAMES = {"part": "number", "short": "address", "issuer": "publisher"}
_RESPONSIBLE = lazy(r"\s/\s")
_OF_TALKS = lazy(r"\b(?:сборник|сб\.|материалы|труды.*конф|конференци|тезисы|proceedings|conference)", re.I)
_SITE = lazy(r"\[(?:Электронный ресурс|Електронний ресурс|Electronic resource|Text|Текст)\]\.?", re.I)


def read_gost(text: str, found: dict[str, str]) -> tuple[str, Reading] | None:
    """Return the authors of an entry as BibTeX has them, and its reading; None if it is in another form, or unclear.

    ``text`` is without the identifiers ``found``.
    """
    has_dashes = len(_DASH.findall(text)) > 1
    if not (" // " in text or _SITE.search(text) or has_dashes or _CYRILLIC.search(text)):
        return None
    text = " ".join(_SITE.sub(" ", text).split()).strip(" .–—-:")
    first, *areas = _AREA.split(text)
    if not areas and " // " not in text and "url" not in found:
        return None
    for at, area in enumerate([first, *areas]):  # “Title. – Part // Journal”
        before, strokes, holder = area.partition(" // ")
        if strokes:
            first, areas = ". ".join([*[first, *areas][:at], before]), areas[at:]
            break
    names, title = _split_names(first)
    title, *responsible = _RESPONSIBLE.split(title, maxsplit=1)
    fields: dict[str, str] = {"title": title.strip(" .,:")}
    if responsible:
        named = _direct(responsible[0])
        names = named if named.count(" and ") >= names.count(" and ") and named else names
        if not named:
            add_note(found, responsible[0].strip(), first=True)
    if not names and (". " in fields["title"] or _NO_NAMES.search(first)):
        return None  # perhaps somebody is named first
    for area in (area.strip(" .,;") for area in areas):
        if not area or _LENGTH.fullmatch(area):
            continue
        if _SAID_BESIDE.fullmatch(area):
            add_note(found, area, first=True)
            continue
        match = next(filter(None, (form.fullmatch(area) for form in (_YEAR, _IMPRINT, _EDITION, _PAGES))), None)
        match = match or (_VOLUME.fullmatch(area) if any(map(str.isdigit, area)) else None)
        stated = {_NAMES.get(name, name): value.strip(" ,")
                  for name, value in (match.groupdict() if match else {}).items() if value}
        if not stated or stated.keys() & fields.keys():
            return None
        fields |= stated
    if "pages" in fields:
        fields["pages"] = with_dashes(fields["pages"])
    kind = _kind(fields, holder.strip(" ."), found)
    return (names, (kind, fields, ())) if kind and len(fields["title"]) > 2 and "//" not in fields["title"] else None


def _kind(fields: dict[str, str], holder: str, found: dict[str, str]) -> str:
    """Return the kind of a work, and add what holds it to its fields; empty if nothing does."""
    is_talk = _OF_TALKS.search(holder) and not fields.keys() & {"volume", "number"}
    if holder and ("publisher" in fields or is_talk):
        fields["booktitle"] = holder
        return "incollection"
    if holder and fields.keys() & {"volume", "number", "pages"}:
        fields["journal"] = holder
        return "article"
    if holder and "url" in found:
        fields["howpublished"] = holder
        return "misc"
    if "publisher" in fields and not holder:
        return "book"
    return "misc" if "url" in found and not holder and fields.keys() <= {"title", "year"} else ""


def _split_names(text: str) -> tuple[str, str]:
    """Return the authors at the start of a text as BibTeX has them, and the title behind them."""
    for form in ((INVERTED,), (DOTTED_BEHIND,)):
        authors, after = split_authors(text, form)
        if authors and authors.is_whole and after[:1] in (" ", "."):
            return authors.bibtex, after.strip(" .")
    return "", text


def _direct(text: str) -> str:
    """Return who is responsible as BibTeX has authors: “Т. Т. Fern, К. Moss”; empty if other words are there."""
    authors, after = split_authors(f"{text.strip(' .;')}.", DIRECT_NAMES)
    return authors.bibtex if authors and authors.is_whole and not after.strip(" .") else ""
