"""Merge the words of pages into those of a site by groups of pages, so that an edit merges its own group anew.

What the cache keeps of a group does not depend on the pages before it: parts are counted from its own first one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from proofdesk.common.cache import Cache, code_fingerprint
from proofdesk.outputs.search.postings import Words, figure
from proofdesk.outputs.search.word_files import Terms
from proofdesk.outputs.search.words import Language

# Of so many pages one ends a group. Fewer, and more groups are merged in each build; more, and more pages in each edit.
_OFTEN = 48


class PageWords(NamedTuple):
    """A page's words, which are loaded when they are asked for, and a digest of all that is in the index of it."""

    digest: str
    load: Callable[[], Iterable[Words]]
    language: Language


class _Group(NamedTuple):
    """The terms of some pages, each with the first and the last part that has it and its postings in between.

    The postings begin with those in the first part, without its number. ``forms`` are terms with their forms.
    """

    parts: int
    terms: Sequence[str]
    firsts: Sequence[int]
    lasts: Sequence[int]
    postings: Sequence[bytes]
    forms: Sequence[str]


def merge(
    pages: Iterable[PageWords], parts: int, cache: Cache | None, step: Callable[[], None] = lambda: None
) -> Terms:
    """Return every term of pages, which have so many parts, with its postings in the order of parts, and its forms.

    ``step`` is called at each group of pages.
    """
    gaps = [figure(number).encode("ascii") for number in range(parts)]
    # As bytes: of a large site a usual word has a hundred pieces, which as texts take as much again for each.
    found: defaultdict[str, bytearray] = defaultdict(bytearray)
    last: defaultdict[str, int] = defaultdict(int)  # the last part that has a term
    every: set[str] = set()
    start = 0
    for each in _groups(pages):
        step()
        group = _load_or_merge(each, gaps, cache)
        every.update(group.forms)
        for term, first, end, postings in zip(group.terms, group.firsts, group.lasts, group.postings, strict=True):
            whole = found[term]
            whole += gaps[start + first - last[term]]
            whole += postings
            last[term] = start + end
        start += group.parts
    found.pop("", None)
    forms: dict[str, str] = {}
    for each_form in sorted(every):
        term, colon, form = each_form.partition(":")
        if colon:
            before = forms.get(term) or (term if term in every else "")
            forms[term] = f"{before} {form}" if before else form
    return Terms(found, forms)


def _groups(pages: Iterable[PageWords]) -> Iterator[list[PageWords]]:
    """Divide pages where their digests say so, so that a new page does not move the pages of the groups behind it."""
    group: list[PageWords] = []
    for page in pages:
        group.append(page)
        if crc32(page.digest.encode()) % _OFTEN == 0:
            yield group
            group = []
    if group:
        yield group


def _load_or_merge(pages: list[PageWords], gaps: list[bytes], cache: Cache | None) -> _Group:
    key = code_fingerprint("outputs/search"), [page.digest for page in pages]
    hit = cache.load(key) if cache else None
    if hit:
        parts, firsts, lasts = json.loads(hit.text)
        return _Group(parts, hit.text_of(1).split(" "), firsts, lasts, bytes(hit.parts[2]).split(b" "),
                      hit.text_of(3).split(" "))
    group = _merge(pages, gaps)
    if cache:
        cache.store(key, json.dumps([group.parts, group.firsts, group.lasts]), " ".join(group.terms),
                    b" ".join(group.postings), " ".join(group.forms))
    return group


def _merge(pages: Iterable[PageWords], gaps: list[bytes]) -> _Group:
    firsts: dict[str, int] = {}
    lasts: dict[str, int] = {}
    found: defaultdict[str, bytearray] = defaultdict(bytearray)
    every: set[str] = set()
    number = 0
    for page in pages:
        for terms, places, written in page.load():
            every.update(written.split(" "))
            for term, place in zip(terms.split(" "), places.split(" "), strict=True):
                if term in lasts:
                    found[term] += gaps[number - lasts[term]]
                else:
                    firsts[term] = number
                found[term] += place.encode("ascii")
                lasts[term] = number
            number += 1
    return _Group(number, [*firsts], [*firsts.values()], [*map(lasts.__getitem__, firsts)],
                  [bytes(found[term]) for term in firsts], sorted(every))
