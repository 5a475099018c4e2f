"""Keep together what a browser would part at the end of a line: “4-AB2C”, “38 °C”, a shape and its words."""

from __future__ import annotations

import re

# A hyphen between a figure and a letter, where browsers break lines; not where letters stand first. What is longer may
# break, so that it fits on a small screen in large letters; in an address a name is a part of a longer word. Also a
# figure and its unit.
_NAME = re.compile(r"(?<![\w.,/#&;:@=%?+~-])(?:[A-Z][A-Z\d]{0,3}-)?\d{1,3}-[^\W\d_]\w{0,7}(?:-\w{1,4}(?![\w-]))?"
                   r"(?![\w/@=])(?!\.\w)|(?<![\w.,/–-])\d{1,4}(?:[.,]\d{1,3})? (?:°[CF]|[kmµ]?g|m[lsm]|cm)\b")
_WHOLE = '<span class="whole">{}</span>'
# The shapes of kinds of evidence at the end of a line would seem to belong to the words before them. Browsers break a
# line behind a shape whatever stands there, so the first word is kept with it.
_SHAPES = re.compile(r"(?:<span\b[^<>]*\bevidence__shape\b[^<>]*></span> )+[^\s<]+")
# Their text is none of the page, or is shown as it was typed.
_LEFT = re.compile(r"<(?:code|desc|option|pre|style|text|textarea|title|tspan)\b", re.IGNORECASE)
# Data for programs, to the end of the page if nothing ends it.
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.DOTALL | re.IGNORECASE)


def keep_together(html: str) -> str:
    """Return a finished page whose lines end neither within a short name nor between a shape and its words."""
    html = _SHAPES.sub(lambda shapes: _WHOLE.format(shapes[0]), html)
    names = [*_NAME.finditer(html)]
    data = [script.span() for script in _SCRIPT.finditer(html)] if names else []
    done, last = list[str](), 0
    for name in names:
        start = name.start()
        if _is_text(html, start) and not any(begin < start < end for begin, end in data):
            done += [html[last:start], _WHOLE.format(name[0])]
            last = name.end()
    return "".join([*done, html[last:]])


def _is_text(html: str, place: int) -> bool:
    """Return whether a place is in the text of an element, and of one whose text may hold elements."""
    tag = html.rfind("<", 0, place)
    end = html.rfind(">", tag, place)
    return tag >= 0 and end >= 0 and html.count('"', tag, end) % 2 == 0 and not _LEFT.match(html, tag)
