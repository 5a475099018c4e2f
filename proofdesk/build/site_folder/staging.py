"""The next site while it is built: every file that the program writes goes through here.

A build begins with the site before the published one (``publish.renewable_dir``), of which it keeps each file that is
the published one's too. So a file that stays as it is costs neither folder, content nor link, and keeps its mtime:
servers go on answering that thousands of files are unchanged. Neither site is ever changed in place, since both may
share a file; of a site whose plugins are not known nothing is shared, as they may.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from proofdesk.build.site_folder.publish import renewable_dir, staging_dir
from proofdesk.common.cache import Cache
from proofdesk.common.files import BytesLike, read_file, write_file

KEPT = "(kept)"  # stands for the HTML of a page whose file is in the next site already


def list_files(
    folder: str | Path, empty: set[str] | None = None, known: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Return the state of every file of a folder by its path, with forward slashes; content is not read.

    A state tells a file from another one of the same name: its number, size, and time in nanoseconds, with blanks.
    Folders that have nothing are added to ``empty``. A file that has its number in a ``known`` state has that state:
    it is the same file, and asking the system for its size and time takes most of the time.
    """
    found, folders, start = {}, [os.fspath(folder)], len(os.fspath(folder)) + 1
    while folders:
        at = folders.pop()
        with os.scandir(at) as scanned:
            entries = [*scanned]
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                name = entry.path[start:].replace(os.sep, "/")
                number, state = entry.inode(), known.get(name, "")
                if not state.startswith(f"{number} "):
                    status = entry.stat(follow_symlinks=False)
                    state = f"{number} {status.st_size} {status.st_mtime_ns}"
                found[name] = state
        if not entries and empty is not None:
            empty.add(at[start:].replace(os.sep, "/"))
    return found


class PublishedFiles:
    """What stands in each file of the site that was published last.

    An entry is believed only of a file that is still in the same state.
    """

    def __init__(self, site: str, cache_dir: Path) -> None:
        self._cache, self._key = Cache(cache_dir / "builds"), ("files", site)

    def load(self) -> dict[str, list[str]]:
        """Return the digest and the state of each file; nothing of a site that is not known."""
        hit = self._cache.load(self._key)
        known: dict[str, list[str]] = json.loads(hit.text) if hit else {}
        return known

    def store(self, digests: dict[str, str], states: dict[str, str]) -> None:
        """Remember the files that were just published."""
        known = {name: (digest, states[name]) for name, digest in digests.items() if name in states}
        self._cache.store(self._key, json.dumps(known, ensure_ascii=False))


class Staging:
    """The files of the next site, by their paths from its root, with forward slashes.

    ``digests`` says what stands in each file that was written or kept: two files of one digest are equal. ``shares``
    is whether the published site may have the very same file. ``states`` are those of all files of the finished site.
    """

    def __init__(self, site: Path, published: PublishedFiles, shares: bool) -> None:
        self.digests: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self._root, self._site, self._shares = os.fspath(staging_dir(site)), os.fspath(site), shares
        self._published = published
        self._there: dict[str, str] = {}  # digests of the files that were here at the beginning
        self._emptied: set[str] = set()  # folders that may have no file any more

    def begin(self, pages: Iterable[str], others: AbstractSet[str]) -> None:
        """Take over the site before the published one.

        ``pages`` are to be written here, ``others`` are files that other programs will write, where they are.
        """
        old = renewable_dir(Path(self._site))
        if self._shares and os.path.isdir(self._site) and old.is_dir() and not old.is_symlink():
            try:
                old.rename(self._root)
                self._keep_files(pages, others)
            except OSError:
                self._there = {}
                shutil.rmtree(self._root, ignore_errors=True)
                with suppress(OSError):  # what is left of another user's
                    os.rename(self._root, old)
        shutil.rmtree(old, ignore_errors=True)

    def _keep_files(self, pages: Iterable[str], others: AbstractSet[str]) -> None:
        known, now = self._published.load(), list_files(self._site)
        here = list_files(self._root, self._emptied, now)
        if _in_the_way([*pages, *others], here):
            shutil.rmtree(self._root)
            return
        for folder in {os.path.dirname(name) for name in here}:
            if not os.access(os.path.join(self._root, folder), os.W_OK):
                raise PermissionError(folder)
        for name, state in here.items():
            digest, published = known.get(name, ("", ""))
            if state == published == now.get(name) and name not in others:
                self._there[name], self.states[name] = digest, state
            else:
                self._remove(name)
        self._remove_empty()

    def _remove(self, name: str) -> None:
        os.unlink(os.path.join(self._root, name))
        self._emptied.add(os.path.dirname(name))

    def _remove_empty(self) -> None:
        """Remove the folders that have no file any more."""
        for emptied in self._emptied:
            with suppress(OSError):  # it has one again
                for folder in _folders(f"{emptied}/"):
                    os.rmdir(os.path.join(self._root, folder))

    def keep(self, name: str, digest: str) -> bool:
        """Return whether a file of this digest is here, and count it as written if it is."""
        if not digest or self._there.get(name) != digest:
            return False
        self.digests[name] = digest
        return True

    def write(self, name: str, content: BytesLike, digest: str = "") -> None:
        """Write a file, unless it is here. ``digest`` identifies its content; without one it is a hash of that."""
        digest = digest or sha256(content).hexdigest()
        if self.keep(name, digest):
            return
        self.digests[name] = digest
        file, published = os.path.join(self._root, name), os.path.join(self._site, name)
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(file)  # never overwritten: it may be the published site's file
        self._there.pop(name, None)
        if self._shares:
            with suppress(OSError):  # no such file, or a disk without hard links
                if read_file(published)[0] == content:
                    _in_folder(file, lambda: os.link(published, file))
                    return
        _in_folder(file, lambda: write_file(file, content))

    def finish(self) -> None:
        """Remove what was here at the beginning and was not written again, and folders that have no file any more."""
        for name in self._there.keys() - self.digests.keys():
            self._remove(name)
        self._remove_empty()
        self.states = list_files(self._root, known=self.states)

    def note_published(self) -> None:
        """Remember the files of the finished site, which was just published."""
        self._published.store(self.digests, self.states)


def _in_the_way(expected: Iterable[str], here: Iterable[str]) -> bool:
    """Return whether a file here has the place of a folder to be, or the other way round, or the same letters.

    Names that differ in capitals, or in how an accent is written, are one name on many disks.
    """
    (files, folders), (old_files, old_folders) = map(_files_and_folders, (expected, here))
    new, old = files | folders, old_files | old_folders
    return bool(files & old_folders or folders & old_files or {*map(_letters, new - old)} & {*map(_letters, old)})


def _files_and_folders(files: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the names of files, and of all folders that they are in."""
    names = set(files)
    return names, {folder for name in names for folder in _folders(name)}


def _letters(name: str) -> str:
    return normalize("NFC", name.casefold())


def _folders(name: str) -> Iterator[str]:
    """Yield each folder that a file is in, by its path."""
    while name := name.rpartition("/")[0]:
        yield name


def _in_folder(file: str, make: Callable[[], None]) -> None:
    """Make a file, and its folder if it is the first one there: most are there."""
    try:
        make()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        make()
