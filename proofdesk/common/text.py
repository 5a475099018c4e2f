"""Plain text: white space, sentences, names for addresses, and the known words that look most like a mistyped one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, cast

_BEFORE_MARK = re.compile(r" ([.,;:!?)،؛؟])")
_EMPTY_BRACKETS = re.compile(r"(?<= )\( ?\) ?|（ ?）")
# A full stop, question mark or exclamation mark before what can begin a sentence, in plain text or in Markdown.
# A sentence begins with a capital, in scripts that have such: Latin, Greek and Cyrillic; in others with any letter. In
# Chinese and Japanese no blank follows a sentence.
_BEGINS = ("A-Z0-9À-Ý@ĆČĎĐĞİŁŃŇŐŒŘŚŞŠŤŮŰŹŻŽ\u0386-\u03ab\u0400-\u042f\u0590-\u0fff\u10d0-\u10ff\u1780-\u17ff"
           "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af")
# “Am 3. März”, “in der 12. Woche”: a German number with a point counts, and ends no sentence.
_COUNTED = (r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
            r"Tag|Woche|Monat|Quartal|Jahr|Lebensjahr|Jahrhundert")
_SENTENCE_END = re.compile(
    rf"[.!?؟](?!(?:(?<=\b\d\.)|(?<=\b\d\d\.))\s+(?:{_COUNTED})\b)[\"”’»')*_]*(?=\s+[\"“‘«(]*[*_\[]?[{_BEGINS}]|\s*$)|[。！？][”’」』）*_]*")
# Letters of scripts that part no words, for a class of an expression: Thai, Lao, Burmese, Khmer, kana, Han.
UNPARTED = ("\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff"
            "\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|et al|vs|Dr|Prof|Mr|Mrs|Ms|St|Fig|No|Vol|pp?|approx|cf|ca|bzw|vgl|Nr|Abb|ggf|z|[A-Z])\.$"
)
_LONGEST_ABBREVIATION = 8
# Latin letters that Unicode does not split into a letter and an accent, and what a reader would type for them.
LATIN = str.maketrans({"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
                       "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i"})
# Signs without width, and those that turn the order of others around: “cite\u202edm.md” looks like “citemd.md”. The two
# joiners are letters' own, as in Persian.
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LONGEST_FILE_NAME = 200  # bytes; disks allow 255, with the ending and what programs put before it

# Names that Windows keeps for devices, whatever ending follows (“Naming Files, Paths, and Namespaces”).
_DEVICE = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]", re.I)


class _Lazy:
    """A pattern that is not compiled yet. Its methods are those of the pattern, from the first use of one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._stated = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        found = re.compile(*self._stated)
        self.__dict__.update({each: getattr(found, each) for each in _METHODS})
        return self.__dict__[name]

    @property
    def pattern(self) -> str:
        """Return the pattern as text, of which others are made; it is not compiled for that."""
        return self._stated[0]


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "flags")


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used: a large one takes longer than a page is converted."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def normalize_whitespace(text: str) -> str:
    """Return the words with single spaces, and none before a punctuation mark, where a citation was removed.

    Brackets with nothing but citations go with them.
    """
    words = " ".join(text.split())
    words = _EMPTY_BRACKETS.sub("", words) if "( )" in words or "()" in words or "（" in words else words
    return _BEFORE_MARK.sub(r"\1", words)


def without_accents(text: str) -> str:
    """Return a text whose letters have no accents: “São” is “Sao”."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def plain_letters(text: str) -> str:
    """Return the letters and digits of a text in small letters without accents, by which two spellings are one."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text.casefold())))


def folded(text: str) -> str:
    """Return a text in which letters are equal that a pattern with ``re.IGNORECASE`` takes for equal."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, and what else differs with it: “1 entry”, “2 entries”. For editors, in English."""
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def join_words(words: list[str]) -> str:
    """Return a list in words, such as “Cells, rats and flies”; all but the first in lower case."""
    words = [words[0], *(word.lower() for word in words[1:])]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


_RAISED = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")


def raised(text: str) -> str:
    """Return figures as raised signs, so that 10⁶ is not 106 where a text has no markup; other words stay."""
    signs = text.strip().translate(_RAISED)
    return signs if signs and not any(map(str.isascii, signs)) else text


def listed(names: list[str], noun: str) -> str:
    """Return the first three names in quotation marks, and how many more of the ``noun`` there are."""
    more = len(names) - 3
    words = [*(f"“{name}”" for name in names[:3]), *([f"{more:,} more {noun}{'s' * (more > 1)}"] if more > 0 else [])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the offset behind each sentence that ends in a text; an abbreviation ends none."""
    for match in _SENTENCE_END.finditer(text):
        mark = match.start()
        if not _ABBREVIATION.search(text, max(0, mark - _LONGEST_ABBREVIATION), mark + 1):
            yield match.end()


@lru_cache(maxsize=4096)  # of each term and title, on many pages
def slug(text: str, separator: str = "-") -> str:
    """Return a text as the end of an address, in small letters, the same for both ways to store an accent.

    Latin letters lose their marks, as in Python-Markdown's own addresses; letters of other scripts stay. A text of
    symbols alone, such as emoji, is named by them. Returns an empty text if there is nothing to name it by.
    """
    name = _words("".join(_plain_letters(text)), separator)
    if any(map(str.isalnum, name)):
        return name
    symbols = (unicodedata.name(sign, "") for sign in text if unicodedata.category(sign) == "So")
    return _words(" ".join(symbols), separator) or name


def _words(text: str, separator: str) -> str:
    return re.sub(rf"[{re.escape(separator)}\s]+", separator, text.strip().lower())


def _plain_letters(text: str) -> Iterator[str]:
    """Yield letters, digits and white space; Latin letters without their marks."""
    latin = True
    for sign in unicodedata.normalize("NFKC", text.translate(LATIN)):
        kind = unicodedata.category(sign)
        plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode("ascii")
        if kind[0] == "M":
            yield "" if latin else sign
        elif plain or kind[0] not in "LN":
            latin = True
            yield re.sub(r"[^\w\s-]", "", plain)
        else:
            latin = False
            yield sign


def file_name(title: str, language: str = "") -> str:
    """Return a title as the name of a file; empty if it has no letter, digit or symbol.

    German writes a letter with dots as two where it has none: “Flüsse” is ``fluesse``, and not ``flusse``.
    """
    name = slug(unicodedata.normalize("NFC", title).translate(_SPELLED_OUT) if language == "de" else title)[:80]
    while len(name.encode("utf-8")) > _LONGEST_FILE_NAME:
        name = name[:-1]
    name = name.strip("-")
    return f"{name}-page" if is_device(name) else name


def is_file_name(name: str) -> bool:
    """Return whether a name can be the end of an address as it is: small letters and digits, joined by hyphens.

    Names of Windows' devices are none, as whoever works there could not have the file.
    """
    return name == slug(name).strip("-_") and not is_device(name)


def remedy_for_file_name(name: str) -> str:
    """Return what to write in the place of a name that cannot end an address."""
    return (f"use small letters without accents, digits and hyphens, as in {file_name(name) or 'first-page'}, and no "
            "name that Windows keeps for itself, such as con")


def is_device(name: str) -> bool:
    """Return whether a name, with any ending, is that of a device on Windows, where no file can have it."""
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip()) is not None


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words most similar to ``word``, best first; capitals do not count."""
    by_lower = {k.lower(): k for k in known}
    return [by_lower[m] for m in difflib.get_close_matches(word.lower(), list(by_lower), n=most, cutoff=0.6)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a remedy that names the nearest known words, or all of them if none is near."""
    known = list(known)
    near = nearest(word, known) or [name for name in known if len(word) > 3 and word in re.split(r"[-_ ]", name)][:5]
    if near:
        return "did you mean " + " or ".join(f"“{n}”" for n in near) + "?"
    return "known are: " + ", ".join(sorted(known)) if len(known) <= 24 else "no similar name is known"


def first_sentence(text: str, most_words: int) -> str:
    """Return a text's first sentence, cut to a number of words."""
    words = text[: next(sentence_ends(text), None)].split()
    return " ".join(words[:most_words]) + ("…" if words[most_words:] else "")
