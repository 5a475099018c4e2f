"""The evidence that one work is: in whom, by which design, in how many, and the level of evidence that follows.

Levels follow OCEBM 2011 (Oxford Centre for Evidence-Based Medicine, treatment benefits).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter

from proofdesk.bibliography.evidence.own_words import MEDICINE, AnyDesign, AnyKind, AnySpecies, Vocabulary
from proofdesk.bibliography.evidence.vocabulary import PRECLINICAL, Blinding, Design, EvidenceKind, Randomised
from proofdesk.common.language import Language, _, ngettext, spoken

# The levels in words, for the guide.
LEVELS = {
    1: "a systematic review or meta-analysis of randomised trials in people",
    2: "a randomised trial in people, or a systematic review of such trials and other studies",
    3: "a controlled cohort study in people, or a systematic review of such studies",
    4: "another study in people: open-label, imaging, a survey, a case report; another systematic review in people",
    5: "anything else: animals, cells, systematic reviews mostly of these, other reviews, opinions, documents",
}


@dataclass(frozen=True)
class Reviewed:
    """What a review reviewed: studies in a species, of a design, or in animals and cells; how many, if it is known."""

    word: AnySpecies | AnyDesign | None  # none: preclinical
    count: int | None = None

    @property
    def design(self) -> AnyDesign | None:
        return self.word if isinstance(self.word, AnyDesign) else None

    @property
    def species(self) -> AnySpecies | None:
        return self.word if isinstance(self.word, AnySpecies) else None

    @property
    def is_direct(self) -> bool:
        """Return whether these were studies in what the site is about."""
        return self.species is not None and _is_direct(self.species)

    def __str__(self) -> str:
        return f"{self.count or ''} {self.word or PRECLINICAL}".strip()


@dataclass(frozen=True)
class Evidence:
    """The evidence that one work is. ``size`` counts participants."""

    species: tuple[AnySpecies, ...]
    designs: tuple[AnyDesign, ...]
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
    words_of: Vocabulary = field(default=MEDICINE, repr=False)

    @property
    def stated(self) -> tuple[object, ...]:
        """Return all that is stated, which is the same of works that are alike in the words of one site."""
        return _STATED(self)

    @cached_property
    def kind(self) -> AnyKind:
        """Return in what it was done, the first by the list of the site; people count before animals and cells.

        A review mostly of animals and cells is from animals.
        """
        found = [kind for kind in self.kinds if not (kind.is_direct and self.is_mostly_preclinical)]
        return min(found, key=lambda kind: kind.place, default=EvidenceKind.NOT_CLASSIFIED)

    @cached_property
    def kinds(self) -> frozenset[AnyKind]:
        """Return in what it was done, each kind that is known; what states no result was done in nothing."""
        if self.is_document and not self.design.traits.announces:
            return frozenset({EvidenceKind.DOCUMENTS})
        return frozenset(species.kind for species in self.species if species.kind is not None)

    @cached_property
    def design(self) -> AnyDesign:
        """Return its strongest design; a company's announcement of a trial is an announcement."""
        return next((each for each in self.designs if each.traits.announces), None) or min(
            self.designs, key=lambda design: design.place)

    @cached_property
    def is_document(self) -> bool:
        """Return whether it states no result of its own: what it speaks of says nothing of how strong it is."""
        return self.design.traits.document

    @property
    def is_randomised_trial(self) -> bool:
        traits = self.design.traits
        return traits.randomised or (self.randomised is Randomised.YES and traits.trial and not traits.open)

    @cached_property
    def level(self) -> int:
        """Return the OCEBM level, 1 (strongest) to 5 (mechanism). A retracted work is always at level 5."""
        if self.retracted or self.is_document or not any(map(_is_direct, self.species)):
            return 5
        if self.design.traits.systematic:
            return self._level_of_review
        traits = self.design.traits
        return min(2, traits.level) if self.is_randomised_trial and not traits.randomised else traits.level

    @property
    def carried_level(self) -> int:
        """Return the level that a certainty may rest on: a classification from memory raises none."""
        return 5 if self.from_memory else self.level

    @property
    def _level_of_review(self) -> int:
        """Return the level that follows from what was reviewed, and not from the reviewing."""
        if self.is_mostly_preclinical:
            return 5
        levels = sorted({each.design.traits.in_review for each in self.reviewed if each.design})
        return 1 if levels == [2] else levels[0] if levels else 4

    @cached_property
    def is_mostly_preclinical(self) -> bool:
        """Return whether it is a systematic review of as many studies in animals and cells as in people, or of more.

        If the shares are not known, the animals and cells count.
        """
        if not self.design.traits.systematic:
            return False
        stated = [each for each in self.reviewed if not each.design]
        if not stated:
            return not all(map(_is_direct, self.species))
        people = [each for each in stated if each.is_direct]
        others = [each for each in stated if not each.is_direct]
        if not others or any(each.count is None for each in stated):
            return bool(others)
        return sum(each.count or 0 for each in others) >= sum(each.count or 0 for each in people)

    @property
    def studies(self) -> int | None:
        """Return how many studies a review reviewed; None if it does not say."""
        for words in (True, False):  # by species or, without these, by design
            stated = [each.count for each in self.reviewed if (each.design is None) is words]
            if stated and None not in stated:
                return sum(count or 0 for count in stated)
        return None

    @property
    def words(self) -> str:
        """Return a line such as “People · randomised trial, double-blind · 59 participants · 2022”.

        It is made once for each language: each page that cites the work shows it several times.
        """
        language = spoken()
        if language not in self._said:
            self._said[language] = self._in_words()
        return self._said[language]

    @cached_property
    def _said(self) -> dict[Language, str]:
        return {}

    def _in_words(self) -> str:
        design = self._designs_in_words()
        named = [species.label for species in self.species if species.is_named]
        if self.is_document and not named:
            parts = [design[0].upper() + design[1:]]
        else:
            language = spoken()
            parts = [language.listed([named[0], *map(language.in_sentence, named[1:])]), design] if named else [
                _("Species not sorted yet") if not self.words_of.is_own else _("What was studied is not sorted yet"),
                design]
            if not named and Design.NOT_CLASSIFIED in self.designs:
                parts = [_("Not sorted yet")]
        if self.size is not None:
            parts.append(self._size_in_words(self.size))
        if self.population:
            parts.append(self.population)
        if self.measured:
            parts.append(_("measured %(what)s", what=self.measured))
        # Of every trial alike, so that silence is no answer.
        if self.sponsor or (not self.design.traits.announces and any(each.traits.trial for each in self.designs)):
            parts.append(_("sponsor: %(name)s", name=self.sponsor or _("not known")))
        if self.year:
            parts.append(self.year)
        return " · ".join(parts)

    def _size_in_words(self, size: int) -> str:
        one, several = self.words_of.counted
        if self.words_of.is_own:
            return f"{spoken().number(size)} {one if size == 1 else several}" if one else f"n = {spoken().number(size)}"
        return ngettext("%(number)s participant", "%(number)s participants", size, number=spoken().number(size))

    def _designs_in_words(self) -> str:
        designs, listed = [d for d in self.designs if d is not Design.NOT_CLASSIFIED], spoken().listed
        known = [d.label for d in designs]
        if not self.words_of.is_own and {Design.RCT, Design.CROSSOVER} <= {*self.designs}:
            others = [d.label for d in designs if not d.traits.trial and d is not Design.REGISTRY]
            known = [_("randomised crossover trial"), *others]
        elif self.design is Design.COMPANY and len(known) > 1:
            known = [_("company announcement of a %(study)s",
                       study=listed([d.label for d in designs if d is not Design.COMPANY]))]
        said = listed(known) if known else _("type of study not sorted yet")
        if self.randomised and self.randomised is not Randomised.NO and not any(d.traits.randomised for d in designs):
            said = _("%(randomised)s %(study)s", randomised=self.randomised.label, study=said)
        if self.reviewed:
            said = _("%(review)s of %(studies)s", review=said, studies=_reviewed_in_words(self.reviewed))
        return _("%(study)s, %(blinding)s", study=said, blinding=self.blinding.label) if self.blinding else said


_STATED = attrgetter(*(each.name for each in fields(Evidence) if each.name != "words_of"))


def _is_direct(species: AnySpecies) -> bool:
    return species.kind is not None and species.kind.is_direct


def _reviewed_in_words(reviewed: tuple[Reviewed, ...]) -> str:
    """Return “20 studies (4 in people, 16 in animals or cells)”, “6 randomised trials” or “studies in people”."""
    species = [each for each in reviewed if not each.design]
    counted = [_of_design(each.design, each.count) for each in reviewed if each.design]
    if not species:
        return spoken().listed(counted)
    places = [(each.count, each.species.where if each.species else _("in animals or cells"))
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


def _of_design(design: AnyDesign, count: int | None) -> str:
    if not count:
        return design.meaning
    return _("%(number)s %(works)s", number=count, works=design.counted(count))
