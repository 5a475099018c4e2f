"""A language: its words, and how it writes dates, numbers, quotations and lists, and sorts.

English is built in, so that what needs no other language loads no catalogue and no Babel. Other languages have their
rules from Babel (Unicode CLDR) and their words from catalogues.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from proofdesk.common.cache import fingerprint
from proofdesk.common.language.catalogue import (
    LOCALE,
    OWN_FOLDER,
    Catalogue,
    Key,
    every_message,
    is_code,
    read_catalogue,
)
from proofdesk.common.language.sorting import sorting_key

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
# Languages that write their nouns with capitals, also within a sentence.
_CAPITALISED = {"de", "lb", "gsw", "nds"}


class UnknownLanguageError(ValueError):
    """There is no catalogue for a language; ``remedy`` says which file would be one."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(f"{fault} ({remedy})")
        self.fault, self.remedy = fault, remedy


@dataclass(frozen=True)
class Language:
    """English, or with a ``locale`` another language. ``files`` are its catalogues, ``version`` covers their content.

    ``code`` is as pages state it, as in ``de`` or ``pt-BR``; ``root`` is the folder of the site that speaks it.
    """

    code: str = "en"
    files: tuple[Path, ...] = field(default=(), repr=False)
    version: str = ""
    catalogue: Catalogue = field(default=Catalogue(), compare=False, repr=False)
    locale: Any = field(default=None, compare=False, repr=False)
    root: Path | None = field(default=None, compare=False, repr=False)

    def other(self, code: str) -> Language:
        """Return another language of the same site. Raises as ``load_language`` does."""
        return load_language(code, self.root)

    @property
    def base(self) -> str:
        """Return its code without a region or a script, as in “pt”."""
        return self.code.partition("-")[0].lower()

    @property
    def direction(self) -> str:
        """Return “ltr” or “rtl”."""
        return str(self.locale.text_direction) if self.locale else "ltr"

    @property
    def name(self) -> str:
        """Return what its speakers call it, as in “Deutsch”."""
        return str(self.locale.get_display_name() or self.code) if self.locale else "English"

    def gettext(self, message: str) -> str:
        return self.catalogue.text(message)

    def pgettext(self, context: str, message: str) -> str:
        return self.catalogue.text(message, context)

    def ngettext(self, one: str, several: str, number: int) -> str:
        return self.catalogue.counted(one, several, number)

    def npgettext(self, context: str, one: str, several: str, number: int) -> str:
        return self.catalogue.counted(one, several, number, context)

    def date(self, day: datetime.date) -> str:
        """Return a day as its speakers write it, as in “22 November 2026” or “22. November 2026”."""
        if self.locale is None:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        from babel.dates import format_date

        text = str(format_date(day, "long", locale=self.locale))
        return f"1er{text[1:]}" if self.base == "fr" and text.startswith("1 ") else text  # which CLDR lacks

    @property
    def months(self) -> dict[str, int]:
        """Return the names of the months, as they stand alone and in a date, in small letters, with their numbers."""
        if self.locale is None:
            return {name.lower(): number for number, name in enumerate(_MONTHS, 1)}
        wide = (self.locale.months[use]["wide"] for use in ("format", "stand-alone"))
        return {name.lower(): number for names in wide for number, name in names.items()}

    def month(self, day: datetime.date) -> str:
        """Return a month with its year, as in “November 2026”."""
        if self.locale is None:
            return f"{_MONTHS[day.month - 1]} {day.year}"
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", day, locale=self.locale))

    def short_date(self, day: datetime.date) -> str:
        """Return a day as citations write it: “2026 Nov 22”; in other languages as they write a day in short."""
        if self.locale is None:
            return f"{day.year} {_MONTHS[day.month - 1][:3]} {day.day}"
        from babel.dates import format_date

        return str(format_date(day, "medium", locale=self.locale))

    def number(self, number: float) -> str:
        """Return a number with its separators, as in “1,234.5”; every digit that it has, up to four decimals."""
        if self.locale is None:
            text = f"{number:,.4f}" if isinstance(number, float) else f"{number:,}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        from babel.numbers import format_decimal

        return str(format_decimal(number, "#,##0.####", locale=self.locale))

    def digits(self, written: str) -> str:
        """Return a number with as many digits as it is written with: “5.0” as “5,0”."""
        if self.locale is None:
            return written
        from babel.numbers import get_decimal_symbol

        return written.replace(".", str(get_decimal_symbol(self.locale)))

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """Return words as a sentence lists them: “a, b and c”, or “a, b or c” if ``last`` is “or”."""
        *most, end = words
        if not most:
            return end
        if self.locale is None:
            return f"{', '.join(most)} {last} {end}"
        from babel.lists import format_list

        return str(format_list(list(words), "or" if last == "or" else "standard", locale=self.locale))

    def in_sentence(self, label: str) -> str:
        """Return a label as it stands within a sentence: “Mice” as “mice”; DNA stays, and so do German nouns."""
        return label if self.base in _CAPITALISED or label[1:2].isupper() else label[:1].lower() + label[1:]

    def sort_key(self, text: str) -> Any:
        """Return what texts are sorted by."""
        return text.casefold() if self.locale is None else sorting_key(text, self.base)

    @property
    def messages(self) -> int:
        """Return how many messages the program has."""
        return len(every_message())

    @cached_property
    def gaps(self) -> Sequence[Key]:
        """Return the program's messages that its catalogues have no words for, which are shown in English."""
        return [] if self.locale is None else [key for key in every_message() if key not in self.catalogue.words]


ENGLISH = Language()
_loaded: dict[tuple[str, str, Path | None], Language] = {}


def load_language(code: str, root: Path | None = None) -> Language:
    """Return the language of a code such as ``de``. ``root`` is the folder with the site's own ``locale``.

    Raises ``UnknownLanguageError`` without a catalogue, and ``CatalogueError`` if one cannot be read.
    """
    tag = code.replace("_", "-")
    files = catalogue_files(tag, root)
    version = fingerprint(*files) if files else ""
    if known := _loaded.get((tag, version, root)):
        return known
    if tag.partition("-")[0].lower() == "en":  # a site's own catalogue may reword it
        if tag == "en" and not files and not (root and (root / OWN_FOLDER).is_dir()):
            return ENGLISH  # a site without words of its own has the same other languages as any
        english = Language(tag, files, version, read_catalogue(files), root=root)
        return _loaded.setdefault((tag, version, root), english)
    from babel.core import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UnknownLanguageError(
            f"“{code}” is the code of no language", _meant(code, root) or "write one such as `de`") from None
    if not files:
        others = ", ".join(known_languages(root))
        raise UnknownLanguageError(
            f"“{code}” is no language of the pages' own words, which are in {others}",
            f"take one of these, or write the words for {locale.get_display_name('en')} into {OWN_FOLDER}/{tag}.po, "
            f"which `desk words {tag}` begins")
    language = _loaded[tag, version, root] = Language(tag, files, version, read_catalogue(files), locale, root)
    return language


def _meant(name: str, root: Path | None) -> str:
    """Return a remedy that names the language of which somebody wrote the name; empty for no name of one."""
    from babel.core import Locale

    for code in known_languages(root):
        locale = Locale.parse(code, sep="-")
        if name.casefold() in {str(each).casefold() for each in (locale.english_name, locale.get_display_name())}:
            return f"did you mean `{code}`?"
    return ""


def catalogue_files(code: str, root: Path | None = None) -> tuple[Path, ...]:
    """Return the catalogues of a language: ours and the site's own, each for the language and then for its region."""
    tag = unicodedata.normalize("NFC", code).replace("_", "-")
    if not is_code(tag):
        return ()
    base = tag.partition("-")[0].lower()
    names = list(dict.fromkeys((base, tag, tag.replace("-", "_"))))
    folders = [LOCALE, *([root / OWN_FOLDER] if root else [])]
    return tuple(file for folder in folders for name in names if (file := folder / f"{name}.po").is_file())


def known_languages(root: Path | None = None) -> list[str]:
    """Return the codes of the languages that have a catalogue, and English."""
    folders = [LOCALE, *([root / OWN_FOLDER] if root else [])]
    codes = {file.stem.replace("_", "-") for folder in folders for file in folder.glob("*.po")}
    return sorted({"en", *filter(is_code, codes)})
