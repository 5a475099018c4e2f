"""Compare whom a sentence names (“in mice”) with whom the works that it cites were done in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.evidence.own_words import AnySpecies, OwnSpecies, Vocabulary
from proofdesk.bibliography.evidence.vocabulary import Species
from proofdesk.bibliography.evidence.work import Evidence
from proofdesk.citations.species_words import ANIMALS, BEFORE, FROM_PEOPLE, SpeciesWords, species_words
from proofdesk.common.language import spoken
from proofdesk.common.text import join_words


def _named(sentence: str, pattern: re.Pattern[str], words: SpeciesWords) -> Iterator[tuple[str, frozenset[AnySpecies]]]:
    """Yield each name that a pattern finds, and the species that fit it."""
    for match in pattern.finditer(sentence):
        word = match[1] if words.has_capitals else match[1].lower()
        word = words.plural.get(word, word)
        yield word, next(species for names, species in words.names.items() if re.fullmatch(names, word, words.heed))


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
    if any(work.design.traits.surveys for work in works) and not ANIMALS.isdisjoint(done_in):
        done_in |= ANIMALS
    table = species_words(spoken().base)
    named = [found for pattern in table.patterns for found in _named(sentence, pattern, table)]
    if not named or any(not fitting.isdisjoint(done_in) for _, fitting in _named(sentence, table.name, table)):
        return None
    if all(fitting is FROM_PEOPLE for _, fitting in named) and table.open.search(sentence):
        return None
    return named[0][0]


def _may_speak_of_anybody(work: Evidence) -> bool:
    traits = work.design.traits
    return (traits.document and not traits.announces) or not work.kinds or Species.NONE in work.species


def _own_conflict(sentence: str, done_in: set[AnySpecies], words: Vocabulary) -> str | None:
    """Return what a sentence names by a word of the site, if its works were done in something else."""
    before = BEFORE.get(spoken().base)
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
