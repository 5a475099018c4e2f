"""The evidence that one work is: in whom, by which design, in how many, and the level of evidence that follows.

Levels follow OCEBM 2011 (Oxford Centre for Evidence-Based Medicine, treatment benefits).
"""

from __future__ import annotations

from dataclasses import dataclass

from proofdesk.bibliography.evidence.vocabulary import (
    DOCUMENTS,
    FROM_PEOPLE,
    KIND_OF,
    PRECLINICAL,
    SYSTEMATIC,
    TRIALS,
    Blinding,
    Design,
    EvidenceKind,
    Randomised,
    Species,
)
from proofdesk.common.language import _, ngettext, spoken

LEVEL_IN_PEOPLE = {
    Design.RCT: 2,
    Design.COHORT: 3,
    Design.CASE_CONTROL: 4,
    Design.CROSSOVER: 4,
    Design.TRIAL: 4,
    Design.OPEN_LABEL: 4,
    Design.IMAGING: 4,
    Design.SURVEY: 4,
    Design.CASE_SERIES: 4,
    Design.CASE_REPORT: 4,
    Design.TISSUE_STUDY: 4,
}
# The levels in words, for the guide.
LEVELS = {
    1: "a systematic review or meta-analysis of randomised trials in people",
    2: "a randomised trial in people, or a systematic review of such trials and other studies",
    3: "a controlled cohort study in people, or a systematic review of such studies",
    4: "another study in people: open-label, imaging, a survey, a case report; another systematic review in people",
    5: "anything else: animals, cells, systematic reviews mostly of these, other reviews, opinions, documents",
}
_STRENGTH = {design: place for place, design in enumerate(Design)}  # the strongest first


@dataclass(frozen=True)
class Reviewed:
    """What a review reviewed: studies in a species, of a design, or in animals and cells; how many, if it is known."""

    word: Species | Design | None  # none: preclinical
    count: int | None = None

    def __str__(self) -> str:
        return f"{self.count or ''} {self.word or PRECLINICAL}".strip()


@dataclass(frozen=True)
class Evidence:
    """The evidence that one work is. ``size`` counts participants."""

    species: tuple[Species, ...]
    designs: tuple[Design, ...]
    size: int | None
    year: str
    retracted: bool = False
    randomised: Randomised | None = None
    blinding: Blinding | None = None
    population: str = ""
    measured: str = ""
    reviewed: tuple[Reviewed, ...] = ()
    from_memory: bool = False  # classified by somebody who had no record before them
    sponsor: str = ""  # who ran the trial, or paid for it

    @property
    def kind(self) -> EvidenceKind:
        """Return in whom it was done; people count before animals, and animals before cells.

        A review mostly of animals and cells is from animals.
        """
        found = self.kinds - ({EvidenceKind.PEOPLE} if self.is_mostly_preclinical else set())
        return next((kind for kind in EvidenceKind if kind in found), EvidenceKind.NOT_CLASSIFIED)

    @property
    def kinds(self) -> set[EvidenceKind]:
        """Return in whom it was done, each kind that is known; what states no result was done in nobody."""
        if self.design in DOCUMENTS and self.design is not Design.COMPANY:
            return {EvidenceKind.DOCUMENTS}
        return {KIND_OF[species] for species in self.species if species in KIND_OF}

    @property
    def design(self) -> Design:
        """Return its strongest design; a company's announcement of a trial is an announcement."""
        return Design.COMPANY if Design.COMPANY in self.designs else min(self.designs, key=_STRENGTH.__getitem__)

    @property
    def is_randomised_trial(self) -> bool:
        return self.design is Design.RCT or (
            self.randomised is Randomised.YES and self.design in (Design.CROSSOVER, Design.TRIAL))

    @property
    def level(self) -> int:
        """Return the OCEBM level, 1 (strongest) to 5 (mechanism). A retracted work is always at level 5."""
        if self.retracted or self.design in DOCUMENTS or FROM_PEOPLE.isdisjoint(self.species):
            return 5
        if self.design in SYSTEMATIC:
            return self._level_of_review
        return 2 if self.is_randomised_trial else LEVEL_IN_PEOPLE.get(self.design, 5)

    @property
    def carried_level(self) -> int:
        """Return the level that a certainty may rest on: a classification from memory raises none."""
        return 5 if self.from_memory else self.level

    @property
    def _level_of_review(self) -> int:
        """Return the level that follows from what was reviewed, and not from the reviewing."""
        if self.is_mostly_preclinical:
            return 5
        designs = [each.word for each in self.reviewed if isinstance(each.word, Design)]
        levels = sorted({2 if design is Design.CROSSOVER else LEVEL_IN_PEOPLE.get(design, 5) for design in designs})
        return 1 if levels == [2] else levels[0] if levels else 4

    @property
    def is_mostly_preclinical(self) -> bool:
        """Return whether it is a systematic review of as many studies in animals and cells as in people, or of more.

        If the shares are not known, the animals and cells count.
        """
        if self.design not in SYSTEMATIC:
            return False
        stated = [each for each in self.reviewed if not isinstance(each.word, Design)]
        if not stated:
            return any(KIND_OF.get(species) is not EvidenceKind.PEOPLE for species in self.species)
        people = [each for each in stated if each.word in FROM_PEOPLE]
        others = [each for each in stated if each.word not in FROM_PEOPLE]
        if not others or any(each.count is None for each in stated):
            return bool(others)
        return sum(each.count or 0 for each in others) >= sum(each.count or 0 for each in people)

    @property
    def studies(self) -> int | None:
        """Return how many studies a review reviewed; None if it does not say."""
        for words in (True, False):  # by species or, without these, by design
            stated = [each.count for each in self.reviewed if (not isinstance(each.word, Design)) is words]
            if stated and None not in stated:
                return sum(count or 0 for count in stated)
        return None

    @property
    def words(self) -> str:
        """Return a line such as “People · randomised trial, double-blind · 59 participants · 2022”."""
        design = self._designs_in_words()
        if self.design in DOCUMENTS and {*self.species} <= {Species.NONE, Species.NOT_CLASSIFIED}:
            parts = [design[0].upper() + design[1:]]
        else:
            named = [s.label for s in self.species if s not in (Species.NOT_CLASSIFIED, Species.NONE)]
            language = spoken()
            parts = [language.listed([named[0], *map(language.in_sentence, named[1:])]), design] if named else [
                _("Species not sorted yet"), design]
            if not named and Design.NOT_CLASSIFIED in self.designs:
                parts = [_("Not sorted yet")]
        if self.size is not None:
            parts.append(ngettext("%(number)s participant", "%(number)s participants", self.size,
                                  number=spoken().number(self.size)))
        if self.population:
            parts.append(self.population)
        if self.measured:
            parts.append(_("measured %(what)s", what=self.measured))
        # Of every trial alike, so that silence is no answer.
        if self.sponsor or (self.design is not Design.COMPANY and TRIALS & {*self.designs}):
            parts.append(_("sponsor: %(name)s", name=self.sponsor or _("not known")))
        if self.year:
            parts.append(self.year)
        return " · ".join(parts)

    def _designs_in_words(self) -> str:
        designs, listed = [d for d in self.designs if d is not Design.NOT_CLASSIFIED], spoken().listed
        known = [d.label for d in designs]
        if {Design.RCT, Design.CROSSOVER} <= {*self.designs}:
            others = [d.label for d in designs if d not in TRIALS | {Design.REGISTRY}]
            known = [_("randomised crossover trial"), *others]
        elif self.design is Design.COMPANY and len(known) > 1:
            known = [_("company announcement of a %(study)s",
                       study=listed([d.label for d in designs if d is not Design.COMPANY]))]
        said = listed(known) if known else _("type of study not sorted yet")
        if self.randomised and self.randomised is not Randomised.NO and Design.RCT not in self.designs:
            said = _("%(randomised)s %(study)s", randomised=self.randomised.label, study=said)
        if self.reviewed:
            said = _("%(review)s of %(studies)s", review=said, studies=_reviewed_in_words(self.reviewed))
        return _("%(study)s, %(blinding)s", study=said, blinding=self.blinding.label) if self.blinding else said


def _reviewed_in_words(reviewed: tuple[Reviewed, ...]) -> str:
    """Return “20 studies (4 in people, 16 in animals or cells)”, “6 randomised trials” or “studies in people”."""
    species = [each for each in reviewed if not isinstance(each.word, Design)]
    designs = [each for each in reviewed if isinstance(each.word, Design)]
    counted = [_of_design(each) for each in designs]
    if not species:
        return spoken().listed(counted)
    places = [(each.count, each.word.where if isinstance(each.word, Species) else _("in animals or cells"))
              for each in species]
    if len(places) == 1:
        count, where = places[0]
        if count and not counted:
            return _("%(studies)s %(where)s", studies=ngettext("%(num)s study", "%(num)s studies", count), where=where)
        what = spoken().listed(counted) if counted else _("studies")
        return _("%(studies)s %(where)s", studies=what, where=where)
    if None in [count for count, _place in places]:
        return _("%(studies)s %(where)s", studies=_("studies"),
                 where=spoken().listed([where for _count, where in places]))
    total = sum(count or 0 for count, _place in places)
    return (ngettext("%(num)s study", "%(num)s studies", total)
            + f" ({', '.join(f'{count} {where}' for count, where in places)})")


def _of_design(each: Reviewed) -> str:
    assert isinstance(each.word, Design), "only designs are named so"
    if not each.count:
        return each.word.meaning
    return _("%(number)s %(works)s", number=each.count, works=each.word.counted(each.count))
