"""Write a work as RIS, for reference managers."""

from __future__ import annotations

import html
import re
from typing import Any

from proofdesk.bibliography.pandoc.items import Item

# Types of CSL 1.0.2 with their equivalents in RIS (Research Information Systems 2011).
_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK",
    "chapter": "CHAP", "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC",
    "manuscript": "UNPB", "legislation": "STAT", "legal_case": "CASE", "patent": "PAT", "dataset": "DATA",
    "software": "COMP", "motion_picture": "VIDEO", "song": "SOUND", "graphic": "ART", "pamphlet": "PAMP", "map": "MAP",
    "entry-encyclopedia": "ENCYC", "entry-dictionary": "DICT", "review": "JOUR", "post-weblog": "BLOG",
    "personal_communication": "PCOMM",
}
# The markup that Pandoc writes. A bare “<i” is text.
_MARKUP = re.compile(r"</?(?:i|b|sub|sup)>|<span(?: (?:class|style)=\"[^\"<>]*\")*>|</span>")


def ris_record(item: Item) -> str:
    """Return a work as RIS, with the line ends of its specification."""
    fields: list[tuple[str, Any]] = [("TY", _TYPES.get(item["type"], "GEN")), ("ID", item["id"])]
    fields += [("AU", _name(name)) for name in item.get("author", [])]
    fields += [("ED", _name(name)) for name in item.get("editor", [])]
    first, _, last = str(item.get("page", "")).replace("--", "-").replace("–", "-").partition("-")
    fields += [
        ("TI", item.get("title")), ("T2", item.get("container-title")), ("T3", item.get("collection-title")),
        ("PB", item.get("publisher")), ("CY", item.get("publisher-place")), ("ET", item.get("edition")),
        ("PY", _year(item)), ("DA", _day(item)), ("VL", item.get("volume")), ("IS", item.get("issue")),
        ("M1", item.get("number")),
        ("SP", first), ("EP", last), ("SN", item.get("ISBN") or item.get("ISSN")), ("LA", item.get("language")),
        ("DO", item.get("DOI")), ("UR", item.get("URL")), ("N1", _note(item)),
    ]
    lines = [f"{tag}  - {_plain(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _name(name: dict[str, str]) -> str:
    """Return “Family, Given”. A group's name ends in a comma, so that its last word is not read as a family name."""
    if "literal" in name:
        return f"{name['literal']},"
    particles = [name.get("dropping-particle"), name.get("non-dropping-particle")]
    family = " ".join([*filter(None, particles), name.get("family", "")])
    return ", ".join(filter(None, [family, name.get("given"), name.get("suffix")]))


def _date(item: Item) -> list[int]:
    parts = item.get("issued", {}).get("date-parts") or [[]]
    return [int(part) for part in parts[0]]


def _year(item: Item) -> str:
    """Return the year in the four digits of RIS, which has none before our era."""
    return f"{_date(item)[0]:04}" if _date(item) and _date(item)[0] > 0 else ""


def _note(item: Item) -> str:
    """Return a work's note, with the years for which RIS has no field: several, and those before our era."""
    years = [date[0] for date in item.get("issued", {}).get("date-parts") or [] if date and date[0]]
    span = "–".join(f"{-year} BCE" if year < 0 else str(year) for year in years)
    said = f"Published {span}." if len(years) > 1 or min(years, default=1) < 0 else ""
    return " ".join(filter(None, [item.get("note", ""), said]))


def _day(item: Item) -> str:
    """Return the day or month of RIS; seasons, which CSL counts as the months 21 to 24, have none."""
    parts = _date(item) if _year(item) else []
    parts = parts[:1] if parts[1:] and parts[1] > 12 else parts
    return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]) if len(parts) > 1 else ""


def _plain(value: Any) -> str:
    """Return a value on one line without the markup that CSL-JSON allows."""
    return " ".join(html.unescape(_MARKUP.sub("", str(value))).split())
