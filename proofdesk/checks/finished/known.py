"""Keep what was read of a finished site's files, so that the next build reads only what has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from proofdesk.checks.finished.addresses import FileAddresses, addresses_of, read_addresses
from proofdesk.common.cache import Cache, code_fingerprint


class SeenFile(NamedTuple):
    """A file that was read: what identifies its content for the build, and hashes of its content and its anchors.

    If each of its addresses leads somewhere, ``leads`` has the files of whose anchors it names one, else it is None.
    """

    digest: str
    content: str
    anchors: str
    leads: list[str] | None = None


class SeenFiles(NamedTuple):
    """The files of a site that was checked. ``places`` identifies the set of all its files."""

    places: str
    files: Mapping[str, SeenFile]


class KnownAddresses:
    """The addresses of finished files by their content, kept in a folder so that no content is read twice.

    Kept too are the files of the site that was checked last: a page that stays the same needs no second look as long
    as all files and the anchors that it leads to are there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._cache = Cache(folder, code_fingerprint("checks")) if folder else None

    def read(self, content: bytes, digest: str, kind: str) -> FileAddresses:
        """Return the addresses of a file with this content, from the cache if it was read before."""
        hit = self._cache.load((kind, digest)) if self._cache else None
        if hit is not None:
            return FileAddresses.unpacked(hit.text, hit.parts[1], *map(hit.text_of, (2, 3, 4)))
        found = read_addresses(content, kind)
        if self._cache:
            self._cache.store((kind, digest), *found.packed())
        return found

    def note(self, html: str, root: Any = None) -> None:
        """Keep the addresses of a page for when the finished site is checked. ``root`` is its tree, if it is parsed."""
        content = html.encode("utf-8", "replace")
        if self._cache and not self._cache.has(key := ("html", sha256(content).hexdigest())):
            found = read_addresses(content, "html") if root is None else addresses_of(root)
            self._cache.store(key, *found.packed())

    @property
    def kept(self) -> SeenFiles | None:
        """Return the files of the site that was checked last; None if that is not known."""
        hit = self._cache.load("site") if self._cache else None
        if not hit:
            return None
        places, names, files = json.loads(hit.text)
        return SeenFiles(places, {
            name: SeenFile(digest, content, anchors, None if leads is None else [names[number] for number in leads])
            for name, (digest, content, anchors, leads) in zip(names, files, strict=True)})

    def keep(self, seen: SeenFiles) -> None:
        """Keep the files of the site that was just checked. Names are stored once, as a list leads to many files."""
        if self._cache:
            numbers = {name: number for number, name in enumerate(seen.files)}
            files = [(*each[:3], None if each.leads is None else [numbers[name] for name in each.leads])
                     for each in seen.files.values()]
            self._cache.store("site", json.dumps([seen.places, [*numbers], files]))

