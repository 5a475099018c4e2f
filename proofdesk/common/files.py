"""Read and write files with few system calls, and replace a file atomically."""

from __future__ import annotations

import errno
import glob
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from proofdesk.common.errors import cannot, explain
from proofdesk.common.problems import Problem

BytesLike = bytes | memoryview
_STAGING = ".new"
OLD = 3600.0  # seconds after which nobody writes a file any more
MAX_PAGE_BYTES = 500_000  # 80,000 words
MAX_LIST_BYTES = 1_000_000  # of a list, a bibliography's style or settings
MAX_BIB_BYTES = 20_000_000  # 20,000 works with their abstracts

# Symlinks are refused: what one leads to was not written by the build.
_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read_file(file: str | Path) -> tuple[bytes, float]:
    """Return a file's content and its time of modification in seconds since the epoch.

    ``open`` makes four more system calls, which add up over thousands of files.
    """
    descriptor = os.open(file, _READ_ONLY)
    try:
        status = os.fstat(descriptor)
        return os.read(descriptor, status.st_size), status.st_mtime
    finally:
        os.close(descriptor)


def read_ordinary(file: str | Path, max_bytes: int) -> bytes:
    """Return the content of a file that a person wrote. Raises ``OSError``, which ``explain`` puts into words.

    Links are followed. A pipe, a device or a folder is refused, and never waited for; so is a larger file.
    """
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as opened:
        refuse_special(file, os.fstat(descriptor).st_mode)
        content = opened.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW), os.fspath(file))
    return content


def refuse_special(file: str | Path, mode: int) -> None:
    """Raise ``OSError`` for a mode that is not of an ordinary file."""
    if not stat.S_ISREG(mode):
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV
        raise OSError(code, os.strerror(code), os.fspath(file))


def find_unreadable(file: str, name: str, is_page: bool) -> Problem | None:
    """Return why a file of the site cannot be read, or None. ``name`` is its path as problems print it."""
    reason = "it is a symbolic link to nothing", "delete the link, or put the file itself there"
    try:
        status = os.stat(file)
        refuse_special(file, status.st_mode)
        if not os.access(file, os.R_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), file)
    except OSError as error:
        if error.errno != errno.ENOENT or not os.path.islink(file):
            reason = explain(error)
        return Problem(name, 1, 1, "unreadable-file", f"this file cannot be read: {reason[0]}", reason[1])
    if is_page and status.st_size > MAX_PAGE_BYTES:
        return Problem(name, 1, 1, *page_too_large(status.st_size))
    return None


def unreadable_folders(top: Path, name_of: Callable[[str], str]) -> list[Problem]:
    """Return a problem for each folder that cannot be listed, not below a hidden one: whoever walks passes over it."""
    errors: list[OSError] = []
    for _ in walk(top, errors.append):
        pass
    return [Problem(name_of(str(error.filename)), 1, 1, "unreadable-file",
                    f"this folder cannot be read: {explain(error)[0]}", explain(error)[1]) for error in errors
            if not any(part.startswith(".") for part in Path(error.filename).relative_to(top).parts)]


def takes_capitals_for_small(file: Path) -> bool:
    """Return whether the disk of a file takes names that differ in capitals alone for one, as most of macOS do."""
    return file.with_name(file.name.swapcase()).exists()


def walk(top: str | Path, onerror: Callable[[OSError], None] | None = None) -> Iterator[
        tuple[str, list[str], list[str]]]:
    """Walk a folder as ``os.walk`` with ``followlinks``, but never into a link to a folder that it is in.

    Yields each folder, the names of its folders, and the names of its files.
    """
    parents: dict[str, tuple[str, ...]] = {os.fspath(top): (os.path.realpath(top),)}
    for folder, folders, names in os.walk(top, onerror=onerror, followlinks=True):
        above = parents.pop(folder)
        for name in list(folders):
            path = os.path.join(folder, name)
            real = os.path.realpath(path) if os.path.islink(path) else os.path.join(above[-1], name)
            if real in above:
                folders.remove(name)
            else:
                parents[path] = (*above, real)
        yield folder, folders, names


def endless_links(top: Path, name_of: Callable[[Path], str]) -> str:
    """Return what is wrong with links below a folder that lead to a folder that they are in; empty without two.

    MkDocs follows two of them within each other without an end; one alone it follows forty times.
    """
    loops = [Path(entry.path) for folder, folders, _ in walk(top) for entry in os.scandir(folder)
             if entry.is_symlink() and os.path.isdir(entry.path) and entry.name not in folders]
    if len(loops) < 2:
        return ""
    return (f"{name_of(loops[0])}: this link leads back to a folder that it is in, and so does “{name_of(loops[1])}” "
            "(delete both)")


def page_too_large(size: int) -> tuple[str, str, str]:
    """Return rule, message and remedy for a page of that many bytes."""
    return ("too-large", f"the page has {size:,} bytes, and at most {MAX_PAGE_BYTES:,} can be read",
            "make several pages of it")


def write_file(file: str, content: BytesLike) -> None:
    """Write a file. ``Path.write_bytes`` takes a third longer, which shows in a site of thousands of files."""
    with open(file, "wb") as out:
        out.write(content)


def replace_file(file: Path, content: bytes) -> None:
    """Replace a file's content atomically, keeping its permissions. Raises UserError if it cannot be written.

    A symlink stays a symlink: the file that it leads to is replaced. A file that may not be written is not replaced
    either, though its folder would allow it: somebody made it so.
    """
    staging = None
    real = Path(os.path.realpath(file))
    try:
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(real))
        real.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=real.parent, prefix=_prefix(real), suffix=_STAGING, delete=False) as new:
            staging = Path(new.name)
            new.write(content)
            new.flush()
            _sync(new.fileno())
        with suppress(OSError):  # a disk of Windows, or a share, whose files all have the same permissions
            staging.chmod(real.stat().st_mode & 0o777 if real.exists() else 0o666 & ~_umask())
        os.replace(staging, real)
        _sync_folder(real.parent)
    except OSError as error:
        if staging:
            staging.unlink(missing_ok=True)
        raise cannot("written", file, error) from None


def drop_staging(file: Path, older_than: float = 0.0) -> None:
    """Delete what a killed ``replace_file`` left beside a file.

    Call it only while nobody else writes there, or for what is ``older_than`` any writing takes, in seconds.
    """
    for left in file.parent.glob(f"{glob.escape(_prefix(file))}*{_STAGING}"):
        with suppress(OSError):
            if not older_than or left.stat().st_mtime < time.time() - older_than:
                left.unlink()


def _prefix(file: Path) -> str:
    return f".{file.name}."


def _sync(descriptor: int) -> None:
    """Make what was written last through a power cut, if the disk can: some shares answer that they cannot."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP):
            raise


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, if the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
