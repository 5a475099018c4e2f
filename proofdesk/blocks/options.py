"""The options of the extension where it works without the rest of Proofdesk: which kinds of block there are."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from proofdesk.blocks.kind import KINDS_FOLDER, BlockKind, block_kinds
from proofdesk.common.text import did_you_mean
from proofdesk.content.hosts.options import Option, OptionFault

NAME = "proofdesk.blocks"
OPTIONS: dict[str, Option] = {
    "folder": Option((KINDS_FOLDER,), "texts", "the folder with a folder for each kind of block, or a list of several"),
    "kinds": Option((), "texts", "the names of the kinds that pages may use; all if none are named"),
}


def chosen_kinds(
    folders: Collection[str], names: Collection[str], root: Path
) -> tuple[dict[str, BlockKind], list[OptionFault]]:
    """Return the kinds of some folders, of which the first comes first, and what is wrong with the options."""
    found: dict[str, BlockKind] = {}
    faults = []
    for folder in folders:
        kinds = block_kinds(root / Path(folder).expanduser())
        if not kinds:
            faults.append(OptionFault("folder", f"there is no kind of block in “{folder}”",
                                      "name a folder that holds one for each kind, as in `tip/tip.py`"))
        found = {**kinds, **found}
    for name in names:
        if name not in found:
            faults.append(OptionFault("kinds", f"there is no kind of block “{name}”", did_you_mean(name, found)))
    return {name: kind for name, kind in found.items() if not names or name in names}, faults
