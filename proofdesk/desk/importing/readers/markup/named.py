"""Collect what of a file's markup was changed or left out, so that the report names all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_QUOTED = 2_000  # characters of one piece that is left out; a report is read by people


@dataclass
class Named:
    """Pieces of markup by what became of them, in the order in which they were found."""

    _pieces: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, what: str, piece: str) -> None:
        """Add a piece as it was written; ``what`` says what it is and what became of it, of several such pieces."""
        shown = " ".join(piece.split())
        shown = shown if len(shown) <= MAX_QUOTED else f"{shown[:MAX_QUOTED]}…"
        pieces = self._pieces.setdefault(what, {})
        pieces[shown] = pieces.get(shown, 0) + 1

    def notes(self) -> list[str]:
        """Return a note for each kind of piece, with the pieces themselves."""
        return [f"{what}: {', '.join(self._shown(piece, times) for piece, times in pieces.items())}"
                for what, pieces in self._pieces.items()]

    def count(self, what: str) -> int:
        """Return how many pieces were named as ``what``."""
        return sum(self._pieces.get(what, {}).values())

    @staticmethod
    def _shown(piece: str, times: int) -> str:
        return f"“{piece}”" + (f" ({times} times)" if times > 1 else "")
