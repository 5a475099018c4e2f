"""Pandoc's citation grammar, as far as a page of Markdown needs it.

    [@key]  [@a; @b]  [see @key, p. 483]  [-@key]  [@{odd key}]  and, in a sentence, @key or @key [p. 3]

Source of the grammar: Pandoc User's Guide, "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from proofdesk.common.text import did_you_mean, nearest

# A key begins with a letter, digit or _, and may hold single marks of punctuation inside, and an address. What looks
# like a tag, as in “a<b>c”, is one, unless braces are around it.
_PLAIN_KEY = r"\w(?:\w|[:.#$%&\-+?>~/](?=\w)|<(?=\w)(?![A-Za-z][^<>\n]{0,300}>)|[:/](?=/))*"
_BRACED_KEY = r"\{[^{}\s]+\}"
_KEY = rf"(?:{_PLAIN_KEY}|{_BRACED_KEY})"
# Not after a word (an e-mail address), within an address (a handle) or after a backslash (escaped).
_AT = r"(?<![\w./@\\])"
ITEM = re.compile(rf"{_AT}(-?)@({_KEY})")
ANYWHERE = re.compile(rf"@({_KEY})")
GROUP = rf"\[([^\[\]@]*(?:@(?:{_BRACED_KEY})?+[^\[\]@]*)+)\]"
# In a sentence, a citation follows a space, an opening mark or a mark of emphasis.
NARRATIVE = rf"(?<![^\s(\[{{\"'“‘—–*_])(?<![^\W_]_)(?<![^\W_]__)@({_KEY})(?:[ \n]\[([^\[\]@]+)\])?"
LOOKS_LIKE_KEY = re.compile(r"[A-Za-z][\w:.-]*\d{4}[a-z]?$")


_PLAIN = re.compile(_PLAIN_KEY)
_BRACED = re.compile(_BRACED_KEY)
_MANY = 2_000
# A semicolon within the braces of a key is a part of it.
_PART = re.compile(rf"(?:@{_BRACED_KEY}|[^;])*+")


def mark(key: str) -> str:
    """Return a key as a citation writes it: `@smith2020`, or in braces where Pandoc would read only a part of it."""
    return f"@{key}" if _PLAIN.fullmatch(key) else f"@{{{key}}}"


def citation(key: str) -> str:
    """Return the citation of one work."""
    return f"[{mark(key)}]"


def can_be_cited(key: str) -> bool:
    """Return whether a key can be cited, if need be in braces."""
    return bool(_BRACED.fullmatch(f"{{{key}}}"))


def key_without_braces(text: str, known: Iterable[str]) -> str:
    """Return the known key with which a text behind an @ begins, if it had to be in braces; else an empty text."""
    return max((key for key in known if text.startswith(key) and not _PLAIN.fullmatch(key)), key=len, default="")


def suggest(key: str, known: Iterable[str]) -> str:
    """Return a remedy that names the known keys most like ``key``, as citations if they need braces."""
    known = list(known)
    if len(known) > _MANY:  # a slip of the first letter is rare, and comparing all takes a tenth of a second
        known = [each for each in known if each[:1].lower() == key[:1].lower()] or known
    if any(not _PLAIN.fullmatch(each) for each in nearest(key, known)):
        return "did you mean " + " or ".join(f"`{citation(each)}`" for each in nearest(key, known)) + "?"
    return did_you_mean(key, known) if known else "it has no work at all"


_NOTE_CALL = re.compile(r"\[\^[^\[\]\n]{1,100}\]")


@dataclass(frozen=True)
class CitationItem:
    """One work in a pair of brackets: the words before it, its key, the words after it.

    ``joined`` is the written text if a semicolon is missing between this work and the next one; ``suppressed`` is for
    ``-@key``, which leaves out the author; ``braced`` for a suffix that braces make a locator.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    joined: str = ""
    suppressed: bool = False
    braced: bool = False


def parse_group(text: str) -> list[CitationItem] | None:
    """Return the items between a pair of brackets, or None if it is no citation. Extra semicolons are ignored."""
    if text.startswith("^"):  # a footnote's call: `[^@key]`
        return None
    items: list[CitationItem] = []
    for part in _parts(text.replace("\\ ", " ")):  # LaTeX's and Pandoc's space that ends no line
        found = list(ITEM.finditer(part))
        if not found and part.strip():
            return None
        ends = [*(match.start() for match in found[1:]), len(part)]
        for n, (match, end) in enumerate(zip(found, ends, strict=False)):
            prefix = _seen(" ".join(part[: match.start()].split())) if n == 0 else ""
            joined = " ".join(part.split()) if n == 0 and len(found) > 1 else ""
            suffix, braced = _suffix(part[match.end() : end])
            items.append(CitationItem(match.group(2).strip("{}"), prefix, suffix, joined, bool(match.group(1)), braced))
    return items or None


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a group, which semicolons part."""
    start = 0
    while start <= len(text):
        part = _PART.match(text, start)
        assert part
        yield part.group()
        start = part.end() + 1


def _suffix(text: str) -> tuple[str, bool]:
    """Return the words after a key without separators, and whether braces, now gone, stood around them."""
    text = " ".join(text.split())
    if text.startswith((",", "،", "，", "、")):
        text = text[1:].strip()
    text = text.rstrip(",")
    if not _seen(text.strip(".:,")):
        return "", False
    braced = text.startswith("{") and text.endswith("}")
    return (text[1:-1] if braced else text), braced


def _seen(text: str) -> str:
    """Return a text of which a reader sees something; empty for spaces without width, which editors paste in."""
    return text if any(character.isprintable() for character in text) else ""


_LONGEST = 300  # letters of a key; a page may have an @ before a megabyte
_MENTION = re.compile(r"@(?:\{([^\s{}]+)\}|([^\s{}@]+))")


def mentioned_keys(text: str, known: Container[str]) -> set[str]:
    """Return the known keys that stand after an @ in a text: all that it cites, and perhaps more, as in code."""
    found = set()
    for match in _MENTION.finditer(text):
        word = (match[1] or match[2])[:_LONGEST]
        while word and word not in known and not word[-1].isalnum():
            word = word[:-1]
        while word and word not in known:  # “@smith2020’s”, “@smith2020/@jones2021”
            word = _without_last_part(word)
        if word:
            found.add(word)
    return found


def _without_last_part(word: str) -> str:
    """Return a word up to its last mark of punctuation; without one, up to its first underscore, or nothing."""
    end = len(word)
    while end and (word[end - 1].isalnum() or word[end - 1] == "_"):
        end -= 1
    if not end:
        head, underscore, _ = word.partition("_")
        return head if underscore else ""
    while end and not word[end - 1].isalnum():
        end -= 1
    return word[:end]


def without_citations(text: str) -> str:
    """Return a title without its citations and calls of notes, as its address is made from it."""
    return " ".join(_NOTE_CALL.sub("", re.sub(GROUP, "", text)).split())
