"""A build takes the published folder's place only when it is whole.

MkDocs empties its folder before it builds. Ours builds beside it and changes places at the end,
so that a failed build leaves the last good site untouched. Knows nothing of pages.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from proofdesk.common.files import BytesLike, read_file, write_file


def staging_dir(site: Path) -> Path:
    """The folder, beside ``site``, in which the next site is built."""
    return site.with_name(f".{site.name}.new")


def publish(site: Path) -> None:
    """Put what was built in the place of ``site``. Raises OSError where the disk refuses, leaving the old site."""
    new, old = staging_dir(site), site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists() and _swap_directories(new, site):
        shutil.rmtree(new, ignore_errors=True)
        return
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def incremental_writer(new: Path, old: Path) -> Callable[[str, BytesLike], None]:
    """What writes a file into the new site: where the old one holds the same, byte for byte, it is the same file.

    Thousands of files that an edit does not change keep their time with it, so that servers go on calling them
    unchanged, and cost no incremental_writer. Neither site is ever changed in place, so one file can stand in both.
    """
    start = len(os.fspath(new))

    def write(file: str, content: BytesLike) -> None:
        before = f"{old}{file[start:]}"
        with suppress(OSError):  # none there, one here already, or a disk that knows no second name
            if read_file(before)[0] == bytes(content):
                os.link(before, file)
                return
        with suppress(FileNotFoundError):
            os.unlink(file)  # not written over: it may be the old site's file
        write_file(file, content)

    return write


_HERE = -100  # AT_FDCWD of fcntl.h: a path that is not absolute begins in the working folder
_BOTH = 2  # RENAME_EXCHANGE of linux/fs.h


def _swap_directories(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, so that there is no moment without a site (Linux, renameat2(2)).

    False where the system or the disk cannot; two renames do it then, with a moment between them that the next build
    mends (``discard``). Python has no function for it.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _BOTH) == 0)


def clean_staging(site: Path) -> None:
    """Remove an unfinished build. Where an earlier one was killed between its two renames, restore the old site."""
    shutil.rmtree(staging_dir(site), ignore_errors=True)
    old = site.with_name(f".{site.name}.old")
    if old.exists() and not site.exists():
        old.rename(site)
