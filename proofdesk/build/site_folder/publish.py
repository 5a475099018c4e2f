"""Publish a build by swapping its folder with the published one, and only when it is complete.

MkDocs empties its folder before it builds. Ours is built in a staging folder beside it, so a failed build leaves the
last site untouched. Each process has a staging folder of its own, so that builds that overlap never mix.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from proofdesk.common.file_lock import is_running


def foreign(folder: Path, templates: str | None) -> str:
    """Return what in a folder no build wrote, in words; empty if it holds a site, or nothing that anybody would miss.

    Somebody may have named the folder of another thing. A site has pages at its top, whichever program built it.
    """
    if templates and (folder == Path(templates) or folder in Path(templates).parents):
        return "the site's own templates"
    try:
        with os.scandir(folder) as entries:
            found = {entry.name: entry.is_dir() for entry in entries if not entry.name.startswith(".")}
    except OSError:
        return ""
    if any(name.endswith(".html") for name in found):
        return ""
    return next((f"“{name}” and no page" for name, is_folder in sorted(found.items())
                 if is_folder or name.endswith((".bib", ".md", ".py", ".yml"))), "")


def staging_dir(site: Path) -> Path:
    """Return the folder, beside ``site``, in which this process builds the next site."""
    return _beside(site, f"{os.getpid()}.new")


def renewable_dir(site: Path) -> Path:
    """Return the folder, beside ``site``, of the site before it, with which the next build begins (``Staging``)."""
    return _beside(site, "renew")


def _beside(site: Path, ending: str) -> Path:
    """Return a hidden folder beside ``site``, which may be the root of a disk until that is refused."""
    return site.parent / f".{site.name}.{ending}"


def publish(site: Path) -> None:
    """Put the staged site in place of ``site``. Raises OSError if the disk refuses, leaving the old site."""
    new, old = staging_dir(site), _beside(site, "old")
    shutil.rmtree(old, ignore_errors=True)
    _move_repository(site, new)
    if site.exists() and _swap_directories(new, site):
        set_aside(new, site)
        return
    try:
        if site.exists():
            _move(site, old)
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        _move_repository(new, site)
        raise
    if old.exists():
        set_aside(old, site)


def _move_repository(one: Path, other: Path) -> None:
    """Move the git repository that somebody keeps of the published site, or the file of a worktree, if there is one."""
    with suppress(OSError):
        _move(one / ".git", other / ".git")


def _move(one: Path, other: Path) -> None:
    """Rename a folder; copy one that cannot be, as it belongs to the image that a container was made of."""
    try:
        one.rename(other)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(one, other, symlinks=True)
        shutil.rmtree(one)


def set_aside(old: Path, site: Path) -> None:
    """Keep a site that is not to be published for the next build of ``site``, where git does not see it."""
    renewable = renewable_dir(site)
    with suppress(OSError):
        old.rmdir()  # an empty folder, as `mkdocs serve` begins with
        return
    shutil.rmtree(renewable, ignore_errors=True)
    try:
        old.rename(renewable)
        ignored = renewable / ".gitignore"
        ignored.unlink(missing_ok=True)  # of the site's own, which may be the published one
        ignored.write_text("*\n", encoding="utf-8")
    except OSError:
        shutil.rmtree(old, ignore_errors=True)


_HERE = -100  # AT_FDCWD of fcntl.h: a path that is not absolute begins in the working folder
_BOTH = 2  # RENAME_EXCHANGE of linux/fs.h


def _swap_directories(one: Path, other: Path) -> bool:
    """Swap two folders in one step, so that there is no moment without a site (Linux, renameat2(2)).

    Returns False if the system or the disk cannot; then two renames do it, and ``clean_staging`` repairs a build that
    was killed between them. Python has no function for it.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _BOTH) == 0)


def clean_staging(site: Path) -> None:
    """Remove what unfinished builds left, and restore the old site if a build was killed between its two renames.

    The staging folder of another process that still runs is left to it.
    """
    old = _beside(site, "old")
    if old.exists() and not site.exists():
        old.rename(site)
    for folder in _staging_dirs(site):
        _move_repository(folder, site)
        shutil.rmtree(folder, ignore_errors=True)


def _staging_dirs(site: Path) -> list[Path]:
    """Return the staging folders of ``site`` that are this process's own, or whose process has ended."""
    name = re.compile(re.escape(f".{site.name}.") + r"(\d+)\.new")
    found = []
    with suppress(OSError):
        for folder in sorted(site.parent.iterdir()):
            match = name.fullmatch(folder.name)
            if match and ((pid := int(match[1])) == os.getpid() or not is_running(pid)):
                found.append(folder)
    return found
