"""Merge the words of pages by groups of pages, and of each group by *shards*: terms that begin alike.

An edit merges its own group anew, and of the site only the shards whose terms it changed (``shards.py``). What the
cache keeps of a group does not depend on the pages before it: parts are counted from its own first one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

from proofdesk.common.cache import Cache
from proofdesk.common.files import BytesLike
from proofdesk.outputs.search.postings import Words, figure
from proofdesk.outputs.search.words import Language

# Of so many pages one ends a group. Fewer, and more groups are merged in each build; more, and more pages in each edit.
_OFTEN = 24
# Scripts from here on have thousands of letters, so a shard has all terms that begin with one of so many.
_IDEOGRAPHS, _ALIKE = 0x2E80, 64


class PageWords(NamedTuple):
    """A page's words, which are loaded when they are asked for, and a digest of all that is in the index of it."""

    address: str
    digest: str
    load: Callable[[], Iterable[Words]]
    language: Language


def groups_of(pages: Iterable[PageWords]) -> Iterator[list[PageWords]]:
    """Divide pages where their addresses say so: neither an edit nor a new page moves those of the groups behind it."""
    group: list[PageWords] = []
    for page in pages:
        group.append(page)
        if crc32(page.address.encode()) % _OFTEN == 0:
            yield group
            group = []
    if group:
        yield group


def is_merged(group: Sequence[PageWords], cache: Cache) -> bool:
    """Return whether the cache has a group's pieces; they may still be damaged."""
    return cache.has(("group", [page.digest for page in group]))


def digests_of(group: Sequence[PageWords], cache: Cache | None) -> tuple[int, dict[str, str]]:
    """Return how many parts a group has, and a digest of its piece of each shard, by the shard's name.

    A piece is five lists in JSON: terms, the first and the last part that has each, its postings in between, which
    begin with those in the first part, without its number, and the terms with their forms.
    """
    key = [page.digest for page in group]
    hit = cache.load(("group", key)) if cache else None
    if hit:
        parts, digests = json.loads(hit.text)
        return parts, digests
    parts, pieces = _merge(group)
    digests = {name: sha256(piece).hexdigest() for name, piece in pieces.items()}
    if cache:
        cache.store(("pieces", key), json.dumps([*pieces]), *pieces.values())
        cache.store(("group", key), json.dumps([parts, digests]))
    return parts, digests


def pieces_of(group: Sequence[PageWords], cache: Cache | None) -> Mapping[str, BytesLike]:
    """Return a group's pieces by the names of their shards. Those of 1,000 articles have 12 MB together."""
    hit = cache.load(("pieces", [page.digest for page in group])) if cache else None
    return dict(zip(json.loads(hit.text), hit.parts[1:], strict=True)) if hit else _merge(group)[1]


def _merge(pages: Iterable[PageWords]) -> tuple[int, dict[str, bytes]]:
    """Return how many parts pages have, and their piece of each shard."""
    firsts: dict[str, int] = {}
    lasts: dict[str, int] = {}
    found: defaultdict[str, list[str]] = defaultdict(list)
    every: set[str] = set()
    number = 0
    for page in pages:
        for terms, places, written in page.load():
            every.update(written.split(" "))
            for term, place in zip(terms.split(" "), places.split(" "), strict=True):
                if term in lasts:
                    found[term].append(figure(number - lasts[term]))
                else:
                    firsts[term] = number
                found[term].append(place)
                lasts[term] = number
            number += 1
    firsts.pop("", None)  # of a page without words
    every.discard("")
    return number, {name: json.dumps([terms, [firsts[term] for term in terms], [lasts[term] for term in terms],
                                      ["".join(found[term]) for term in terms], forms], ensure_ascii=False).encode()
                    for name, (terms, forms) in _by_shard(firsts, every).items()}


def _by_shard(terms: Iterable[str], forms: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
    """Return the terms and the forms of each shard, by its name."""
    found: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for term in terms:
        found[shard_of(term)][0].append(term)
    for form in sorted(forms):
        found[shard_of(form.partition(":")[0])][1].append(form)
    return found


def shard_of(term: str) -> str:
    """Return the name of a term's shard. Shards and their terms are in one order, that of UTF-16 (``word_files``)."""
    start = term.encode("utf-16-be")[:4].hex()
    first = int(start[:4] or "0", 16)
    return start if first < _IDEOGRAPHS else f"{first // _ALIKE * _ALIKE:04x}"

