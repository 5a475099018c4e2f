"""A build takes the published folder's place only when it is whole.

MkDocs empties its folder before it builds. Ours builds beside it and changes places at the end,
so that a failed build leaves the last good site untouched. Knows nothing of pages.
"""

from __future__ import annotations

import shutil
from pathlib import Path


def staging(site: Path) -> Path:
    """The folder, beside ``site``, in which the next site is built."""
    return site.with_name(f".{site.name}.new")


def publish(site: Path) -> None:
    """Put what was built in the place of ``site``. Raises OSError where the disk refuses, leaving the old site."""
    new, old = staging(site), site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def discard(site: Path) -> None:
    """Remove an unfinished build. Where an earlier one was killed between its two renames, restore the old site."""
    shutil.rmtree(staging(site), ignore_errors=True)
    old = site.with_name(f".{site.name}.old")
    if old.exists() and not site.exists():
        old.rename(site)
