"""What a line of a manuscript is labelled (“Myth:”, “Question 2:”), and each label on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.desk.importing.headings import is_questions
from proofdesk.desk.importing.model import HEADING, ITEM, TEXT, Line

_LABEL = re.compile(
    r"(?:\*\*|\*)?(?P<name>Myth|Misconception|Reality|Fact|Truth|"
    r"Concept|Example|Intervention|Steps|Practice|Question|Answer|Q|A)"
    r"(?:\s?#?\d{1,2})?\s?(?:\*\*|\*)?\s?:\s?(?:\*\*|\*)?\s*(?P<text>.*)$", re.I | re.S,
)
MYTHS, REALITIES = ("myth", "misconception"), ("reality", "fact", "truth")
ASKING, ANSWERING = ("q", "question"), ("a", "answer")
# Where one item runs into the next one's label or question.
_RUN_MYTH = re.compile(
    r"\s+(?:[-–—•*]|\\\*)\s+(?=(?:\*\*)?(?:Myth|Misconception)\b)|"
    r"\s+(?=(?:\*\*)?(?:Reality|Fact|Truth|Myth)(?:\s?#?\d{1,2})?\s?(?:\*\*)?:\s)"
)
_RUN_PARTS = re.compile(r"\s+(?=(?:\*\*)?(?:Example|Intervention)(?:\*\*)?:\s)")
_RUN_QUESTION = re.compile(r"(?<=[.!?)\]⟧])\s+[-–—•*]\s+(?=[A-Z“\"‘][^.!?\n]{3,200}\?(?:\s|$|\*))")


def untangled(lines: list[Line]) -> Iterator[Line]:
    """Each label and question on a line of its own."""
    asking = False
    for line in lines:
        if line.kind == HEADING:
            asking = is_questions(line.plain)
        if line.kind not in (TEXT, ITEM):
            yield line
            continue
        name = named(line.text)
        pieces = [line.text]
        if name in (*MYTHS, *REALITIES):
            pieces = _RUN_MYTH.split(line.text)
        elif name == "concept":
            pieces = _RUN_PARTS.split(line.text)
        elif asking:
            pieces = _RUN_QUESTION.split(line.text)
        yield line.with_text(pieces[0])
        for piece in pieces[1:]:
            yield Line(TEXT if named(piece) in REALITIES else ITEM if asking else TEXT, piece, line.level)


def named(text: str) -> str:
    """The label that a text begins with, in small letters; empty where it has none."""
    match = _LABEL.match(text)
    return match["name"].lower() if match else ""


def content(text: str) -> str:
    """A text without its label."""
    match = _LABEL.match(text)
    return match["text"].strip() if match else text
