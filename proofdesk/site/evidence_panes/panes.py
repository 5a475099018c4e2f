"""Place the panes of a window of works: one for each, from those in people at the top to those not yet sorted.

Works in, outlines out; the partial ``panes.html`` draws them. Knows nothing of pages or of HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Protocol

from proofdesk.bibliography.evidence import AnyKind, EvidenceKind
from proofdesk.bibliography.evidence.own_words import OwnKind
from proofdesk.common.language import N_, _

# In units of the drawing.
PANE_WIDTH, PANE_HEIGHT, BAR = 10, 14, 3
# A narrow upright opening: this many panes stand on each other for one beside another.
_UPRIGHT = 4.5
_WORDS: dict[str, str] = {
    EvidenceKind.PEOPLE: N_("in people"), EvidenceKind.ANIMALS: N_("in animals"), EvidenceKind.CELLS: N_("in cells"),
    EvidenceKind.DOCUMENTS: N_("not from a study"), EvidenceKind.NOT_CLASSIFIED: N_("not sorted yet"),
}


class PaneWork(Protocol):
    """What the window needs to know of a work."""

    @property
    def kind(self) -> AnyKind: ...


@dataclass(frozen=True)
class PaneGroup:
    """The works of one kind: how many there are, what they are in words, and the outline of their panes."""

    slug: str
    words: str
    count: int
    path: str


@dataclass(frozen=True)
class Panes:
    """All that is drawn."""

    width: int
    height: int
    count: int
    groups: list[PaneGroup]


def panes(works: Iterable[PaneWork], rows: int = 0) -> Panes | None:
    """Return the window of some works, upright unless it is to have so many ``rows``; None without works."""
    kinds = [work.kind for work in works]
    if not kinds:
        return None
    columns = ceil(len(kinds) / rows) if rows else columns_of(len(kinds))
    groups, first = [], 0
    for kind in sorted({*kinds}, key=lambda kind: kind.place):
        if count := kinds.count(kind):
            path = "".join(_pane(number, columns) for number in range(first, first + count))
            words = kind.where if isinstance(kind, OwnKind) else _(_WORDS[kind])
            groups.append(PaneGroup(kind.shape, words, count, path))
            first += count
    height = ceil(len(kinds) / columns)
    return Panes(columns * (PANE_WIDTH + BAR) - BAR, height * (PANE_HEIGHT + BAR) - BAR, len(kinds), groups)


def columns_of(count: int) -> int:
    """Return how many panes stand beside one another in an upright window of so many."""
    return min(count, max(2, round(sqrt(count / _UPRIGHT))))


def _pane(number: int, columns: int) -> str:
    row, column = divmod(number, columns)
    return (f"M{column * (PANE_WIDTH + BAR)} {row * (PANE_HEIGHT + BAR)}"
            f"h{PANE_WIDTH}v{PANE_HEIGHT}h-{PANE_WIDTH}z")
