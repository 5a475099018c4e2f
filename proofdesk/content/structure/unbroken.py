"""Keep together what a browser would part at the end of a line: “4-AB2C”, “38 °C”, a shape and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Browsers break a line behind a hyphen between a figure and a letter; not where letters stand first. What is longer may
# break, so that it fits on a small screen in large letters; in an address a name is a part of a longer word. Each
# expression begins with a sign that is rare in a page, so that to look through it costs next to nothing.
_HYPHEN = re.compile(r"-(?<=\d-)(?=[^\W\d_])")
_BEFORE = re.compile(r"(?<![\w.,/#&;:@=%?+~-])(?:[A-Z][A-Z\d]{0,3}-)?\d{1,3}\Z")
_AFTER = re.compile(r"-\w{1,8}(?:-\w{1,4}(?![\w-]))?(?![\w/@=])(?!\.\w)")
# A figure and its unit.
_UNIT = re.compile(r" (?<=\d )(?:°[CF]|[kmµ]?g|m[lsm]|cm)\b")
_FIGURE = re.compile(r"(?<![\w.,/–-])\d{1,4}(?:[.,]\d{1,3})?\Z")
_LONGEST = 10  # characters before a hyphen or a unit, with the one that must not stand there
# The shapes of kinds of evidence at the end of a line would seem to belong to the words before them. Browsers break a
# line behind a shape whatever stands there, so the first word is kept with it.
_SHAPE = "evidence__shape"
_SHAPES = re.compile(rf"(?:<span\b[^<>]*\b{_SHAPE}\b[^<>]*></span> )++([^\s<]*)")
# Their text is none of the page, or is shown as it was typed.
_LEFT = re.compile(r"<(?:code|desc|option|pre|style|text|textarea|title|tspan)\b", re.IGNORECASE)
# Data for programs, to the end of the page if nothing ends it.
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.DOTALL | re.IGNORECASE)


def keep_together(html: str) -> str:
    """Return a finished page whose lines end neither within a short name nor between a shape and its words."""
    done, last = list[str](), 0
    for start, end in sorted([*_names(html), *_shapes(html)]):
        if start >= last:
            done += [html[last:start], f'<span class="whole">{html[start:end]}</span>']
            last = end
    return "".join([*done, html[last:]])


def _names(html: str) -> Iterator[tuple[int, int]]:
    """Yield where short names, and figures with their units, begin and end."""
    names = list[tuple[int, int]]()
    for sign, before in ((_HYPHEN, _BEFORE), (_UNIT, _FIGURE)):
        for found in sign.finditer(html):
            first = max(0, found.start() - _LONGEST)
            head = before.search(html[first : found.start()])
            rest = _AFTER.match(html, found.start()) if sign is _HYPHEN else found
            if head and rest and _is_text(html, first + head.start()):
                names.append((first + head.start(), rest.end()))
    scripts = [script.span() for script in _SCRIPT.finditer(html)] if names else []
    yield from (name for name in names if not any(start < name[0] < end for start, end in scripts))


def _shapes(html: str) -> Iterator[tuple[int, int]]:
    """Yield where a row of shapes begins, and where the first word behind it ends."""
    end = html.find(_SHAPE)
    while end >= 0:
        shapes = _SHAPES.match(html, max(0, html.rfind("<", 0, end)))
        if shapes and shapes[1]:
            yield shapes.span()
        end = html.find(_SHAPE, shapes.end() if shapes else end + 1)


def _is_text(html: str, place: int) -> bool:
    """Return whether a place is in the text of an element, and of one whose text may hold elements."""
    tag = html.rfind("<", 0, place)
    end = html.rfind(">", tag, place)
    return tag >= 0 and end >= 0 and html.count('"', tag, end) % 2 == 0 and not _LEFT.match(html, tag)
