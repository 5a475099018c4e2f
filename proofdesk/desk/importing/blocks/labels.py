"""Put each labelled line (“Answer:”, “Question 2:”) and each question of a manuscript on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.desk.importing.forms import Forms, capitalized
from proofdesk.desk.importing.headings import is_questions
from proofdesk.desk.importing.lines import HEADING, ITEM, TEXT, Line

# The start of the next question, if an item runs into it.
_QUESTION_BOUNDARY = re.compile(
    r"(?<=[.!?)\]⟧])\s++[-–—•*]\s++(?=(?:[^\W\d_a-zß-ÿ]|[“\"‘¿])[^.!?\n]{3,200}\?(?:\s|$|\*))")


def split_labels(lines: list[Line], forms: Forms) -> Iterator[Line]:
    """Yield each label and question on a line of its own."""
    asking = False
    boundaries = _label_boundaries(forms)
    for line in lines:
        if line.kind == HEADING:
            asking = is_questions(line.plain, forms)
        if line.kind not in (TEXT, ITEM):
            yield line
            continue
        boundary = boundaries.get(forms.label(line.text), _QUESTION_BOUNDARY if asking else None)
        pieces = boundary.split(line.text) if boundary else [line.text]
        yield line.with_text(pieces[0])
        for piece in pieces[1:]:
            is_answer = forms.label(piece) in forms.pair_answers
            yield Line(TEXT if is_answer else ITEM if asking else TEXT, piece, line.level)


def _label_boundaries(forms: Forms) -> dict[str, re.Pattern[str]]:
    """Return the expression for the start of the next label in a line, by the line's own label."""
    boundaries: dict[str, re.Pattern[str]] = {}
    for _, pair in forms.pairs:
        titles, labels = capitalized(pair.titles), capitalized((*pair.answers, *pair.titles))
        boundary = re.compile(rf"(?<!\s)\s++(?:[-–—•*]|\\\*)\s++(?=(?:\*\*)?(?:{titles})\b)|"
                              rf"(?<!\s)\s++(?=(?:\*\*)?(?:{labels})(?:\s?#?\d{{1,2}})?\s?(?:\*\*)?:\s)")
        boundaries |= dict.fromkeys((*pair.titles, *pair.answers), boundary)
    for _, parts in forms.parts:
        first_part = next(iter(parts.parts.values()))
        first = [label for label, part in parts.parts.items() if part == first_part]
        others = [label for label in parts.parts if label not in first]
        boundary = re.compile(rf"(?<!\s)\s++(?=(?:\*\*)?(?:{capitalized(others)})(?:\*\*)?\s?:\s)")
        boundaries |= dict.fromkeys(first, boundary)
    return boundaries
