"""Count what a manuscript held, and what became of each thing, so that the report of an import adds up.

Readers count what the file held, from the file itself and not from what was read of it. Whoever takes a thing further
says what became of it: it is in the article (``keep``), it went elsewhere, such as the review file (``move``), or the
report has it (``name``). What nobody accounts for is shown as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

WORDS, HEADINGS, FIELDS, CITATIONS, REFERENCES = "words", "headings", "citation fields", "citations", "references"
FOOTNOTES, ENDNOTES, TABLES = "footnotes", "endnotes", "tables"
PICTURES, CAPTIONS, ALTERNATIVES = "pictures", "captions", "descriptions of pictures"
CHARTS, DIAGRAMS, EQUATIONS, OBJECTS, BOXES = "charts", "diagrams", "equations", "embedded objects", "text boxes"
COMMENTS, INSERTIONS, DELETIONS, MOVES = "comments", "insertions", "deletions", "moved passages"
FURNITURE, FACTS = "headers and footers", "facts of the document"
# The order of the report; things that readers add by other names follow.
_ORDER = (WORDS, HEADINGS, FIELDS, CITATIONS, REFERENCES, FOOTNOTES, ENDNOTES, TABLES, PICTURES, CAPTIONS,
          ALTERNATIVES, CHARTS, DIAGRAMS, EQUATIONS, OBJECTS, BOXES, COMMENTS, INSERTIONS, DELETIONS, MOVES, FURNITURE,
          FACTS)


@dataclass(frozen=True)
class LedgerRow:
    """How many of one thing a file held, and how many are in the article, were moved, or are named in the report."""

    what: str
    held: int
    kept: int
    moved: int
    named: int
    places: tuple[str, ...] = ()  # to which they were moved

    @property
    def lost(self) -> int:
        return self.held - self.kept - self.moved - self.named


@dataclass
class Ledger:
    """The counts of one import. ``what`` is the thing's noun in the plural, as the report has it."""

    held: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    _places: dict[str, dict[str, None]] = field(default_factory=dict)

    def keep(self, what: str, number: int = 1) -> None:
        """Count what is in the article."""
        self.kept[what] += number

    def move(self, what: str, place: str, number: int = 1) -> None:
        """Count what went elsewhere; ``place`` is said as in “the review file”."""
        self.moved[what] += number
        if number:
            self._places.setdefault(what, {})[place] = None

    def name(self, what: str, number: int = 1) -> None:
        """Count what only the report has, or says was left out."""
        self.named[what] += number

    def rows(self) -> Iterator[LedgerRow]:
        """Yield a row for each thing that the file held, in the order of the report."""
        for what in dict.fromkeys((*_ORDER, *self.held, *self.kept, *self.moved, *self.named)):
            kept, moved, named = self.kept[what], self.moved[what], self.named[what]
            # What was found was in the file, also if the count of the file has overlooked it.
            held = max(self.held[what], kept + moved + named)
            if held:
                yield LedgerRow(what, held, kept, moved, named, tuple(self._places.get(what, ())))
