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
    "manuscript": "UNPB", "legislation": "STAT", "dataset": "DATA",
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
    return str(_date(item)[0]) if _date(item) else ""


def _note(item: Item) -> str:
    """Return a work's note, with the year in which it ended, for which RIS has no field."""
    dates = item.get("issued", {}).get("date-parts") or []
    span = f"Published {dates[0][0]}–{dates[1][0]}." if len(dates) > 1 and all(dates) else ""
    return " ".join(filter(None, [item.get("note", ""), span]))


def _day(item: Item) -> str:
    parts = _date(item)
    return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]) if len(parts) > 1 else ""


def _plain(value: Any) -> str:
    """Return a value on one line without the markup that CSL-JSON allows."""
    return " ".join(html.unescape(_MARKUP.sub("", str(value))).split())
