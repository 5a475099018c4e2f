"""Split a text into the terms under which search finds it: words without accents, case and endings.

The reader's browser splits a query in the same way (``search_engine.js``), with the same table of endings, which the
index holds; a test compares the two. Words of scripts that are written without spaces are found by each sign and each
two signs.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from proofdesk.common.text import LATIN, UNPARTED

# A term and the folded word that it stands for.
Word = tuple[str, str]
Of = TypeVar("Of")
# Languages whose endings and small words are known, by the code of the theme's language.
_LANGUAGES = {"ar": "arabic.json", "de": "german.json", "en": "english.json", "es": "spanish.json", "fr": "french.json"}
# Accents of Latin, Greek and Cyrillic letters, and vowel signs of Hebrew and Arabic, which few people type.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]+")
_APOSTROPHES = re.compile("['’ʼ](?:s$)?")
_UNPARTED_RUN = re.compile(f"[{UNPARTED}]+")
_VOWEL = re.compile("[aeiouy]")
_HYPHENS = "-\u2010\u2011"
_HYPHEN = re.compile(f"[{_HYPHENS}]")
# A word with its apostrophes, and words that hyphens join.
_ASCII = re.compile(r"[a-z0-9]+(?:['’][a-z0-9]+)*(?:-[a-z0-9]+(?:['’][a-z0-9]+)*)*", re.IGNORECASE)
_LONGEST = 40  # letters of a term; nobody types more


class Language:
    """The small words and endings of a language. One that is not known has none."""

    def __init__(self, code: str) -> None:
        self.code = code
        name = _LANGUAGES.get(code.partition("-")[0].lower())
        self.table: dict[str, Any] = (
            json.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) if name else
            {"stop": "", "same": {}, "steps": []})
        self.stop = frozenset(fold(word) for word in self.table["stop"].split())
        self._same = {form: word for word, forms in self.table["same"].items() for form in forms.split()}
        # The endings of each step by their last letter: most words end with none of them.
        self._steps = [{last: [each for each in step if each[0][-1] == last] for last in {each[0][-1] for each in step}}
                       for step in self.table["steps"]]
        # What stands before a word with an apostrophe and is none of its own, as in “l’étude”.
        elided = "|".join(self.table.get("elided", "").split())
        self._elided = re.compile(f"(?:{elided})['’ʼ](?=.)", re.IGNORECASE) if elided else None
        # What is written together with a word, as the article in Arabic. Such a script has letters of its own.
        begun = "|".join(self.table.get("begun", "").split())
        self._begun = re.compile(f"(?:{begun})(?=.{{3}})") if begun else None
        self._letters = re.compile(f"[{self.table['letters']}]+") if "letters" in self.table else None
        self._stems: dict[str, str] = {}
        self._words: dict[str, tuple[Word, ...]] = {}
        self.counted = _Table(self._counted)
        self.forms = _Table(self._forms)

    def stem(self, word: str) -> str:
        """Return a folded word without its endings."""
        found = self._stems.get(word)
        if found is None:
            begun = self._begun and self._begun.match(word)
            bare = word[begun.end() :] if begun else word
            found = self._stems[word] = self._shortened(self._same.get(bare, bare))
        return found

    def _shortened(self, word: str) -> str:
        latin = word.isascii() and word.isalpha()
        if not (self._steps and len(word) > 2 and (self._letters.fullmatch(word) if self._letters else latin)):
            return word
        for step in self._steps:
            for ending, least, instead in step.get(word[-1], ()):
                if word.endswith(ending):
                    rest = word[: len(word) - len(ending)]
                    if len(rest) < least:
                        continue
                    if least and latin and not _VOWEL.search(rest):
                        break
                    word = rest + instead
                    break
        return word[:-1] if latin and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouy" else word

    def terms(self, text: str) -> list[Word]:
        """Return the terms of a text in its order, each with the folded word that it stands for."""
        return [each for compound in compounds(text.lower()) for each in self.of_compound(compound)]

    def each(self, compound: str) -> list[str]:
        """Return the terms of each word of a compound, but not of all as one."""
        terms = [term for term, _ in self.of_compound(compound)]
        return terms[:-1] if _HYPHEN.search(compound) else terms

    def of_compound(self, compound: str) -> tuple[Word, ...]:
        """Return the terms of a word, or of words that hyphens join: of each, and of all as one."""
        found = self._words.get(compound)
        if found is None and compound.isascii() and compound.isalnum():
            word = compound.lower()
            found = self._words[compound] = ((self.stem(word), word),) if len(word) <= _LONGEST else ()
        if found is None:
            parts = [fold(self._alone(part)) for part in _HYPHEN.split(compound)]
            words = [word for part in parts for word in split_unspaced(part)]
            if len(parts) > 1:
                words.append("".join(parts))
            found = self._words[compound] = tuple(
                (self.stem(word), word) for word in words if word and len(word) <= _LONGEST)
        return found

    def _counted(self, compound: str) -> list[str]:
        """Return the terms of a compound that are no small words."""
        return [term for term, form in self.of_compound(compound) if form not in self.stop]

    def _forms(self, compound: str) -> str:
        """Return the terms of a compound, a blank between two, each with its form behind a colon if that differs."""
        return " ".join(term if term == form else f"{term}:{form}" for term, form in self.of_compound(compound))

    def _alone(self, word: str) -> str:
        found = self._elided and self._elided.match(word)
        return word[found.end() :] if found else word


class _Table(dict[str, Of]):
    """What a function returns for each compound. A table that fills itself is twice as fast as a call."""

    def __init__(self, of: Callable[[str], Of]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, compound: str) -> Of:
        found = self[compound] = self._of(compound)
        return found


@cache
def language(code: str) -> Language:
    """Return the language of a code, such as ``en``."""
    return Language(code)


def others(of_site: Language, every: Iterable[Language]) -> dict[str, Any]:
    """Return the endings of the other languages of pages, by which a word that is asked for is looked for too."""
    found = {each.code: each.table for each in every if each.table["steps"] and each.code != of_site.code}
    return {"others": [*found.values()]} if found else {}


def compounds(text: str) -> list[str]:
    """Return the words of a text, those that hyphens join as one. ``Language`` takes them in small letters."""
    return (_ASCII if text.isascii() else _any_script()).findall(text)


def fold(word: str) -> str:
    """Return a word in small letters without accents, apostrophes and the “s” behind its last one."""
    word = _APOSTROPHES.sub("", word.lower())
    if word.isascii():
        return word
    word = unicodedata.normalize("NFKD", word.translate(LATIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", word))


def split_unspaced(word: str) -> list[str]:
    """Return a folded word, or the signs and the pairs of signs of its parts that are written without spaces."""
    if word.isascii() or not _UNPARTED_RUN.search(word):
        return [word]
    found: list[str] = []
    end = 0
    for run in _UNPARTED_RUN.finditer(word):
        found += [word[end : run.start()], *run.group(), *map("".join, zip(run.group(), run.group()[1:], strict=False))]
        end = run.end()
    return [*found, word[end:]]


@cache
def _any_script() -> re.Pattern[str]:
    """Return the pattern of words whose letters have signs above or below; listing these takes a moment."""
    marks = "".join(sign for sign in map(chr, range(0x300, 0xFE30)) if unicodedata.category(sign)[0] == "M")
    word = rf"(?:[^\W_]|[{marks}])+"
    joined = rf"{word}(?:['’ʼ]{word})*"
    return re.compile(rf"{joined}(?:[{_HYPHENS}]{joined})*")
