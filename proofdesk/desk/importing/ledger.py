"""Count what a manuscript held, and what became of each thing, so that the report of an import adds up.

Readers count what the file held, from the file itself and not from what was read of it. Whoever takes a thing further
says what became of it: it is in the article (``keep``), it went elsewhere, such as the review file (``move``), or the
report has it (``name``). What nobody accounts for is shown as lost.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from proofdesk.common.text import UNPARTED

WORDS, HEADINGS, FIELDS, CITATIONS, REFERENCES = "words", "headings", "citation fields", "citations", "references"
FOOTNOTES, ENDNOTES, TABLES = "footnotes", "endnotes", "tables"
PICTURES, CAPTIONS, ALTERNATIVES = "pictures", "captions", "descriptions of pictures"
CHARTS, DIAGRAMS, EQUATIONS, OBJECTS, BOXES = "charts", "diagrams", "equations", "embedded objects", "text boxes"
COMMENTS, INSERTIONS, DELETIONS, MOVES = "comments", "insertions", "deletions", "moved passages"
FORMS, BREAKS, ROWS = "changes of formatting", "changed ends of paragraphs", "changed rows of tables"
FURNITURE, FACTS = "headers and footers", "facts of the document"
OF_PAGES = "of the pages"  # with which the places of headers and footers end
DELETED, COMMENT = "deleted, and kept as a change", "a comment"
DESCRIPTION = "the description of a picture or a drawing"
OF_REVIEW = (DELETED, COMMENT)  # places whose words are for the review file alone
# Signs for private use mark citations in a copy of the file; these are counted by themselves.
_MARKS = re.compile("[\ue000-\ue00f][0-9]*")
# Each sign of a script that parts no words is compared by itself.
_WORD = re.compile(rf"[^\W_{UNPARTED}]+|[{UNPARTED}]")
_SOFT_HYPHEN = "\u00ad"  # shown only at the end of a line
ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'`|{}()\[\]“”]+(?:\([^\s()]*\)[^\s<>\"'`|{}()\[\]]*)*")
_SCHEME = re.compile(r"(?:https?|ftp)://(?:www\.)?")
_BEHIND = ".,;:!?*_/…"  # which a sentence puts behind an address
# Where things go that are not in the article, as the report has it.
REVIEW_FILE, BIBLIOGRAPHY, LINKED = "the review file", "the bibliography", "the citations"
BY_SITE = "what the site writes itself"  # such as the numbers of headings and figures
# The order of the report; things that readers add by other names follow.
_ORDER = (WORDS, HEADINGS, FIELDS, CITATIONS, REFERENCES, FOOTNOTES, ENDNOTES, TABLES, PICTURES, CAPTIONS,
          ALTERNATIVES, CHARTS, DIAGRAMS, EQUATIONS, OBJECTS, BOXES, COMMENTS, INSERTIONS, DELETIONS, MOVES, FORMS,
          BREAKS, ROWS, FURNITURE, FACTS)


@dataclass(frozen=True)
class LedgerRow:
    """How many of one thing a file held, and how many are in the article, were moved, or are named in the report."""

    what: str
    held: int
    kept: int
    moved: int
    named: int
    places: tuple[tuple[str, int], ...] = ()  # to which they were moved, and how many

    @property
    def lost(self) -> int:
        return self.held - self.kept - self.moved - self.named


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared, raised signs as plain ones."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.replace(_SOFT_HYPHEN, "")).casefold())


def letters_of(text: str) -> str:
    """Return the letters and digits of a text as they are compared: without spaces, signs and capitals."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def addresses_in(text: str) -> list[str]:
    """Return the addresses of web pages in a text as they are compared: without signs that stand for others."""
    if "://" not in text:
        return []
    return [bare for found in ADDRESS.findall(text) if (bare := bare_address(found))]


def bare_address(text: str) -> str:
    """Return an address, or a text that has some, as addresses are compared."""
    plain = unquote(html.unescape(text)).casefold().replace("\\", "").replace("{", "").replace("}", "")
    return _SCHEME.sub("", plain).rstrip(_BEHIND)


class HeldText(NamedTuple):
    """A thing in the file with its words, by which it is found again."""

    what: str
    words: str


class HeldWords(NamedTuple):
    """The words of a line or a passage of the file, where it is, and how it is written there."""

    words: list[str]
    place: str = ""
    written: str = ""
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, place: str = "", written: str = "") -> HeldWords:
        """Return the words of a text; an address in it is compared as a whole."""
        text = _MARKS.sub("\n", text)
        return cls(words_of(ADDRESS.sub(" ", text)), place, written or text, tuple(addresses_in(written or text)))


class LeftLine(NamedTuple):
    """A line or a passage of the file, and the words of it that are nowhere but in the report."""

    held: HeldWords
    missing: tuple[str, ...]


@dataclass
class Ledger:
    """The counts of one import. ``what`` is the thing's noun in the plural, as the report has it.

    ``has_commands`` is true if the file may have commands of LaTeX, whose names are no words; ``by_site`` are numbers
    and labels that were taken off, as the site writes its own.
    """

    held: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    texts: list[HeldText] = field(default_factory=list)
    passages: list[HeldWords] = field(default_factory=list)
    left: list[LeftLine] = field(default_factory=list)
    by_site: list[str] = field(default_factory=list)
    has_commands: bool = False
    _places: dict[str, Counter[str]] = field(default_factory=dict)

    def hold(self, what: str, words: str) -> None:
        """Count a thing that has words, such as a footnote; what became of it is found by them."""
        self.held[what] += 1
        self.texts.append(HeldText(what, _MARKS.sub("\n", words)))

    def hold_words(self, text: str, place: str = "") -> None:
        """Count the words of a passage of the file; what became of them is found by them."""
        self._hold(HeldWords.of(text, place))

    def hold_lines(self, lines: Iterable[HeldWords], has_commands: bool = False) -> None:
        """Count the words of all lines of the file, in the place of what was counted of them before."""
        self.passages, self.held[WORDS], self.has_commands = [], 0, has_commands
        for line in lines:
            self._hold(line)

    def _hold(self, held: HeldWords) -> None:
        self.held[WORDS] += len(held.words) + len(held.addresses)
        self.passages.append(held)

    def keep(self, what: str, number: int = 1) -> None:
        """Count what is in the article."""
        self.kept[what] += number

    def move(self, what: str, place: str, number: int = 1) -> None:
        """Count what went elsewhere; ``place`` is said as in “the review file”."""
        self.moved[what] += number
        if number:
            self._places.setdefault(what, Counter())[place] += number

    def name(self, what: str, number: int = 1) -> None:
        """Count what only the report has, or says was left out."""
        self.named[what] += number

    def missing(self, what: str) -> int:
        """Return how many of a thing nobody has accounted for yet."""
        return max(self.held[what] - self.kept[what] - self.moved[what] - self.named[what], 0)

    def rows(self) -> Iterator[LedgerRow]:
        """Yield a row for each thing that the file held, in the order of the report."""
        for what in dict.fromkeys((*_ORDER, *self.held, *self.kept, *self.moved, *self.named)):
            kept, moved, named = self.kept[what], self.moved[what], self.named[what]
            # What was found was in the file, also if the count of the file has overlooked it.
            held = max(self.held[what], kept + moved + named)
            if held:
                yield LedgerRow(what, held, kept, moved, named, 
                                tuple(self._places.get(what, Counter()).items()))
