"""Find the lists of a text whose parts have lists of their own, as the chapters of a thesis do."""

from __future__ import annotations

from typing import NamedTuple

from proofdesk.desk.importing.lines import IMAGE, RAW, Line
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.reference_list import (
    ExtractedList,
    extract_references,
    is_heading_of_list,
    part_of_list,
)


class TextPart(NamedTuple):
    """A part of a text with a list of its own: where it ends, and the entries.

    ``end`` counts the lines of the text without its lists, and without tables and notes, which may be moved.
    """

    end: int
    items: list[ReferenceItem]


def extract_lists(lines: list[Line]) -> tuple[ExtractedList, list[TextPart]]:
    """Split all lists of references from a text; its parts are those that have lists of their own, if there are any.

    Of such a part its list is numbered from 1, and is at its end. Entries without numbers are the whole text's.
    """
    own = extract_references(lines)
    if not own.items:
        return own, []
    at = next((n for n, (line, left) in enumerate(zip(lines, own.body, strict=False)) if line is not left),
              len(own.body))
    body: list[Line] = []
    items, headings, parts = [*own.items], [*own.heading], [(at, own.items)]
    n = 0
    while n < len(own.body):
        line = own.body[n]
        part = part_of_list(own.body, n + 1, []) if is_heading_of_list(line) else None
        end = part[0] if part and _counts_from_one(part[1]) else n
        if part and end == n and part[1][0].number == 1:
            parts.append((n, []))  # a list with gaps, which stays, and whose numbers are no other's
        if part and end > n:
            parts.append((n, part[1]))
            items += part[1]
            headings += [line.plain]
            body += [each for each in own.body[n + 1 : end] if each.kind in (IMAGE, RAW)]
        else:
            end = n + 1
            body.append(line)
        n = end
    kept = {id(line) for line in body if line.kind != RAW}
    text = [sum(id(line) in kept for line in own.body[:start]) for start, _ in parts]
    numbered = [TextPart(end, entries) for end, (_, entries) in sorted(
        zip(text, parts, strict=True), key=lambda each: each[0]) if not entries or entries[0].number is not None]
    return ExtractedList(body, items, headings), numbered if len(numbered) > 1 else []


def _counts_from_one(items: list[ReferenceItem]) -> bool:
    """Return whether entries are numbered 1, 2, 3, or have no numbers at all."""
    numbers = [item.number for item in items]
    return numbers == [*range(1, len(items) + 1)] or not any(number is not None for number in numbers)
