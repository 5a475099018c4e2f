"""Find names that can be read, and probably mean something else: two people in one name, an organisation in two parts.

Each kind was counted on 250,000 names of public bibliographies: nearly all that fire are mistakes. A name in braces is
never doubted, so braces are the remedy where it is right as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.names import (
    BadName,
    bad_names,
    has_organisation_word,
    is_unmistakable,
    outside_braces,
    split_names,
)
from proofdesk.common.problems import Problem

_SUFFIX = re.compile(
    r"(?i)(?:jr|sr|junior|senior|[ivx]+|1st|2nd|3rd|[4-9]th|ph\.?\s*d|m\.?\s*d|dr|esq|filho|neto|júnior)\.?")
# Two capitals may be a family name (“Ruiji YU”), unless nobody could pronounce them (“Smith JR”).
_INITIALS = re.compile(r"[^\W\d_]|[^\W\d_]\.(?:[ -]?[^\W\d_]\.)*|[B-DF-HJ-NP-TV-XZ]{2,3}")
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
# What manuscripts print beside a name: marks of notes, an address, an ORCID, a title, a degree, a role, an ellipsis.
_BESIDE = re.compile(
    r"\\textsuperscript|\$\s*\^|[@*†‡§¶…]|\.\.\.|\d{4}(?:-\d{4})*"
    r"|^(?:Dr|Prof|Mrs?|Ms)\.?\s|(?:,\s*|\s)(?:Ph\.?\s?D|MBBS)\.?$|\((?:[Ee]ds?|[Ee]ditors?)\.?\)")
# Common given names. “Maria Lopez, Ana Luisa” may be one person with two family names, so all four words count.
_COMMON = (
    "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark "
    "donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary "
    "nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond "
    "jack dennis jerry tyler aaron jose adam nathan henry peter bob bill jim tom mike steve dave dan joe sam ben mary "
    "patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley emily "
    "kimberly donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy "
    "angela shirley anna brenda pamela emma nicole helen samantha katherine christine rachel ann anne jane alice julia "
    "kate sophie hans klaus wolfgang jürgen stefan andreas matthias ulrich jens karl heinz ursula monika petra sabine "
    "juan carlos luis miguel pedro javier fernando pablo carmen ana maría maria jean pierre michel philippe nicolas "
    "marie claire giovanni marco giuseppe francesco paolo luca giulia ivan sergey alexey vladimir dmitry olga elena "
    "natalia"
)
_GIVEN = frozenset(_COMMON.split())


def name_problems(entry: Entry) -> Iterator[Problem]:
    """Yield what is wrong with an entry's names, and what is probably misread, each at its place."""
    for role in ("author", "editor"):
        bad, doubtful = check_names(entry.value(role))
        for each in bad:
            yield Problem(*entry.place(entry.field_of(role)), "bad-name", each.message, each.remedy)
        for each in doubtful:
            yield Problem(entry.path, *entry.position_of(role, each.name), "doubtful-name", each.message, each.remedy)


def check_names(value: str) -> tuple[list[BadName], list[BadName]]:
    """Return what is wrong in a list of names, and what is probably misread besides."""
    names = split_names(value)
    bad = list(bad_names(names))
    known = {each.name for each in bad}
    return bad, list(_doubtful([name for name in names if name not in known and not is_unmistakable(name)]))


def _doubtful(names: list[str]) -> Iterator[BadName]:
    initials_last = any("," not in name and _ends_in_initials(name) for name in names)
    for name in names:
        if found := _doubt(name, outside_braces(name), initials_last):
            yield found


def _doubt(name: str, outside: str, initials_last: bool) -> BadName | None:
    parts = [" ".join(part.split()) for part in outside.split(",")]
    if (beside := _BESIDE.search(name)) and not has_organisation_word(name):
        return BadName(name, f"“{name}” holds “{beside[0].strip(', ')}”, which is no part of a name",
                       "take it out; put an organisation in braces")
    if len(parts) == 2 and " " not in parts[0] and not has_organisation_word(parts[1]):
        return None  # “Family, Given”, as nearly all names are
    if len(parts) == 3 and not _SUFFIX.fullmatch(parts[1]):
        return _three_parts(name, *parts)
    if len(parts) == 2 and any(" " in part and has_organisation_word(part) for part in parts):
        return BadName(name, f"“{name}” is read as a person’s name, and seems to be an organisation’s",
                       "put the name of the organisation in braces, in the order of its words: {Institute of Sleep}")
    if len(parts) == 2 and (all(map(_ends_in_initials, parts)) or all(map(_is_whole, parts))):
        return BadName(name, f"“{name}” is read as one person, and seems to be two",
                       "put “and” between names; if it is one, put each part in braces")
    if len(parts) == 1 and _ends_in_initials(name, sure=initials_last) and not has_organisation_word(name):
        first, initials = _parted(name, initials_last)
        remedy = f"write `{first}, {initials}`" if " " not in first else "write it as `Family, Given`"
        return BadName(name, f"the family name of “{name}” is read as “{initials}”", remedy)
    return None


def _three_parts(name: str, family: str, middle: str, last: str) -> BadName:
    if not last and " " not in family:
        return BadName(name, f"“{name}” ends in a comma", f"write `{family}, {middle}`")
    if not middle:
        return BadName(name, f"“{name}” has two commas together", f"write `{family}, {last}`")
    if _SUFFIX.fullmatch(last):
        return BadName(name, f"“{middle}” is read as what stands after the family name, as “Jr.” does",
                       f"write `{family}, {last}, {middle}`")
    return BadName(name, f"“{name}” is read as one person, and “{middle}” as what “Jr.” is to others",
                   "put “and” between names; write each as `Family, Given`, and an organisation in braces")


def _parted(name: str, sure: bool) -> tuple[str, str]:
    """Return the words of a name, and the initials after them. If ``sure``, three capitals are initials too."""
    words = name.split(" ")
    count = next((n for n, word in enumerate(reversed(words)) if not _INITIALS.fullmatch(word)), len(words))
    if not count and sure and re.fullmatch("[A-Z]{2,3}", words[-1]):
        count = 1
    return " ".join(words[: len(words) - count]), " ".join(words[len(words) - count :])


def _ends_in_initials(name: str, sure: bool = False) -> bool:
    """Return whether a text is a name with its initials last, as in “Tulving E”, and not a family name in capitals."""
    words, initials = _parted(name, sure)
    return bool(words and initials) and initials.isupper() and all(
        _WORD.fullmatch(word) and word[0].isupper() and not word.isupper() for word in words.split(" "))


def _is_whole(name: str) -> bool:
    """Return whether a text is the whole name of a person, given name first: “John A. Smith”."""
    words = name.lower().split()
    return len(words) > 1 and words[0] in _GIVEN and words[-1] not in _GIVEN and len(words[-1].strip(".")) > 2
