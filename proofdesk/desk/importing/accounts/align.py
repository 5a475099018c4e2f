"""Lay two texts side by side: at the words that each has once, then at those that are such between two of these."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from proofdesk.common.sequences import split_at

MAX_CELLS = 40_000  # words times words that are compared one by one


def aligned(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of equal words of two texts, rising in both."""
    waiting = [(0, len(one), 0, len(other))]
    while waiting:
        start, end, first, last = waiting.pop()
        while start < end and first < last and one[start] == other[first]:
            yield start, first
            start, first = start + 1, first + 1
        while start < end and first < last and one[end - 1] == other[last - 1]:
            end, last = end - 1, last - 1
            yield end, last
        if start == end or first == last:
            continue
        anchors = _anchors(one, other, start, end, first, last)
        if anchors:
            for here, there in anchors:
                waiting.append((start, here + 1, first, there + 1))
                start, first = here + 1, there + 1
            waiting.append((start, end, first, last))
        elif (end - start) * (last - first) <= MAX_CELLS:
            matcher = SequenceMatcher(None, one[start:end], other[first:last], autojunk=False)
            for block in matcher.get_matching_blocks():
                yield from ((start + block.a + n, first + block.b + n) for n in range(block.size))


def _anchors(
    one: Sequence[str], other: Sequence[str], start: int, end: int, first: int, last: int
) -> list[tuple[int, int]]:
    """Return the places of words that both parts have once: the longest row of them that rises in both."""
    counts, others = Counter(one[start:end]), Counter(other[first:last])
    there = {word: number for number, word in enumerate(other[first:last], start=first) if others[word] == 1}
    pairs = [(number, there[word]) for number, word in enumerate(one[start:end], start=start)
             if counts[word] == 1 and word in there]
    ends: list[int] = []  # the lowest place at which a row of each length may end
    rows: list[int] = []
    for _, place in pairs:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        rows.append(length)
    row: list[tuple[int, int]] = []
    wanted = len(ends) - 1
    for pair, length in zip(reversed(pairs), reversed(rows), strict=True):
        if length == wanted and (not row or pair[1] < row[-1][1]):
            row.append(pair)
            wanted -= 1
    return row[::-1]


def runs(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the pairs that are neighbours in both texts."""
    return split_at(sorted(pairs), lambda last, pair: pair != (last[0] + 1, last[1] + 1))
