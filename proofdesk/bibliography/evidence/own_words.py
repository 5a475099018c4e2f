"""The words of evidence that a site uses: the program's, or those that it lists itself in ``site.yml``.

All have the same properties, and whatever depends on a meaning asks these and not the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from proofdesk.bibliography.evidence.vocabulary import PRECLINICAL, Design, EvidenceKind, Species, Traits
from proofdesk.common.language import spoken
from proofdesk.common.vocabulary import LabelledWord

_SHAPES = (EvidenceKind.PEOPLE, EvidenceKind.ANIMALS, EvidenceKind.CELLS)
MAX_KINDS = len(_SHAPES)  # each has a shape and a colour of its own


class OwnKind(LabelledWord):
    """In what studies were done, as a site lists it; ``meaning`` names a filter's choice."""

    where: str
    place: int
    is_direct: bool

    @classmethod
    def made(cls, name: str, label: str, where: str, filter_: str, place: int, is_direct: bool) -> OwnKind:
        word = cls(name, label, filter_)
        word.where, word.place, word.is_direct = where, place, is_direct
        return word

    @property
    def data_name(self) -> str:
        """Return what data for programs call it: its name, which is that of no language."""
        return str(self)

    @property
    def is_indirect(self) -> bool:
        return not self.is_direct

    @property
    def shape(self) -> str:
        return str(_SHAPES[self.place])

    @property
    def rests_on(self) -> str:
        return self.where


class OwnSpecies(LabelledWord):
    """A word for what a study was done in, as a site lists it; ``meaning`` are the words of a sentence: “in pots”."""

    kind: OwnKind
    place: int
    takes_part: bool
    names: tuple[str, ...]
    is_named = True

    @classmethod
    def made(cls, name: str, label: str, where: str, kind: OwnKind, place: int, takes_part: bool,
             names: tuple[str, ...]) -> OwnSpecies:
        word = cls(name, label, where)
        word.kind, word.place, word.takes_part, word.names = kind, place, takes_part, names
        return word

    @property
    def where(self) -> str:
        return self.meaning


class OwnDesign(LabelledWord):
    """A design that a site lists; ``meaning`` is its plural."""

    traits: Traits
    place: int
    row: str

    @classmethod
    def made(cls, name: str, label: str, plural: str, traits: Traits, place: int, row: str) -> OwnDesign:
        word = cls(name, label, plural)
        word.traits, word.place, word.row = traits, place, row
        return word

    def counted(self, number: int) -> str:
        """Return what to call so many works, without the number."""
        return self.label if number == 1 else self.meaning


AnyKind = EvidenceKind | OwnKind
AnySpecies = Species | OwnSpecies
AnyDesign = Design | OwnDesign


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of evidence of a site; without any of its own, the program's, which are those of medicine.

    ``counted`` is what the size of a study counts, one and several.
    """

    kinds: tuple[OwnKind, ...] = ()
    own_species: tuple[OwnSpecies, ...] = ()
    own_designs: tuple[OwnDesign, ...] = ()
    counted: tuple[str, str] = ("", "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    @property
    def is_own(self) -> bool:
        return bool(self.own_designs)

    @property
    def keyword(self) -> str:
        """Return the name of the keyword for what a study was done in."""
        return "studied" if self.is_own else "species"

    @cached_property
    def species(self) -> dict[str, AnySpecies]:
        """Return the words for what a study was done in, in order. Two are the program's on every site."""
        ours: Iterable[AnySpecies] = (Species.NONE, Species.NOT_CLASSIFIED) if self.is_own else Species
        return {str(word): word for word in (*self.own_species, *ours)}

    @cached_property
    def designs(self) -> dict[str, AnyDesign]:
        """Return the designs, from the strongest to the weakest."""
        words: Iterable[AnyDesign] = (*self.own_designs, Design.NOT_CLASSIFIED) if self.is_own else Design
        return {str(word): word for word in words}

    @property
    def every_kind(self) -> tuple[AnyKind, ...]:
        """Return the kinds of evidence in the order of lists and legends."""
        return (*self.kinds, EvidenceKind.DOCUMENTS, EvidenceKind.NOT_CLASSIFIED) if self.is_own else tuple(
            EvidenceKind)

    @cached_property
    def reviewed(self) -> list[str]:
        """Return what a review may have reviewed."""
        return [*([] if self.is_own else [PRECLINICAL]),
                *(word for word in (*self.species, *self.designs) if word not in ("none", "not-classified"))]

    @property
    def direct_where(self) -> str:
        """Return the words for what the site is about, as in “in fields or pastures”."""
        return spoken().listed([kind.where for kind in self.kinds if kind.is_direct], "or") if self.is_own else ""


MEDICINE = Vocabulary()
