"""What a cache keeps, by name, to look at or to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from proofdesk.common.packs.folder import Packs
from proofdesk.common.packs.pack import Pack


def records(folder: Path) -> dict[bytes, bytes | None]:
    """Every whole record of a folder; None for one that is damaged."""
    return {head.name: pack.body(head, at)
            for pack in map(Pack, map(str, sorted(folder.glob("*.pack")))) for head, at in [*pack.new_heads()]}


def change_records(folder: Path, change: Callable[[bytes], bytes]) -> None:
    """Store each record as something else, as if that had been made of the same page."""
    packs = Packs(str(folder))
    for name, body in records(folder).items():
        assert body is not None
        changed = change(body)
        if changed != body:
            packs.store(name, [changed])
