"""Put the names of persons and groups together whose parts the model labelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proofdesk.desk.importing.references.parts.names.authors import Authors, spaced
from proofdesk.desk.importing.references.parts.names.name_forms import LEADING, PARTICLE, UPPER
from proofdesk.desk.importing.references.parts.names.name_forms import SUFFIX as SUFFIX_WORD

# “Silva, O. F. da”
_PARTICLE_BEHIND = re.compile(rf"\s((?:{PARTICLE}\s?)+)$")
_CAPITAL_PARTICLE = re.compile(r"\s((?:De|Da|Do|Dos|Das|Del|Della|Di|Van|Von)(?:\s(?:La|Las|Los|Den|Der))?)$")
_TWO_WORDS = re.compile(rf"(?!{LEADING}\s)[{UPPER}][\w’-]+\s[{UPPER}][\w’-]+")
_SUFFIX_BEHIND = re.compile(rf"[\s,]+({SUFFIX_WORD})$")  # “ZANES RP Jr”
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")


class Run(NamedTuple):
    """Neighbouring tokens with one label, their place in the text, and how probable the least sure of them is."""

    label: str
    start: int
    end: int
    probability: float = 1.0


class Labels(NamedTuple):
    """The labels of family names, given names and groups of those who wrote a work, or of those who edited it."""

    family: str
    given: str
    group: str


AUTHORS, EDITORS = Labels("AF", "AG", "AX"), Labels("EF", "EG", "")
OTHERS, SUFFIX = "OT", "SX"


def put_together(text: str, runs: Sequence[Run], labels: Labels) -> Authors | None:
    """Return the names that runs are the parts of; None if there are none, or a given name is alone."""
    people: list[str] = []
    family = ""
    for name, sort_by in _people(text, [run for run in runs if run.label in (*labels, OTHERS, SUFFIX)], labels):
        if not name:
            return None
        people.append(name)
        family = family or sort_by
    if not family:
        return None
    if _ELLIPSIS.search(text[runs[0].start : runs[-1].end]):  # “Fern, A., … Moss, B.”: there is no place for the last
        people[-1] = "others"
    is_whole = all(", " in name or name[0] == "{" or name == "others" for name in people)
    return Authors(" and ".join(people), family, is_whole and "others" not in people[:-1])


def _people(text: str, parts: list[Run], labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield each person as BibTeX writes a name, and the name to sort by; an empty name if one is not understood."""
    while parts:
        first, *parts = parts
        words = text[first.start : first.end].strip(" ,;")
        if first.label == labels.group:
            yield f"{{{words.strip('.')}}}", words.strip(".")
        elif first.label == OTHERS:
            yield "others", ""
        elif first.label == SUFFIX:
            yield "", ""
        elif first.label == labels.family:
            suffix, parts = _suffix(text, parts)
            gap = text[first.end : parts[0].start].strip() if parts else ""
            if parts and parts[0].label == labels.given and len(gap) <= 1 + len(suffix) and gap != "/":
                given, parts = text[parts[0].start : parts[0].end].strip(" ,;"), parts[1:]
                behind, parts = ("", parts) if suffix else _suffix(text, parts)
                yield _person(words, given, suffix or behind)
            else:
                yield words, words
        elif parts and parts[0].label == labels.family and not text[first.end : parts[0].start].strip(" ."):
            family = text[parts[0].start : parts[0].end].strip(" ,;")
            # “Marcos Hazel Fern”: nothing says to which name the word in the middle belongs.
            is_open = _TWO_WORDS.fullmatch(family) and re.search(r"\w{2}", words) and not _particle(words)
            yield ("", "") if is_open else _person(family, words, "")
            parts = parts[1:]
        else:
            yield "", ""


def _suffix(text: str, parts: list[Run]) -> tuple[str, list[Run]]:
    """Return what stands behind a family name, such as “Jr.”, and the parts behind it."""
    if parts and parts[0].label == SUFFIX:
        return f", {text[parts[0].start : parts[0].end].strip(' .')}", parts[1:]
    return "", parts


def _particle(given: str) -> re.Match[str] | None:
    """Return the particle of a family name that stands behind given names."""
    return _PARTICLE_BEHIND.search(given) or _CAPITAL_PARTICLE.search(given)


def _person(family: str, given: str, suffix: str) -> tuple[str, str]:
    junior = None if suffix else _SUFFIX_BEHIND.search(given)
    if junior:
        given, suffix = given[: junior.start()], f", {junior[1]}"
    behind = _particle(given)
    if behind:
        family, given = f"{behind[1]} {family}", given[: behind.start()]
    return f"{family}{suffix}, {spaced(given)}", family
