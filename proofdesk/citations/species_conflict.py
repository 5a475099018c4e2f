"""Compare whom a sentence names (“in mice”) with whom the works that it cites were done in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.evidence.own_words import AnySpecies, OwnSpecies, Vocabulary
from proofdesk.bibliography.evidence.vocabulary import EvidenceKind, Species
from proofdesk.bibliography.evidence.work import Evidence
from proofdesk.common.language import spoken
from proofdesk.common.text import join_words

_FROM_PEOPLE = frozenset(each for each in Species if each.kind is EvidenceKind.PEOPLE)
_ANIMALS = frozenset(each for each in Species if each.kind is EvidenceKind.ANIMALS)
_RODENTS = frozenset({Species.MOUSE, Species.RAT, Species.RODENT})
# What sentences call those in whom something was found, and the species of works that fit.
_NAMES: dict[str, frozenset[AnySpecies]] = {
    "people|humans|patients|volunteers|participants|adults|men|women|veterans|smokers|children|students": _FROM_PEOPLE,
    "mice": frozenset({Species.MOUSE, Species.RODENT}),
    "rats": frozenset({Species.RAT, Species.RODENT}),
    "rodents": _RODENTS,
    "pigs": frozenset({Species.PIG}),
    "monkeys|primates": frozenset({Species.PRIMATE}),
    "zebrafish": frozenset({Species.ZEBRAFISH}),
    "flies": frozenset({Species.FLY}),
    # No keyword names these, but they are no people.
    "animals|dogs|cats|rabbits|hamsters|sheep|worms|cows|chickens": _ANIMALS,
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


def _named(sentence: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, frozenset[AnySpecies]]]:
    """Yield each name that a pattern finds, and the species that fit it."""
    for match in pattern.finditer(sentence):
        word = _PLURAL.get(match[1].lower(), match[1].lower())
        yield word, next(species for names, species in _NAMES.items() if word in names.split("|"))


def find_conflict(sentence: str, works: list[Evidence]) -> str | None:
    """Return whom a sentence names although no work that it cites was done in them; None if it names nobody so.

    Documents and opinions may speak of anybody, and so may a work that was done in nobody. Of one that is not
    classified nothing is known.
    """
    if not works or any(_may_speak_of_anybody(work) for work in works):
        return None
    done_in = {species for work in works for species in work.species}
    if (words := works[0].words_of).is_own:
        surveys = any(work.design.traits.surveys for work in works)
        return None if surveys else _own_conflict(sentence, done_in, words)
    # A review of some animals may well speak of others.
    if any(work.design.traits.surveys for work in works) and not _ANIMALS.isdisjoint(done_in):
        done_in |= _ANIMALS
    named = [found for pattern in (_NAMED, _STUDIES, _FIRST) for found in _named(sentence, pattern)]
    if not named or any(not fitting.isdisjoint(done_in) for _, fitting in _named(sentence, _NAME)):
        return None
    if all(fitting is _FROM_PEOPLE for _, fitting in named) and _OPEN.search(sentence):
        return None
    return named[0][0]


def _may_speak_of_anybody(work: Evidence) -> bool:
    traits = work.design.traits
    return (traits.document and not traits.announces) or not work.kinds or Species.NONE in work.species


# What stands before the words for what a study was done in, by language; elsewhere the words alone count.
_BEFORE = {
    "en": "in|on|among|of|from|at", "de": "in|im|an|am|auf|bei|von|vom|aus|unter",
    "fr": "dans|en|chez|parmi|sur|de|des|du", "es": "en|entre|de|del|con|sobre",
}


def _own_conflict(sentence: str, done_in: set[AnySpecies], words: Vocabulary) -> str | None:
    """Return what a sentence names by a word of the site, if its works were done in something else."""
    before = _BEFORE.get(spoken().code.partition("-")[0])
    start = rf"\b(?:{before})\s+(?:[\w’'%.,-]*[\w’'%]\s+){{0,3}}?" if before else r"(?<!\w)"
    named: list[tuple[int, str, OwnSpecies]] = []
    for species in words.own_species:
        if species.names:
            either = "|".join(map(re.escape, sorted(species.names, key=len, reverse=True)))
            named += [(found.start(1), found[1], species) for found in re.finditer(
                rf"{start}({either})(?!\w)", sentence, re.IGNORECASE)]
    if not named or any(species in done_in for _place, _word, species in named):
        return None
    return min(named)[1]


def done_in_words(works: list[Evidence]) -> str:
    """Return in whom works were done, as “people and mice”."""
    species = {species for work in works for species in work.species if species.is_named}
    return join_words([each.english.lower() for each in sorted(species, key=lambda each: each.place)])
