"""Write ``/data/claims.json``, all claims of the site with their evidence, in further files if need be, and its schema.

The models in ``claims_model`` are the schema; the site's kinds of block add their words to the descriptions.
``VERSION`` follows semantic versioning: a new property raises the second number, what could break a reader the first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from textwrap import indent
from typing import Any, BinaryIO

from pydantic_core import to_json

from proofdesk.bibliography.citation_syntax import without_citations
from proofdesk.bibliography.evidence import MEDICINE
from proofdesk.bibliography.evidence import Vocabulary as Words
from proofdesk.bibliography.references import References
from proofdesk.blocks.kind import BlockKind, claim_kinds, enumerate_words
from proofdesk.common.addresses import place_at
from proofdesk.common.files import BytesLike
from proofdesk.common.text import normalize_whitespace
from proofdesk.common.vocabulary import LabelledEnum, LabelledWord
from proofdesk.content.harms.entries import Harms
from proofdesk.content.html import text_of
from proofdesk.outputs.claims_model import (
    CitedWork,
    Claim,
    Claims,
    HarmData,
    InArticle,
    Vocabulary,
    WorkEvidence,
)
from proofdesk.site.article import ArticleBlock, Page, Place

VERSION = "1.3.0"
DATA = "data/claims.json"
FURTHER = "data/claims-{}.json"  # from 2 on
MOST_BYTES = 5_000_000  # of one file
SCHEMA = f"data/claims-{VERSION.split('.')[0]}.schema.json"


class ClaimsFiles:
    """Writer of the data, article by article, so that a large site's claims are never held in memory at once.

    ``begin`` opens a file of the site, by its path. What is more than ``most`` bytes stands in further files, which the
    first one names. ``root`` is the site's address.
    """

    def __init__(
        self, begin: Callable[[str], BinaryIO], checked: date | None, site: str, licence: str | None, root: str,
        harms: Sequence[HarmData] = (), most: int = MOST_BYTES,
    ) -> None:
        self._begin, self._root, self._most = begin, root, most
        self._size, self._has_claims = 0, False
        self._facts: dict[str, Any] = {"$schema": root + SCHEMA, "version": VERSION, "site": site, "licence": licence,
                                       "checked": checked, "claims": [], "more": []}
        self._more: list[str] = []
        self._first = self._out = self._open(DATA, harms)

    def __enter__(self) -> ClaimsFiles:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if not error and self._out is not self._first:
            self._end(self._out, [])
        with self._first as first:
            if not error:
                self._end(first, [self._root + name for name in self._more])
        self._out.close()

    def add(self, claims: BytesLike) -> None:
        """Write an article's claims, as returned by ``claims_of``, in UTF-8."""
        if not claims:
            return
        if self._has_claims and self._size + len(claims) > self._most:
            if self._out is not self._first:
                with self._out as full:
                    self._end(full, [])
            self._more.append(FURTHER.format(len(self._more) + 2))
            self._out = self._open(self._more[-1], ())
        self._out.write(b",\n" if self._has_claims else b"[\n")
        self._out.write(claims)
        self._size, self._has_claims = self._size + len(claims), True

    def _open(self, name: str, harms: Sequence[HarmData]) -> BinaryIO:
        """Begin a file, up to its claims."""
        out = self._begin(name)
        before_more = _json(Claims(**self._facts, harms=harms)).encode("utf-8").rpartition(b"[]")[0]
        head = before_more.rpartition(b"[]")[0]
        out.write(head)
        self._size, self._has_claims = len(head), False
        return out

    def _end(self, out: BinaryIO, more: list[str]) -> None:
        out.write(b"\n ]" if self._more or self._has_claims else b"[]")
        out.write(b',\n "more": ' + to_json(more, indent=1).replace(b"\n", b"\n ") + b"\n}\n")


def claims_of(article: Place, references: References, root: str) -> str:
    """Return the claims of an article as JSON, in the order of the page; of a plain page only if it states its days."""
    if article.facts.published is None or article.facts.reviewed is None:
        return ""
    return ",\n".join(indent(_json(_claim(block, references, root)).rstrip(), "  ")
                      for block in article.blocks if block.placed.form.makes_claim)


def harms_of(harms: Harms, page: Page | None, references: References, root: str) -> list[HarmData]:
    """Return the list of harms as data; empty if no page shows it."""
    numbers = {citation.key: citation.number for citation in page.document.citations} if page else {}
    return [HarmData(
        id=harm.id, url=root + place_at(page.url, harm.anchor), substances=[_known(each) for each in harm.substances],
        harm=harm.harm, kind=_known(harm.kind), certainty=_known(harm.certainty), also=harm.also,
        of=_plain(harm.of) if harm.of else None,
        **{name: _plain(getattr(harm, name)) for name in ("who", "often", "because", "limits", "do")},
        references=[_work(key, numbers[key], references)
                    for key in sorted(harm.cited, key=lambda key: numbers[key])],
    ) for harm in harms.entries] if page else []


def _plain(text: str) -> str:
    return normalize_whitespace(without_citations(text))


def schema_file(kinds: Mapping[str, BlockKind], root: str, evidence: Words = MEDICINE) -> str:
    """Return the content of the schema's file; ``evidence`` are the site's words of evidence."""
    return _json(schema(kinds, root, evidence))


@cache
def _schema_of_model() -> str:
    """Return what no site changes of the schema, which takes a tenth of the time of a small build to derive."""
    return json.dumps(Claims.model_json_schema(by_alias=True))


def schema(kinds: Mapping[str, BlockKind], root: str = "/", evidence: Words = MEDICINE) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the data of a site with these kinds of block."""
    data: dict[str, Any] = json.loads(_schema_of_model())
    nouns = [kind.noun for kind in claim_kinds(kinds.values())]
    data["description"] = f"Every {enumerate_words(nouns, 'and')} of a site, with what each rests on."
    data["$defs"]["WorkEvidence"]["properties"]["kind"]["enum"] = [each.data_name for each in evidence.every_kind]
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
    return _known(word) if word else None


def _known(word: LabelledEnum | LabelledWord) -> Vocabulary:
    return Vocabulary(name=str(word), label=word.label, meaning=word.meaning)


def _work(key: str, number: int, references: References) -> CitedWork:
    work, entry = references[key], references.bibliography.entries[key]
    evidence = work.evidence
    return CitedWork(
        key=key, number=number, text=text_of(work.html), year=int(work.year) if work.year else None,
        doi=entry.doi or None, pmid=entry.identifiers.pmid or None, url=next((url for _, url in work.links), None),
        retracted=work.retracted, notice=work.notice,
        evidence=WorkEvidence(
            kind=evidence.kind.data_name,
            species=[str(s) for s in evidence.species], designs=[str(d) for d in evidence.designs],
            participants=evidence.size, population=evidence.population or None,
            randomised=_stated(evidence.randomised), blinded=_stated(evidence.blinding),
            measured=evidence.measured or None, sponsor=evidence.sponsor or None,
            reviewed=[str(each) for each in evidence.reviewed],
            from_memory=evidence.from_memory, words=evidence.words,
        ),
    )


def fields_of_schema(kinds: Mapping[str, BlockKind]) -> Iterable[tuple[str, str, str]]:
    """Yield each property of the data as (its object, its name, its meaning), for the guide."""
    of_kinds = _claim_descriptions(kinds)
    for model, where in ((Claims, "the file"), (Claim, "a claim"), (CitedWork, "a reference"),
                         (WorkEvidence, "its evidence"), (InArticle, "its article"), (HarmData, "a harm"),
                         (Vocabulary, "a word")):
        for name, each in model.model_fields.items():
            description = of_kinds.get(name) if model is Claim else None
            yield where, each.alias or name, description or each.description or ""
