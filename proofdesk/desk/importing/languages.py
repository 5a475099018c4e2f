"""Read the words by which manuscripts cite, head and label, from the table `languages.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from proofdesk.common.text import without_accents

_TABLE = Path(__file__).with_name("languages.json")
LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt")


@cache
def _table() -> dict[str, Any]:
    return dict(json.loads(_TABLE.read_text(encoding="utf-8")))


@cache
def words(concept: str) -> tuple[str, ...]:
    """Return the words of all languages for a concept of the table, longest first, each once."""
    found = dict.fromkeys(word for by_language in _table()[concept].values() for word in by_language)
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def small_words(concept: str) -> frozenset[str]:
    """Return the words of all languages for a concept in small letters, without a stop at their end."""
    return frozenset(word.casefold().rstrip(".") for word in words(concept))


def either_of(concept: str) -> str:
    """Return a regular expression for any of the words; a space in a word matches any space, or none behind a stop."""
    return "|".join(re.sub(r"\\ ", r"\\s", re.escape(word)).replace(r"\.\s", r"\.\s?") for word in words(concept))


@cache
def heading_in_english(heading: str) -> str:
    """Return the English form of a heading that the table has, in any language; else the heading."""
    same = " ".join(heading.casefold().replace("’", "'").split())
    for english, by_language in _table()["headings"].items():
        if any(same == known.casefold().replace("’", "'") for each in by_language.values() for known in each):
            return str(english)
    return heading


def headings_for(english: str) -> tuple[str, ...]:
    """Return the headings of all languages that mean the same, longest first, and as writers leave out accents."""
    found = {heading for each in _table()["headings"][english].values() for heading in each}
    found |= {*map(without_accents, found)}
    return tuple(sorted(found, key=lambda heading: (-len(heading), heading)))


def in_all_languages(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels in English with those of the other languages, each once, each behind the one that it translates."""
    table: Mapping[str, Mapping[str, list[str]]] = _table()["labels"]
    found = [each for label in labels
             for each in (label, *(word for known in table.get(label, {}).values() for word in known))]
    return tuple(dict.fromkeys(found))


# The heading of a list of references, which every site knows.
REFERENCES = re.compile("|".join(map(re.escape, headings_for("references"))), re.I)
