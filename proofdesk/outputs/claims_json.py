"""Write ``/data/claims.json``, all claims of the site with their evidence, and its schema.

The models below are the schema, so that the data and its description cannot drift apart; the site's kinds of block add
their words to the descriptions. ``VERSION`` follows semantic
versioning: a new optional property raises the second number, anything that could break a reader of the data the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from textwrap import indent
from typing import Any, BinaryIO

import lxml.html
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from proofdesk.bibliography.evidence import EvidenceKind
from proofdesk.bibliography.references import References
from proofdesk.blocks.kind import BlockKind, claim_kinds, enumerate_words
from proofdesk.common.files import BytesLike
from proofdesk.site.article import Article, ArticleBlock, PlainPage

VERSION = "1.1.0"
DATA = "data/claims.json"
SCHEMA = f"data/claims-{VERSION.split('.')[0]}.schema.json"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Vocabulary(_Strict):
    """A word of a published vocabulary: what programs compare, what readers see, what it means."""

    name: str = Field(description="The word that programs compare.")
    label: str = Field(description="The word that readers see.")
    meaning: str = Field(description="What it means.")


class WorkEvidence(_Strict):
    """What one work is, from the bibliography."""

    kind: str = Field(
        description="In whom or what it was done.",
        json_schema_extra={"enum": [kind.label.lower() for kind in EvidenceKind]},
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
    topics: list[str] = Field(description="What the article is about, as words of the vocabulary.")
    rests_on: str = Field(description="What the claim rests on, in words, as its page shows it.")
    references: list[CitedWork] = Field(description="The works that it cites, in order of number.")
    article: InArticle = Field(description="The article that it stands in.")


class Claims(_Strict):
    """Every claim of a site, with what each rests on."""

    schema_: str = Field(alias="$schema", description="The address of the schema that this file follows.")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$", description="The version of this format (semantic versioning).")
    site: str = Field(description="The site's name.")
    licence: str | None = Field(description="The address of the licence of the texts; null where none is stated.")
    checked: date | None = Field(description="The newest day on which an article was checked; null without articles.")
    claims: list[Claim] = Field(description="In order of article, and within one in the order of the page.")


class ClaimsFile:
    """Writer of the data, article by article, so that a large site's claims are never held in memory at once.

    ``root`` is the site's address.
    """

    def __init__(self, out: BinaryIO, checked: date | None, site: str, licence: str | None, root: str) -> None:
        empty = Claims(**{"$schema": root + SCHEMA, "version": VERSION, "site": site, "licence": licence,
                          "checked": checked, "claims": []})
        head, _, self._tail = _json(empty).encode("utf-8").rpartition(b"[]")
        self._out, self._between = out, b"[\n"
        out.write(head)

    def add(self, claims: BytesLike) -> None:
        """Write an article's claims, as returned by ``claims_of``, in UTF-8."""
        if claims:
            self._out.write(self._between)
            self._out.write(claims)
            self._between = b",\n"

    def end(self) -> None:
        self._out.write((b"[]" if self._between == b"[\n" else b"\n ]") + self._tail)


def claims_of(article: Article | PlainPage, references: References, root: str) -> str:
    """Return the claims of an article as JSON, in the order of the page; of a plain page only if it states its days."""
    if article.facts.published is None or article.facts.reviewed is None:
        return ""
    return ",\n".join(indent(_json(_claim(block, references, root)).rstrip(), "  ")
                      for block in article.blocks if block.record.makes_claim)


def schema_file(kinds: Mapping[str, BlockKind], root: str) -> str:
    """Return the content of the schema's file."""
    return _json(schema(kinds, root))


def schema(kinds: Mapping[str, BlockKind], root: str = "/") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the data of a site with these kinds of block."""
    data = Claims.model_json_schema(by_alias=True)
    nouns = [kind.noun for kind in claim_kinds(kinds.values())]
    data["description"] = f"Every {enumerate_words(nouns, 'and')} of a site, with what each rests on."
    claim = data["$defs"]["Claim"]
    claim["description"] = f"One {enumerate_words(nouns, 'or')}."
    for name, description in _claim_descriptions(kinds).items():
        claim["properties"][name]["description"] = description
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": root + SCHEMA, **data}


def _claim_descriptions(kinds: Mapping[str, BlockKind]) -> dict[str, str]:
    """Return the descriptions of a claim's properties that name the site's kinds of block."""
    claims = claim_kinds(kinds.values())
    words = [kind.schema_words for kind in claims]
    parts = "; ".join(filter(None, (word.parts for word in words)))
    assessments = "; ".join(filter(None, (word.assessment for word in words)))
    found = {
        "kind": f"the kind of block: {enumerate_words([kind.name for kind in claims], 'or')}.",
        "title": f"{_one_of([word.title for word in words])}.",
        "text": f"{_one_of([word.text for word in words])}, as plain text.",
        "parts": f"{parts}; empty for others." if parts else "",
        "verdict": f"{assessments}; null for others." if assessments else "",
    }
    return {name: text[0].upper() + text[1:] for name, text in found.items() if text}


def _one_of(phrases: list[str]) -> str:
    """Return phrases as one, with a comma before the last, which may hold an “and” of its own."""
    *most, last = phrases or ["its own"]
    return ", ".join([*most, f"or {last}"]) if len(most) > 1 else " or ".join([*most, last])


def _json(value: Any) -> str:
    return to_json(value, by_alias=True, indent=1).decode("utf-8") + "\n"


def _claim(block: ArticleBlock, references: References, root: str) -> Claim:
    text = block.text
    article, record = block.article, block.record
    assert article.facts.published and article.facts.reviewed  # ``claims_of`` has looked
    numbers = {citation.key: citation.number for citation in article.page.document.citations}
    return Claim(
        id=block.anchor, kind=block.kind, url=root + block.url, title=block.placed.text, text=text.text,
        parts=text.parts, verdict=_word(record.assessment), certainty=_word(record.certainty),
        because=text.because or None, topics=block.topics, rests_on=text.evidence,
        references=[_work(key, numbers[key], references) for key in sorted(block.keys, key=lambda key: numbers[key])],
        article=InArticle(title=article.facts.title, url=root + article.url, published=article.facts.published,
                          reviewed=article.facts.reviewed),
    )


def _stated(word: Any) -> str | None:
    return str(word) if word else None


def _word(word: Any) -> Vocabulary | None:
    return Vocabulary(name=str(word), label=word.label, meaning=word.meaning) if word else None


def _work(key: str, number: int, references: References) -> CitedWork:
    work, entry = references[key], references.bibliography.entries[key]
    evidence = work.evidence
    return CitedWork(
        key=key, number=number, text=text_of(work.html), year=int(work.year) if work.year else None,
        doi=entry.doi or None, pmid=entry.identifiers.pmid or None, url=next((url for _, url in work.links), None),
        retracted=work.retracted, notice=work.notice,
        evidence=WorkEvidence(
            kind=evidence.kind.label.lower(),
            species=[str(s) for s in evidence.species], designs=[str(d) for d in evidence.designs],
            participants=evidence.size, population=evidence.population or None,
            randomised=_stated(evidence.randomised), blinded=_stated(evidence.blinding),
            measured=evidence.measured or None, sponsor=evidence.sponsor or None,
            reviewed=[str(each) for each in evidence.reviewed],
            from_memory=evidence.from_memory, words=evidence.words,
        ),
    )


@lru_cache(maxsize=4096)
def text_of(html: str) -> str:
    """Return a formatted reference without its markup."""
    return " ".join(str(lxml.html.fragment_fromstring(html, create_parent="p").text_content()).split())


def fields_of_schema(kinds: Mapping[str, BlockKind]) -> Iterable[tuple[str, str, str]]:
    """Yield each property of the data as (its object, its name, its meaning), for the guide."""
    of_kinds = _claim_descriptions(kinds)
    for model, where in ((Claims, "the file"), (Claim, "a claim"), (CitedWork, "a reference"),
                         (WorkEvidence, "its evidence"), (InArticle, "its article"), (Vocabulary, "a word")):
        for name, each in model.model_fields.items():
            description = of_kinds.get(name) if model is Claim else None
            yield where, each.alias or name, description or each.description or ""
