"""Estimate how much of two pages of A4 the parts of a sheet for a doctor take, so that no harm is chosen in vain.

Heights are points, widths letters a line, measured in Chromium with DejaVu, the widest of the fonts that readers have;
in others more fits. ``tests/browser/test_doctor_sheet.py`` prints sheets with the longest texts that the checks allow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil

# Two pages of A4 without their margins and the head and foot of the sheet, less what stays empty where a row does not
# fit on the first one.
HEIGHT = 1370.0
_TITLE = 27.0  # a heading with the space around it


# How wide some letters are, beside the usual ones: those of Chinese, Japanese and Korean, and capitals.
_ASIAN, _CAPITAL, _BROAD = 2.0, 1.35, 1.8
# Letters of a usual word, with the blank behind it, at most; what is written without blanks has as many words.
_WORD = 9


@lru_cache(maxsize=1 << 14)
def _width(text: str) -> float:
    """Return how wide a text is, in usual letters."""
    return sum(1 if sign.islower() or sign == " " else _ASIAN if unicodedata.east_asian_width(sign) in "WF" else
               _BROAD if sign in "MW@%" else _CAPITAL if sign.isupper() else 1 for sign in text)


def words(text: str) -> int:
    """Return how many words of usual length a text takes the room of."""
    return max(len(text.split()), ceil(_width(" ".join(text.split())) / _WORD))


@lru_cache(maxsize=1 << 12)  # the harms and works of a site stand on many of its sheets
def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes: with ragged ends a tenth of each stays empty, of long words more."""
    lines, used = 1, 0.0
    for word in text.split():
        wide = _width(word)
        if used and used + 1 + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (1 if used else 0)
        if used > width:  # a word that is longer than a line is broken
            more = ceil(used / width) - 1
            lines, used = lines + more, used - more * width
    return max(lines, ceil(_width(text) / int(width * 0.9)))


def head(title: str, description: str) -> float:
    """Return what a title takes beyond one line, and a description."""
    return 18.0 * (_lines(title, 60) - 1) + 13.2 * _lines(description, 100)


def lead(paragraphs: Iterable[str]) -> float:
    """Return the height of a block with these paragraphs, items or terms."""
    return _TITLE + sum(13.2 * _lines(text, 96) + 2.5 for text in paragraphs)


def questions(texts: Sequence[str]) -> float:
    return _TITLE + sum(13.2 * _lines(text, 96) + 2.5 for text in texts) if texts else 0.0


def tell(texts: Sequence[str]) -> float:
    """Return the height of the lines to fill in, of which two stand side by side."""
    pairs = [texts[n : n + 2] for n in range(0, len(texts), 2)]
    return _TITLE + sum(26 + 11 * max(_lines(text, 50) for text in pair) for pair in pairs) if texts else 0.0


def row(name: str, drugs: str, often: str, do: str) -> float:
    """Return the height of a harm's row in the table."""
    return 7 + 11 * max(_lines(name, 24) + _lines(drugs, 28), _lines(often, 48), _lines(do, 38))


def others(lines: Iterable[tuple[str, str]]) -> float:
    """Return the height of the further harms, each line with its label."""
    return sum(11 * _lines(f"{label}: {names}", 116) + 4.5 for label, names in [("", ""), *lines])


def source(text: str) -> float:
    """Return the height of a work in the list of sources, which has two columns."""
    return (9.6 * (_lines(text, 66) + 0.5) + 2.5) / 2
