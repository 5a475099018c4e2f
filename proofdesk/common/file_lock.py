"""A lock between processes that its owner's death releases, and whether a process still runs."""

from __future__ import annotations

import errno
import importlib
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

_POLL = 0.1  # seconds between two attempts
_FAR = 1 << 30  # Windows locks a range of bytes, which nobody may read then; this one is beyond the text
_UNSUPPORTED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


class LockOwner(NamedTuple):
    """The process that holds a lock, and when it took it."""

    pid: int
    since: str

    def __str__(self) -> str:
        return f"process {self.pid}, since {self.since}"


class LockTimeout(Exception):
    """Another process held the lock for as long as the caller would wait."""

    def __init__(self, owner: LockOwner | None) -> None:
        super().__init__(str(owner))
        self.owner = owner


class FileLock:
    """A lock that one process at a time holds. The file names its owner; it is never removed.

    The system releases it when its owner ends in any way, so a stale lock is simply free. A worker that the owner
    forks does not hold it. A disk that cannot lock files is used without a lock.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._close)

    def acquire(self, wait: float, waiting: Callable[[LockOwner | None], None] = lambda _: None) -> None:
        """Take the lock; a no-op if this object holds it. Calls ``waiting`` once if another process has it.

        Raises ``LockTimeout`` after ``wait`` seconds, and OSError if the file cannot be opened.
        """
        if self._descriptor is not None:
            return
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        deadline, waited = time.monotonic() + wait, False
        try:
            while not try_lock(descriptor):
                if not waited:
                    waiting(self.owner())
                waited = True
                if time.monotonic() >= deadline:
                    raise LockTimeout(self.owner())
                time.sleep(_POLL)
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()} {datetime.now():%Y-%m-%d %H:%M:%S}\n".encode("ascii"))
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; a no-op if this object does not hold it."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            with suppress(OSError):
                _unlock(self._descriptor)
        self._close()

    def owner(self) -> LockOwner | None:
        """Return who holds the lock; None if the file does not say."""
        try:
            text = self._file.read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        found = re.match(r"(\d{1,9}) (.+)", text)
        return LockOwner(int(found[1]), found[2]) if found else None

    def _close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = None


def try_lock(descriptor: int) -> bool:
    """Lock an open file without waiting. Returns False if another process has it."""
    try:
        if os.name == "nt":
            windows: Any = importlib.import_module("msvcrt")
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            windows.locking(descriptor, windows.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            posix: Any = importlib.import_module("fcntl")
            posix.flock(descriptor, posix.LOCK_EX | posix.LOCK_NB)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return True
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


def _unlock(descriptor: int) -> None:
    if os.name == "nt":
        windows: Any = importlib.import_module("msvcrt")
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        windows.locking(descriptor, windows.LK_UNLCK, 1)
    else:
        posix: Any = importlib.import_module("fcntl")
        posix.flock(descriptor, posix.LOCK_UN)


def is_running(pid: int) -> bool:
    """Return whether a process of this machine runs; True if the system does not tell."""
    if sys.platform == "win32":  # os.kill would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
