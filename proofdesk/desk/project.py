"""The site in whose folder an editor works: where its files are, and which pages it has.

Finds ``mkdocs.yml`` from the working directory upwards, never from where this code lies. MkDocs' own reader of
that file is used, so that ``INHERIT`` and ``!ENV`` mean the same here as in a build; nothing else of MkDocs is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from pathspec.gitignore import GitIgnoreSpec

from proofdesk.bibliography.parser import Bibliography, read_bibliography
from proofdesk.bibliography.retraction_data import SNAPSHOT, Snapshot, read_snapshot
from proofdesk.blocks.kind import KINDS_FOLDER, BlockKind, block_kinds
from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.outputs.guide import fill

CONFIG = "mkdocs.yml"
# What MkDocs takes for a page, and what it leaves out on its own (its user guide, "exclude_docs").
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
LARGEST = 2_000_000  # bytes of a page; a long book has a million
_NEVER_PAGES = [".*", "/templates/"]


@dataclass(frozen=True)
class PageFile:
    """One page's file. ``path`` is as problems print it, ``uri`` is relative to the folder of pages."""

    path: str
    uri: str
    raw: bytes
    kinds: Mapping[str, BlockKind]

    @cached_property
    def text(self) -> str:
        """The file's text; bytes that are not UTF-8 are replaced."""
        return self.raw.decode("utf-8-sig", errors="replace")

    @cached_property
    def source(self) -> SourceText:
        """The page as it stands in its file."""
        return SourceText(self.path, self.text)

    @cached_property
    def filled(self) -> SourceText:
        """The page as the build reads it, with the guide's own parts filled in."""
        text = fill(self.text, self.kinds)
        return self.source if text == self.text else SourceText(self.path, text)

    @property
    def url(self) -> str:
        """The address of the page, relative to the site's root."""
        stem = self.uri.rsplit(".", 1)[0]
        stem = stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"
        return stem


class Project:
    """A site's files, as its ``mkdocs.yml`` names them. Raises Refused where that cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            with (root / CONFIG).open(encoding="utf-8-sig") as file:
                settings = yaml_load(file, get_yaml_loader())
        except (yaml.YAMLError, ConfigurationError, OSError, UnicodeDecodeError) as error:
            raise UserError(f"{CONFIG} cannot be read: {error}") from error
        if not isinstance(settings, dict):
            raise UserError(f"{CONFIG} cannot be read: it is no list of settings, each as `name: value`")
        self._settings: dict[str, Any] = settings
        bibtex = _options(settings.get("plugins")).get("bibtex", {})
        self.bib_file = root / bibtex.get("bib_file", "bibliography.bib")
        self.csl_file = root / bibtex.get("csl_file", "references.csl")
        self.docs = root / settings.get("docs_dir", "docs")

    def path(self, file: Path) -> str:
        """A file's path as problems print it: relative to the site's folder, with forward slashes."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()

    @cached_property
    def bibliography(self) -> Bibliography:
        return read_bibliography(self.bib_file, self.path(self.bib_file))

    @cached_property
    def kinds(self) -> dict[str, BlockKind]:
        return block_kinds(self.root / KINDS_FOLDER)

    @property
    def snapshot_file(self) -> Path:
        return self.root / SNAPSHOT

    def snapshot(self) -> Snapshot:
        """The retraction snapshot, empty where none was taken. Raises Refused where it cannot be read."""
        snapshot, faults = read_snapshot(self.snapshot_file, SNAPSHOT)
        if faults:
            raise UserError(str(faults[0]))
        return snapshot

    @property
    def markdown_extensions(self) -> tuple[list[str], dict[str, dict[str, Any]]]:
        """The Markdown extensions by name, MkDocs' own first, and their settings."""
        listed = _options(self._settings.get("markdown_extensions"))
        return list(dict.fromkeys(["toc", "tables", "fenced_code", *listed])), listed

    def pages(self) -> Iterator[PageFile]:
        """Every page that the site publishes, in the order of their paths. Raises Refused where one cannot be read."""
        for uri in sorted(self._files()):
            folder, _, name = uri.rpartition("/")
            # MkDocs publishes a README only where no index takes its address.
            hidden = name == "README.md" and (self.docs / folder / "index.md").exists()
            if not hidden and self.is_page(uri):
                file = self.docs / uri
                try:
                    size = file.stat().st_size
                    if size > LARGEST:
                        raise UserError(f"“{self.path(file)}” has {size // 1_000_000} MB, more than the "
                                      f"{LARGEST // 1_000_000} MB that a page may have (split it)")
                    yield PageFile(self.path(file), uri, file.read_bytes(), self.kinds)
                except OSError as error:
                    raise UserError(f"“{self.path(file)}” cannot be read: {error.strerror}") from error

    def static_files(self) -> Iterator[tuple[Path, str]]:
        """Every file that the site publishes beside its pages, with its path within the folder of pages."""
        for uri in sorted(self._all_files()):
            if not uri.endswith(_PAGES) and not self._excluded.match_file(uri):
                yield self.docs / uri, uri

    def is_page(self, uri: str) -> bool:
        """Whether a file of that name, relative to the folder of pages, is one that the site publishes."""
        return uri.endswith(_PAGES) and not self._excluded.match_file(uri)

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return GitIgnoreSpec.from_lines([*_NEVER_PAGES, *str(self._settings.get("exclude_docs") or "").splitlines()])

    @property
    def redirects(self) -> dict[str, str]:
        """The pages that have moved, old file and new, relative to the folder of pages."""
        return dict(_options(self._settings.get("plugins")).get("redirects", {}).get("redirect_maps") or {})

    def _files(self) -> Iterator[str]:
        return (uri for uri in self._all_files() if uri.endswith(_PAGES))

    def _all_files(self) -> Iterator[str]:
        for folder, _, names in os.walk(self.docs, followlinks=True):
            for name in names:
                yield Path(folder, name).relative_to(self.docs).as_posix()


def _options(listed: Any) -> dict[str, dict[str, Any]]:
    """Names and their settings, from a list of names, some with settings, or from a mapping: mkdocs.yml allows both."""
    if isinstance(listed, dict):
        return {name: options or {} for name, options in listed.items()}
    found: dict[str, dict[str, Any]] = {}
    for item in listed or []:
        found |= {item: {}} if isinstance(item, str) else {name: options or {} for name, options in item.items()}
    return found


def find_project() -> Project:
    """The site of the working directory: the nearest folder above it, or itself, with a ``mkdocs.yml``.

    Raises Refused where there is none.
    """
    # Not resolved: files are named as they are reached, through symbolic links too.
    here = Path(os.path.abspath(os.environ.get("PWD") or "."))
    here = here if here.exists() and here.samefile(".") else Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return Project(folder)
    raise UserError(f"there is no {CONFIG} in this folder or any above it; go to the site's folder first")
