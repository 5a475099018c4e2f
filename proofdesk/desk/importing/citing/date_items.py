"""Hold one citation by name and year: its words before, its authors, its years and their works, its words behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.desk.importing.citing.names import Names
from proofdesk.desk.importing.languages import either_of

_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)(?:[a-o](?!\w))?"
_DATED = rf"\\?\[?{_YEAR}\\?\]?(?:\s?[/–-]\s?(?:(?:1[5-9]|20)\d\d|\d\d)(?!\d))?"
# What else says that somebody submitted something, and cites nothing: “as Calla et al. submitted in May”.
_UNPUBLISHED = (rf"(?:{either_of('unpublished')})(?!\w)(?=\s?(?:[,;:)\]\\]|\Z)"
                r"|\s(?:data|results|manuscript|observations?|Daten|données|datos)\b)")
_UNDATED = rf"(?:(?:{either_of('undated')})(?!\w)|{_UNPUBLISHED})"
_BETWEEN = rf"\s?,\s?|\s?(?:&|\b(?:{either_of('and')}))\s|\s?[–-]\s?(?=[a-o](?!\w))"
# “b” in “2020a, b”, and no page as in “2020, p. 3”.
_LETTER = r"(?:(?<=[a-o][,\s&–-])|(?<=[a-o],\s))[a-o](?![\w.]|\s\d)"
# Behind no other sign than the stop of “et al.2010”.
_BEFORE = r"(?:(?<![\w.$€£#/])|(?<=\bal\.)|(?<=\bal\.\*)|(?<=\bu\.\sa\.)|(?<=\be\.a\.))"
YEARS = re.compile(  # and no day: “2022-03-09”
    rf"{_BEFORE}(?:{_DATED}(?:(?:{_BETWEEN})(?:{_DATED}|{_LETTER}))*|{_UNDATED})(?![\w%]|-\d)", re.I)
_ONE_YEAR = re.compile(rf"(?P<range>[–-]\s?)?(?P<year>{_DATED}|(?<![\w.])[a-o](?![\w.])|{_UNDATED})", re.I)
# “p. 3”, “S. 3 f.”, “chap. IV”, “pp. 3–5, 7”
LOCATOR = (
    rf"(?:(?i:{either_of('locators')})\s?(?=[\dIVXivxlcS])[\w.–‑\-]*"
    r"(?:\s?(?:,|–|-|&|and|und|et|y|e|en|ff?\.?)\s?(?=\d|ff?\b)[\w.–‑\-]*)*(?:\sff?\.)?)")
CITED_IN = re.compile(rf"\b(?:{either_of('cited_in')}):?$", re.I)
_SEE = re.compile(rf"(?:^|.*[\s,(])(?:{either_of('see')})[,:]?$", re.I | re.S)
_AND_AT_END = re.compile(rf"\b(?:{either_of('and')})\Z", re.I)
_LONGEST_AND = 20  # letters, with some before it
_COLON_PAGE = re.compile(r"^:\s?(?=\d)")
_PAGE_BEHIND = re.compile(rf"[:,]\s?{LOCATOR}|:\s?\d")
_UNSAFE = re.compile(r"[\[\]@\0⟦⟧<>`]")
MAX_SUFFIX, MAX_PREFIX_WORDS = 90, 8


@dataclass
class DateItem:
    """A citation by name and year. ``keys`` has one key for each year, empty if its work is not known.

    ``comma`` is true if a comma stands before the year. Of the years whose work is not known, ``several`` has those of
    which there are several works, ``unread`` those whose entry in the list could not be read.
    """

    prefix: str
    names: Names
    years: list[str]
    comma: bool
    keys: list[str] = field(default_factory=list)
    suffix: str = ""
    several: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [year for year, key in zip(self.years, self.keys, strict=True) if not key]

    @property
    def is_set_off(self) -> bool:
        """Return whether the year is a citation's by its form: behind a comma, or before a page."""
        return self.comma or bool(_PAGE_BEHIND.match(self.suffix))

    @property
    def is_pure(self) -> bool:
        """Return whether nothing but a citation stands here, so that the site may write it."""
        before, behind = self.prefix, self.suffix
        see = not before or (len(before.split()) <= MAX_PREFIX_WORDS and bool(_SEE.match(before)))
        return (see or bool(CITED_IN.search(before))) and len(behind) <= MAX_SUFFIX and not (
            _UNSAFE.search(before + behind) or YEARS.search(behind))

    def write(self) -> Iterator[str]:
        """Yield the works as the site writes them: `see @key, p. 3`."""
        keys = [key for key in self.keys if key]
        prefix = f"{self.prefix.rstrip()} " if self.prefix else ""
        for number, key in enumerate(keys):
            suffix = ""
            words = _COLON_PAGE.sub("", self.suffix.replace("*", "").strip())
            if number == len(keys) - 1 and words.strip(" ,."):
                suffix = words if words.startswith(",") else f", {words}"
            yield (prefix if number == 0 else "") + mark(key) + suffix

    def rest(self, narrative: bool) -> str:
        """Return what is not known, as it was written; the names of a narrative citation stand before its brackets."""
        names = "" if narrative else self.names.whole.rstrip(",") + (", " if self.comma else " ")
        prefix = f"{self.prefix} " if self.prefix else ""
        return f"{prefix}{names}{', '.join(self.missing)}{'' if any(self.keys) else self.suffix}"


def split_years(text: str) -> list[str]:
    """Return the years of a group: “2020a, b” gives 2020a and 2020b, “2020a–c” all three."""
    found: list[str] = []
    for match in _ONE_YEAR.finditer(text):
        each = match["year"].strip("\\[]")
        if len(each) > 1:
            found.append(each)
        elif found:
            last = found[-1]
            between = range(ord(last[-1]) + 1, ord(each)) if match["range"] and last[-1].isalpha() else ()
            found += [last[:4] + chr(letter) for letter in between]
            found.append(last[:4] + each)
    return found or [text]


def without_joint(words: str) -> str:
    """Return words without each “and” and comma at their end."""
    words = words.strip()
    while words:
        shorter = words.rstrip(",&").rstrip()
        if joint := _AND_AT_END.search(shorter[-_LONGEST_AND:]):
            shorter = shorter[: len(shorter) - len(joint[0])].rstrip()
        if shorter == words:
            break
        words = shorter
    return words
