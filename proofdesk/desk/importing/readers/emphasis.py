"""Settle which words are emphasised, so that the marks of Markdown around them are read as they are meant.

Word processors emphasise letters: part of a word, a comma, the same words twice. Markdown's marks would then stand
within a word or side by side, and a reader would see them, or see other words emphasised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

MARKS = {"Emph": "*", "Strong": "**"}
_SPACES = ("Space", "SoftBreak", "LineBreak")
# Behind a letter, a mark before one of these closes emphasis and does not open it.
_EDGE = re.compile(r"[\s,;:.!?…)\]»”’–—-]*")


def settled(inlines: Iterable[Any], around: frozenset[str] = frozenset()) -> list[Any]:
    """Return Pandoc's inlines with emphasis that Markdown can mark: not twice, nor within a word that has other marks.

    ``around`` are the kinds of emphasis around them.
    """
    found: list[Any] = []
    for inline in inlines:
        kind = inline["t"]
        if kind == "Span":
            parts = settled(inline["c"][1], around)
        elif kind in MARKS:
            inner = settled(inline["c"], around | {kind})
            parts = inner if kind in around else [{"t": kind, "c": inner}]
        else:
            parts = [inline]
        for part in parts:
            if found and part["t"] in MARKS and part["t"] == found[-1]["t"]:
                found[-1] = {"t": part["t"], "c": [*found[-1]["c"], *part["c"]]}
            elif [each["t"] for each in (*found[-2:], part)] == ["Strong", "Space", "Strong"]:
                # Nobody sees whether a space is bold. An italic title and its journal are parted by nothing else.
                found[-2:] = [{"t": "Strong", "c": [*found[-2]["c"], found[-1], *part["c"]]}]
            else:
                found.append(part)
    return _apart(found, bool(around))


def _apart(inlines: list[Any], within: bool) -> list[Any]:
    """Return inlines in which no emphasis touches other emphasis, nor a word if it is within some or of figures."""
    found: list[Any] = []
    for index, inline in enumerate(inlines):
        if inline["t"] not in MARKS:
            found.append(inline)
            continue
        before, after = (inlines[place] if 0 <= place < len(inlines) else None for place in (index - 1, index + 1))
        # “*3*29”, “a*b*c” and “so*me wo*rds” would be read as signs that are meant.
        words = "".join(_words(inline))
        around = [_run_of_letters(before, -1), _run_of_letters(after, 0)]
        apart = within or not any(map(str.isalpha, words)) or (
            all(around) and (" " in words or [*map(len, around), len(words)] == [1, 1, 1]))
        touches = (_touches(before, inline) and (apart or (before or {}).get("t") in MARKS)) or (
            apart and _touches(inline, after))
        found += inline["c"] if touches else [inline]
    return found


def _touches(first: Any | None, second: Any | None) -> bool:
    """Return whether two inlines stand side by side without a space."""
    return bool(first and second) and _edge(first, -1) not in ("", " ") and _edge(second, 0) not in ("", " ")


def _edge(inline: Any, place: int) -> str:
    """Return the first or the last character of an inline; a space for one that only parts words."""
    kind, content = inline["t"], inline.get("c")
    if kind in _SPACES:
        return " "
    if kind == "Str":
        return str(content[place : place + 1 or None])
    if kind in MARKS:
        return _edge(content[place], place) if content else ""
    return "x"


def _run_of_letters(inline: Any | None, place: int) -> str:
    """Return the letters and figures with which an inline begins, or ends if the place is its last."""
    if inline is None or inline["t"] != "Str":
        return ""
    runs = re.split(r"[\W_]", inline["c"])
    return str(runs[place])


def _words(inline: Any) -> Iterator[str]:
    """Yield the words of an inline."""
    content = inline.get("c")
    if inline["t"] in _SPACES:
        yield " "
    elif isinstance(content, str):
        yield content
    elif inline["t"] in MARKS:
        for each in content:
            yield from _words(each)
    else:
        yield "x"


def emphasised(text: str, mark: str) -> str:
    """Return Markdown between marks of emphasis, with spaces and stops at its edges outside of them."""
    inner = text.strip()
    if not any(map(str.isalnum, inner)):  # nobody sees a bold full stop, and Markdown may not read its marks
        return text
    start = _EDGE.match(text)
    before = start[0] if start else ""
    rest = text[len(before) :]
    # A dash at its end would be taken for one that parts what is multiplied.
    inside = rest.rstrip().rstrip("-–—/").rstrip()
    return f"{before}{mark}{inside}{mark}{rest[len(inside) :]}"
