"""Collect what of a file's markup was changed or left out, so that the report names all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofdesk.content.review.items import ItemKind, ReviewItem
from proofdesk.desk.importing.readers.remarks.marked_text import Remark

MAX_QUOTED = 2_000  # characters of one piece that is left out; a report is read by people


@dataclass
class Named:
    """Pieces of markup by what became of them, in the order in which they were found.

    ``remarks`` are comments and changes, for the review file.
    """

    remarks: list[Remark] = field(default_factory=list)
    _pieces: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, what: str, piece: str) -> None:
        """Add a piece as it was written; ``what`` says what it is and what became of it, of several such pieces."""
        shown = " ".join(piece.split())
        shown = shown if len(shown) <= MAX_QUOTED else f"{shown[:MAX_QUOTED]}…"
        pieces = self._pieces.setdefault(what, {})
        pieces[shown] = pieces.get(shown, 0) + 1

    def comment(self, says: str, quote: str) -> None:
        """Add a comment; ``quote`` are the words beside it."""
        item = ReviewItem(kind=ItemKind.COMMENT if quote else ItemKind.NOTE, quote=quote, says=" ".join(says.split()))
        self.remarks.append(Remark(item, comments=1))

    def change(self, before: str, after: str, quote: str) -> None:
        """Add a change that the article has: the words that it took out and put in, within ``quote``."""
        kind = ItemKind.REPLACEMENT if before and after else ItemKind.DELETION if before else ItemKind.INSERTION
        item = ReviewItem(kind=kind, quote=quote, before=before, after=after)
        self.remarks.append(Remark(item, insertions=bool(after), deletions=bool(before)))

    def notes(self) -> list[str]:
        """Return a note for each kind of piece, with the pieces themselves."""
        return [f"{what}: {', '.join(self._shown(piece, times) for piece, times in pieces.items())}"
                for what, pieces in self._pieces.items()]

    @staticmethod
    def _shown(piece: str, times: int) -> str:
        return f"“{piece}”" + (f" ({times} times)" if times > 1 else "")
