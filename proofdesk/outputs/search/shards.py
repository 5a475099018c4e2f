"""Put the shards of a site together: its terms in the order of UTF-16, each with its forms and postings.

A merged shard is found by the pieces of which it is made and by the parts at which their groups begin.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from proofdesk.common.cache import Cache, CacheHit
from proofdesk.common.parallel.workers import run_in_workers
from proofdesk.outputs.search.groups import PageWords, digests_of, groups_of, is_merged, pieces_of
from proofdesk.outputs.search.postings import figure

_SPELLED_LETTERS = 4  # at least, of a word that is offered for a mistyped one
_AT_ONCE = 100  # shards that are merged together, for which each group's pieces are read once
_AT_LEAST = 3  # groups, or times that shards are merged, for which a second process is worth its start
# The number of a group's first part, with the group or with its piece of a shard.
_Placed = tuple[int, Sequence[PageWords]]
_Piece = tuple[int, bytes]


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
    divided = [*groups_of(pages)]
    if cache:
        new = [group for group in divided if not is_merged(group, cache)]
        run_in_workers(new, partial(digests_of, cache=cache), step, _AT_LEAST)
    groups: list[_Placed] = []
    hashes: defaultdict[str, Any] = defaultdict(sha256)
    start = 0
    for group in divided:
        step()
        parts, digests = digests_of(group, cache)
        for name, digest in digests.items():
            hashes[name].update(f"{start} {digest} ".encode())
        groups.append((start, group))
        start += parts
    keys = {name: ("shard", hashes[name].hexdigest()) for name in sorted(hashes)}
    made: dict[str, Shard] = {}  # where the cache keeps nothing

    def make(names: Sequence[str]) -> None:
        for name, pieces in _pieces(groups, names, cache).items():
            step()
            shard = _merge(pieces)
            if cache:
                cache.store(keys[name], json.dumps(shard[:4], ensure_ascii=False), b"\n".join(shard.written))
            if not (cache and cache.has(keys[name])):
                made[name] = shard

    def missing() -> list[list[str]]:
        names = [name for name, key in keys.items() if not (cache and cache.has(key))]
        return [names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE)]

    if cache:
        run_in_workers(missing(), make, step, _AT_LEAST)
    for names in missing():
        make(names)
    for name, key in keys.items():
        step()
        if name in made:
            yield made.pop(name)
            continue
        hit = cache.load(key) if cache else None
        yield _loaded(hit) if hit else _merge(_pieces(groups, [name], cache)[name])  # what was damaged meanwhile


def _pieces(groups: Iterable[_Placed], names: Sequence[str], cache: Cache | None) -> dict[str, list[_Piece]]:
    """Return the pieces of some shards, in the order of groups."""
    found: dict[str, list[_Piece]] = {name: [] for name in names}
    for start, group in groups:
        pieces = pieces_of(group, cache)
        for name in names:
            if name in pieces:
                found[name].append((start, bytes(pieces[name])))
    return found


def _loaded(hit: CacheHit) -> Shard:
    terms, forms, lengths, spelled = json.loads(hit.text)
    return Shard(terms, forms, lengths, spelled, bytes(hit.parts[1]).splitlines())


def _merge(pieces: Iterable[_Piece]) -> Shard:
    found: defaultdict[str, list[str]] = defaultdict(list)
    last: defaultdict[str, int] = defaultdict(int)  # the last part that has a term
    every: set[str] = set()
    for start, piece in pieces:
        terms, firsts, lasts, postings, forms = json.loads(piece)
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
