"""Divide the words of the search index over files, a few of which each search asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from proofdesk.outputs.search.shards import Shard, to_json, utf16

# Size at which a file of words ends, before compression: a search asks for one for each of its words.
_FILE_OF_WORDS = 8400
# Below this size a file of words takes the next word too, however much there is of it: without this, half of a large
# site's files are a few rare words between two usual ones.
_LEAST = _FILE_OF_WORDS // 4
# The usual words; one that is rarer is not offered for a mistyped one.
_SPELLED = 6_000
# Words at which a file of them ends, with the last of their first letter.
_FILE_OF_SPELLING = 400


def word_files(shards: Iterable[Shard]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of words with their names, and last where each begins. A shard is asked for when it is due."""
    held: list[bytes] = []
    starts: list[str] = []
    size, before = 0, ""
    for shard in shards:
        for term, length, written in zip(shard.terms, shard.lengths, shard.written, strict=True):
            if size > _LEAST and size + length > _FILE_OF_WORDS:
                yield _file(starts, held)
                held, size = [], 0
            if not held:
                starts.append(_start(term, before))
            held.append(written)
            size += length + len(term) + 10
            before = term
    if held:
        yield _file(starts, held)
    yield "names.json", to_json(starts)


def _file(starts: list[str], held: list[bytes]) -> tuple[str, bytes]:
    return f"words/{len(starts) - 1}.json", b"{%b}" % b",".join(held)


def _start(term: str, before: str) -> str:
    """Return as few letters of a term as tell it from the one before it: every search loads those of all files."""
    return next(term[:end] for end in range(1, len(term) + 1) if utf16(term[:end]) > utf16(before))


def spelling_files(counts: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of usual words, each with a digit for how often it is found, and last their first letters."""
    usual = sorted(sorted(counts), key=counts.__getitem__, reverse=True)[:_SPELLED]  # equals by their letters
    held: list[str] = []
    firsts: list[str] = []
    for letter, words in groupby(sorted(usual, key=utf16), key=itemgetter(0)):
        if not held:
            firsts.append(letter)
        held += (f"{form}{min(9, counts[form].bit_length() // 2)}" for form in words)
        if len(held) >= _FILE_OF_SPELLING:
            yield f"spelling/{len(firsts) - 1}.json", to_json(" ".join(held))
            held = []
    if held:
        yield f"spelling/{len(firsts) - 1}.json", to_json(" ".join(held))
    yield "letters.json", to_json(firsts)
