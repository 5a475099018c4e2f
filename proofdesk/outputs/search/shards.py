"""Put the shards of a site together: its terms in the order of UTF-16, each with its forms and postings.

A merged shard is found by the pieces of which it is made and by the parts at which their groups begin.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from proofdesk.common.cache import Cache
from proofdesk.outputs.search.groups import PageWords, Piece, group_words
from proofdesk.outputs.search.postings import figure

_SPELLED_LETTERS = 4  # at least, of a word that is offered for a mistyped one
# A piece, and the number of the first part of its group.
_Placed = tuple[int, Piece]


class Shard(NamedTuple):
    """The terms of a shard: of each its forms, how long its postings are, and how it stands in a file, in JSON.

    ``spelled`` are the words that may be offered for a mistyped one, each with how long its postings are.
    """

    terms: list[str]
    forms: list[list[str]]
    lengths: list[int]
    spelled: dict[str, int]
    written: list[bytes]


def merge(
    pages: Iterable[PageWords], cache: Cache | None = None, step: Callable[[], None] = lambda: None
) -> Iterator[Shard]:
    """Yield the shards of all pages in their order. ``step`` is called at each group of pages and at each shard."""
    pieces: defaultdict[str, list[_Placed]] = defaultdict(list)
    start = 0
    for group in group_words(pages, cache):
        step()
        for name, piece in group.pieces.items():
            pieces[name].append((start, piece))
        start += group.parts
    for name in sorted(pieces):
        step()
        yield _load_or_merge(pieces.pop(name), cache)


def _load_or_merge(pieces: list[_Placed], cache: Cache | None) -> Shard:
    key = "shard", [(start, piece.digest) for start, piece in pieces]
    hit = cache.load(key) if cache else None
    if hit:
        terms, forms, lengths, spelled = json.loads(hit.text)
        return Shard(terms, forms, lengths, spelled, bytes(hit.parts[1]).splitlines())
    shard = _merge(pieces)
    if cache:
        cache.store(key, json.dumps(shard[:4], ensure_ascii=False), b"\n".join(shard.written))
    return shard


def _merge(pieces: Iterable[_Placed]) -> Shard:
    found: defaultdict[str, list[str]] = defaultdict(list)
    last: defaultdict[str, int] = defaultdict(int)  # the last part that has a term
    every: set[str] = set()
    for start, piece in pieces:
        terms, firsts, lasts, postings, forms = json.loads(bytes(piece.content))
        every.update(forms)
        for term, first, end, places in zip(terms, firsts, lasts, postings, strict=True):
            found[term] += figure(start + first - last[term]), places
            last[term] = start + end
    written: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(every):
        term, _, form = each.partition(":")
        written[term].append(form or term)
    shard = Shard([], [], [], {}, [])
    for term in sorted(found, key=utf16):
        whole, forms = "".join(found.pop(term)), written[term]
        shard.terms.append(term)
        shard.forms.append(forms)
        shard.lengths.append(len(whole))
        shard.spelled.update((form, len(whole)) for form in forms if len(form) >= _SPELLED_LETTERS and form.isalpha())
        shard.written.append(to_json({term: [whole, " ".join(forms)] if forms != [term] else [whole]})[1:-1])
    return shard


def utf16(term: str) -> bytes:
    """Return the key of JavaScript's order of strings."""
    return term.encode("utf-16-be")


def to_json(value: object) -> bytes:
    """Return a value as the index holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
