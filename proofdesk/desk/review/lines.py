"""Tell the line of each paragraph of a Word file on the page of today, also of those that have changed since."""

from __future__ import annotations

from collections.abc import Sequence

from proofdesk.desk.review.places import SHORT, Places
from proofdesk.desk.review.shown_text import normal


def lines_of(paragraphs: Sequence[str], places: Places) -> list[int | None]:
    """Return the line of each paragraph: its own, or that of the paragraph before it.

    What a reader sees and no editor wrote, such as a list of harms, is near what stands before it. A few words of it
    may stand elsewhere by chance: only paragraphs that are in the order of the page lead to the lines of others.
    """
    words = [normal(paragraph) for paragraph in paragraphs]
    found = [places.find(paragraph) if text else None for paragraph, text in zip(paragraphs, words, strict=True)]
    in_order = _in_order([(number, place.line) for number, place in enumerate(found) if place and place.sure],
                         [len(text) for text in words])
    lines: list[int | None] = []
    near: int | None = None
    for number, (paragraph, place) in enumerate(zip(paragraphs, found, strict=True)):
        near = in_order.get(number, near)
        if place is None or (place.sure and near is not None and number not in in_order
                             and len(words[number]) < SHORT):
            lines.append(near)
        elif place.sure or near is None:
            lines.append(place.line)
        else:
            behind = next((line for other, line in in_order.items() if other > number), near)
            likely = (places.find(paragraph, near=near) or place).line
            lines.append(likely if near <= likely <= behind else near)
    return lines


def _in_order(sure: Sequence[tuple[int, int]], letters: Sequence[int]) -> dict[int, int]:
    """Return, of paragraphs by their numbers with their lines, those whose lines follow each other.

    Of all such selections it is the one with the most letters.
    """
    best: list[tuple[int, int | None]] = []  # letters of the best one that ends here, and what is before it
    for at, (number, line) in enumerate(sure):
        before = max((other for other in range(at) if sure[other][1] <= line), key=lambda other: best[other][0],
                     default=None)
        best.append((letters[number] + (best[before][0] if before is not None else 0), before))
    last = max(range(len(best)), key=lambda each: best[each][0], default=None)
    chosen = []
    while last is not None:
        chosen.append(sure[last])
        last = best[last][1]
    return dict(reversed(chosen))
