"""Read the authors at the start of an entry of a list of references, in whichever form its style writes names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.known_names import given_names, short_families
from proofdesk.desk.importing.references.parts.names.name_forms import (
    AND,
    BARE,
    DIRECT,
    DIRECT_FULL,
    DIRECT_LOOSE,
    DOTTED_BEHIND,
    ELLIPSIS,
    INVERTED,
    INVERTED_FULL,
    OTHERS,
    SEPARATOR,
    UNDOTTED,
    UPPER,
    VANCOUVER,
)

MAX_GROUP = 200  # letters in the name of a group
_INITIALS_WITHIN = lazy(
    rf"(?:^|[\s,])[{UPPER}]\.|,\s[{UPPER}]{{1,3}}(?:,|$)|\w\s[{UPPER}]{{1,3}},\s\w+\s[{UPPER}]{{1,3}}(?:,|$)")
_GROUP_BEHIND = lazy(
    rf"[,;]\s(?:{AND}\s)?(?:(?:for|on behalf of)\s)?(?:the\s)?(?P<group>[{UPPER}][^,;.:()“”]{{3,{MAX_GROUP}}}?"
    r"\s(?:Group|Investigators|Consortium|Collaborat(?:ion|ors)|Team|Committee|Network|Society|Association"
    r"|Organi[sz]ation))(?=\.|\s\(|,\s[“\d])")

# “(2024). Guide to straw. Paris : Garden Office.”
_TITLE_AND_IMPRINT = lazy(
    rf"\((?:19|20)\d\d[a-z]?\)\.\s(?:\S+\s){{2,40}}?\S+\.\s[{UPPER}][^.:;()\d]{{2,30}}\s?:\s[{UPPER}][^:;]{{2,90}}")
_GROUP_WITHIN = lazy(
    rf"(?P<group>(?:[Tt]he\s)?[{UPPER}][\w’'-]{{1,40}}(?:\s[\w’'-]{{1,40}}){{0,6}}\s(?:Group|Investigators|Consortium|Collaborat(?:ion|ors)|Team|team"
    rf"|Committee|Network|Initiative)|[{UPPER}]\w{{0,20}}-?[{UPPER}]{{2,20}}[\w-]{{0,30}})(?:,\s(?:for\s)?the(?=\.))?(?=,\s(?!(?:[{UPPER}]\.|[Tt]he\.))|\.?\s\(|\.\s(?:19|20)\d\d\.)")
# The NLM has a semicolon only before and behind a group: “Fern A; Straw Group of the Garden Office, Moss B.”
_BEHIND_SEMICOLON = lazy(
    rf"(?P<group>[{UPPER}][^.;:()“”\d]{{2,{MAX_GROUP}}}?)(?=\.\s|;\s|,\s{VANCOUVER.pattern}(?:,|;|\.|\sand\s))")
_LAST_GROUP = lazy(rf"[{UPPER}][^,;.:()“”]{{3,90}}\s[{UPPER}][^\s,;.:()“”]+\.?(?=\s\()")
_NO_FAMILY = lazy(
    r"\b(?:Team|Group|Organi[sz]ation|Association|Society|Committee|Consortium|Investigators|Collaborat(?:ion|ors)|Editors|Program|Institute|Agency|Ministry"
    r"|Department|Council|Foundation|Commission|Federation|Administration|Bureau|Alliance|Inter[nc]ac?ional|International|Mundial)$")
_OF_STUDY = lazy(r"^[^,:]*\s(?:Group|Investigators|Consortium|Collaborat(?:ion|ors)|Network)$")
_WHOLE_WORDS = lazy(rf"(?:(?:[{UPPER}][\w’&-]+|of|for|and|the|on|in)(?:\s|$))+")
# “Ada W Moss” of “Ada W Moss Fern”: behind an initial that follows a name stands no further given name.
_BEHIND_INITIAL = lazy(rf"\w{{2,}}\s[{UPPER}]\.?\s(?P<first>[{UPPER}][\w’'-]+)$")
_OF = lazy(r"(?:de|du|des|d’)\s?(?=\w)")
GROUP_FIRST = lazy(
    rf"(?P<group>[{UPPER}][^,;.:()“”]{{2,80}}\s(?:Group|Investigators|Consortium|Collaborators|Collaboration|Network)),\s(?=[{UPPER}])")


class Authors(NamedTuple):
    """Authors as BibTeX writes them, the first one's family name, and whether all who are named are among them."""

    bibtex: str
    family: str
    is_whole: bool = True


class Person(NamedTuple):
    """A name and where it ends in the text. It ``is_sure`` unless a word in it may belong to either name."""

    bibtex: str
    family: str
    end: int
    is_sure: bool


Form = Sequence[re.Pattern[str]]  # for the first name, and for each further one
# In the order of how little else each form could be. Names in full are tried last.
VANCOUVER_NAMES: Form = (VANCOUVER,)
INVERTED_NAMES: Form = (INVERTED,)
DIRECT_NAMES: Form = (DIRECT,)
INVERTED_FIRST: Form = (INVERTED_FULL, DIRECT_FULL, INVERTED_FULL, DIRECT_LOOSE)
FULL_NAMES: Form = (DIRECT_FULL,)
# The initials of the first name are lost: “Hazel, J Leaf, and S Stem”, “Hazel, Leaf J, and Stem S”.
BARE_FIRST: Form = (BARE, VANCOUVER, UNDOTTED, BARE)
# EndNote’s own style: “Hazel, G.F., J. Leaf, and S. Stem, Title”.
INVERTED_THEN_DIRECT: Form = (INVERTED, DIRECT)
FORMS: tuple[Form, ...] = (INVERTED_NAMES, VANCOUVER_NAMES, DIRECT_NAMES, INVERTED_FIRST)
# What else is a name if a year in brackets follows the last of them.
DATED_FORMS: tuple[Form, ...] = (*FORMS, FULL_NAMES, (DOTTED_BEHIND,), (UNDOTTED,))


def split_authors(text: str, form: Form) -> tuple[Authors | None, str]:
    """Return the authors at the start of a text in this form, and the text behind them."""
    people: list[str] = []
    family, at = "", 0
    following: Form = form[1:] or form
    person = _person(text, 0, form[:1])
    is_whole = True
    while person:
        is_whole = is_whole and person.is_sure
        people += [person.bibtex] if is_whole else []
        family, at = family or person.family, person.end
        others = OTHERS.match(text, at)
        if others:
            people, at = [*people, "others"], others.end()
            break
        last = ELLIPSIS.match(text, at)
        if last and (person := _person(text, last.end(), (*form, *following))):
            people, at = [*people, "others"], person.end  # BibTeX has no place for the last of many
            break
        if last and (group := _LAST_GROUP.match(text, last.end())):  # “Hay, J., … Scottish Straw Group. (2016)”
            people, at = [*people, "others"], group.end()
            break
        joint = SEPARATOR.match(text, at) or (_missing_comma(text, at) if form is INVERTED_NAMES else None)
        if not joint:
            break
        if others := OTHERS.match(text, joint.end()):
            people, at = [*people, "others"], others.end()
            break
        within = _GROUP_WITHIN.match(text, joint.end()) if form in (INVERTED_NAMES, INVERTED_FIRST) else None
        is_group = form is VANCOUVER_NAMES and ";" in joint[0] and not VANCOUVER.match(text, joint.end())
        within = _BEHIND_SEMICOLON.match(text, joint.end()) if is_group else within
        # “Hay, J., Bed-CAN, & Leaf, C.”, “…, The Straw Team, & Leaf, C.”
        if within and (form is not INVERTED_FIRST or " " in within["group"]):
            people, at = [*people, f"{{{within['group']}}}"], within.end()
            joint = SEPARATOR.match(text, at)
            if not joint:
                break
        person = _person(text, joint.end(), following)
    if not people:
        return None, text
    if not is_whole and people[-1] != "others":
        people.append("others")
    group = _GROUP_BEHIND.match(text, at)
    if not group and form is VANCOUVER_NAMES and text.startswith("; ", at):
        group = _BEHIND_SEMICOLON.match(text, at + 2)
    if group:
        people, at = [*people, f"{{{group['group'].strip()}}}"], group.end()
    return Authors(" and ".join(people), family, is_whole), text[at:]


def _missing_comma(text: str, at: int) -> re.Match[str] | None:
    """Return the space between two names whose comma is missing: “Fern, T. Leaf, J.P., 2007”."""
    space = re.compile(r"(?<=\.)\s").match(text, at)
    behind = INVERTED.match(text, space.end()) if space else None
    ends = behind and behind["given"].endswith(".") and re.compile(r",|\s[(&]").match(text, behind.end())
    return space if ends else None


def _person(text: str, at: int, patterns: Form) -> Person | None:
    for pattern in patterns:
        match = pattern.match(text, at)
        if match:
            family = match["family"]
            if _NO_FAMILY.search(family):  # “Galaxy Team, T.” is the Galaxy Team, “Team, Galaxy” too
                words = match["given"].rstrip(".")
                if pattern is INVERTED_FULL and " " not in family and _WHOLE_WORDS.fullmatch(words):
                    group = f"{words} {family}"
                    return Person(f"{{{group}}}", group, match.end(), True)
                return Person(f"{{{family}}}", family, match.end(), True) if at and " " in family else None
            given = spaced(match["given"])
            if given in ("U. S.", "U. K.") and " " in family:  # an agency
                return Person(f"{{{match[0].strip()}}}", match[0].strip(), match.end(), True)
            first, _, last = family.partition(" ")
            if pattern in (DIRECT, DIRECT_LOOSE) and last and first in given_names():  # “M Joy Fern”
                family, given = last, f"{given} {spaced(first)}"
            if after := match["after"].strip():  # “Santos R dos”
                family = f"{after} {family}"
            junior = match["suffix"] or match.groupdict().get("junior")
            suffix = f", {junior.rstrip('.')}" if junior else ""
            # “Razman Arabzadeh Bahri”: nothing says to which name the word in the middle belongs. “Ann Kate Leaf” does.
            is_full = pattern is DIRECT_FULL
            double = _BEHIND_INITIAL.search(match["given"]) if is_full else None
            if double and double["first"] not in given_names():  # “Ada W Moss Fern” has two family names
                family, given = f"{double['first']} {family}", spaced(match["given"][: double.start("first")].rstrip())
                return Person(f"{family}{suffix}, {given}", family, match.end(), True)
            if is_full and not at and _OF.match(family) and match["given"] not in given_names():
                return Person(f"{family}, {given}", family, match.end(), False)  # “Archives de France”
            middle = re.search(r"\S\s((?!\w[A-Z]{1,2}$)[^\s.]{2,})$", match["given"]) if is_full else None
            is_sure = not middle or middle[1] in given_names() or family in short_families()
            return Person(f"{family}{suffix}, {given}".rstrip(", "), family, match.end(), is_sure)
    return None


def is_no_family(name: str) -> bool:
    """Return whether a name is that of a group, and of nobody’s family: “Organization”."""
    return _NO_FAMILY.search(name) is not None


def spaced(given: str) -> str:
    """Return given names as the bibliography writes them: “AB”, “A.B.” are “A. B.”, “Jean-Claude M.” is “J.-C. M.”"""
    words = []
    # “Joy MdSI”: Mohammad, as many abbreviate it; “Fern KhJ”, of one letter in another alphabet
    given = re.sub(rf"^(Md|[KSCZT]h|Y[ua]|Ts)(?=[{UPPER}])", r"\1. ", given)
    for word in re.sub(r"\.\s?(?=[^\s\-‐])", ". ", re.sub(r"\.?\s?[-‐]\s?", "-", given)).split():
        if word in ("de", "la", "da", "do", "dos", "e", "y", "van", "von", "der", "den"):
            words.append(word)
            continue
        bare = word.rstrip(".")
        parts = [part.rstrip(".") for part in bare.split("-")]
        if bare.isupper() and len(bare) > 1 and "-" not in bare:
            words += [f"{letter}." for letter in bare]
        elif word.endswith(".") and all(len(part) <= 2 or (
                len(part) == 3 and not re.search("[aeiouy]", part)) for part in parts):  # no “Jan.”, which ends a list
            words.append("-".join(f"{part}." for part in parts))
        else:
            words.append("-".join(f"{part[:1].upper()}." for part in parts))
    return " ".join(words)


def group_name(text: str) -> Authors | None:
    """Return the organisation that a text names; None if it may be persons or a title."""
    words = text.strip(" .,:;")
    if not words or len(words) > MAX_GROUP or _INITIALS_WITHIN.search(words) or ";" in words:
        return None
    if re.search(rf"\s[{UPPER}]$", words) and not names_organisation(words):
        return None  # “Sean J. Hazel” is a person
    dated = re.search(r"\d{4}", words)  # “GBS 2019 Straw Collaborators”; else a title
    if not words[0].isupper() or re.search(r"[“”\"{}]", words) or (dated and not _OF_STUDY.search(words)):
        return None
    known = names_organisation(words)
    small = ("and", "of", "for", "the", "on", "in", "&", "und", "für", "de", "y", "et", "des")
    if "," in words and not all(word[:1].isupper() or word in small for word in words.split()):
        return None  # an organisation and a title
    if not known and ("," in words or not 1 < len(words.split()) < 9 or not words.replace("-", " ").istitle()):
        return None
    several = re.split(r",\s(?:&|and)\s|,\s", words)
    has_and = re.search(r",\s(?:&|and)\s", words)  # else a comma may be a part of a name: “… Scientific and …”
    if has_and and all(" " in each and has_organisation_word(each) for each in several):
        return Authors(" and ".join(f"{{{each}}}" for each in several), several[0])
    return Authors(f"{{{words}}}", words)


def group_before_title(words: str, behind: str) -> Authors | None:
    """Return words before a year as the name of a group if a title and an imprint follow: no title stands there."""
    is_name = words[:1].isupper() and not re.search(r"[,:?!]", words)
    return Authors(f"{{{words}}}", words) if is_name and _TITLE_AND_IMPRINT.fullmatch(behind) else None


def names_organisation(words: str) -> bool:
    """Return whether words say that they name an organisation: “A multicentre study for all” is a title."""
    capitals = sum(word[:1].isupper() for word in words.split())
    bare = re.sub(r"\b(?:for|für|pour|para)\s", "", words)
    return (capitals * 2 >= len(words.split()) and has_organisation_word(bare)) or bool(
        re.fullmatch(rf"[{UPPER}]{{2,12}}(?:\s[{UPPER}]{{3,12}})?", words))
