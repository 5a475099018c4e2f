"""Know which words are given names, and which short ones are family names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


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
