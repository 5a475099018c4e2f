"""Suggest the known words that look most like a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words most similar to ``word``, best first; capitals do not count."""
    by_lower = {k.lower(): k for k in known}
    return [by_lower[m] for m in difflib.get_close_matches(word.lower(), list(by_lower), n=most, cutoff=0.6)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a remedy that names the nearest known words, or all of them if none is near."""
    known = list(known)
    near = nearest(word, known)
    if near:
        return "did you mean " + " or ".join(f"“{n}”" for n in near) + "?"
    return "known are: " + ", ".join(sorted(known)) if len(known) <= 20 else "no similar name is known"
