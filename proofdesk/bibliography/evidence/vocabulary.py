"""The vocabularies of evidence: in whom a work was done, by which design, how blinded, and how certain a claim is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from proofdesk.common.language import _, npgettext, pgettext
from proofdesk.common.vocabulary import LabelledEnum

LAST = 1000  # the place of what is not known, behind every word that a site may list


@dataclass(frozen=True)
class Traits:
    """What follows from a design, whatever it is called.

    ``level`` is that of one study in what the site is about, ``level_in_review`` of such studies in a review of them.
    """

    level: int = 5
    level_in_review: int = 0
    systematic: bool = False  # a review whose strength is that of what it reviewed
    review: bool = False  # what may state what it reviewed
    surveys: bool = False  # a review that may speak of more than it was classified by
    trial: bool = False  # something was done and compared, so that who paid for it matters
    randomised: bool = False
    open: bool = False  # everybody knew what was done: a sentence with a result must say so
    must_say: tuple[str, ...] = ()  # the words of which such a sentence must have one
    shows_benefit: bool = True
    single: bool = False  # one case, whose size says nothing
    document: bool = False  # what states no result of its own
    fact: bool = False  # a document that shows a fact, such as what the law is
    announces: bool = False  # a document that speaks of a study before it is published
    says_where: bool = False  # its name says of what it is, or it is of nothing in particular

    @property
    def in_review(self) -> int:
        return self.level_in_review or self.level


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

    @property
    def data_name(self) -> str:
        """Return what data for programs call it, whatever language a page is in."""
        return self.english.lower()

    @property
    def shape(self) -> str:
        """Return the name of the shape by which it is drawn."""
        return str(self)

    @cached_property
    def place(self) -> int:
        return list(EvidenceKind).index(self)

    @property
    def is_direct(self) -> bool:
        """Return whether these are what the site is about, so that a certainty may rest on them."""
        return self is EvidenceKind.PEOPLE

    @property
    def is_indirect(self) -> bool:
        """Return whether these stand for what the site is about, as animals and cells do for people."""
        return self in (EvidenceKind.ANIMALS, EvidenceKind.CELLS)

    @property
    def rests_on(self) -> str:
        """Return the words behind a sentence that rests on them."""
        return pgettext("rests on", self.english.lower())


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

    @cached_property
    def place(self) -> int:
        return list(Species).index(self)

    @property
    def kind(self) -> EvidenceKind | None:
        """Return what they are; None if that is not known."""
        return _KIND_OF.get(self)

    @property
    def is_named(self) -> bool:
        """Return whether it names anybody."""
        return self not in (Species.NONE, Species.NOT_CLASSIFIED)

    @property
    def takes_part(self) -> bool:
        """Return whether these are people whom a trial can help or harm."""
        return self is Species.HUMAN

    @property
    def names(self) -> tuple[str, ...]:
        """Return the words by which sentences name it, apart from the program's own (``species_conflict``)."""
        return ()


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

    @cached_property
    def traits(self) -> Traits:
        """Return what follows from it."""
        return _TRAITS.get(self, Traits())

    @cached_property
    def place(self) -> int:
        """Return how strong it is among the designs, from 0; of one that is not known, behind every other."""
        return list(Design).index(self) if self is not Design.NOT_CLASSIFIED else LAST


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


_KIND_OF = {
    Species.HUMAN: EvidenceKind.PEOPLE, Species.TISSUE: EvidenceKind.PEOPLE, Species.CELL: EvidenceKind.CELLS,
    **dict.fromkeys((Species.PRIMATE, Species.PIG, Species.RAT, Species.MOUSE, Species.RODENT, Species.ZEBRAFISH,
                     Species.FLY), EvidenceKind.ANIMALS),
    Species.NONE: EvidenceKind.DOCUMENTS,
}
_REVIEW, _DOCUMENT = Traits(systematic=True, review=True), Traits(document=True, says_where=True)
_TRAITS = {
    Design.NETWORK_META_ANALYSIS: _REVIEW, Design.META_ANALYSIS: _REVIEW, Design.SYSTEMATIC_REVIEW: _REVIEW,
    Design.RCT: Traits(level=2, trial=True, randomised=True),
    Design.COHORT: Traits(level=3), Design.CASE_CONTROL: Traits(level=4),
    # Several of them in a review count as randomised ones do, whose order of conditions is left to chance.
    Design.CROSSOVER: Traits(level=4, level_in_review=2, trial=True),
    Design.TRIAL: Traits(level=4, trial=True), Design.OPEN_LABEL: Traits(level=4, trial=True, open=True),
    Design.IMAGING: Traits(level=4, shows_benefit=False), Design.SURVEY: Traits(level=4, says_where=True),
    Design.CASE_SERIES: Traits(level=4, says_where=True),
    Design.CASE_REPORT: Traits(level=4, says_where=True, single=True), Design.TISSUE_STUDY: Traits(level=4),
    Design.NARRATIVE_REVIEW: Traits(says_where=True, review=True, surveys=True),
    Design.GUIDELINE: _DOCUMENT, Design.OPINION: _DOCUMENT, Design.REGULATORY: replace(_DOCUMENT, fact=True),
    Design.REGISTRY: replace(_DOCUMENT, fact=True, shows_benefit=False),
    Design.COMPANY: replace(_DOCUMENT, announces=True),
}
# In a review's list of what it reviewed: studies of animals or cells, however many of which.
PRECLINICAL = "preclinical"
