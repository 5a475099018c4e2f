"""Find words of a file that another text has as often as the file, among the same words.

What a file says several times, such as descriptions of pictures that begin alike, may be taken for each other; none of
it is lost if the text says each as often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

MAX_RUN = 10  # words in a row that are looked for; more of them are not taken for others
BESIDE = (1, 4)  # words before and behind with which they are looked for, each number by itself
MIN_ALONE = 4  # words of a passage of which none was found: fewer, such as the cells of a table, are alike everywhere


def words_as_often(
    passages: Sequence[Sequence[str]], found: Sequence[bool], text: Sequence[str]
) -> Iterator[int]:
    """Yield the number, among those of all passages, of each word not ``found`` that the text has as often."""
    wanted: dict[tuple[str, ...], list[range]] = {}
    at = 0
    for passage in passages:
        end = at + len(passage)
        for is_found, group in groupby(range(at, end), found.__getitem__):
            run = [] if is_found else [*group]
            for beside in BESIDE if 0 < len(run) <= MAX_RUN else ():
                around = passage[max(run[0] - beside - at, 0) : min(run[-1] + 1 + beside, end) - at]
                if len(around) > len(run) or len(run) >= MIN_ALONE:
                    wanted.setdefault(tuple(around), []).append(range(run[0], run[-1] + 1))
        at = end
    for length, rows in _by_length(wanted):
        in_text = _counted([text], length, rows)
        in_file = _counted(passages, length, rows)
        for row in rows:
            if in_text[row] >= in_file[row]:
                yield from (number for run in wanted[row] for number in run)


def _by_length(rows: Collection[tuple[str, ...]]) -> Iterator[tuple[int, set[tuple[str, ...]]]]:
    for length, group in groupby(sorted(rows, key=len), len):
        yield length, {*group}


def _counted(
    texts: Sequence[Sequence[str]], length: int, rows: Collection[tuple[str, ...]]
) -> Counter[tuple[str, ...]]:
    """Return how often texts have each of some rows of words."""
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for row in zip(*(text[start:] for start in range(length)), strict=False):
            if row in rows:
                found[row] += 1
    return found
