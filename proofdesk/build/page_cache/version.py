"""What every cached page depends on: our code, the programs that it calls, and some files and settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofdesk.blocks.kind import BlockKind
from proofdesk.common.cache import code_fingerprint, fingerprint
from proofdesk.common.language import spoken

_PROGRAMS = ("markdown", "pymdown-extensions", "mkdocs", "pygments", "pydantic", "jinja2", "lxml", "markupsafe",
             "mkdocs-material", "mkdocs-rss-plugin", "nh3", "babel")


def files_below(folders: Iterable[Path], endings: tuple[str, ...] = ("*",)) -> list[Path]:
    found = (file for folder in folders for ending in endings
             for file in folder.rglob("*" if ending == "*" else f"*.{ending}"))
    return sorted(file for file in found if file.is_file())


def kind_files(kinds: Mapping[str, BlockKind]) -> list[Path]:
    """Return the code and the templates of the site's kinds of block."""
    return files_below((kind.folder for kind in kinds.values()), ("py", "html"))


def cache_version(files: Iterable[Path], settings: Any) -> str:
    """Cover our code, these files, the programs that they call, the language, and settings whose ``repr`` says all."""
    return fingerprint(code_fingerprint(), *files, *(version(program) for program in _PROGRAMS), repr(settings),
                       repr(spoken()))
