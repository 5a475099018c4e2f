"""On-disk cache keyed by a hash of every input. All that a build keeps for the next one is kept here.

An entry's key holds everything the result depends on: the input, the code and the versions of the programs used. The
folder can be deleted at any time. Entries are written atomically and verified on load, where one that is damaged or
that was made for another key is a miss; a failed write is a no-op.

Whoever caches a result names its input in the key, and in the version of the cache what all its results depend on:
``cache_version`` for what becomes of a page, ``code_fingerprint`` of the rooms that it is made in for anything else.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from proofdesk.common.files import BytesLike, read_file

_DIGEST = hashlib.sha256
_DIGEST_LENGTH = 64  # in hexadecimal
_PROCESS = f"{secrets.token_hex(4)}-"  # machines that share the folder have processes of one number
MAX_AGE = 30 * 24 * 3600  # seconds since the last hit after which an entry is pruned
TOUCH_INTERVAL = 24 * 3600  # seconds between two updates of an entry's time of last use
# What a page becomes depends on these programs, and on no code in this folder.
_PROGRAMS = ("markdown", "pymdown-extensions", "mkdocs", "pygments", "pydantic", "jinja2", "lxml", "markupsafe",
             "mkdocs-material", "mkdocs-rss-plugin", "nh3", "babel")
_NOT_OF_PAGES = "desk"


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
    """A folder of cached results, one file for each key.

    A key is anything whose ``repr`` identifies the result. All results depend on ``version``.
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        self._folder = os.fspath(folder)  # text: thousands of paths are made of it
        self._version = version

    def has(self, key: Any) -> bool:
        """Return whether there is an entry for ``key``. It may still be damaged."""
        return os.path.exists(self._file(self._name(key)))

    def load(self, key: Any) -> CacheHit | None:
        """Return the entry for ``key``, or None if it is missing or damaged."""
        name = self._name(key)
        file = self._file(name)
        try:
            content, modified = read_file(file)
        except OSError:
            return None
        body = memoryview(content)[_DIGEST_LENGTH:]
        digest = _DIGEST(body).hexdigest()
        parts = _split(content, name) if content[:_DIGEST_LENGTH] == digest.encode("ascii") else None
        if parts is None:
            return None
        if time.time() - modified > TOUCH_INTERVAL:
            with suppress(OSError):
                os.utime(file)
        return CacheHit(parts, name + digest)

    def store(self, key: Any, *parts: str | BytesLike) -> str:
        """Store the parts of a result atomically and return their digest."""
        name = self._name(key)
        contents = [part.encode("utf-8") if isinstance(part, str) else part for part in parts]
        head = json.dumps([name, *(len(content) for content in contents)]).encode("ascii") + b"\n"
        return name + self._write(self._file(name), [head, *contents])

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

    def prune(self) -> None:
        """Delete the entries that had no hit for ``MAX_AGE``."""
        oldest = time.time() - MAX_AGE
        with suppress(OSError), os.scandir(self._folder) as files:
            for file in files:
                with suppress(OSError):
                    if file.stat(follow_symlinks=False).st_mtime < oldest:
                        os.unlink(file)

    def _write(self, file: str, contents: list[BytesLike]) -> str:
        """Write a digest and the contents to a staging file, rename it to ``file`` and return the digest."""
        hashed = _DIGEST()
        for content in contents:  # not joined first: a page that lists a large site has tens of megabytes
            hashed.update(content)
        digest = hashed.hexdigest()
        staging = f"{file}.{_PROCESS}{os.getpid()}"
        try:
            with self._opened(staging) as out:
                out.write(digest.encode("ascii"))
                out.writelines(contents)
            os.replace(staging, file)
        except OSError:
            with suppress(OSError):
                os.unlink(staging)
        return digest

    def _opened(self, staging: str) -> BinaryIO:
        """Open a new file; the folder is made for the first one."""
        try:
            return open(staging, "wb")
        except FileNotFoundError:
            os.makedirs(self._folder, exist_ok=True)
            return open(staging, "wb")

    def _file(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _name(self, key: Any) -> str:
        """Return the name of an entry's file, a hash of its key."""
        return _DIGEST(repr((self._version, key)).encode("utf-8", "surrogatepass")).hexdigest()


def _split(content: bytes, name: str) -> list[memoryview] | None:
    """Return the parts of an entry; None if it was made for another key, or is none.

    Its name, which is the hash of its key, and the sizes of its parts are in the line after the digest.
    """
    start = content.find(b"\n", _DIGEST_LENGTH) + 1
    whole, parts = memoryview(content), []
    try:
        of, *sizes = json.loads(content[_DIGEST_LENGTH:start])
    except (ValueError, TypeError):
        return None
    if of != name:
        return None
    for size in sizes:
        parts.append(whole[start : start + size])
        start += size
    return parts


def fingerprint(*parts: str | Path) -> str:
    """Return a hash of texts, such as versions, and of the content of files."""
    digest = _DIGEST()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()


@cache
def code_fingerprint(*folders: str) -> str:
    """Return a fingerprint of the code, templates and catalogues in these folders of the package.

    Without any, of all that a page can depend on: the commands of the desk can change without a page being another.
    """
    package = Path(__file__).parent.parent
    roots = [package / folder for folder in folders] or [
        each for each in package.iterdir() if each.is_dir() and each.name != _NOT_OF_PAGES]
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
