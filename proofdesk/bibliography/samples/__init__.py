"""The works that the examples of the editors' guide cite: invented ones, shipped with the program.

Only the guide may cite them. They are in no list, export or search, so that no reader takes one for evidence.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.parser import read_bibliography

WORKS = Path(__file__).parent / "works.bib"
_NAME = "works of the guide’s examples"


@cache
def sample_works() -> Bibliography:
    """Return the invented works."""
    return read_bibliography(WORKS, _NAME)


def with_samples(bibliography: Bibliography) -> Bibliography:
    """Return a bibliography that has the invented works too, apart from those whose keys it has itself."""
    known = {**bibliography.keys_by_lowercase, **{key.lower(): key for key in bibliography.broken_keys}}
    added = {key: entry for key, entry in sample_works().entries.items() if key.lower() not in known}
    return replace(bibliography, entries={**bibliography.entries, **added}, samples=frozenset(added),
                   keys_by_lowercase={**bibliography.keys_by_lowercase, **{key.lower(): key for key in added}})
