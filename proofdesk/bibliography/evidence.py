"""Classify a work by species, design and size, and tell the certainty that a set of works supports.

Reads the ``keywords`` of a bibliography entry (``species:human, design:rct, n:59``). Nothing is guessed: what the
keywords do not state is “not classified”.

Levels follow OCEBM 2011 (Oxford Centre for Evidence-Based Medicine, treatment benefits); certainty
follows GRADE, where randomised evidence begins high and observational evidence low.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofdesk.bibliography.entry import Entry
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean, join_words
from proofdesk.common.vocabulary import LabelledEnum

if TYPE_CHECKING:
    from proofdesk.bibliography.parser import Bibliography


class EvidenceKind(LabelledEnum):
    """In whom or what a work was done, in the order of lists and legends; ``meaning`` names a filter's choice.

    The values are published: in class names, ``data-evidence`` and ``data-rests-on``.
    """

    PEOPLE = "people", "People", "From people"
    ANIMALS = "animals", "Animals", "From animals"
    CELLS = "cells", "Cells", "From cells"
    NOT_CLASSIFIED = "not-classified", "Not classified", "Not classified"


class Species(LabelledEnum):
    """The species of a study."""

    HUMAN = "human", "People"
    PRIMATE = "primate", "Primates"
    PIG = "pig", "Pigs"
    RAT = "rat", "Rats"
    MOUSE = "mouse", "Mice"
    RODENT = "rodent", "Rodents"
    FLY = "fly", "Flies"
    CELL = "cell", "Cells"
    NOT_CLASSIFIED = "not-classified", "Not classified"


class Design(LabelledEnum):
    """The design of a study. ``meaning`` holds the plural, for counting."""

    META_ANALYSIS = "meta-analysis", "meta-analysis", "meta-analyses"
    SYSTEMATIC_REVIEW = "systematic-review", "systematic review", "systematic reviews"
    RCT = "rct", "randomised trial", "randomised trials"
    OPEN_LABEL = "open-label", "open-label trial", "open-label trials"
    TRIAL = "trial", "clinical trial", "clinical trials"
    COHORT = "cohort", "cohort study", "cohort studies"
    IMAGING = "imaging", "imaging study", "imaging studies"
    CASE_REPORT = "case-report", "case report", "case reports"
    ANIMAL_EXPERIMENT = "animal-experiment", "animal experiment", "animal experiments"
    CELL_EXPERIMENT = "cell-experiment", "cell experiment", "cell experiments"
    NARRATIVE_REVIEW = "narrative-review", "review", "reviews"
    OPINION = "opinion", "opinion article", "opinion articles"
    REGISTRY = "registry", "trial registry entry", "trial registry entries"
    REGULATORY = "regulatory", "official document", "official documents"
    NOT_CLASSIFIED = "not-classified", "work of a design not classified", "works of a design not classified"


class Certainty(LabelledEnum):
    """The certainty of evidence (GRADE), from highest to lowest."""

    HIGH = "high", "High", "Further research is very unlikely to change what we say."
    MODERATE = "moderate", "Moderate", "Further research may change what we say."
    LOW = "low", "Low", "Further research is likely to change what we say."
    VERY_LOW = "very-low", "Very low", "What we say is very uncertain."


ANIMALS = frozenset({Species.PRIMATE, Species.PIG, Species.RAT, Species.MOUSE, Species.RODENT, Species.FLY})
_KIND_OF = {
    Species.HUMAN: EvidenceKind.PEOPLE, Species.CELL: EvidenceKind.CELLS,
    **dict.fromkeys(ANIMALS, EvidenceKind.ANIMALS),
}
_LEVEL_IN_PEOPLE = {
    Design.META_ANALYSIS: 1,
    Design.SYSTEMATIC_REVIEW: 1,
    Design.RCT: 2,
    Design.COHORT: 3,
    Design.OPEN_LABEL: 4,
    Design.TRIAL: 4,
    Design.CASE_REPORT: 4,
    Design.IMAGING: 4,
}
# The highest certainty that a level supports. Level 2 is one trial or several, not a review of them.
MAX_CERTAINTY = {1: Certainty.HIGH, 2: Certainty.HIGH, 3: Certainty.MODERATE, 4: Certainty.LOW, 5: Certainty.VERY_LOW}
# The levels in words, for the guide.
LEVELS = {
    1: "a systematic review or meta-analysis in people",
    2: "a randomised trial in people",
    3: "a controlled cohort study in people",
    4: "another study in people: an open-label trial, imaging, a case report",
    5: "anything else: animals, cells, reviews without a system, opinions, documents, or not classified",
}

_STRENGTH = {design: place for place, design in enumerate(Design)}  # the strongest first


@dataclass(frozen=True)
class Evidence:
    """The evidence that one work is. ``size`` counts participants."""

    species: tuple[Species, ...]
    designs: tuple[Design, ...]
    size: int | None
    year: str
    retracted: bool = False

    @property
    def kind(self) -> EvidenceKind:
        """Return in whom it was done; people count before animals, and animals before cells."""
        found = _kinds(self)
        return next((kind for kind in EvidenceKind if kind in found), EvidenceKind.NOT_CLASSIFIED)

    @property
    def design(self) -> Design:
        """Return its strongest design."""
        return min(self.designs, key=_STRENGTH.__getitem__)

    @property
    def level(self) -> int:
        """Return the OCEBM level, 1 (strongest) to 5 (mechanism). A retracted work is always at level 5."""
        if self.retracted or Species.HUMAN not in self.species:
            return 5
        return _LEVEL_IN_PEOPLE.get(self.design, 5)

    @property
    def words(self) -> str:
        """Return a line such as “People · randomised trial · 59 participants · 2022”."""
        if self.design is Design.REGULATORY:
            parts = [self.design.label.capitalize()]
        else:
            named = [s.label for s in self.species if s is not Species.NOT_CLASSIFIED]
            parts = [join_words(named) if named else "Species not classified"]
            known = [d.label for d in self.designs if d is not Design.NOT_CLASSIFIED]
            parts.append(" and ".join(known) if known else "design not classified")
        if self.size is not None:
            parts.append(f"{self.size} participant" + ("" if self.size == 1 else "s"))
        if self.year:
            parts.append(self.year)
        return " · ".join(parts)


def read_evidence(entry: Entry, retracted: bool = False) -> tuple[Evidence, list[tuple[str, str, str]]]:
    """Return the evidence that an entry's keywords state, and each fault as (rule, message, remedy).

    Keywords without a colon are the editors' own and are ignored.
    """
    faults: list[tuple[str, str, str]] = []
    species: list[Species] = []
    designs: list[Design] = []
    size: int | None = None
    for keyword in entry.fields.get("keywords", "").replace(";", ",").split(","):
        name, colon, value = (part.strip() for part in keyword.partition(":"))
        if not colon:
            continue
        if name == "n" and value.isdigit() and int(value) > 0:
            size = int(value)
        elif name == "n":
            faults.append(("bad-evidence", f"“{keyword.strip()}” is not a number of participants", "write n:59"))
        elif name in ("species", "design"):
            words: type[LabelledEnum] = Species if name == "species" else Design
            try:
                (species if name == "species" else designs).append(words(value))  # type: ignore[arg-type, call-arg]
            except ValueError:
                faults.append(("bad-evidence", f"“{value}” is not a known {name}",
                               did_you_mean(value, map(str, words))))
    stated = set(species) | set(designs)
    if not designs:
        faults.append(("unclassified-evidence", f"“{entry.key}” does not state its design",
                       "add design:… to its keywords, or design:not-classified if it is unknown"))
    if not species and Design.REGULATORY not in stated:
        faults.append(("unclassified-evidence", f"“{entry.key}” does not state its species",
                       "add species:… to its keywords, or species:not-classified if it is unknown"))
    evidence = Evidence(
        tuple(species) or (Species.NOT_CLASSIFIED,), tuple(designs) or (Design.NOT_CLASSIFIED,), size, entry.year,
        retracted,
    )
    return evidence, faults


class EvidenceBase:
    """The evidence of the works of a bibliography, each read when it is first asked for."""

    def __init__(self, bibliography: Bibliography, is_retracted: Callable[[str], bool] = lambda _: False) -> None:
        self._bibliography = bibliography
        self._is_retracted = is_retracted
        self._evidence: dict[str, Evidence] = {}

    def __getitem__(self, key: str) -> Evidence:
        if key not in self._evidence:
            self._evidence[key], _ = read_evidence(self._bibliography.entries[key], self._is_retracted(key))
        return self._evidence[key]

    def of(self, keys: Iterable[str]) -> list[Evidence]:
        """Return the evidence of these works, unknown keys left out."""
        return [self[key] for key in keys if key in self._bibliography.entries]

    def problems(self, keys: Iterable[str]) -> list[Problem]:
        """Return what is wrong with the evidence that these works state."""
        entries = self._bibliography.entries
        return [Problem(*entries[key].place("keywords"), *fault)
                for key in keys for fault in read_evidence(entries[key])[1]]


def kinds_among(works: list[Evidence]) -> list[EvidenceKind]:
    """Return in whom these works were done, each kind once; “not classified” only if no kind is known.

    Retracted works are left out.
    """
    works = [work for work in works if not work.retracted]
    found = {kind for work in works for kind in _kinds(work)}
    if not found and works:
        found = {EvidenceKind.NOT_CLASSIFIED}
    return [kind for kind in EvidenceKind if kind in found]


def is_preclinical_only(works: list[Evidence]) -> bool:
    """Return whether there are works and all of them are studies of animals or cells."""
    return bool(works) and all(work.kind in (EvidenceKind.ANIMALS, EvidenceKind.CELLS) for work in works)


def _kinds(work: Evidence) -> set[EvidenceKind]:
    return {_KIND_OF[species] for species in work.species if species in _KIND_OF}


def max_certainty(works: list[Evidence]) -> Certainty:
    """Return the highest certainty that these works support: that of the strongest, by its OCEBM level."""
    return MAX_CERTAINTY[min((work.level for work in works), default=5)]


def states_a_fact(works: list[Evidence]) -> bool:
    """Return whether there are works and all of them are documents that show a fact, such as what the law is."""
    return bool(works) and all(work.design in (Design.REGULATORY, Design.REGISTRY) for work in works)


def is_overstated(stated: Certainty, works: list[Evidence]) -> bool:
    """Return whether a stated certainty is higher than the works support."""
    order = list(Certainty)
    return order.index(stated) < order.index(max_certainty(works))
