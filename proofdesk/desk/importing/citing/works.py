"""Find the work of a list that a citation by name and year means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from proofdesk.desk.importing.languages import either_of, small_words

_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_DASHES = re.compile(r"[\s‐‑‒–—-]+")
_PARTICLES = ("de", "der", "den", "van", "von", "vom", "la", "le", "du", "di", "da", "dos", "das", "do", "del", "della", "dello",
              "ten", "ter", "te", "el", "al", "bin", "ben", "ibn", "zu", "zum", "zur", "af", "av", "las", "los", "st", "op", "'t", "in", "y", "e")
_OTHERS = re.compile(rf"(?:^|[\s,])\**(?:{either_of('others')})\.?\**\.?,?$", re.I)
_AND = re.compile(rf"\s*,?\s*(?:&|\b(?:{either_of('and')})(?<!\.)(?=\s)|\bu\.)\s*|\s*[,;/]\s*", re.I)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-‐‑\s]?){1,4}$")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|eds?|hrsg|hg)\.?$", re.I)
_NAME_WORD = re.compile(r"(?:[DdLl]['’])?[^\W\d_](?:[\w'’ʼ.‐‑-]{0,38}[\w.])?$")
MAX_NAME_WORDS = 4


@dataclass(frozen=True)
class CitableWork:
    """Work of the list as the text may cite it. ``family`` is in the spelling of the list.

    ``key`` is empty if the entry could not be read; its citations are then left open. ``families`` are those of all
    authors in order, as far as they are known; ``title`` is for a work that names no author.
    """

    key: str
    number: int | None
    family: str
    year: str
    families: tuple[str, ...] = ()
    title: str = ""


class Names(NamedTuple):
    """Authors as a citation names them. ``more`` is true if it says that there are others."""

    first: str
    rest: tuple[str, ...] = ()
    more: bool = False
    whole: str = ""
    initials: bool = False

    @property
    def joined(self) -> bool:
        """Return whether the form itself shows that these are authors."""
        return self.more or bool(self.rest) or self.initials


def parse_names(text: str) -> Names | None:
    """Parse “Rasch & Born”, “J. Rasch et al.”, “van der Werf, J. A.”; None if a piece is no name."""
    whole = _POSSESSIVE.sub("", " ".join(text.replace("*", "").split()).strip(" ,:"))
    others = _OTHERS.search(whole)
    rest = whole[: others.start()].rstrip(" ,") if others else whole
    names: list[str] = []
    initials = False
    for piece in _AND.split(rest):
        piece = piece.strip()
        if not piece or (names and _SUFFIX.fullmatch(piece)):
            continue
        if _INITIALS.fullmatch(piece) and names and ("." in piece or len(piece) <= 2):
            initials = True
            continue
        name = _family(piece)
        if not name:
            return None
        initials = initials or name != piece
        names.append(_POSSESSIVE.sub("", name))
    if not names or len(names) > 12:
        return None
    return Names(names[0], tuple(names[1:]), bool(others), whole, initials)


def _family(piece: str) -> str:
    """Return a family name without initials before or behind it; empty if it is no name."""
    piece = re.sub(r"^(?:[^\W\d_a-z]\.[-‐‑\s]?){1,4}\s*(?=\S{2})", "", piece)
    piece = re.sub(r"(?<=\w\w)\s(?:[^\W\d_a-z]\.[-\s]?){1,4}$|(?<=\w\w)\s[A-Z]{1,3}$(?<![a-z]\s[A-Z]{3})", "", piece)
    found = piece.split()
    if not found or len(found) > MAX_NAME_WORDS + 2:
        return ""
    content = [word for word in found if word.casefold().strip("'’") not in _PARTICLES]
    if not content or len(content) > MAX_NAME_WORDS:
        return ""
    return piece if all(_is_name_word(word) for word in content) else ""


def _is_name_word(word: str) -> bool:
    bare = re.sub(r"^(?:[dlDL]|al|el)['’-](?=\w)", "", word)
    return bool(_NAME_WORD.fullmatch(word)) and any(letter.isupper() for letter in bare[:3])


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a name without accents, in small letters, with one sign for each kind of dash and quotation mark."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_OTHER_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _DASHES.sub(" ", re.sub(r"[’ʼ`´‘]", "'", plain)).replace(".", "").strip()


@lru_cache(maxsize=4096)
def _umlauts(name: str) -> str:
    """Return a folded name in which “ue” and “ü” are the same."""
    return re.sub(r"(?<=[aou])e", "", fold(name))


def same_name(cited: str, listed: str) -> bool:
    """Return whether two spellings are of one family name: particles may be missing in one of them."""
    if _umlauts(cited) == _umlauts(listed):
        return True
    one, other = _without_particles(fold(cited)), _without_particles(fold(listed))
    return bool(one) and one == other


def _without_particles(folded: str) -> str:
    parts = folded.split(" ")
    while len(parts) > 1 and parts[0] in _PARTICLES:
        parts = parts[1:]
    return " ".join(parts)


class WorkIndex:
    """The works of a list, by their first authors."""

    def __init__(self, works: Iterable[CitableWork], abbreviations: dict[str, str]) -> None:
        self.works = [work for work in works if work.family or work.title]
        self._abbreviations = {fold(short): name for short, name in abbreviations.items()}
        self._found: dict[tuple[Names, str], list[CitableWork]] = {}

    def find(self, names: Names, year: str) -> list[CitableWork]:
        """Return the works that a citation may mean: one if it is proven, several if it is ambiguous."""
        known = (names, year)
        if known not in self._found:
            self._found[known] = self._find(names, year)
        return self._found[known]

    def knows(self, names: Names) -> bool:
        """Return whether a work of any year is by this first author."""
        return any(self._is_by(work, names) for work in self.works)

    def _find(self, names: Names, year: str) -> list[CitableWork]:
        by_author = [work for work in self.works if self._is_by(work, names)]
        years = re.findall(r"\d{4}[a-z]?", year)
        if years:
            exact = [work for work in by_author if work.year and work.year in years]
            found = exact or [work for work in by_author
                              if work.year[:4] in {each[:4] for each in years} and _letters_agree(work.year, years)]
        else:
            found = [work for work in by_author if not re.match(r"\d{4}", work.year)]
        found = [work for work in found if _may_be_by(work, names)]
        if len(found) > 1:
            found = [work for work in found if _fits_best(work, names)] or found
        return found

    def _is_by(self, work: CitableWork, names: Names) -> bool:
        if not work.family:
            start, title = fold(names.whole), fold(work.title)
            return len(start.split()) > 1 and (title == start or title.startswith((f"{start} ", f"{start}:")))
        if same_name(names.first, work.family):
            return True
        whole = self._abbreviations.get(fold(names.whole), names.whole)
        if same_name(whole, work.family):
            return True
        if " " in work.family.strip() and re.fullmatch(r"[^\W\d_a-z]{2,8}", names.whole):
            return names.whole.casefold() == _initials_of(work.family)
        # “García” for García Márquez; the list may also have no given name between the two.
        return len(work.families) > 0 and fold(work.family).startswith(f"{fold(names.first)} ") and " " not in names.first


def _letters_agree(listed: str, cited: list[str]) -> bool:
    """Return whether a letter behind a year is missing in the list or in the text, and not another one."""
    return any(len(listed) == 4 or len(year) == 4 for year in cited)


def _may_be_by(work: CitableWork, names: Names) -> bool:
    """Return whether the authors that a citation names after the first are those of the work."""
    others = work.families[1:]
    if not names.rest or not others or not same_name(names.first, work.family):
        return True
    return all(same_name(cited, listed) for cited, listed in zip(names.rest, others, strict=False))


def _fits_best(work: CitableWork, names: Names) -> bool:
    count = len(work.families)
    if names.more:
        return count > 2 or not count
    return not count or count == 1 + len(names.rest)


@lru_cache(maxsize=1024)
def _initials_of(group: str) -> str:
    content = [word for word in re.findall(r"[^\W\d_][\w'’]*", group) if word[0].isupper()]
    return "".join(word[0] for word in content).casefold() if len(content) > 1 else ""


def is_date(names: Names) -> bool:
    """Return whether a name is that of a month, a weekday or a season: “(May 2020)”."""
    return not names.joined and names.first.split()[-1].casefold() in small_words("dates")
