"""What pages state, as it was read, where nothing was wrong: so of a large site only edited facts are read as YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from proofdesk.common.cache import Cache, code_fingerprint, fingerprint


class SoundFacts:
    """The sound facts of all pages in one record of a folder of caches, each under a hash of its text.

    They are texts until a page asks for them: those of a large site would fill the memory.
    """

    def __init__(self, folder: Path) -> None:
        self._cache = Cache(folder, fingerprint(code_fingerprint("common", "content"), yaml.__version__))
        hit = self._cache.load("facts")
        self._before: dict[str, str] = json.loads(hit.text) if hit else {}
        self._now: dict[str, str] = {}

    def load(self, text: str) -> dict[str, Any] | None:
        """Return what front matter of this text states; None if that is not known."""
        key = fingerprint(text)
        found = self._now.get(key) or self._before.get(key)
        if found is None:
            return None
        self._now[key] = found
        stated: dict[str, Any] = json.loads(found)
        return stated

    def store(self, text: str, stated: dict[str, Any]) -> None:
        """Note what a text states, unless JSON has no word for it."""
        try:
            found = json.dumps(stated, ensure_ascii=False)
        except (TypeError, ValueError):
            return
        if json.loads(found) == stated:
            self._now[fingerprint(text)] = found

    def keep(self) -> None:
        """Keep what was asked for and noted, for the next build or check of all pages."""
        if self._now != self._before:
            self._cache.store("facts", json.dumps(self._now, ensure_ascii=False))
