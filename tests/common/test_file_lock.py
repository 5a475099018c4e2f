"""One process at a time holds a lock, and a process that ended holds none."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from proofdesk.common.file_lock import FileLock, LockOwner, LockTimeout, is_running

HOLD = """\
import sys, time
from pathlib import Path
from proofdesk.common.file_lock import FileLock
FileLock(Path(sys.argv[1])).acquire(0)
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def held_by_another(file: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.build
def test_second_process_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    file, told = tmp_path / "lock", list[LockOwner | None]()
    with held_by_another(file) as process:
        with pytest.raises(LockTimeout) as refused:
            FileLock(file).acquire(0.3, told.append)
        assert [owner and owner.pid for owner in told] == [process.pid]
        assert refused.value.owner == told[0]
        assert str(told[0]).startswith(f"process {process.pid}, since 20")


def test_lock_of_killed_process_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with held_by_another(file) as process:
        process.kill()
        process.wait()
    assert not is_running(process.pid)
    lock = FileLock(file)
    lock.acquire(0)
    assert lock.owner() == LockOwner(os.getpid(), str(lock.owner()).split("since ")[1])


def test_released_lock_is_free_and_names_nobody(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.acquire(0)
    first.acquire(0)
    with pytest.raises(LockTimeout):
        second.acquire(0)
    first.release()
    assert first.owner() is None
    second.acquire(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork(2)")
def test_forked_worker_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    lock.acquire(0)
    child = os.fork()
    if not child:
        time.sleep(5)
        os._exit(0)
    try:
        lock._close()  # as if this process had ended
        FileLock(tmp_path / "lock").acquire(3)  # the worker closes its copy at some moment soon
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


class Msvcrt:
    """Stands for the module by which Windows locks bytes of a file: whoever holds them has them alone."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: set[tuple[int, int]] = set()

    def locking(self, descriptor: int, mode: int, number: int) -> None:
        place = (os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        if mode == self.LK_UNLCK:
            self.held.remove(place)
        elif place in self.held:
            raise PermissionError(13, "Permission denied")
        else:
            self.held.add(place)


def test_windows_locks_a_byte_that_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets no other process read what is locked, and the file says who holds it."""
    windows = Msvcrt()
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    with monkeypatch.context() as system:
        system.setattr(os, "name", "nt")
        one.acquire(0)
        with pytest.raises(LockTimeout) as error:
            other.acquire(0)
        assert error.value.owner is not None and error.value.owner.pid == os.getpid()
        [(_, place)] = windows.held
        one.release()
        other.acquire(0)
        other.release()
    assert place > 1_000_000 and windows.held == set() and (tmp_path / "lock").read_text() == ""
