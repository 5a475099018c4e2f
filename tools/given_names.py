"""Write the given names that lists of references are read with: ``python tools/given_names.py [WORD …]``.

They are those that the model of references knows, and those of Faker's lists (MIT) in Latin letters. A name that Faker
has as a family name too says nothing, nor does a particle, so both are left out, as are the words that are given.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faker.providers import person  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent / "proofdesk" / "desk" / "importing" / "references"
_LAST_LATIN = 0x250
# They begin family names, as those of Vietnam do, though some lists have them as given names.
_PARTICLES = {"Abu", "Al", "Ben", "Da", "Dalla", "De", "Del", "Den", "Der", "Di", "Dos", "Du", "El", "Han", "La", "Le",
              "Mac", "Mc", "St", "Ten", "Ter", "Van", "Von",
              "Bui", "Dang", "Do", "Duong", "Ho", "Hoang", "Huynh", "Ly", "Ngo", "Nguyen", "Pham", "Phan", "Tran", "Vo",
              "Vu"}


def of_faker(kind: str) -> set[str]:
    """Return every word of Faker’s names of a kind, ``first`` or ``last``."""
    return {word for module in pkgutil.iter_modules(person.__path__) for name in _names(module.name, kind)
            for word in name.split()}


def _names(module: str, kind: str) -> Iterator[str]:
    provider = importlib.import_module(f"{person.__name__}.{module}").Provider
    for attribute in dir(provider):
        values: Any = getattr(provider, attribute)
        if attribute.startswith(f"{kind}_names") and isinstance(values, (tuple, list, dict)):
            yield from map(str, values)


def is_latin(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word[0].isupper() and all(ord(letter) < _LAST_LATIN for letter in word)


def main() -> None:
    """Write the file, without words that the program must not have."""
    known = json.loads((ROOT / "learned" / "weights.json").read_text(encoding="utf-8"))["given"].split()
    names = sorted({*known, *filter(is_latin, of_faker("first") - of_faker("last"))} - _PARTICLES - set(sys.argv[1:]))
    (ROOT / "parts" / "names" / "given_names.json").write_text(
        json.dumps(" ".join(names), ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
