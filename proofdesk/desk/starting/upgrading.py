"""Move a site to this version: what is replaced, what is kept because somebody changed it, and what is new or gone.

As a package manager does with the files of settings: a file that is as it was written is replaced, one that is not is
kept and shown beside the new one. Nothing is merged.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.desk.starting.manifest import Manifest
from proofdesk.desk.starting.shipped import PACKAGE, digest
from proofdesk.desk.starting.site_files import SiteFile

OVERRIDES = "overrides"
_MOST_LINES = 200  # of one difference


@dataclass
class Plan:
    """What an upgrade does to a site's files. ``hashes`` are those of the new manifest."""

    replaced: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # the difference, by path
    gone: list[str] = field(default_factory=list)  # kept, and no longer a part of the generator
    deleted: list[str] = field(default_factory=list)  # somebody did so, and the new version has another
    hashes: dict[str, str] = field(default_factory=dict)
    before: dict[str, bytes | None] = field(default_factory=dict)  # of what is replaced or added

    @property
    def changes_files(self) -> bool:
        return bool(self.replaced or self.added or self.removed)


def plan_upgrade(root: Path, manifest: Manifest, files: Mapping[str, SiteFile]) -> Plan:
    """Return what to do with each file that is not the site's own."""
    plan, before = Plan(), manifest.files
    for path, file in files.items():
        if file.is_own:
            continue
        plan.hashes[path] = new = digest(file.content)
        plan.before[path] = now = content_of(root, path)
        if now is None:
            if path not in before:
                plan.added[path] = file.content
            elif before[path] != new:
                plan.deleted.append(path)
        elif digest(now) == new:
            continue
        elif digest(now) == before.get(path):
            plan.replaced[path] = file.content
        elif before.get(path) != new:  # both changed it
            plan.kept[path] = difference(path, now, file.content)
    for path in before.keys() - plan.hashes.keys():
        now = content_of(root, path)
        if now is not None:
            (plan.removed if digest(now) == before[path] else plan.gone).append(path)
    plan.removed.sort()
    plan.gone.sort()
    return plan


def content_of(root: Path, path: str) -> bytes | None:
    """Return the content of a site's file, or None if there is none. Raises UserError if it is no ordinary file."""
    try:
        return read_ordinary(root / path, MAX_LIST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UserError(f"“{path}” cannot be read ({error.strerror or error}), so nothing was changed (see what it is, "
                        "and who may read it)") from None


def difference(path: str, yours: bytes, new: bytes) -> str:
    """Return how a file differs from the new one, as `diff -u` prints it."""
    a, b = (text.decode("utf-8", "replace").splitlines() for text in (yours, new))
    lines = list(difflib.unified_diff(a, b, f"{path} (yours)", f"{path} (this version)", lineterm=""))
    more = [f"… and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    return "\n".join([*lines[:_MOST_LINES], *more])


@dataclass(frozen=True)
class Overridden:
    """A template of the site's own that stands in for one of the program's which this version changed or dropped."""

    path: str
    original: Path | None
    diff: str


def overridden(root: Path, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Overridden]:
    """Yield the site's own templates whose original is another than in the version before. Both are hashes by path."""
    folder = root / OVERRIDES
    for file in sorted(folder.rglob("*.html")) if folder.is_dir() else ():
        name = file.relative_to(folder).as_posix()
        if name not in before or before[name] == now.get(name):
            continue
        path = f"{OVERRIDES}/{name}"
        original = next((each / name for each in (PACKAGE / "theme", PACKAGE) if (each / name).is_file()), None)
        diff = difference(path, content_of(root, path) or b"", original.read_bytes()) if original else ""
        yield Overridden(path, original, diff)
