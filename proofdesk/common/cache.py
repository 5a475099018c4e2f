"""On-disk cache keyed by a hash of every input. All that a build keeps for the next one is kept here.

An entry's key holds everything the result depends on: the input, the code and the versions of the programs used. The
folder can be deleted at any time. Entries are verified on load, where one that is damaged or that was made for another
key is a miss; a failed write is a no-op. How they lie on the disk is said in ``packs``.

Whoever caches a result names its input in the key, and in the version of the cache what all its results depend on:
``cache_version`` for what becomes of a page, ``code_fingerprint`` of the rooms that it is made in for anything else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from proofdesk.common.files import BytesLike
from proofdesk.common.packs.folder import packs_in

_DIGEST = hashlib.sha256
# What a page becomes depends on these programs, and on no code in this folder.
_PROGRAMS = ("markdown", "pymdown-extensions", "mkdocs", "pygments", "pydantic", "jinja2", "lxml", "markupsafe",
             "mkdocs-material", "mkdocs-rss-plugin", "nh3", "babel")
NOT_OF_PAGES = "desk"


class CacheHit(NamedTuple):
    """An entry as it was stored: its parts, and a digest of its key and content."""

    parts: list[memoryview]
    digest: str

    @property
    def text(self) -> str:
        """Return the first part as text."""
        return self.text_of(0)

    def text_of(self, part: int) -> str:
        return str(self.parts[part], "utf-8")


class Cache:
    """A folder of cached results.

    A key is anything whose ``repr`` identifies the result. All results depend on ``version``.
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        self._packs = packs_in(os.path.abspath(folder))
        self._packs.refresh()
        self._version = version

    def has(self, key: Any) -> bool:
        """Return whether there is an entry for ``key``. It may still be damaged."""
        return self._packs.has(self._name(key))

    def digest(self, key: Any) -> str:
        """Return the digest of the entry for ``key``, which may be damaged; empty if there is none."""
        return self._packs.digest(self._name(key)).hex()

    def load(self, key: Any) -> CacheHit | None:
        """Return the entry for ``key``, or None if it is missing or damaged."""
        found = self._packs.load(self._name(key))
        parts = _split(found[1]) if found else None
        return CacheHit(parts, found[0].hex()) if found and parts is not None else None

    def store(self, key: Any, *parts: str | BytesLike) -> str:
        """Store the parts of a result and return their digest."""
        contents = [part.encode("utf-8") if isinstance(part, str) else part for part in parts]
        sizes = json.dumps([len(content) for content in contents]).encode("ascii") + b"\n"
        return self._packs.store(self._name(key), [sizes, *contents]).hex()

    def json(
        self, key: Any, compute: Callable[[], Any], should_cache: Callable[[Any], bool] = lambda _: True
    ) -> Any:
        """Return the JSON value for ``key``, computed on a miss.

        A value is stored only if ``should_cache`` accepts it, so that the result of a failure does not outlive it.
        """
        hit = self.load(key)
        if hit is not None:
            return json.loads(hit.text)
        value = compute()
        if should_cache(value):
            self.store(key, json.dumps(value, ensure_ascii=False))
        return value

    def _name(self, key: Any) -> bytes:
        """Return the name of an entry, a hash of its key."""
        return _DIGEST(repr((self._version, key)).encode("utf-8", "surrogatepass")).digest()


def _split(content: bytes) -> list[memoryview] | None:
    """Return the parts of an entry, whose sizes are in its first line; None if it is none."""
    start = content.find(b"\n") + 1
    whole, parts = memoryview(content), []
    try:
        sizes = list(json.loads(content[:start]))
        for size in sizes:
            parts.append(whole[start : start + size])
            start += size
    except (ValueError, TypeError):
        return None
    return parts


def fingerprint(*parts: str | Path) -> str:
    """Return a hash of texts, such as versions, and of the content of files."""
    return fingerprint_each(parts)


def fingerprint_each(parts: Iterable[str | Path]) -> str:
    """Return the ``fingerprint`` of parts that may be too many to be in memory together."""
    digest = _DIGEST()
    for part in parts:
        digest.update((part.read_bytes() if isinstance(part, Path) else part.encode("utf-8")) + b"\0")
    return digest.hexdigest()


@cache
def code_fingerprint(*folders: str) -> str:
    """Return a fingerprint of the code, templates and catalogues in these folders of the package.

    Without any, of all that a page can depend on: the commands of the desk can change without a page being another.
    """
    package = Path(__file__).parent.parent
    roots = [package / folder for folder in folders] or [
        each for each in package.iterdir() if each.is_dir() and each.name != NOT_OF_PAGES]
    return fingerprint(*sorted(package.glob("*.py")), *files_below(roots, ("py", "html", "po")))


def files_below(folders: Iterable[Path], endings: tuple[str, ...] = ()) -> list[Path]:
    """Return all files in some folders and below, or those with one of these endings, sorted."""
    return sorted(file for folder in folders for file in folder.rglob("*")
                  if (not endings or file.suffix[1:] in endings) and file.is_file())


@cache  # a build asks four times, and each answer reads a file
def _versions() -> tuple[str, ...]:
    """Return the version of each program that we call."""
    return tuple(map(version, _PROGRAMS))


def cache_version(files: Iterable[Path], *parts: Any) -> str:
    """Cover what every page depends on: our code, the programs that it calls, these files, and the ``repr`` of parts.

    One of the parts is the language that is spoken.
    """
    return fingerprint(code_fingerprint(), *files, *_versions(), *map(repr, parts))
