"""The kinds of block that a site has: its own folders, and those of installed packages, by the entry point.

A package states each of its kinds in the group ``proofdesk.blocks``, by its name and the package that is its folder::

    [project.entry-points."proofdesk.blocks"]
    recipe = "soil_kinds.recipe"

Where the extension works without the rest of Proofdesk, its options name the folders and the kinds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from proofdesk.bibliography.evidence import Vocabulary
from proofdesk.blocks.kind import KINDS_FOLDER, BlockKind
from proofdesk.common.cache import files_below
from proofdesk.common.errors import UserError
from proofdesk.common.text import did_you_mean
from proofdesk.content.hosts.options import LANGUAGE, Option, OptionFault
from proofdesk.content.record.loading import kinds_in
from proofdesk.content.site_data.parts import BlockWords, KindWords
from proofdesk.content.topics import Topics

GROUP = NAME = "proofdesk.blocks"  # the group of entry points, and the name of the extension
OPTIONS: dict[str, Option] = {
    "folder": Option((), "texts", f"the folder with a folder for each kind of block, or several; else {KINDS_FOLDER}"),
    "lang": LANGUAGE,
    "kinds": Option((), "texts", "the names of the kinds that pages may use; all if none are named"),
}
_PACKAGE = Path(__file__).parents[1]
# The kinds that come with the package: in it, or beside it in a clone.
_SHIPPED = (_PACKAGE / "starter" / "blocks", _PACKAGE.parent / KINDS_FOLDER)


def site_kinds(root: Path, naming: BlockWords | None = None) -> dict[str, BlockKind]:
    """Return every kind of block of the site whose ``mkdocs.yml`` is in ``root``, by name, in alphabetical order.

    ``naming`` is what the site states of its blocks; it may be without some kinds. Raises UserError if two have one
    name, or if a package does not have what it states.
    """
    naming = naming or BlockWords()
    words = dict(naming.kinds)
    own = block_kinds((root / KINDS_FOLDER).resolve(), naming)  # sites that share a folder share what is loaded of it
    found: dict[str, tuple[str, BlockKind]] = {
        name: (f"the folder {KINDS_FOLDER}/{name}", kind) for name, kind in own.items()}
    for entry in _stated(*sys.path):
        place = f"the package “{entry.dist.name if entry.dist else entry.value}”"
        if entry.name in words and not words[entry.name].use:
            continue
        if entry.name in found:
            raise UserError(f"the block “{entry.name}” is in {found[entry.name][0]} and in {place} too, so it would "
                            "mean two things (rename one, or remove the package)")
        found[entry.name] = (place, _kind_in(_folder_of(entry, place), naming))
    return {name: kind for name, (_, kind) in sorted(found.items())}


def block_kinds(folder: Path, naming: BlockWords | None = None) -> dict[str, BlockKind]:
    """Return each kind of block that has a folder in ``folder`` and that the site uses, by name, in that order."""
    naming = naming or BlockWords()
    words = dict(naming.kinds)
    return {each.name: _kind_in(each, naming) for each in (kinds_in(folder) if folder.is_dir() else ())
            if each.name not in words or words[each.name].use}


def folders_of_kinds(root: Path) -> list[Path]:
    """Return the folder of a site's own kinds, which need not exist, and one of each kind that a package states."""
    found = [root / KINDS_FOLDER]
    for entry in _stated(*sys.path):
        with suppress(UserError):
            found.append(_folder_of(entry, ""))
    return found


@cache  # to ask for them reads what every package states
def _stated(*path: str) -> list[EntryPoint]:
    """Return the kinds of block that packages state in the folders of Python's ``path``."""
    return sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value))


def kind_files(kinds: Mapping[str, BlockKind]) -> list[Path]:
    """Return the code and the templates of some kinds of block, on which every page depends."""
    return files_below((kind.folder for kind in kinds.values()), ("py", "html"))


@lru_cache(maxsize=8)  # each page asks
def chosen_kinds(
    folders: tuple[str, ...], names: tuple[str, ...], root: Path
) -> tuple[Mapping[str, BlockKind], tuple[OptionFault, ...]]:
    """Return the kinds of some folders, of which the first comes first, and what is wrong with the options.

    Without folders they are those of a site in ``root`` or, if it has none, those that come with the package.
    """
    found: dict[str, BlockKind] = {}
    faults = []
    if not folders:
        shipped = next((folder for folder in _SHIPPED if folder.is_dir()), None)
        found = site_kinds(root) or (block_kinds(shipped) if shipped else {})
    for folder in folders:
        kinds = block_kinds(root / Path(folder).expanduser())
        if not kinds:
            faults.append(OptionFault("folder", f"there is no kind of block in “{folder}”",
                                      "name a folder that holds one for each kind, as in `tip/tip.py`"))
        found = {**kinds, **found}
    for name in names:
        if name not in found:
            faults.append(OptionFault("kinds", f"there is no kind of block “{name}”", did_you_mean(name, found)))
    return {name: kind for name, kind in found.items() if not names or name in names}, tuple(faults)


def _folder_of(entry: EntryPoint, place: str) -> Path:
    """Return the folder of a kind that a package states."""
    try:
        spec = find_spec(entry.module)
    except (ImportError, ValueError):
        spec = None
    folders = map(Path, (spec.submodule_search_locations if spec else None) or ())
    found = next((folder for folder in folders if (folder / f"{entry.name}.py").is_file()), None)
    if found is None or found.name != entry.name:
        raise UserError(f"{place} states the block “{entry.name}”, and there is no folder {entry.name}/ with a file "
                        f"{entry.name}.py at {entry.value} (install another version of the package, or remove it)")
    return found


def _kind_in(folder: Path, naming: BlockWords) -> BlockKind:
    """Return the kind whose folder this is: another one as soon as one of its files has changed."""
    files = sorted(file for file in folder.iterdir() if file.is_file())
    states = tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return _load(folder, states, dict(naming.kinds).get(folder.name), naming.topics, naming.evidence)


@cache  # a record is compared by its class, so each state of a folder is loaded once for each naming
def _load(folder: Path, states: tuple[tuple[str, int, int], ...], words: KindWords | None, topics: Topics,
          evidence: Vocabulary) -> BlockKind:
    return BlockKind(folder, words, topics, evidence)
