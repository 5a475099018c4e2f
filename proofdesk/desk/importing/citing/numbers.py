"""Parse a group of numbers that may be a citation: “1,3–5”, “see 3, p. 12; 7”, “3(p5),9”."""

from __future__ import annotations

import re
from typing import NamedTuple

from proofdesk.desk.importing.citing.date_items import LOCATOR
from proofdesk.desk.importing.languages import either_of

MAX_RANGE, MAX_GROUP = 200, 300
DASH = r"\s?(?:[-–—−‑‐⁻]|&ndash;)\s?"
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AND = rf"(?:&|{either_of('and')})"
_SEPARATOR = re.compile(rf"(\s*;\s*|\s*[,·˒\u2009]\s*)(?:{_AND}\s+)?|\s+{_AND}\s+", re.I)
_NUMBERS = re.compile(
    rf"(?:(?P<prefix>(?:{either_of('see')}))\s)?(?P<first>\d{{1,3}})(?:{DASH}(?P<last>\d{{1,3}}))?"
    rf"(?:\s?[:(]\s?(?P<locator>{LOCATOR}|pp?\d[\d–-]*)\)?|\s(?P<behind>{LOCATOR}))?", re.I)
_LOCATOR = re.compile(LOCATOR)
_SEE = re.compile(rf"(?:{either_of('see')}),?(?=\s\d)", re.I)
_PAGES = re.compile(r"(?:p|s|b|pp|pág|blz|pag)\w{0,5}\.?\s?\d", re.I)


class NumberItem(NamedTuple):
    """Numbers of a group, with the words before the first and behind the last."""

    numbers: tuple[int, ...]
    prefix: str = ""
    suffix: str = ""


def parse_numbers(text: str) -> list[NumberItem] | None:
    """Return the numbers of a group; None if it holds anything else, or a range that runs backwards."""
    if not any(sign.isdigit() for sign in text):
        return None
    text = text.translate(RAISED_DIGITS).strip()
    see = _SEE.match(text)
    pieces = _SEPARATOR.split(text[see.end() :].strip() if see else text)
    items: list[NumberItem] = []
    page = 0
    for piece, separator in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        if items and _LOCATOR.fullmatch(piece):
            joint = f"{items[-1].suffix}, " if items[-1].suffix else ""
            items[-1] = items[-1]._replace(suffix=joint + piece)
            page = int((re.findall(r"\d+", piece) or ["0"])[-1]) if _PAGES.match(piece) else 0
            continue
        match = _NUMBERS.fullmatch(piece)
        if not match:
            return None
        if page and ";" not in separator and int(match["first"]) > page and not match["prefix"]:
            items[-1] = items[-1]._replace(suffix=f"{items[-1].suffix}, {piece}")  # another page
            continue
        numbers = _expand(match["first"], match["last"])
        if not numbers:
            return None
        page = 0
        items.append(NumberItem(numbers, match["prefix"] or "", _spaced(match["locator"] or match["behind"] or "")))
    if items and see:
        items[0] = items[0]._replace(prefix=see.group())
    return items if items and sum(len(item.numbers) for item in items) <= MAX_GROUP else None


def _expand(first: str, last: str | None) -> tuple[int, ...]:
    start, end = int(first), int(last or first)
    return tuple(range(start, end + 1)) if 0 < start <= end < start + MAX_RANGE else ()


def _spaced(locator: str) -> str:
    return re.sub(r"^(pp?)\.?(?=\d)", r"\1. ", locator) if locator else ""
