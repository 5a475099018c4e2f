"""Put each labelled line (“Answer:”, “Question 2:”) and each question of a manuscript on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.desk.importing.forms import Forms, capitalized
from proofdesk.desk.importing.headings import is_questions
from proofdesk.desk.importing.model import HEADING, ITEM, TEXT, Line

# Where one item runs into the next one's question.
_RUN_QUESTION = re.compile(r"(?<=[.!?)\]⟧])\s+[-–—•*]\s+(?=[A-Z“\"‘][^.!?\n]{3,200}\?(?:\s|$|\*))")


def untangled(lines: list[Line], forms: Forms) -> Iterator[Line]:
    """Yield each label and question on a line of its own."""
    asking = False
    runs = _runs(forms)
    for line in lines:
        if line.kind == HEADING:
            asking = is_questions(line.plain, forms)
        if line.kind not in (TEXT, ITEM):
            yield line
            continue
        run = runs.get(forms.label(line.text), _RUN_QUESTION if asking else None)
        pieces = run.split(line.text) if run else [line.text]
        yield line.with_text(pieces[0])
        for piece in pieces[1:]:
            answers = forms.label(piece) in forms.pair_answers
            yield Line(TEXT if answers else ITEM if asking else TEXT, piece, line.level)


def _runs(forms: Forms) -> dict[str, re.Pattern[str]]:
    """Return where a line with a label runs into the next label, by that label."""
    runs: dict[str, re.Pattern[str]] = {}
    for _, pair in forms.pairs:
        titles, labels = capitalized(pair.titles), capitalized((*pair.answers, *pair.titles))
        run = re.compile(rf"\s+(?:[-–—•*]|\\\*)\s+(?=(?:\*\*)?(?:{titles})\b)|"
                         rf"\s+(?=(?:\*\*)?(?:{labels})(?:\s?#?\d{{1,2}})?\s?(?:\*\*)?:\s)")
        runs |= dict.fromkeys((*pair.titles, *pair.answers), run)
    for _, parts in forms.parts:
        first, *others = parts.parts
        runs[first] = re.compile(rf"\s+(?=(?:\*\*)?(?:{capitalized(others)})(?:\*\*)?:\s)")
    return runs
