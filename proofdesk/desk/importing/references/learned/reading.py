"""Read an entry by the model: of what it may say, the most probable reading that proves itself.

The model labels each word, in the chain of labels that is the most probable, and in others that are not much less so.
Each chain is a reading, and most of them cannot be right: a volume is stated twice, no title is left, a word is in no
field. Those that can (``proof``) are compared, and the reading counts if hardly another one is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from proofdesk.desk.importing.references.learned.features import Features
from proofdesk.desk.importing.references.learned.labels import chains, label, model
from proofdesk.desk.importing.references.learned.names import Run
from proofdesk.desk.importing.references.learned.proof import (
    PERSONS,
    Entry,
    Learned,
    is_taken_for_group,
    possible_fields,
    prove,
)
from proofdesk.desk.importing.references.learned.runs import put_right
from proofdesk.desk.importing.references.learned.tokens import Token, split_tokens
from proofdesk.desk.importing.references.parsed import letters

# How probable a reading must be in comparison with the most probable chain of labels, which may be impossible, and
# with the next reading; from which lead no other comes near it. One that can be right but is not proved counts less.
LEAST_CHANCE, LEAST_LEAD, CLEAR_LEAD, UNPROVED = 0.25, 2, 10, 0.7
FIRST = 0.99  # of the most probable chain itself, as far as numbers are exact
MAX_TOKENS, MOST_CHAINS = 200, 60
_OUTSIDE = "O"
_HOLDERS = ("journal", "booktitle", "publisher", "howpublished")  # of a page, whose site may be any of them


def read_learned(entry: Entry) -> Learned | None:
    """Return what the model reads in an entry without its identifiers; None if that is in doubt."""
    tokens = split_tokens(entry.text)
    if not 2 < len(tokens) <= MAX_TOKENS:
        return None
    chances: dict[str, float] = {}
    proved: dict[str, Learned] = {}
    same: dict[str, str] = {}  # the reading that chains with the same fields and names prove
    for chance, labels in islice(chains(_rows(entry, tokens)), MOST_CHAINS):
        runs = _runs(entry.text, tokens, labels)
        fields = possible_fields(entry, runs)
        if not fields:
            continue
        persons = [entry.text[run.start : run.end] for run in runs if run.label in PERSONS]
        stated = _in_short(fields, entry, persons)
        learned = None if stated in same else prove(entry, runs, fields)
        if learned:
            same[stated] = _in_short(learned.parsed.fields, entry, [])
            proved.setdefault(same[stated], learned)
        reading = same.get(stated, stated)
        chances[reading] = chances.get(reading, 0.0) + chance
    best, *others = sorted(chances, key=chances.__getitem__, reverse=True) or [""]
    chance = chances.get(best, 0.0)
    other = max((chances[each] * (1 if each in proved else UNPROVED) for each in others), default=0.0)
    known = proved.get(best) if chance >= max(LEAST_CHANCE, LEAST_LEAD * other) else None
    return known and known._replace(is_first=chance >= FIRST, is_clear=chance >= max(FIRST, CLEAR_LEAD * other))


def _in_short(fields: dict[str, str], entry: Entry, names: Sequence[str]) -> str:
    """Return what two readings that say the same have in common."""
    site = _HOLDERS if "url" in entry.found and not fields.keys() & {"volume", "pages"} else ()
    fields = fields | {"edition": re.sub(r"\D", "", fields.get("edition", ""))}  # “4. Ed.”
    values = sorted(f"{'in' if name in site else name} {letters(value)}" for name, value in fields.items())
    return " ".join([*values, *map(letters, names)])


def seems_person(entry: Entry) -> bool:
    """Return whether the forms of names read a group where the model rather reads the name of a person."""
    if not entry.head.authors or not is_taken_for_group(entry.head.authors):
        return False
    first = [name for name, _ in label(_rows(entry, split_tokens(entry.text)))][:2]
    return sorted(first) == ["AF", "AG"]


def _rows(entry: Entry, tokens: Sequence[Token]) -> list[list[str]]:
    return [*map(list, Features(entry.text, tokens, entry.italics, [*entry.found], model().given).rows())]


def _runs(text: str, tokens: Sequence[Token], labels: Sequence[tuple[str, float]]) -> list[Run]:
    """Return the runs of tokens with one label."""
    runs: list[Run] = []
    before = _OUTSIDE
    for token, (name, probability) in zip(tokens, labels, strict=True):
        if name == before != _OUTSIDE:
            runs[-1] = runs[-1]._replace(end=token.end, probability=min(probability, runs[-1].probability))
        elif name != _OUTSIDE:
            runs.append(Run(name, token.start, token.end, probability))
        before = name
    return put_right(text, runs)
