"""The vocabularies of evidence: in whom a work was done, by which design, how blinded, and how certain a claim is."""

from __future__ import annotations

from proofdesk.common.language import _, npgettext, pgettext
from proofdesk.common.vocabulary import LabelledEnum


class InWhom(LabelledEnum):
    """A vocabulary of those in whom a work was done."""

    @property
    def where(self) -> str:
        """Return the words by which a sentence names them, as in “in mice”."""
        return _("in %(whom)s", whom=pgettext("in whom", self.english.lower()))


class EvidenceKind(InWhom):
    """In whom or what a work was done, in the order of lists and legends; ``meaning`` names a filter's choice.

    The values are published: in class names, ``data-evidence`` and ``data-rests-on``.
    """

    PEOPLE = "people", "People", "From people"
    ANIMALS = "animals", "Animals", "From animals"
    CELLS = "cells", "Cells", "From cells"
    DOCUMENTS = "documents", "No study", "From documents and opinions"
    NOT_CLASSIFIED = "not-classified", "Not classified", "Not sorted yet"


class Species(InWhom):
    """In whom or what a study was done, or whom a review, an opinion or an announcement speaks of."""

    HUMAN = "human", "People"
    TISSUE = "tissue", "Tissue after death"
    PRIMATE = "primate", "Monkeys"
    PIG = "pig", "Pigs"
    RAT = "rat", "Rats"
    MOUSE = "mouse", "Mice"
    RODENT = "rodent", "Rodents"
    ZEBRAFISH = "zebrafish", "Zebrafish"
    FLY = "fly", "Flies"
    CELL = "cell", "Cells"
    NONE = "none", "Nobody: it is no study"
    NOT_CLASSIFIED = "not-classified", "Not classified"


class Design(LabelledEnum):
    """The design of a work, from the strongest to the weakest. ``meaning`` holds the plural, for counting."""

    NETWORK_META_ANALYSIS = "network-meta-analysis", "network meta-analysis", "network meta-analyses"
    META_ANALYSIS = "meta-analysis", "meta-analysis", "meta-analyses"
    SYSTEMATIC_REVIEW = "systematic-review", "systematic review", "systematic reviews"
    RCT = "rct", "randomised trial", "randomised trials"
    COHORT = "cohort", "cohort study", "cohort studies"
    CASE_CONTROL = "case-control", "case-control study", "case-control studies"
    CROSSOVER = "crossover", "crossover trial", "crossover trials"
    TRIAL = "trial", "clinical trial", "clinical trials"
    OPEN_LABEL = "open-label", "open-label trial", "open-label trials"
    IMAGING = "imaging", "imaging study", "imaging studies"
    SURVEY = "survey", "survey", "surveys"
    CASE_SERIES = "case-series", "case series", "case series"
    CASE_REPORT = "case-report", "case report", "case reports"
    TISSUE_STUDY = "tissue-study", "study of tissue", "studies of tissue"
    ANIMAL_EXPERIMENT = "animal-experiment", "animal experiment", "animal experiments"
    CELL_EXPERIMENT = "cell-experiment", "cell experiment", "cell experiments"
    NARRATIVE_REVIEW = "narrative-review", "review", "reviews"
    GUIDELINE = "guideline", "guideline", "guidelines"
    OPINION = "opinion", "opinion article", "opinion articles"
    REGISTRY = "registry", "trial registry entry", "trial registry entries"
    REGULATORY = "regulatory", "official document", "official documents"
    COMPANY = "company", "company announcement", "company announcements"
    NOT_CLASSIFIED = "not-classified", "work not sorted yet", "works not sorted yet"

    def counted(self, number: int) -> str:
        """Return what to call so many works, without the number."""
        return npgettext("count of designs", self.english, self._meaning, number)


class Randomised(LabelledEnum):
    """Whether people, or the order of what they were given, were assigned by chance."""

    YES = "yes", "randomised"
    PARTLY = "partly", "partly randomised"
    NO = "no", "not randomised"


class Blinding(LabelledEnum):
    """Who did not know what was given."""

    DOUBLE = "double", "double-blind"
    SINGLE = "single", "single-blind"
    RATERS = "raters", "blinded raters"
    NO = "no", "not blinded"


class Certainty(LabelledEnum):
    """The certainty of evidence (GRADE), from highest to lowest."""

    HIGH = "high", "High", "Further research is very unlikely to change what we say."
    MODERATE = "moderate", "Moderate", "Further research may change what we say."
    LOW = "low", "Low", "Further research is likely to change what we say."
    VERY_LOW = "very-low", "Very low", "We cannot be sure."

    @property
    def in_words(self) -> str:
        """Return “High certainty”: in other languages an adjective follows its noun."""
        return {"high": _("High certainty"), "moderate": _("Moderate certainty"), "low": _("Low certainty")}.get(
            str(self), _("Very low certainty"))


FROM_PEOPLE = frozenset({Species.HUMAN, Species.TISSUE})
ANIMALS = frozenset({Species.PRIMATE, Species.PIG, Species.RAT, Species.MOUSE, Species.RODENT, Species.ZEBRAFISH,
                     Species.FLY})
KIND_OF = {
    **dict.fromkeys(FROM_PEOPLE, EvidenceKind.PEOPLE), Species.CELL: EvidenceKind.CELLS,
    **dict.fromkeys(ANIMALS, EvidenceKind.ANIMALS), Species.NONE: EvidenceKind.DOCUMENTS,
}
PRECLINICAL_KINDS = frozenset({EvidenceKind.ANIMALS, EvidenceKind.CELLS})
SYSTEMATIC = frozenset({Design.NETWORK_META_ANALYSIS, Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
# What states no result of its own: whom it speaks of says nothing of how strong it is.
TRIALS = frozenset({Design.RCT, Design.CROSSOVER, Design.TRIAL, Design.OPEN_LABEL})
DOCUMENTS = frozenset({Design.GUIDELINE, Design.OPINION, Design.REGISTRY, Design.REGULATORY, Design.COMPANY})
# What shows a fact, such as what the law is. It needs no species.
FACTS = frozenset({Design.REGISTRY, Design.REGULATORY})
# In a review's list of what it reviewed: studies of animals or cells, however many of which.
PRECLINICAL = "preclinical"
