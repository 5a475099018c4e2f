"""Read what people type in the place of markup: a title, the number of a heading, the bullet of an item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from proofdesk.common.text import UNPARTED
from proofdesk.desk.importing.languages import either_of, small_words
from proofdesk.desk.importing.lines import HEADING, IMAGE, ITEM, QUOTE, TEXT, Line

# In scripts that part no words, only a stop follows the number: “7.参考文献”.
NUMBERED = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:[.)]?\s++(?=\S)|[.．、]\s*+(?=[{UNPARTED}]))")
_BULLET = re.compile(r"([•‣◦▪●○·∙*–—-]|\uf0b7)\s++(?=\S)")
_NUMBER = re.compile(r"(?:\(([1-9]\d{0,2})\)|\[([1-9]\d{0,2})\]\.?|([1-9]\d{0,2})[.)])\s++(?=\S)")
_TYPED = re.compile(r"(?P<marks>\*{0,3})(?:[•‣◦▪●○∙-]|\uf0b7|(?P<number>[1-9]\d?)\))\s++(?=\S)")
COLONS = " :："  # with which a heading may end
MAX_LEVEL = 6  # of a heading
MAX_ABOVE = 20  # lines of names and addresses between a title and the abstract
MIN_TITLE, MAX_TITLE = 4, 40  # words
MAX_NAMES = 12  # lines of names and places below a title
MAX_SCHOOLS = 6  # lines above a title
MIN_ROW = 4  # lines that look like headings and have nothing below them
# What stands above a title: where it was written, or what a publisher calls such a text.
_ABOVE_TITLE = re.compile(
    r"\b(?:universi\w+|facult\w+|fakultät|departa?men\w+|\w*hochschule|escuela de|escola de|école (?:de|des|d['’])"
    r"|programa? (?:de|of|in)|running head|type of (?:the )?(?:paper|article))\b"
    r"|^(?:original|review|research) article$",
    re.IGNORECASE)
# What stands above a title or behind it: where it was written, what for, and the lists and thanks before an abstract.
_NO_TITLE = re.compile(
    r"\b(?:thesis|tesis|tese|mémoire|memoria|trabajo|trabalho|\w+arbeit|dissertation|universi\w+|facult\w+|department"
    r"|institut\w*|school|college|running head|article|type of|\w*schule|escuela|escola|scuola|école|fakultät"
    r"|ministr\w+|chapter|project report|submi\w+|group|author|table of|list of|(?:table|lista?|liste) (?:de|des|der)"
    r"|contents|índice|\w*verzeichnis|sumário|sommaire|acknowledge?ments?|agradecimientos?|agradecimentos?|danksagung"
    r"|remerciements|declaration)\b|[:,;@]$",
    re.IGNORECASE)


def lines_above_title(lines: Sequence[Line]) -> int:
    """Return how many lines at the top are no title: a logo, the school, what kind of text it is."""
    return next((number for number, line in enumerate(lines[:MAX_SCHOOLS]) if line.kind != IMAGE and not (
        line.kind in (HEADING, TEXT) and len(line.plain.split()) <= MAX_TITLE and _ABOVE_TITLE.search(line.plain))), 0)


def is_first_section(words: str) -> bool:
    """Return whether words are those with which texts begin: “Abstract”, “Introduction”."""
    return words.casefold().strip(" :.") in small_words("first_sections")


def is_typed_title(lines: Sequence[Line]) -> bool:
    """Return whether the first of some lines is a title by its look and its place.

    It is bold, or a heading of the level of the sections, and an abstract or an introduction is below it.
    """
    first = lines[0]
    words = first.plain.strip()
    if not (first.kind == HEADING or (first.kind == TEXT and first.strong)) or _NO_TITLE.search(words) or not (
            MIN_TITLE <= len(words.split()) <= MAX_TITLE):
        return False
    opening = re.compile(
        rf"(?:[^\W\d_]{{3,12}}\s)?(?:(?:[IVX]{{1,4}}|\d{{1,2}}(?:\.\d{{1,2}})*)\s?[:.–—-]?\s)?(?:{either_of('first_sections')})\W*"
        r"|(?:abstract|summary)\s*[:.—–-].*", re.I | re.S)
    return not is_first_section(words) and any(
        line.kind in (HEADING, TEXT) and opening.fullmatch(line.plain) for line in lines[1:MAX_ABOVE])


def without_title_again(lines: list[Line], title: str) -> tuple[list[Line], int]:
    """Return lines without those that say no more than the title, and how many these were."""
    said = title.casefold().strip(" .:")
    others = [line for line in lines if line.kind not in (HEADING, TEXT) or line.plain.casefold().strip(" .:") != said]
    return (others, len(lines) - len(others)) if len(said.split()) >= MIN_TITLE else (lines, 0)


def without_rows(lines: Sequence[Line], marked: Sequence[Line], guessed: Sequence[bool]) -> list[Line]:
    """Return marked lines in which headings in a row that only look like ones are text, as in an address or a glossary.

    The last is one if text is below it.
    """
    settled = [*marked]
    for is_guess, group in groupby(range(len(lines)), guessed.__getitem__):
        row = [*group]
        if is_guess and len(row) >= MIN_ROW:
            below = lines[row[-1] + 1] if row[-1] + 1 < len(lines) else None
            heads = below is not None and below.kind == TEXT and not any(map(str.isdigit, lines[row[-1]].plain))
            for number in row[:-1] if heads else row:
                settled[number] = lines[number]
    return settled


def without_names(lines: Sequence[Line], marked: Sequence[Line]) -> list[Line]:
    """Return the lines in which names and places between the title and the first section are text.

    They have the form of headings, and another one follows each at once.
    """
    opening = small_words("first_sections")
    end = next((number for number, line in enumerate(marked[:MAX_NAMES])
                if line.kind == HEADING and line.plain.casefold().strip(" :.") in opening), 0)
    return [lines[number] if number < end and line.kind == HEADING and marked[number + 1].kind == HEADING
            and not any(map(str.isdigit, line.plain)) else line for number, line in enumerate(marked)]


class MarkedText(NamedTuple):
    """Text of a line without its list marker, the marker, and its number; both are empty without a marker."""

    text: str
    marker: str = ""
    number: int | None = None


def without_number(text: str) -> str:
    """Return a heading without the number before it."""
    return NUMBERED.sub("", text, count=1) if NUMBERED.match(text) else text


def typed_item(line: Line) -> Line:
    """Return a paragraph that begins with a bullet or with “1)” that somebody typed as the item that it shows."""
    match = _TYPED.match(line.text) if line.kind in (TEXT, QUOTE) and line.level == 0 else None
    if not match or (line.kind == QUOTE and not match["number"]):  # “- Jane Roe” says who is quoted
        return line
    number = int(match["number"]) if match["number"] else None
    return replace(line, kind=ITEM, text=match["marks"] + line.text[match.end() :], level=1, number=number)


def split_marker(line: str) -> MarkedText:
    """Split a list marker from a line; the marker may be an emoji."""
    match = _BULLET.match(line)
    if match:
        return MarkedText(line[match.end() :], match.group().strip())
    match = _NUMBER.match(line)
    if match:
        return MarkedText(line[match.end() :], match.group().strip(), int(next(filter(None, match.groups()))))
    if line and unicodedata.category(line[0]) in ("So", "Sk"):
        head, _, rest = line.partition(" ")
        if rest.strip() and all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") for sign in head):
            return MarkedText(rest.strip(), head)
    return MarkedText(line)
