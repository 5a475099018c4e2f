"""Many records in few files, for a cache that several processes fill at once.

Creating a file takes longer than making many of the records that go into one. So each process appends its records to a
pack of its own, and finds those of all processes by their heads. Packs can be copied from folder to folder.
"""

from __future__ import annotations

import os
import secrets
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from weakref import WeakSet

from proofdesk.common.files import BytesLike
from proofdesk.common.packs.pack import Head, Pack, new_head, this_hour

MAX_AGE = 30 * 24  # hours since its last use after which a record is dropped
# Bytes of all folders below which all younger ones stay, and how many times what a whole build used, if that is more:
# each edit of a page leaves the record of what it was before, a megabyte for a site of 36 pages.
ROOM, TIMES = 256 * 2**20, 3
_SHORT = 12  # bytes of a name that tell it from others; the whole one is in the record
_MANY, _FEW = 12, 6  # packs of a folder above which the smallest are joined, and how many remain
_ENDING = ".pack"
_LATEST = 2 ** 64 - 1  # that a record's head can state
_FOLDERS = 64  # whose packs are kept open
_workers_ended = 0
_opened: WeakSet[Packs] = WeakSet()
if hasattr(os, "register_at_fork"):  # a worker would join what the main process appends to, whose lock it has too
    os.register_at_fork(after_in_child=_opened.clear)


def note_workers_ended() -> None:
    """Have each folder looked at again before a record counts as missing: workers may have stored it."""
    global _workers_ended
    _workers_ended += 1


class Packs:
    """The records in a folder, each under a name of 32 bytes. A failed write is a no-op."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._packs: dict[str, Pack] = {}
        self._places: dict[bytes, tuple[Pack, int]] = {}
        self._own: tuple[int, Pack] | None = None  # with the process that made it
        self._refused = False
        self._looked, self._lock = -1, Lock()
        _opened.add(self)

    def refresh(self) -> None:
        """Find the records that others have stored, and forget those that were deleted."""
        self._looked, self._refused = _workers_ended, False
        try:
            with os.scandir(self.folder) as entries:
                paths = {entry.path for entry in entries if entry.name.endswith(_ENDING)}
        except OSError:
            paths = set()
        if not self._packs.keys() <= paths:
            self._packs, self._places, self._own = {}, {}, None
        for path in paths:
            with suppress(OSError, struct.error):
                if path not in self._packs:
                    self._packs[path] = Pack(path)
                self._read_heads(self._packs[path])

    def _read_heads(self, pack: Pack) -> None:
        oldest = this_hour() - MAX_AGE
        for head, at in pack.new_heads():
            size, short = head.whole, head.name[:_SHORT]
            known = self._places.get(short)
            if known and known[0].head(known[1]).stored > head.stored:
                pack.unused += size
                continue
            if known:
                known[0].unused += size
            if head.used < oldest:
                pack.unused += size
            self._places[short] = pack, at

    def has(self, name: bytes) -> bool:
        """Return whether there is a record of this name. It may still be damaged."""
        if name[:_SHORT] not in self._places and self._looked != _workers_ended:
            self.refresh()
        return name[:_SHORT] in self._places

    def digest(self, name: bytes) -> bytes:
        """Return the digest of a record, which may be damaged; nothing if there is none."""
        found = self._find(name)
        return found[2].digest if found else b""

    def load(self, name: bytes) -> tuple[bytes, bytes] | None:
        """Return digest and body of a record; None if there is none, or if it is damaged."""
        found = self._find(name)
        if not found:
            return None
        pack, at, head = found
        try:
            body = pack.body(head, at)
        except OSError:
            body = None
        if body is None:
            self._places.pop(name[:_SHORT], None)
            return None
        return head.digest, body

    def _find(self, name: bytes) -> tuple[Pack, int, Head] | None:
        """Return where a record is, with its head, and note that it was used; None if there is none."""
        if not self.has(name):
            return None
        pack, at = self._places[name[:_SHORT]]
        with suppress(OSError, struct.error):
            head = pack.head(at)
            if head.name == name:
                if head.used < this_hour():
                    pack.touch(at, this_hour())
                return pack, at, head
        self._places.pop(name[:_SHORT], None)
        return None

    def store(self, name: bytes, contents: Sequence[BytesLike]) -> bytes:
        """Append a record and return its digest."""
        head = new_head(name, contents)
        if known := self._places.get(name[:_SHORT]):  # which may have been stored before the clock was set back
            with suppress(OSError, struct.error):
                head = head._replace(stored=min(max(head.stored, known[0].head(known[1]).stored + 1), _LATEST))
        self._append(head, contents)
        return head.digest

    def _append(self, head: Head, contents: Iterable[BytesLike]) -> None:
        with self._lock:
            if self._refused:
                return
            try:
                pack = self._pack_to_write()
                self._places[head.name[:_SHORT]] = pack, pack.append(head, contents)
            except OSError:  # such as a full disk
                self._give_up()

    def _pack_to_write(self) -> Pack:
        """Return the pack of this process, which is made for its first record. Raises ``OSError`` if it cannot be."""
        if not self._own or self._own[0] != os.getpid():
            os.makedirs(self.folder, exist_ok=True)
            path = os.path.join(self.folder, secrets.token_hex(8) + _ENDING)
            pack = self._packs[path] = Pack(path, os.O_CREAT | os.O_EXCL)
            pack.lock()
            self._own = os.getpid(), pack
        return self._own[1]

    def _give_up(self) -> None:
        """Take back half a record, and store no more until the folder is looked at again."""
        self._refused = True
        if self._own and self._own[0] == os.getpid():
            own, self._own = self._own[1], None
            own.take_back()
            if not own.end:  # or each build would leave an empty one
                self._remove(own)

    @property
    def size(self) -> int:
        """Return the bytes of all packs."""
        return sum(pack.end for pack in self._packs.values())

    def sizes(self) -> Iterator[tuple[int, int, Pack]]:
        """Yield of each record the hour of its last use, its size, and its pack."""
        for pack, at in self._places.values():
            with suppress(OSError, struct.error):
                head = pack.head(at)
                yield head.used, head.whole, pack

    def prune(self, oldest: int) -> None:
        """Join small packs when they are many, without the records that were not used since the hour ``oldest``."""
        self.refresh()
        packs = sorted(self._packs.values(), key=lambda pack: pack.end)
        many = len(packs) - _FEW if len(packs) > _MANY else 0
        unused = Counter({pack: pack.unused for pack in packs})
        if oldest > this_hour() - MAX_AGE:
            for used, size, pack in self.sizes():
                unused[pack] += size if this_hour() - MAX_AGE <= used < oldest else 0
        joined = {pack for number, pack in enumerate(packs)
                  if (number < many or 2 * unused[pack] > pack.end) and pack.lock()}
        if not joined:
            return
        if self._own and self._own[1] in joined:
            self._own = None
        for short, (pack, at) in list(self._places.items()):
            if pack in joined:
                self._move(short, pack, at, oldest)
        if self._refused:  # what could not be written is still where it was
            return
        for pack in joined:
            self._remove(pack)

    def _remove(self, pack: Pack) -> None:
        with suppress(OSError):
            os.unlink(pack.path)
        self._packs.pop(pack.path, None)

    def _move(self, short: bytes, pack: Pack, at: int, oldest: int) -> None:
        """Copy a record that was used lately into the pack of this process; forget another, or one that is damaged."""
        del self._places[short]
        with suppress(OSError, struct.error):
            head = pack.head(at)
            body = pack.body(head, at) if head.used >= oldest else None
            if body is not None:
                self._append(head, [body])


def prune_all(needed: int | None = None) -> None:
    """Prune every folder that this process keeps open.

    ``needed`` is the hour in which a build of the whole site began that has just ended: what was used since is what
    the next one needs, and of the rest only so much stays that all have ``ROOM``, the latest first.
    """
    oldest = this_hour() - MAX_AGE
    if needed is not None:
        folders = {packs.folder: packs for packs in _opened}.values()
        if sum(packs.size for packs in folders) > ROOM:
            oldest = max(oldest, min(needed, _oldest_with_room(folders, needed)))
    for packs in [*_opened]:
        packs.prune(oldest)


def _oldest_with_room(folders: Iterable[Packs], needed: int) -> int:
    """Return the hour from which on all records have room."""
    sizes = Counter[int]()
    for packs in folders:
        for used, size, _ in packs.sizes():
            sizes[used] += size
    room = max(ROOM, TIMES * sum(size for used, size in sizes.items() if used >= needed))
    for used in sorted(sizes, reverse=True):
        room -= sizes[used]
        if room < 0:
            return used + 1
    return 0


@lru_cache(maxsize=_FOLDERS)
def packs_in(folder: str) -> Packs:
    """Return the packs in a folder, of which each process reads the heads once."""
    return Packs(folder)
