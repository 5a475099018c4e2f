"""Divide the words of the search index over files, a few of which each search asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

# Size at which a file of words ends, before compression: a search asks for one for each of its words.
_FILE_OF_WORDS = 8400
# Below this size a file of words takes the next word too, however much there is of it: without this, half of a large
# site's files are a few rare words between two usual ones.
_LEAST = _FILE_OF_WORDS // 4
# The usual words, of this many letters at least; a word that is rarer is not offered for a mistyped one.
_SPELLED, _SPELLED_LETTERS = 6_000, 4
# Words at which a file of them ends, with the last of their first letter.
_FILE_OF_SPELLING = 400


class Terms(NamedTuple):
    """The postings of each term, in ASCII, and the forms of those that are not all of their forms, with blanks."""

    postings: dict[str, bytearray]
    forms: dict[str, str]

    def forms_of(self, term: str) -> list[str]:
        return self.forms.get(term, term).split(" ")


def word_files(terms: Terms) -> Iterator[tuple[str, bytes]]:
    """Yield the files of words with their names, and last where each begins, in the order of UTF-16.

    Each term is taken out of ``terms``: a large site has no room for all words and for all files at once.
    """
    held: dict[str, list[str]] = {}
    starts: list[str] = []
    size, before = 0, ""
    for term in sorted(terms.postings, key=_utf16):
        postings = terms.postings.pop(term).decode("ascii")
        if size > _LEAST and size + len(postings) > _FILE_OF_WORDS:
            yield f"words/{len(starts) - 1}.json", to_json(held)
            held, size = {}, 0
        if not held:
            starts.append(_start(term, before))
        held[term] = [postings, terms.forms[term]] if term in terms.forms else [postings]
        size += len(postings) + len(term) + 10
        before = term
    if held:
        yield f"words/{len(starts) - 1}.json", to_json(held)
    yield "names.json", to_json(starts)


def _start(term: str, before: str) -> str:
    """Return as few letters of a term as tell it from the one before it: every search loads those of all files."""
    return next(term[:end] for end in range(1, len(term) + 1) if _utf16(term[:end]) > _utf16(before))


def spelling_files(terms: Terms) -> Iterator[tuple[str, bytes]]:
    """Yield the files of usual words, each with a digit for how often it is found, and last their first letters."""
    counts = {form: len(postings) for term, postings in terms.postings.items() for form in terms.forms_of(term)
              if len(form) >= _SPELLED_LETTERS and form.isalpha()}
    usual = sorted(sorted(counts), key=counts.__getitem__, reverse=True)[:_SPELLED]  # equals by their letters
    held: list[str] = []
    firsts: list[str] = []
    for letter, words in groupby(sorted(usual, key=_utf16), key=itemgetter(0)):
        if not held:
            firsts.append(letter)
        held += (f"{form}{min(9, counts[form].bit_length() // 2)}" for form in words)
        if len(held) >= _FILE_OF_SPELLING:
            yield f"spelling/{len(firsts) - 1}.json", to_json(" ".join(held))
            held = []
    if held:
        yield f"spelling/{len(firsts) - 1}.json", to_json(" ".join(held))
    yield "letters.json", to_json(firsts)


def _utf16(term: str) -> bytes:
    """Return the key of JavaScript's order of strings."""
    return term.encode("utf-16-be")


def to_json(value: Any) -> bytes:
    """Return a value as the index holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
