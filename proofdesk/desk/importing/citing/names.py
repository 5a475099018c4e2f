"""Parse the authors that a citation names, and compare the spellings of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from proofdesk.common.text import without_accents
from proofdesk.desk.importing.languages import either_of, small_words, words

_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_DASHES = re.compile(r"[\s‐‑‒–—-]+")
_PARTICLES = frozenset((
    "de", "der", "den", "van", "von", "vom", "la", "le", "du", "di", "da", "dos", "das", "do", "del", "della", "dello",
    "ten", "ter", "te", "el", "al", "bin", "ben", "ibn", "zu", "zum", "zur", "af", "av", "las", "los", "st", "'t"))
_OTHERS = re.compile(rf"(?:^|[\s,])\**(?:{either_of('others')}|et)\.?\**\.?,?$", re.I)
# In a text with single blanks.
_AND = re.compile(rf"\s?,?\s?(?:&|\b(?:{either_of('and')})(?<!\.)(?=\s)|\bu\.)\s?|\s?[,;/]\s?", re.I)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_SHORT_NAME = re.compile(r"\s(?:\(|\\\[)[^\W\d_]{2,12}(?:\)|\\\])$")  # “World Garden Organization (WGO)”
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[-‐‑\s]?){1,4}$")
_ADVERB = re.compile(r"\w{3,}(?:[^eo]ly|ment|mente|weise)")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|eds?|hrsg|hg)\.?$", re.I)
_NAME_WORD = re.compile(r"(?:[DdLl]['’])?[^\W\d_](?:[\w'’ʼ.‐‑-]{0,38}[\w.])?$")
MAX_NAME_WORDS = 4
# Words in small letters that stand among names: particles, “and”, “et al.”, “eds”.
_AMONG_NAMES = _PARTICLES.union(
    ("et", "jr", "sr", "ii", "iii", "iv", "ed", "eds", "hrsg", "hg"),
    (part.casefold() for concept in ("and", "others") for word in words(concept)
     for part in re.findall(r"[^\W\d_]+", word)))


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

    @property
    def lacks_al(self) -> bool:
        """Return whether “al.” is missing behind “et”, as in “(Calla et 2003)”."""
        return self.more and self.whole.endswith(" et")


def parse_names(text: str) -> Names | None:
    """Parse “Rasch & Born”, “J. Rasch et al.”, “van der Werf, J. A.”; None if a piece is no name."""
    whole = _SHORT_NAME.sub("", " ".join(text.replace("*", "").split()).strip(" ,:"))
    others = _OTHERS.search(whole)
    if not others:
        whole = _POSSESSIVE.sub("", whole)
        others = _OTHERS.search(whole)
    rest = whole[: others.start()].rstrip(" ,") if others else whole
    if _AND.match(rest):
        return None
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


def may_be_in_names(word: str) -> bool:
    """Return whether a word can stand in what ``parse_names`` reads as names: it has a capital, or joins them."""
    return not word.islower() or word in _AMONG_NAMES


def _family(piece: str) -> str:
    """Return a family name without initials before or behind it; empty if it is no name."""
    piece = re.sub(r"^(?:[^\W\d_a-z]\.[-‐‑\s]?){1,4}\s*(?=\S{2})", "", piece)
    piece = re.sub(r"(?<=\w\w)\s(?:[^\W\d_a-z]\.[-\s]?){1,4}$|(?<=\w\w)\s[A-Z]{1,3}$(?<![a-z]\s[A-Z]{3})", "", piece)
    found = piece.split()
    if not found or len(found) > MAX_NAME_WORDS + 2:
        return ""
    content = [word for word in found if word.casefold().strip("'’") not in _PARTICLES]
    content = content or [word for word in found[:1] if word[0].isupper()]  # “Das”, “Van”: families as well
    if not content or len(content) > MAX_NAME_WORDS:
        return ""
    return piece if all(_is_name_word(word) for word in content) else ""


def _is_name_word(word: str) -> bool:
    bare = re.sub(r"^(?:[dlDL]|al|el)['’-](?=\w)", "", word)
    return bool(_NAME_WORD.fullmatch(word)) and any(letter.isupper() for letter in bare[:3])


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a name without accents, in small letters, with one sign for each kind of dash and quotation mark."""
    plain = without_accents(name.casefold().translate(_OTHER_LETTERS))
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


def is_no_author(names: Names) -> bool:
    """Return whether a name is that of a month, a day, a season or a part of the text: “(May 2020)”."""
    word = names.first.split()[-1].casefold()
    return not names.joined and (word in small_words("dates") or word in small_words("not_authors"))


def starts_sentence(word: str) -> bool:
    """Return whether a word with a capital is no name, as it may begin a sentence: “Nach”, “Additionally”."""
    bare = word.casefold().rstrip(".,:")
    if not word[:1].isupper():
        return False
    return bare in small_words("sentence_starts") or bare in small_words("see") or bool(_ADVERB.fullmatch(bare))
