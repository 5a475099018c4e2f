"""Compare whom a sentence names (“in mice”) with whom the works that it cites were done in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.evidence.vocabulary import ANIMALS, DOCUMENTS, FROM_PEOPLE, KIND_OF, Design, Species
from proofdesk.bibliography.evidence.work import Evidence
from proofdesk.common.text import join_words

_RODENTS = frozenset({Species.MOUSE, Species.RAT, Species.RODENT})
# What sentences call those in whom something was found, and the species of works that fit.
_NAMES: dict[str, frozenset[Species]] = {
    "people|humans|patients|volunteers|participants|adults|men|women|veterans|smokers|children|students": FROM_PEOPLE,
    "mice": frozenset({Species.MOUSE, Species.RODENT}),
    "rats": frozenset({Species.RAT, Species.RODENT}),
    "rodents": _RODENTS,
    "pigs": frozenset({Species.PIG}),
    "monkeys|primates": frozenset({Species.PRIMATE}),
    "zebrafish": frozenset({Species.ZEBRAFISH}),
    "flies": frozenset({Species.FLY}),
    # No keyword names these, but they are no people.
    "animals|dogs|cats|rabbits|hamsters|sheep|worms|cows|chickens": ANIMALS,
    "a dish|cell culture|cultured cells": frozenset({Species.CELL}),
}
# “in mice”, “of 51 people”, “in young adult rats”: up to four words between, none of which parts a sentence.
_NAMED = re.compile(
    rf"\b(?:in|among|of|from)\s+(?:[\w’'%.,-]*[\w’'%]\s+){{0,4}}?({'|'.join(_NAMES)})\b", re.IGNORECASE)
# “In a mouse study”, “in rat models”, and “Mice that got it” at the beginning.
_STUDIES = re.compile(
    r"\b(?:in|from)\s+(?:an?\s+|the\s+)?(mouse|rat|rodent|pig|monkey|animal|dog)\s+"
    r"(?:study|studies|models?|experiments?|brains?)\b", re.IGNORECASE)
_FIRST = re.compile(r"^\W*(?:(?:young|old|adult|the|these)\s+)*(mice|rats|rodents|pigs|monkeys|zebrafish|animals)\b",
                    re.IGNORECASE)
_PLURAL = {"mouse": "mice", "rat": "rats", "rodent": "rodents", "pig": "pigs", "monkey": "monkeys", "animal": "animals",
           "dog": "dogs"}
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})\b", re.IGNORECASE)
# A sentence that says what was not seen in people may cite what was seen in animals.
_OPEN = re.compile(
    r"\b(?:not|no|nobody|none|never|nor|neither|without|whether|if|unknown|unclear|untested|cannot|hardly|yet|question|"
    r"questions)\b|n[’']t\b", re.IGNORECASE)


def _named(sentence: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, frozenset[Species]]]:
    """Yield each name that a pattern finds, and the species that fit it."""
    for match in pattern.finditer(sentence):
        word = _PLURAL.get(match[1].lower(), match[1].lower())
        yield word, next(species for names, species in _NAMES.items() if word in names.split("|"))


def find_conflict(sentence: str, works: list[Evidence]) -> str | None:
    """Return whom a sentence names although no work that it cites was done in them; None if it names nobody so.

    Documents and opinions may speak of anybody, and so may a work that was done in nobody. Of one that is not
    classified nothing is known.
    """
    if not works or any(work.design in DOCUMENTS - {Design.COMPANY} or not work.kinds or Species.NONE in work.species
                        for work in works):
        return None
    done_in = {species for work in works for species in work.species}
    # A review of some animals may well speak of others.
    if any(work.design is Design.NARRATIVE_REVIEW for work in works) and not ANIMALS.isdisjoint(done_in):
        done_in |= ANIMALS
    named = [found for pattern in (_NAMED, _STUDIES, _FIRST) for found in _named(sentence, pattern)]
    if not named or any(not fitting.isdisjoint(done_in) for _, fitting in _named(sentence, _NAME)):
        return None
    if all(fitting is FROM_PEOPLE for _, fitting in named) and _OPEN.search(sentence):
        return None
    return named[0][0]


def done_in_words(works: list[Evidence]) -> str:
    """Return in whom works were done, as “people and mice”."""
    species = [species for species in Species if any(species in work.species for work in works)]
    return join_words([each.english.lower() for each in species if each in KIND_OF and each is not Species.NONE])
