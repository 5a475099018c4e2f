"""Read the lists of names that BibTeX and BibLaTeX files hold: persons, organisations and “others”.

Sources: BibTeX's own rules for names (Markey, “Tame the BeaST”, §11), biblatex 3.20 §3.7 for extended names, as Better
BibLaTeX writes them (``family=Freitas, given=Nando, prefix=de``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pybtex.database import Person
from pybtex.exceptions import PybtexError

from proofdesk.bibliography.latex import escape, latex_to_text
from proofdesk.common.text import lazy

# The fields that hold lists of names.
NAME_FIELDS = ("author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc", "director", "holder",
               "annotator", "commentator", "introduction", "foreword", "afterword")
_AND = re.compile(r"(?<!\s)\s+and(?=\s)", re.IGNORECASE)
# “Family, Given”, as nearly all names are: each word of the family begins with a capital, nothing is LaTeX.
_PLAIN = re.compile(
    r"[A-ZÀ-ÖØ-ÞА-Я][\w'’-]*(?:\s+[A-ZÀ-ÖØ-ÞА-Я][\w'’-]*)*\s*,(?!\s*(?:Jr|Sr|I+)\b)[\s\w.'’-]*")
_OTHERS = re.compile(r"(?:and\s+)?others|et\s*\.?\s*al\.?(?:ii)?", re.IGNORECASE)
_EXTENDED = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|id|juniorcomma)\s*=\s*(.*?)\s*",
    re.IGNORECASE | re.DOTALL)
_SEVERAL = re.compile(r"\\&|[;؛；、]|\s&\s")
_COMMAS = str.maketrans("،，", ",,")  # of Arabic and Chinese
_BRACES = str.maketrans("", "", "{}")  # as some programs write “&{#}321;”
_LETTER = re.compile(r"&(?:[A-Za-z]+|\{?#\}?\d+|\{?#\}?[xX][0-9A-Fa-f]+);")
_ET_AL = re.compile(r"\bet\s+al\b", re.IGNORECASE)
# Words that a person's name does not have, in the languages that the import reads.
_ORGANISATION = lazy(
    r"\b(?:organi[sz]ations?|institut(?:e|es|ion|o|ut)?|agency|agencies|administration|groups?|consorti(?:um|a)"
    r"|colleges?|society|societies|ministry|ministries|departments?|universit(?:y|ies|ät|é|at|eit|à|ad|é)|associations?"
    r"|academ(?:y|ies)|committee|commission|council|collaborat(?:ion|ors|ive)|foundation|federation|centers?|centres?"
    r"|cent(?:ro|rum)|network|board|office|bureau|task\s+force|working\s+party|investigators|authority|services?"
    r"|hospitals?|team|trust|initiative|programme|program|registry|government|parliament|congress|united\s+nations"
    r"|inc|ltd|llc|gmbh|plc|company|corporation|gesellschaft|bundes\w+|ministerium|verband|ministerio|ministère"
    r"|organización|organisatie|organizzazione|organização|société|sociedad|sociedade|società|agentur|agence|agenzia"
    r"|agencia|agência|behörde|comité|comitato|comitê|conseil|consejo|consiglio|conselho|fondation|fondazione|fundación"
    r"|fundação|servicio|servizio|serviço|stiftung|stichting|verein|vereniging|asociación|associação|associazione|académie|accademia|akademie"
    r"|academia|istituto|instituut|ministero|ministério|kommission|commissione|comisión|comissão|autorité|autoridad"
    r"|panels?|zentrum|secretaría|arbeitsgemeinschaft|arbeitsgruppe|министерство|институт|университет|организация|агентство"
    r"|общество|академия|комитет|центр)\b", re.IGNORECASE)
# Words between the names of things; no name of a person has them.
_PHRASE = re.compile(r"^the\s|\s(?:of the|for|für|pour|para)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """One author or editor, as text. An organisation has only ``literal``; “and others” is ``others``."""

    family: str = ""
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    literal: str = ""
    others: bool = False

    @property
    def short(self) -> str:
        """Return the name as a sentence uses it: with its particle, an organisation whole."""
        return "others" if self.others else self.literal or " ".join(filter(None, [self.prefix, self.family]))

    @property
    def latex(self) -> str:
        """Return the name as Pandoc reads it, with each part in braces of its own, so that none is parsed again."""
        if self.others:
            return "others"
        if self.literal:
            return f"{{{escape(self.literal)}}}"
        family = f"{self.prefix} {{{escape(self.family)}}}" if self.prefix else f"{{{escape(self.family)}}}"
        return ", ".join(filter(None, [family, _held(self.suffix), _held(self.given)]))


def _held(part: str) -> str:
    """Return a part of a name as LaTeX, in braces if it would be parsed as several."""
    return f"{{{escape(part)}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else escape(part)


@dataclass(frozen=True)
class BadName:
    """A name that would be shown wrongly: as written, why, and what to do."""

    name: str
    message: str
    remedy: str


def split_names(value: str) -> list[str]:
    """Return the names of a list, parted at each “and” outside braces, in whichever capitals.

    Letters that a program wrote as entities of HTML are letters: “M&uuml;ller” is one name, not two.
    """
    value = " ".join(_LETTER.sub(lambda entity: html.unescape(entity[0].translate(_BRACES)), value).split())
    if "{" not in value:
        return [name for part in _AND.split(f" {value.translate(_COMMAS)} ") if (name := part.strip())]
    depths, depth = [], 0
    for letter in value:
        depth += (letter == "{") - (letter == "}")
        depths.append(depth)
    value = "".join(letter if depth else letter.translate(_COMMAS) for letter, depth in zip(value, depths, strict=True))
    names, start = [], 0
    for match in _AND.finditer(f" {value} "):
        at = match.start() - 1  # a space was put before the value
        if at < 0 or depths[at] == 0:
            names.append(value[start:max(at, 0)])
            start = match.end() - 1
    return [name.strip() for name in [*names, value[start:]] if name.strip()]


def names_for_all(value: str) -> str:
    """Return a list of names as each program reads it: without BibLaTeX's extended form and commas of other scripts.

    Any other list is as it was written.
    """
    if not any(sign in value for sign in "=،，"):
        return value
    return " and ".join(each.latex for each in read_names(value))


def read_names(value: str) -> list[Name]:
    """Return the names of a list. A name that cannot be read is kept whole, as an organisation's."""
    return [_read(name) for name in split_names(value)]


@lru_cache(maxsize=20_000)  # authors have several works, and a work's names are read for several purposes
def _read(name: str) -> Name:
    if name.endswith(",") and "," not in name[:-1]:  # as EndNote writes an organisation's
        return Name(literal=latex_to_text(name[:-1]))
    if _PLAIN.fullmatch(name):
        family, _, given = name.partition(",")
        return Name(" ".join(family.split()), " ".join(given.split()))
    if _OTHERS.fullmatch(name):
        return Name(others=True)
    if is_braced(name):
        return Name(literal=latex_to_text(name))
    if extended := _extended(name):
        return extended
    if "," not in outside_braces(name) and _is_organisation(name):
        return Name(literal=latex_to_text(name))
    person = person_of(name)
    if person is None:
        family, _, given = name.partition(",")
        return Name(latex_to_text(family), latex_to_text(given))
    family, given, prefix, suffix = (latex_to_text(" ".join(parts)) for parts in (
        person.last_names, [*person.first_names, *person.middle_names], person.prelast_names, person.lineage_names))
    return Name(family, given, prefix, suffix)


def bad_names(names: list[str]) -> Iterator[BadName]:
    """Yield what is wrong with the names of a list: what readers would see is no name, or another one."""
    for position, name in enumerate(names):
        outside = outside_braces(name)
        if is_unmistakable(name):
            continue
        if outside.count(",") > 2:  # which is all that BibTeX cannot read
            yield BadName(name, f"“{name}” has too many commas to be a name",
                          "write each name as `Family, Given` and put “and” between names")
        elif _SEVERAL.search(outside):
            yield BadName(name, f"“{name}” is more than one name",
                          "put “and” between names; put an organisation in braces: {Name & Sons}")
        elif position and _parts_of_one(names[position - 1], name):
            whole = f"{names[position - 1]} and {name}"
            yield BadName(whole, f"“{whole}” is read as two names",
                          f"if it is one organisation, put it in braces: {{{whole}}}; a person is `Family, Given`")
        elif _ET_AL.search(outside):
            yield BadName(name, f"“{name}” holds “et al.”", "write “and others” after the last name")


def _parts_of_one(first: str, second: str) -> bool:
    """Return whether two names look like one organisation with an “and” in it: “Food and Drug Administration”."""
    if "," in first + second or "{" in first + second:
        return False
    return (_is_organisation(first) and not _is_organisation(second)) or (
        " " not in first and bool(_ORGANISATION.search(second)))


def is_unmistakable(name: str) -> bool:
    """Return whether a name is written so that it can be read in one way: in braces, in parts, or as “others”."""
    return is_braced(name) or bool(_OTHERS.fullmatch(name)) or bool(_extended(name))


def person_of(name: str) -> Person | None:
    """Return the person with a name as written in a list of names, or None if BibTeX cannot read it."""
    try:
        return Person(name)
    except PybtexError:
        return None


def is_braced(name: str) -> bool:
    """Return whether one pair of braces holds the whole name, which makes it an organisation's."""
    if not (name.startswith("{") and name.endswith("}")) or re.fullmatch(r"\{\\\W?[A-Za-z]*\s*\{?\w?\}?\}", name):
        return False
    depth = 0
    for position, letter in enumerate(name):
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and position < len(name) - 1:
            return False
    return True


def outside_braces(name: str) -> str:
    """Return a name without what its braces protect."""
    if "{" not in name:
        return name.replace("}", "")
    kept, depth = [], 0
    for letter in name:
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and letter != "}":
            kept.append(letter)
    return "".join(kept)


def _is_organisation(name: str) -> bool:
    return " " in name and "," not in name and has_organisation_word(name)


def has_organisation_word(text: str) -> bool:
    """Return whether a text has a word that names of organisations have, and names of persons have not."""
    return bool(_ORGANISATION.search(text) or _PHRASE.search(text))


def _extended(name: str) -> Name | None:
    """Return a name in BibLaTeX's extended form, or None."""
    if "=" not in name:
        return None
    parts = re.split(r",(?![^{]{0,500}\})", name)
    found = [_EXTENDED.fullmatch(part) for part in parts]
    if not all(found):
        return None
    values = {match[1].lower(): latex_to_text(match[2].strip('"')) for match in found if match}
    if "family" not in values:
        return Name(literal=values.get("given", latex_to_text(name)))
    return Name(values["family"], values.get("given", ""), values.get("prefix", ""), values.get("suffix", ""))
