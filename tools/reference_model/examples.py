"""Make of a printed entry an example to learn from: the features of its tokens, and their labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from proofdesk.desk.importing.references.learned.features import Features
from proofdesk.desk.importing.references.learned.tokens import Token, split_tokens
from proofdesk.desk.importing.references.marked import split_what_is_marked
from proofdesk.desk.importing.references.parser import normalized
from reference_model.align import Run, align
from reference_model.noise import spoil
from reference_model.records import Record

MAX_TOKENS, MIN_LENGTH = 140, 15
# Most names, publishers and journals of a manuscript are in no training data. So the words of some fields are kept from
# the model, which then has to learn what their place and form say.
_HIDDEN, _WITHOUT_ENDINGS = 0.25, 0.3
_OUTSIDE = "O"

Example = tuple[list[list[str]], list[str]]


def example(
    record: Record, text: str, italics: Sequence[str], random: Random, given: Collection[str]
) -> Example | None:
    """Return the example that a printed entry is; None if its work's values are not found in it."""
    rest, found, _ = split_what_is_marked(normalized(spoil(text, "URL" in record, random)))
    runs = align(rest, record) if len(rest) >= MIN_LENGTH else None
    tokens = split_tokens(rest)
    if runs is None or not 2 < len(tokens) <= MAX_TOKENS:
        return None
    rows = [*Features(rest, tokens, [*map(normalized, italics)], [*found], given).rows()]
    labels = [_label_of(token, runs) for token in tokens]
    return hide_words(rows, labels, random), labels


def _label_of(token: Token, runs: Sequence[Run]) -> str:
    return next((label for start, end, label in runs if start <= token.start < end), _OUTSIDE)


def hide_words(rows: list[list[str]], labels: Sequence[str], random: Random) -> list[list[str]]:
    """Return the features without those that name the words of some fields, drawn at random."""
    hidden: set[int] = set()
    before, is_hidden = "", False
    for index, label in enumerate(labels):
        if label != before:
            before, is_hidden = label, label != _OUTSIDE and random.random() < _HIDDEN
        hidden |= {index} if is_hidden else set()
    found = []
    for index, row in enumerate(rows):
        lost = tuple(f"{step}w=" for step in (-2, -1, 1, 2) if index + step in hidden)
        if index in hidden:
            lost += ("w=", "e=", "p=") if random.random() < _WITHOUT_ENDINGS else ("w=",)
        found.append([feature for feature in row if not feature.startswith(lost)] if lost else row)
    return found
