"""A file of records, to which only the process that made it appends.

One that a crash cut short ends in half a record, which nobody reads.

    record: mark, name, digest of name and body, time when it was stored, hour of its last use, size of its body; body
"""

from __future__ import annotations

import errno
import os
import struct
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from proofdesk.common.file_lock import try_lock
from proofdesk.common.files import BytesLike

_HEAD = struct.Struct(">4s32s32sQIQ")
_MARK = b"pack"
_USED = struct.Struct(">I")
_USED_AT = _HEAD.size - struct.calcsize(">IQ")
_AT_ONCE = 4096  # bytes that are read for the heads of small records
# Links are not followed: what one leads to was not written by us.
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Head(NamedTuple):
    """What stands before the body of a record."""

    mark: bytes
    name: bytes
    digest: bytes
    stored: int  # nanoseconds since the epoch
    used: int  # hours since the epoch
    size: int

    @property
    def whole(self) -> int:
        """Return the size of the record with its head."""
        return _HEAD.size + self.size


class Pack:
    """A file of records; ``end`` is where the last one ends that is known, ``unused`` how many bytes nobody needs."""

    def __init__(self, path: str, flags: int = 0) -> None:
        self.path, self.end, self.unused = path, 0, 0
        try:
            self.descriptor = os.open(path, os.O_RDWR | _FLAGS | flags, 0o666)
        except OSError as error:  # a cache that may only be read
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            self.descriptor = os.open(path, os.O_RDONLY | _FLAGS)
        weakref.finalize(self, os.close, self.descriptor)

    def read(self, size: int, at: int) -> bytes:
        if hasattr(os, "pread"):  # workers share the place in the file
            return os.pread(self.descriptor, size, at)
        os.lseek(self.descriptor, at, os.SEEK_SET)
        return os.read(self.descriptor, size)

    def head(self, at: int) -> Head:
        """Return the head of a record. Raises ``struct.error`` if the file ends before it does."""
        return Head._make(_HEAD.unpack(self.read(_HEAD.size, at)))

    def body(self, head: Head, at: int) -> bytes | None:
        """Return a record's body; None if it is damaged."""
        if head.mark != _MARK or at + head.whole > self.end:
            return None
        body = self.read(head.size, at + _HEAD.size)
        return body if digest_of(head.name, [body]) == head.digest else None

    def new_heads(self) -> Iterator[tuple[Head, int]]:
        """Yield head and place of each whole record behind those that are known."""
        size, some, start = os.fstat(self.descriptor).st_size, b"", 0
        while self.end + _HEAD.size <= size:
            if not some or self.end + _HEAD.size > start + len(some):
                some, start = self.read(_AT_ONCE, self.end), self.end
            head = Head._make(_HEAD.unpack_from(some, self.end - start))
            end = self.end + head.whole
            if head.mark != _MARK or end > size:
                return
            yield head, self.end
            self.end = end

    def touch(self, at: int, hour: int) -> None:
        """Note that a record was used in this hour."""
        with suppress(OSError):
            self.write(_USED.pack(hour), at + _USED_AT)

    def write(self, content: BytesLike, at: int) -> int:
        """Write and return where the content ends. Raises ``OSError``, such as that the disk is full."""
        rest = memoryview(content)
        while rest:
            if hasattr(os, "pwrite"):
                written = os.pwrite(self.descriptor, rest, at)
            else:
                os.lseek(self.descriptor, at, os.SEEK_SET)
                written = os.write(self.descriptor, rest)
            rest, at = rest[written:], at + written
        return at

    def append(self, head: Head, contents: Iterable[BytesLike]) -> int:
        """Write a record behind the last one and return its place. Raises ``OSError``, as for a full disk."""
        at = start = self.end
        for content in [_HEAD.pack(*head), *contents]:
            at = self.write(content, at)
        self.end = at
        return start

    def take_back(self) -> None:
        """Take away half a record."""
        with suppress(OSError):
            os.truncate(self.path, self.end)

    def lock(self) -> bool:
        """Keep others from joining this pack, as long as it is open. Returns False if another process keeps it."""
        try:
            return try_lock(self.descriptor)
        except OSError:
            return False


def new_head(name: bytes, contents: Sequence[BytesLike]) -> Head:
    """Return the head of a record that is stored now."""
    return Head(_MARK, name, digest_of(name, contents), time.time_ns(), this_hour(), sum(map(len, contents)))


def digest_of(name: bytes, contents: Iterable[BytesLike]) -> bytes:
    """Return the digest of a record with this name and content."""
    digest = sha256(name)
    for content in contents:
        digest.update(content)
    return digest.digest()


def this_hour() -> int:
    """Return the hour, in hours since the epoch."""
    return int(time.time()) // 3600
