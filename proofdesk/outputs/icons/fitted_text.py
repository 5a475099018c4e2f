"""Fit the words of a social card into their room: in the largest size in which all are whole, or else cut at a word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import font_source_sans_pro
import font_source_serif_pro
from PIL import ImageFont

_SIZES = (92, 84, 76, 68, 62, 56, 50, 44)  # of the title, the largest that fits with the whole text
_TEXT_SIZES = (48, 44, 40, 36, 33, 30, 27, 24)
_LEADING, _TEXT_LEADING = 1.14, 1.36
BETWEEN = 24  # title and text
TITLE, TEXT, LABEL = "SourceSerifProSemibold", "SourceSansPro", "SourceSansProSemibold"
_MISSING = "?"  # for a letter that the fonts do not have
_MOST_MISSING = 0.1  # of a text's letters


@cache
def font_of(face: str, size: int) -> ImageFont.FreeTypeFont:
    module = font_source_serif_pro if face.startswith("SourceSerif") else font_source_sans_pro
    return ImageFont.truetype(getattr(module, face), size)


@cache
def is_missing(face: str, letter: str) -> bool:
    """Return whether a face lacks a letter: it draws it like a character that no font has."""
    font = font_of(face, 40)
    return letter.isprintable() and not letter.isspace() and (
        bytes(font.getmask(letter)) == bytes(font.getmask("\U0010fffd")) and letter != "\U0010fffd"
    )


def drawable(text: str, face: str) -> str:
    """Return a text on one line, with a question mark for each letter that the face lacks.

    One of another script, which would be question marks alone, is left out.
    """
    one_line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    letters = [letter for letter in one_line if letter.isalnum()]
    if sum(is_missing(face, letter) for letter in letters) > len(letters) * _MOST_MISSING:
        return ""
    return "".join(_MISSING if is_missing(face, letter) else letter for letter in one_line)


@lru_cache(maxsize=4096)  # to measure each beginning of a text takes as long as to draw it
def _width(word: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(word)


@lru_cache(maxsize=4096)
def _gap(before: str, after: str, font: ImageFont.FreeTypeFont) -> float:
    """Return the width of the blank between two letters, towards which each may move."""
    return font.getlength(f"{before} {after}") - _width(before, font) - _width(after, font)


def width_of(text: str, font: ImageFont.FreeTypeFont) -> float:
    """Return the length of a text with single blanks in pixels: of its words, and of the blanks between them."""
    words = text.split()
    gaps = (_gap(word[-1], after[0], font) for word, after in pairwise(words))
    return sum(gaps, sum(_width(word, font) for word in words))


def lines_of(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str] | None:
    """Return the text in at most ``most`` lines of ``width`` pixels, or None if it needs more."""
    lines, length = [""], 0.0
    for word in text.split():
        longer = length + (_gap(lines[-1][-1], word[0], font) if lines[-1] else 0) + _width(word, font)
        if longer <= width:
            lines[-1], length = f"{lines[-1]} {word}".strip(), longer
        elif len(lines) < most and _width(word, font) <= width:
            lines.append(word)
            length = _width(word, font)
        else:
            return None
    return lines


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to ``count`` that fits, where each smaller number fits too."""
    return bisect_left(range(1, count + 1), True, key=lambda number: not fits(number))


@dataclass(frozen=True)
class Paragraph:
    """A text in lines of one font, and the distance from line to line."""

    font: ImageFont.FreeTypeFont
    lines: list[str]
    pitch: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch


def _paragraph(text: str, face: str, size: int, leading: float, width: int, room: float) -> Paragraph | None:
    """Return a text that is no higher than ``room``, or None if it needs more."""
    font = font_of(face, size)
    lines = lines_of(text, font, width, int(room / (size * leading))) if room >= size * leading else None
    return Paragraph(font, lines, size * leading) if lines else None


def _cut(text: str, face: str, size: int, leading: float, width: int, room: float) -> Paragraph:
    """Return as much of a text as there is room for: whole words, or letters of a word that is wider than the card."""
    words, font = text.split(), font_of(face, size)

    def ending(number: int) -> Paragraph | None:
        return _paragraph(" ".join(words[:number]) + "…", face, size, leading, width, room)

    whole = _most(len(words) - 1, lambda number: ending(number) is not None)
    if whole and (found := ending(whole)):
        return found
    letters = _most(len(words[0]), lambda number: font.getlength(words[0][:number] + "…") <= width)
    return Paragraph(font, [words[0][:letters] + "…"], size * leading)


def fitted(title: str, text: str, width: int, room: float) -> list[Paragraph]:
    """Return title and text in the largest sizes in which both are whole; at the smallest, the longer one is cut."""
    @cache  # measured once, and only in the sizes that are asked for: a few of all
    def sized(size: int) -> Paragraph | None:
        return _paragraph(title, TITLE, size, _LEADING, width, room)

    if not text and (largest := next(filter(None, map(sized, _SIZES)), None)):
        return [largest]
    for size in _TEXT_SIZES:
        rest = _paragraph(text, TEXT, size, _TEXT_LEADING, width, room)
        for first in filter(None, map(sized, _SIZES)) if rest else ():
            if rest and first.height + BETWEEN + rest.height <= room:
                return [first, rest]
    half = room / 2 if text else room
    smallest = TITLE, _SIZES[-1], _LEADING, width, half
    first = _paragraph(title, *smallest) or _cut(title, *smallest)
    if not text:
        return [first]
    least = TEXT, _TEXT_SIZES[-1], _TEXT_LEADING, width, room - first.height - BETWEEN
    return [first, _paragraph(text, *least) or _cut(text, *least)]


def one_line(text: str, font: ImageFont.FreeTypeFont, face: str, width: int) -> str:
    """Return a text on one line, cut at a word if it is too long."""
    words = drawable(text, face).split()
    if not words:
        return ""
    if width_of(" ".join(words), font) <= width:
        return " ".join(words)
    fitting = _most(len(words), lambda number: width_of(" ".join(words[:number]) + "…", font) <= width)
    return " ".join(words[:fitting]) + "…"


