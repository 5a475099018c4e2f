"""Patterns of names of persons in lists of references, in any alphabet with capitals, and the words around them."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy

# `re` has no class of capitals, and `[A-Z]` would lose “M. Á.”. Behind the Cyrillic letters few scripts have capitals.
_LETTERS = [chr(code) for code in range(0x41, 0x530)]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
LOWER = "".join(letter for letter in _LETTERS if letter.islower()) + "".join(
    chr(code) for code in range(0x300, 0x370))  # accents that are signs of their own

_PARTICLES = (
    "de los", "de las", "de la", "de l’", "de l'", "de", "der", "den", "van der", "van den", "van de", "van ’t",
    "van 't", "van", "von der", "von dem", "von", "vom", "zu", "zum", "zur", "la", "le", "du", "di", "da", "dos", "das",
    "do", "del", "della", "dello", "dei", "degli", "ten", "ter", "te", "’t", "'t", "el", "al", "bin", "ibn", "ben",
    "bint", "af", "av", "dalla", "dall’", "y", "e", "i",
)
PARTICLE = rf"(?:{'|'.join(sorted(_PARTICLES, key=len, reverse=True))})"
_JOINT = r"[’'‘ʼ\-‐]"
# “O’Neil”, “McDonald”, “García-López”, “d’Ambrosio”, “St. John”, “deFern”
_PART = rf"[{UPPER}{LOWER}]{{1,40}}"
SUFFIX = r"(?:Jr|Sr|jr|sr|VI{1,3}|I{2,3}|IV|2nd|3rd|4th|5th)\b\.?"
# Capitals alone are initials, unless there are four of them.
WORD = (rf"(?!{SUFFIX})(?:[dlDLO]{_JOINT}"
    rf"|[a-z]{{1,3}}{_JOINT}|(?:de|di|da|du|la|le|van|von|ter)(?=[{UPPER}]))?(?:[{UPPER}]{{1,4}}[{LOWER}][{UPPER}{LOWER}]{{0,40}}|[{UPPER}]{{4,40}}"
        rf"|O[’'ʼ][{LOWER}]{{3,20}})(?:{_JOINT}{_PART}){{0,4}}")
FAMILY = rf"(?:{PARTICLE}\s){{0,3}}(?:St\.?\s)?{WORD}(?:\s(?:{PARTICLE}\s){{0,2}}{WORD}){{0,3}}"
# Words that begin a family name although they have a capital: “Ron Mc Donald”, “Ursula Le Guin”.
LEADING = r"(?:Mc|Mac|Le|La|Las|Los|De|Van|Von|Da|Di|Du|Des|Del|Della|El|Al|Dos|Ter|Ten|St\.?|Saint)"
# One initial: “A.”, “Ch.”, “Yu.”; several: “A. B.”, “A.B.”, “J.-C.”, “F. de L.”
_INITIAL = rf"[{UPPER}](?:[{LOWER}]{{0,2}}|[{UPPER}])\."
# An export may have one of several in a small letter, “Moss, C. a M.”, which is no particle: “Hay, B.H. e”.
_SMALL_INITIAL = rf"(?![eiy]\b)[{LOWER}](?=\s[{UPPER}]\.|,\s[{UPPER}&]|\s&\s)"
DOTTED = (rf"{_INITIAL}(?:\s?[-‐]?\s?(?:(?:de|la|da|do|dos|e|y|van|v[ao]n de[rn])\s)?"
          rf"(?:{_INITIAL}|(?!n\.\s?d\.)[{LOWER}]\.|{_SMALL_INITIAL})){{0,5}}")
# Behind the initials a style may put the particle: “Santos, R. dos”.
TRAILING = rf"(?:(?!\s[eyi]\s[{UPPER}])(?:\s{PARTICLE}){{1,3}}(?=[\s,;.&(]|$))?"
LOOSE = rf"[{UPPER}](?:[.\-‐]?\s?[-‐]?[{UPPER}]){{0,3}}(?![{UPPER}{LOWER}])"  # dots are missing
# Behind an initial with its stop only what is surely a name goes on with a name: “William G. The Straw” does not.
GIVEN_WORD = rf"(?!{LEADING}\s){WORD}"
GIVEN = (rf"{GIVEN_WORD}(?:(?:\s|(?<=\.)[-‐]?)"
         rf"(?:{_INITIAL}|(?:de|da|do|dos|das)\s{GIVEN_WORD}(?=[^,;.()]{{0,50}}[;.])|(?<!\.\s){GIVEN_WORD}"
         rf"|{GIVEN_WORD}(?=[,;]|\sand\s|\.?\s\(?\d{{4}})"
         rf"|[{UPPER}]{{1,3}}(?![{UPPER}{LOWER}.]))){{0,5}}")

VANCOUVER = lazy(
    rf"(?P<family>{FAMILY})(?:\s(?P<junior>{SUFFIX}))?\s"
    rf"(?P<given>(?:Md|Ij(?=J)|(?:[KSCZT]h|Y[ua]|Ts)(?=[{UPPER}]))?[{UPPER}](?:[-‐]?[{UPPER}]){{0,4}}(?:\s(?:de|da|do|dos)\s[{UPPER}]|[-\s][{LOWER}](?=[,.]))?)"
    rf"(?![\w’'-])(?P<after>{TRAILING})"
    rf"(?:,?\s(?P<suffix>{SUFFIX}))?")
INVERTED = lazy(
    rf"(?P<family>{FAMILY}(?:\s[{UPPER}])?|[{UPPER}]{{2,3}})(?:,?\s(?P<junior>{SUFFIX}))?,\s"
    rf"(?P<given>(?:{_INITIAL}[-‐\s]?){{1,3}}[{UPPER}](?=,\s|\set\sal)|{DOTTED}"
    rf"|{LOOSE}(?:(?<=-[{UPPER}])\.)?)(?P<after>{TRAILING})(?:,?\s(?P<suffix>{SUFFIX}))?")
INVERTED_FULL = lazy(
    rf"(?P<family>{FAMILY}|[{UPPER}]{{2,3}}(?=,\s[{UPPER}][{LOWER}]{{2}}))(?:,?\s(?P<junior>{SUFFIX}))?,\s(?P<given>{DOTTED}\s{GIVEN_WORD}(?=,\s)|{DOTTED}"
    rf"|{LOOSE}(?=,\s)|{GIVEN})(?P<after>{TRAILING})(?:,\s(?P<suffix>{SUFFIX}))?")
DIRECT = lazy(
    rf"(?P<given>{DOTTED})\s?(?P<family>{FAMILY}(?:\s[{UPPER}](?=,))?)(?P<after>)(?:,?\s(?P<suffix>{SUFFIX}))?")
DIRECT_FULL = lazy(
    rf"(?P<given>(?:{_INITIAL}|{GIVEN_WORD})"
    rf"(?:(?:\s|(?<=\.)[-‐]?)(?:[{UPPER}]\.|[{UPPER}](?=\s)|(?<=[{LOWER}]\s)[{UPPER}]{{2,3}}(?=\s)|{GIVEN_WORD}(?=\s(?:{PARTICLE}\s)?[{UPPER}]))){{0,5}})\s"
    rf"(?P<family>(?:{PARTICLE}\s){{0,3}}(?:{LEADING}\s){{0,2}}{WORD}(?:\s{PARTICLE}\s{WORD})?)(?P<after>)"
    rf"(?:,?\s(?P<suffix>{SUFFIX}))?")
# Behind a name that is surely one: “McCullough, B D, and S Bendahan”.
DIRECT_LOOSE = lazy(
    rf"(?!A\s(?!{WORD}(?:,\s|\.\s[“(\d])))"  # “A Fern Empire: …”
    rf"(?P<given>[{UPPER}](?:[.\-‐]?\s?[{UPPER}]){{0,2}})\s(?P<family>{FAMILY})(?P<after>)"
    rf"(?:,?\s(?P<suffix>{SUFFIX}))?")
# Forms that a title might have as well, so that a year in brackets must follow: “Stem J.I.”, “HJ Leaf”.
DOTTED_BEHIND = lazy(
    rf"(?P<family>{FAMILY})\s(?P<given>{DOTTED}(?:(?<=\.)[{UPPER}](?=\s\())?)(?P<after>)(?:,?\s(?P<suffix>{SUFFIX}))?")
UNDOTTED = lazy(
    rf"(?P<given>[{UPPER}](?:[-‐]?[{UPPER}]){{0,2}})\s(?P<family>{FAMILY})(?P<after>)(?:,?\s(?P<suffix>{SUFFIX}))?")
# A family name alone, as lists have it whose program lost initials: “Hazel et al.”, “Hazel, J Leaf, and S Stem”.
BARE = lazy(
    rf"(?P<family>(?:{PARTICLE}\s){{0,2}}{WORD})(?P<given>)(?P<after>)(?P<suffix>)(?=,\s|\sand\s|\set\sal\b|\.{{1,2}}\s)")

AND = r"(?:&|and|und|et|y|e|en|och|og)"
SEPARATOR = lazy(rf"\s?[,;]\s{AND}\s|\s?[,;]\s|\s{AND}\s|\s?;\s?")
# What stands for authors who are not named; APA 7 names the last of them behind three dots.
OTHERS = lazy(
    rf"[,;]?\s{{0,3}}(?:{AND}\s)?(?:et\.?\sall?\b\.?|et\scoll\b\.?|u\.\s?a\.|and\s(?:others|colleagues)|&\sothers"
    rf"|others(?=[.,:]\s)"
    r"|y\s(?:otros|cols?\b\.?)|e\s(?:outros|altri)|en\sanderen|und\sandere|et\sautres)", re.I)
ELLIPSIS = lazy(r"[,;]?\s?(?:…|\.\s?\.\s?\.)\s?(?:&\s)?")
ROLE = lazy(
    r"[,;]?\s{0,2}[(\[]?\b(?P<role>[eé]ds?|editors?|Hrsg|Hg|dirs?|coords?|orgs?|eds?\.\sand\strans|red|ed\sby(?=\s))"
    r"(?:(?<=by)|\.[)\]]?[,.:]?|[)\]][,.:]?|[,:])", re.I)
