"""Know which words are given names, and which short ones are family names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import GIVEN_WORD, UPPER, WORD

# “Martin Hazel, Stefan L. Leaf, …”, “Martin Di Hazel, Stefan Leaf. 2020.”: two names, or one of several words
_TWO_NAMES = lazy(
    rf"(?:M(?:oh)?d\s)?(?P<given>{GIVEN_WORD})(?:\s{WORD}){{1,2}},\s{WORD}(?P<initial>\s[{UPPER}]\.?)?\s{WORD}"
    r"(?:,\s|\sand\s|\.\s\(?(?:19|20)\d\d)")


def is_given_name(word: str) -> bool:
    """Return whether a word is a given name, and hardly ever begins a family name."""
    return word in given_names()


@cache
def given_names() -> frozenset[str]:
    """Return words that are given names and hardly ever begin a family name (``tools/given_names.py``).

    Many of them are whole family names too, so that a word alone is asked of the shorter list of the model.
    """
    return frozenset(json.loads((Path(__file__).parent / "given_names.json").read_text(encoding="utf-8")).split())


@cache
def short_families() -> frozenset[str]:
    """Return family names of one syllable, which in China, Korea and Vietnam stand alone: “Chun Yan Yu”."""
    return frozenset(json.loads((Path(__file__).parent / "short_families.json").read_text(encoding="utf-8")).split())


def begins_with_full_names(text: str, by_form: bool = False) -> bool:
    """Return whether an entry begins with two names in full for sure, and not with a family name of several words.

    Nobody has an initial between two given names, and a given name with a hyphen, or one that is known, begins a name.
    With ``by_form`` only what the entry shows counts, and no list of names.
    """
    match = _TWO_NAMES.match(text)
    if not match or match["initial"] or "-" in match["given"] or text.startswith(("Md ", "Mohd ")):
        return match is not None
    return not by_form and is_given_name(match["given"])
