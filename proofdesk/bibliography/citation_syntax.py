"""Pandoc's citation grammar, as far as a page of Markdown needs it. Knows nothing of Markdown or bibliographies.

    [@key]  [@a; @b]  [see @key, p. 483]  [-@key]  [@{odd key}]  and, in a sentence, @key or @key [p. 3]

Source of the grammar: Pandoc User's Guide, "Citation syntax".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A key begins with a letter, digit or _, and may hold single marks of punctuation inside.
_KEY = r"(?:\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*|\{[^{}\s]+\})"
# Not after a word (an e-mail address), not within an address (a handle), not where a backslash says so.
_AT = r"(?<![\w./@\\])"
ITEM = re.compile(rf"{_AT}(-?)@({_KEY})")
ANYWHERE = re.compile(rf"@({_KEY})")
GROUP = r"\[([^\[\]]*@[^\[\]]*)\]"
# In a sentence, a citation stands after a space, an opening mark or a mark of emphasis.
NARRATIVE = rf"(?<![^\s(\[{{\"'“‘—–*_])(?<![^\W_]_)(?<![^\W_]__)@({_KEY})(?:[ \n]\[([^\[\]@]+)\])?"
LOOKS_LIKE_KEY = re.compile(r"[A-Za-z][\w:.-]*\d{4}[a-z]?$")


@dataclass(frozen=True)
class CitationItem:
    """One work in a pair of brackets: the words before it, its key, the words after it.

    ``joined`` is the author's text where a semicolon is missing between this work and the next one.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    joined: str = ""


def parse_group(text: str) -> list[CitationItem] | None:
    """The items between a pair of brackets; None where it is no citation. A semicolon too many does no harm."""
    items: list[CitationItem] = []
    for part in text.split(";"):
        found = list(ITEM.finditer(part))
        if not found and part.strip():
            return None
        ends = [*(match.start() for match in found[1:]), len(part)]
        for n, (match, end) in enumerate(zip(found, ends, strict=False)):
            prefix = " ".join(part[: match.start()].split()) if n == 0 else ""
            joined = " ".join(part.split()) if n == 0 and len(found) > 1 else ""
            items.append(CitationItem(match.group(2).strip("{}"), prefix, _suffix(part[match.end() : end]), joined))
    return items or None


def _suffix(text: str) -> str:
    """The words after a key, without the marks that only divide; braces around a locator fall away."""
    text = " ".join(text.split())
    if text.startswith(","):
        text = text[1:].strip()
    text = text.rstrip(",")
    if not text.strip(".:,"):
        return ""
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    return text


def without_citations(text: str) -> str:
    """A title without its citations, for making an address of it."""
    return " ".join(re.sub(GROUP, "", text).split())
