"""Parse the authors at the start of an entry of a list of references."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTICLE = r"(?:(?:de|der|den|van|von|la|le|du|di|da|dos|del|della|ten|ter|el|al|bin|zu|zur|af)\s+){0,3}"
_WORD = r"[^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,4}"
_FAMILY = rf"{_PARTICLE}{_WORD}(?:\s(?=[^a-z\W\d]){_WORD})?"
_INITIALS = r"[A-Z](?:[.\-]?\s?-?[A-Z]){0,3}\.?"
VANCOUVER_NAME = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<given>[A-Z](?:-?[A-Z]){{0,3}})(?![^\W_])(?:\s(?P<suffix>Jr|Sr|II|III|2nd|3rd))?"
)
COMMA_NAME = re.compile(rf"(?P<family>{_FAMILY}),\s(?P<given>{_INITIALS})(?:,?\s(?P<suffix>Jr|Sr|II|III)\.?)?")
_OTHERS = re.compile(
    r",?\s{0,5}(?:(?:(?:and|&)\s{0,5})?\bet\.? al\b\.?|…\s{0,5})|,?\s{1,5}and (?:others|colleagues)", re.I)


class Authors(NamedTuple):
    """Authors as BibTeX writes them, and the first one's family name."""

    bibtex: str
    family: str


def split_authors(text: str, pattern: re.Pattern[str]) -> tuple[Authors | None, str]:
    """Return the authors at the start of a text, and the text after them."""
    people: list[str] = []
    family = ""
    at = 0
    while True:
        match = pattern.match(text, at)
        if not match:
            break
        given = re.sub(r"(?<=[A-Z])\.?\s?(-?)(?=[A-Z])", r". \1", match["given"].replace(". ", ".").rstrip("."))
        given = given.replace(" -", "-") + "."
        family = family or match["family"]
        suffix = f", {match['suffix']}" if match["suffix"] else ""
        people.append(f"{match['family']}{suffix}, {given}")
        at = match.end()
        joint = re.compile(r"\s?(?:,|;)?\s(?:&|and)\s|\s?[,;]\s(?=\S)").match(text, at)
        others = _OTHERS.match(text, at)
        if others:
            people.append("others")
            at = others.end()
            break
        if not joint or not pattern.match(text, joint.end()):
            tail = _OTHERS.match(text, joint.end()) if joint else None
            if tail:
                people.append("others")
                at = tail.end()
            break
        at = joint.end()
    if not people:
        return None, text
    return Authors(" and ".join(people), family), text[at:]


def is_end_of_authors(authors: Authors, after: str) -> bool:
    """Return whether a list of authors is complete: a stop follows, or it ends with “et al.”."""
    return after.startswith((".", ":", ";")) or authors.bibtex.endswith(" and others")
