"""The words of evidence that a site lists: in what studies were done, and by which design.

A site lists its own if those of medicine do not fit: a trial in fields was done in no species. What follows from a word
is stated with it, because the checks know no word by its letters.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from proofdesk.bibliography.evidence.own_words import (
    MAX_KINDS,
    MEDICINE,
    OwnDesign,
    OwnKind,
    OwnSpecies,
    Vocabulary,
)
from proofdesk.bibliography.evidence.vocabulary import Traits
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import WORDS
from proofdesk.content.topics import SLUG

_SHORT = 60  # characters
_Label = Annotated[str, Field(min_length=1, max_length=_SHORT)]
_OURS = ("documents", "none", "not-classified")  # words that every site has


_Name = Annotated[str, Field(pattern=SLUG, max_length=_SHORT)]


class EvidenceKindWords(Written):
    """A kind of evidence: in what studies were done."""

    label: _Label = Field(description="What readers see, as in `Fields`.")
    where: _Label = Field(description="The same within a sentence, with its preposition: `in fields`.")
    filter: _Label | None = Field(
        default=None, description="What a filter of a list calls it, as in `From fields`; the label if it is left out.")
    direct: bool | None = Field(
        default=None, description="`true` if it is what the site is about, so that a certainty may rest on it; if it "
        "is left out, the first one is. The others stand for it: a page says where it rests on them alone.")


class StudiedWords(Written):
    """What studies were done in, more exactly than by the kind."""

    label: _Label = Field(description="What readers see, as in `Pastures`.")
    where: _Label = Field(description="The same within a sentence: `in pastures`.")
    kind: str = Field(description="Which of the `kinds` it is.")
    people: bool = Field(
        default=False, description="`true` if these are people, whom a trial can harm: its entry must then say what "
        "harms it found.")
    words: tuple[Annotated[str, Field(min_length=2, max_length=_SHORT, pattern=WORDS.pattern)], ...] = Field(
        default=(), description="By which words sentences name it, each form of its own. A sentence that says so, and "
        "whose works were done in something else, is reported.")


class DesignWords(Written):
    """A design of studies and other works."""

    label: _Label = Field(description="One of them, within a sentence: `field trial`.")
    plural: _Label = Field(description="Several of them: `field trials`.")
    level: int = Field(
        default=5, ge=1, le=5, description="How strong one of them is, done in what the site is about: 1 (strongest) "
        "to 5. A certainty may be high at 1 and 2, moderate at 3, low at 4.")
    systematic: bool = Field(
        default=False, description="`true` if it is a systematic review: its strength is that of what it reviewed.")
    review: bool = Field(default=False, description="`true` if it is a review of another sort, which has no result.")
    trial: bool = Field(
        default=False, description="`true` if something was done and compared: readers are told who paid for it.")
    randomised: bool = Field(default=False, description="`true` if chance decided what was done where.")
    must_say: tuple[_Label, ...] = Field(
        default=(), alias="must-say", description="Words of which a sentence that gives its result must have one, as "
        "in `[without comparison, before and after]` for a design without a comparison.")
    document: bool = Field(default=False, description="`true` if it has no result of its own, as a guideline.")
    fact: bool = Field(
        default=False, description="`true` if it is a document that shows a fact, as a law: it has no certainty.")
    single: bool = Field(default=False, description="`true` if it tells of one case, so that no number is shown.")
    says_where: bool = Field(
        default=False, alias="says-where", description="`true` if its name says in what it was done, so that no words "
        "such as “in fields” follow it.")
    row: _Label | None = Field(
        default=None, description="The row of “The evidence at a glance” in which it stands, with others of that row.")


def _open_to_labels(value: Any) -> Any:
    return {"label": value, "where": value} if isinstance(value, str) else value


class EvidenceWords(Written):
    """The site's own words of evidence, all of them; without any, it uses those of medicine."""

    kinds: dict[_Name, EvidenceKindWords] = Field(
        default={}, max_length=MAX_KINDS, description="In what studies are done, at most three: first what the site is "
        "about, then what stands for it. Each is `{label: …, where: …, filter: …}`.")
    studied: dict[_Name, Annotated[StudiedWords, BeforeValidator(_open_to_labels)]] = Field(
        default={}, description="The words of the keyword `studied`, each `{label: …, where: …, kind: …, words: […]}`; "
        "those of `kinds` if it is left out.")
    designs: dict[_Name, DesignWords] = Field(
        default={}, description="The words of the keyword `design`, from the strongest to the weakest, each `{label: "
        "…, plural: …, level: …}` and what else is so of it.")
    counted: tuple[_Label, _Label] | None = Field(
        default=None, description="What the number `n` counts, one and several, as in `[plot, plots]`.")

    @field_validator("kinds", "studied", "designs")
    @classmethod
    def _own_names(cls, words: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if ours := next((name for name in words if name in _OURS), None):
            raise ValueError(f"“{ours}” is a word that every site has; choose another one")
        if words and info.field_name == "designs":
            known = info.data.get("studied") or info.data.get("kinds") or {}
            if twice := next((name for name in words if name in known), None):
                raise ValueError(f"“{twice}” is a design and what was studied too, and a review could not say which; "
                                 "rename one")
        return words

    @field_validator("studied")
    @classmethod
    def _known_kinds(cls, studied: dict[str, StudiedWords], info: ValidationInfo) -> dict[str, StudiedWords]:
        kinds = info.data.get("kinds", {})
        for name, each in studied.items():
            if kinds and each.kind not in kinds:
                raise ValueError(f"“{each.kind}”, the kind of “{name}”, is none of the kinds; "
                                 f"{did_you_mean(each.kind, kinds)}")
        return studied

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.kinds) != bool(self.designs) or (not self.kinds and (self.counted or self.studied)):
            raise ValueError("list both kinds and designs, or nothing: together they take the place of the program's")
        return self

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words with all that follows from them."""
        if not self.kinds:
            return MEDICINE
        kinds = {name: OwnKind.made(name, each.label, each.where, each.filter or each.label, place,
                                    each.direct if each.direct is not None else place == 0)
                 for place, (name, each) in enumerate(self.kinds.items())}
        studied = self.studied or {name: StudiedWords(label=each.label, where=each.where, kind=name)
                                   for name, each in self.kinds.items()}
        species = tuple(OwnSpecies.made(name, each.label, each.where, kinds[each.kind], place, each.people, each.words)
                        for place, (name, each) in enumerate(studied.items()))
        designs = tuple(OwnDesign.made(name, each.label, each.plural, _traits(each), place, each.row or "")
                        for place, (name, each) in enumerate(self.designs.items()))
        return Vocabulary(tuple(kinds.values()), species, designs, self.counted or ("", ""))


def _traits(words: DesignWords) -> Traits:
    document = words.document or words.fact
    return Traits(
        level=words.level, systematic=words.systematic, review=words.review or words.systematic, surveys=words.review,
        trial=words.trial or words.randomised, randomised=words.randomised, must_say=words.must_say,
        single=words.single, document=document, fact=words.fact,
        says_where=words.says_where or document or words.review)
