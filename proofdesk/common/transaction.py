"""Change a project's files all or none, one command at a time, and nothing that was saved meanwhile.

The lock is the project's ``.cache/write.lock``. A journal beside it undoes what a command that was killed had begun.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from proofdesk.common.errors import UserError, cannot, explain
from proofdesk.common.file_lock import FileLock, LockTimeout
from proofdesk.common.files import drop_staging, replace_file

FOLDER = ".cache"
LOCK, JOURNAL = "write.lock", "write.journal"
SECONDS = 60.0  # to wait for another command; each holds the lock for a moment only
_NOTE_AFTER = 2.0  # seconds

Verify = Callable[[bytes], None]


def verify_nothing(content: bytes) -> None:
    """Accept any content."""


def verify_json(content: bytes) -> None:
    """Raise ValueError if a content is not JSON."""
    json.loads(content)


@contextmanager
def write_lock(root: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the project's lock. Waits for another command, and raises UserError that names it if it takes too long."""
    path = root / FOLDER / LOCK
    lock = FileLock(path)
    try:
        path.parent.mkdir(exist_ok=True)
        _acquire(lock, seconds)
    except LockTimeout as timeout:
        raise UserError(f"another command is changing this project ({timeout.owner or 'process unknown'}); "
                        "nothing was changed (wait until it has ended, then try again)") from None
    except OSError as error:
        what, remedy = explain(error)
        raise UserError(f"“{error.filename or path}”, which every change needs, cannot be written: {what} "
                        f"({remedy})") from None
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, seconds: float) -> None:
    """Take the lock, and tell who is waiting why if it takes longer than a moment."""
    moment = min(seconds, _NOTE_AFTER)
    try:
        lock.acquire(moment)
    except LockTimeout as timeout:
        print(f"Waiting for another command ({timeout.owner or 'process unknown'}).", file=sys.stderr)
        lock.acquire(seconds - moment)


@dataclass(frozen=True)
class _Change:
    """A file to replace: its real path, how a message names it, and its content before (None: no file) and after."""

    file: Path
    name: str
    before: bytes | None
    after: bytes


class Transaction:
    """Changes that take effect together at the end of a ``with`` block, under the project's lock.

    An exception inside the block discards them. Read each file within the block: what was read earlier may be old.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changes: list[_Change] = []
        self._lock = write_lock(root)

    def __enter__(self) -> Transaction:
        self._lock.__enter__()
        try:
            _undo_journal(self._root)
        except BaseException:
            self._lock.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            self._lock.__exit__(None, None, None)

    def read(self, file: Path) -> bytes | None:
        """Return a file's content, or None if there is none. Raises UserError if it cannot be read."""
        return _content(file)

    def replace(self, file: Path, before: bytes | None, after: bytes, verify: Verify = verify_nothing) -> None:
        """Replace a file at the end of the block; ``before`` is the content that the change was made from.

        Raises UserError if the file is no longer so, or if ``verify`` raises ValueError for the new content.
        """
        try:
            verify(after)
        except ValueError as error:
            raise UserError(f"“{file.name}” would no longer be readable, so nothing was changed: {error}") from None
        change = _Change(Path(os.path.realpath(file)), str(file), before, after)
        _compare(change)
        if before != after:
            self._changes.append(change)

    def _commit(self) -> None:
        if not self._changes:
            return
        for change in self._changes:
            _compare(change)
        if len(self._changes) == 1:
            _write(self._changes[0])
            return
        _write_journal(self._root, self._changes)
        try:
            for change in self._changes:
                _write(change)
        except BaseException:
            _undo_journal(self._root, quiet=True)
            raise
        _journal(self._root).unlink()


def recover(root: Path) -> None:
    """Undo what a command that was killed had begun; a no-op otherwise. Waits for a command that is still running."""
    if _journal(root).exists():
        with write_lock(root):
            _undo_journal(root)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise cannot("read", file, error) from None


def _compare(change: _Change) -> None:
    if _content(change.file) != change.before:
        raise UserError(f"“{change.name}” was saved meanwhile, so nothing was changed (run the command again)")


def _write(change: _Change) -> None:
    drop_staging(change.file)
    _compare(change)
    replace_file(change.file, change.after)


def _journal(root: Path) -> Path:
    return root / FOLDER / JOURNAL


def _write_journal(root: Path, changes: list[_Change]) -> None:
    replace_file(_journal(root), json.dumps([{
        "file": str(change.file),
        "before": None if change.before is None else base64.b64encode(change.before).decode("ascii"),
        "after": hashlib.sha256(change.after).hexdigest(),
        "folders": [str(folder) for folder in change.file.parents if not folder.exists()],
    } for change in changes]).encode("ascii"))


def _undo_journal(root: Path, quiet: bool = False) -> None:
    """Restore every file of the journal that is still as the command left it, and delete the journal."""
    journal = _journal(root)
    drop_staging(journal)
    content = _content(journal)
    if content is None:
        return
    undone: list[str] = []
    try:
        steps = json.loads(content)
    except ValueError:
        raise UserError(f"“{journal}” cannot be read (see with git status what changed, then delete it)") from None
    for step in reversed(steps):
        file, name = Path(step["file"]), os.path.relpath(step["file"], root)
        drop_staging(file)
        before = None if step["before"] is None else base64.b64decode(step["before"])
        now = _content(file)
        if now is not None and now != before:
            if hashlib.sha256(now).hexdigest() != step["after"]:
                print(f"“{name}” was saved after a command had been ended while it changed it, so it is left as it is "
                      "(compare it with git diff).", file=sys.stderr)
                continue
            if before is None:
                file.unlink()
            else:
                replace_file(file, before)
            undone.append(name)
        for folder in step["folders"]:
            with suppress(OSError):  # somebody else's files are in it, or it was never made
                os.rmdir(folder)
    journal.unlink()
    if not quiet:
        result = f"what it had begun was undone: {', '.join(reversed(undone))}" if undone else "it had changed nothing"
        print(f"A command was ended before it was done; {result}.", file=sys.stderr)
