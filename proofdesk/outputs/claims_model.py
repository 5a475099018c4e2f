"""The form of ``/data/claims.json``: the models from which its schema is made, so that the two cannot drift apart."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from proofdesk.bibliography.evidence import EvidenceKind


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Vocabulary(_Strict):
    """A word of a published vocabulary: what programs compare, what readers see, what it means."""

    name: str = Field(description="The word that programs compare.")
    label: str = Field(description="The word that readers see.")
    meaning: str = Field(description="What it means.")


class WorkEvidence(_Strict):
    """What one work is, from the bibliography."""

    kind: str = Field(
        description="In whom or what it was done.",
        json_schema_extra={"enum": [kind.data_name for kind in EvidenceKind]},
    )
    species: list[str] = Field(description="In which species, as words of the vocabulary.")
    designs: list[str] = Field(description="Of which design, as words of the vocabulary.")
    participants: int | None = Field(description="How many took part; null where the bibliography does not say.")
    population: str | None = Field(description="Who took part, in words; null where the bibliography does not say.")
    randomised: str | None = Field(description="Whether chance assigned them: yes, partly or no; null where unknown.")
    blinded: str | None = Field(description="Who did not know what was given, as a word; null where unknown.")
    measured: str | None = Field(description="When the outcome was measured, in words; null where unknown.")
    sponsor: str | None = Field(description="Who ran the trial or paid for it, in words; null where unknown.")
    reviewed: list[str] = Field(description="What a review reviewed, each with its number if that is known.")
    from_memory: bool = Field(description="Whether it was classified from memory, so that no certainty rests on it.")
    words: str = Field(description="The same in words, as the list of references shows it.")


class CitedWork(_Strict):
    """A work that a claim cites."""

    key: str = Field(description="Its key in the bibliography, /references.bib.")
    number: int = Field(ge=1, description="Its number on the article's page.")
    text: str = Field(description="The formatted reference.")
    year: int | None = Field(description="The year it appeared in; null where unknown.")
    doi: str | None = Field(description="Its DOI in bare form; null where it has none.")
    pmid: str | None = Field(description="Its number in PubMed; null where it has none.")
    url: str | None = Field(description="Where it can be found; null where no address is known.")
    retracted: bool = Field(description="Whether it was retracted. Such a work is cited for its retraction alone.")
    notice: str | None = Field(description="A retraction, correction or doubt in words; null where there is none.")
    evidence: WorkEvidence = Field(description="What kind of evidence it is.")


class InArticle(_Strict):
    """The article that a claim stands in."""

    title: str = Field(description="Its title.")
    url: str = Field(description="Its address.")
    published: date = Field(description="The day it appeared.")
    reviewed: date = Field(description="The day the whole article was last checked.")


class Claim(_Strict):
    """One block that makes a claim."""

    id: str = Field(description="The claim's own name within its article; it does not change.")
    kind: str = Field(description="The kind of block.")
    url: str = Field(description="The claim's own address.")
    title: str = Field(description="Its title.")
    text: str = Field(description="Its content as plain text.")
    parts: dict[str, str] = Field(description="Its parts by name; empty for others.")
    verdict: Vocabulary | None = Field(description="How it stands against the evidence; null for others.")
    certainty: Vocabulary | None = Field(description="How sure the evidence makes us (GRADE); null where not stated.")
    because: str | None = Field(description="What the certainty rests on, in words; null where not stated.")
    topics: list[str] = Field(description="What the claim itself is about, as words of the vocabulary.")
    rests_on: str = Field(description="What the claim rests on, in words, as its page shows it.")
    references: list[CitedWork] = Field(description="The works that it cites, in order of number.")
    article: InArticle = Field(description="The article that it stands in.")


class HarmData(_Strict):
    """One harm or interaction of the site's list."""

    id: str = Field(description="Its own name; it does not change.")
    url: str = Field(description="Its own address.")
    substances: list[Vocabulary] = Field(description="The drugs; the meaning of each holds its everyday names.")
    harm: str = Field(description="What can happen.")
    kind: Vocabulary = Field(description="What sort of harm it is.")
    who: str = Field(description="Who was studied, and how.")
    of: str | None = Field(description="Out of how many; null where no number is given or known.")
    often: str = Field(description="How often it happened, or that nobody knows.")
    certainty: Vocabulary = Field(description="How sure we are of these words.")
    because: str = Field(description="What that certainty rests on, in words.")
    limits: str = Field(description="What it cannot show.")
    do: str = Field(description="What a reader can do.")
    also: list[str] = Field(description="Everyday words and questions by which people look for it.")
    references: list[CitedWork] = Field(description="The works that say so, in order of number on the page of harms.")


class Claims(_Strict):
    """Every claim of a site, with what each rests on."""

    schema_: str = Field(alias="$schema", description="The address of the schema that this file follows.")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$", description="The version of this format (semantic versioning).")
    site: str = Field(description="The site's name.")
    licence: str | None = Field(description="The address of the licence of the texts; null where none is stated.")
    checked: date | None = Field(description="The newest day on which an article was checked; null without articles.")
    harms: list[HarmData] = Field(description="The known harms and interactions; empty if the site lists none.")
    claims: list[Claim] = Field(description="In order of article, and within one in the order of the page.")
    more: list[str] = Field(
        description="The addresses of further files of this form, in order, with the claims for which this one has no "
        "room; empty if there are none.")
