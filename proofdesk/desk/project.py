"""Read the site in whose folder an editor works: its settings, its files and its pages.

MkDocs' own reader of ``mkdocs.yml`` is used, so that ``INHERIT`` and ``!ENV`` mean the same here as in a build.
"""

from __future__ import annotations

import io
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
from proofdesk.checks.file_names import unusable_names
from proofdesk.common.addresses import page_address, path_at
from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import MAX_LIST_BYTES, MAX_PAGE_BYTES, find_unreadable, read_ordinary, walk
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.common.transaction import recover
from proofdesk.desk.root import CONFIG, find_root
from proofdesk.outputs.guide import fill
from proofdesk.site.material import unused_settings
from proofdesk.site.settings import SettingError, bibliography_files

# The endings of pages, and the files that are never pages, as in MkDocs (its user guide, "exclude_docs").
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_NEVER_PAGES = [".*", "/templates/"]


@dataclass(frozen=True)
class PageFile:
    """The file of a page. ``path`` is as problems print it; ``uri`` is relative to the folder of pages."""

    path: str
    uri: str
    raw: bytes
    kinds: Mapping[str, BlockKind]

    @cached_property
    def text(self) -> str:
        """Return the file's text. Bytes that are not UTF-8 are replaced."""
        return self.raw.decode("utf-8-sig", errors="replace")

    @cached_property
    def source(self) -> SourceText:
        """Return the page as written in its file."""
        return SourceText(self.path, self.text)

    @cached_property
    def filled(self) -> SourceText:
        """Return the page as the build reads it, with the generated parts of the guide filled in."""
        text = fill(self.text, self.kinds)
        return self.source if text == self.text else SourceText(self.path, text)

    @property
    def url(self) -> str:
        """Return the page's address, relative to the site's root."""
        return page_address(self.uri)


class Project:
    """The files of a site, as its ``mkdocs.yml`` names them. Raises UserError if that cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            text = read_ordinary(root / CONFIG, MAX_LIST_BYTES).decode("utf-8-sig")
            file = io.StringIO(text)
            file.name = str(root / CONFIG)  # to which INHERIT is relative
            settings = yaml_load(file, get_yaml_loader())
        except OSError as error:
            raise cannot("read", CONFIG, error) from error
        except (yaml.YAMLError, ConfigurationError, ValueError, RecursionError) as error:
            raise UserError(f"{CONFIG} cannot be read: {error}") from error
        if not isinstance(settings, dict):
            raise UserError(f"{CONFIG} cannot be read: it is no list of settings, each as `name: value`")
        self._settings: dict[str, Any] = settings
        try:
            files = bibliography_files(_options(settings.get("plugins")).get("bibtex"), root)
        except SettingError as error:
            raise UserError(f"{CONFIG}: {error}") from None
        self.bib_file, self.csl_file = files.bib_file, files.csl_file
        self.docs = root / settings.get("docs_dir", "docs")

    def path(self, file: Path) -> str:
        """Return a file's path as problems print it: relative to the site's folder, with forward slashes."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()

    @cached_property
    def bibliography(self) -> Bibliography:
        return read_bibliography(self.bib_file, self.path(self.bib_file))

    def readable_bibliography(self, unique_keys: bool = False) -> Bibliography:
        """Return the bibliography. Raises UserError if an entry of it cannot be read, and so would be passed over.

        With ``unique_keys``, two entries with one key are refused as well.
        """
        rules = ("bib-syntax", "not-utf8", *(["duplicate-key"] if unique_keys else []))
        fault = next((problem for problem in self.bibliography.problems if problem.rule in rules), None)
        if fault:
            raise UserError(f"the bibliography cannot be read as a whole; fix this first: {fault}")
        return self.bibliography

    @cached_property
    def kinds(self) -> dict[str, BlockKind]:
        return block_kinds(self.root / KINDS_FOLDER)

    @property
    def snapshot_file(self) -> Path:
        return self.root / SNAPSHOT

    def snapshot(self) -> Snapshot:
        """Return the retraction snapshot, empty if there is none. Raises UserError if it cannot be read."""
        snapshot, faults = read_snapshot(self.snapshot_file, SNAPSHOT)
        if faults:
            raise UserError(str(faults[0]))
        return snapshot

    @property
    def markdown_extensions(self) -> tuple[list[str], dict[str, dict[str, Any]]]:
        """Return the names of the Markdown extensions, MkDocs' own first, and their settings."""
        listed = _options(self._settings.get("markdown_extensions"))
        return list(dict.fromkeys(["toc", "tables", "fenced_code", *listed])), listed

    def pages(self) -> Iterator[PageFile]:
        """Yield every page that the site publishes, sorted by path. Raises UserError if one cannot be read."""
        for uri in sorted(self._files()):
            folder, _, name = uri.rpartition("/")
            # MkDocs publishes a README only if no index has its address.
            hidden = name == "README.md" and (self.docs / folder / "index.md").exists()
            if not hidden and self.is_page(uri) and not unusable_names([uri]) and uri not in self.unreadable:
                file = self.docs / uri
                try:
                    content = read_ordinary(file, MAX_PAGE_BYTES)
                except OSError as error:
                    raise cannot("read", self.path(file), error) from error
                yield PageFile(self.path(file), uri, content, self.kinds)

    @cached_property
    def unreadable(self) -> dict[str, Problem]:
        """Return why files of the site cannot be read, by their paths within the folder of pages."""
        found = ((uri, find_unreadable(str(self.docs / uri), self.path(self.docs / uri), uri.endswith(_PAGES)))
                 for uri in self._all_files() if not self._excluded.match_file(uri))
        return {uri: problem for uri, problem in found if problem}

    def published(self) -> dict[str, str]:
        """Return the path that each published file will have, by its path as problems print it."""
        found = {page.path: path_at(page.url) for page in self.pages()}
        for folder, _, names in walk(self.docs):
            for name in names:
                file = Path(folder, name)
                uri = file.relative_to(self.docs).as_posix()
                if not self._excluded.match_file(uri) and (not uri.endswith(_PAGES) or unusable_names([uri])):
                    found[self.path(file)] = uri
        return found

    def static_files(self) -> Iterator[tuple[Path, str]]:
        """Every file that the site publishes beside its pages, with its path within the folder of pages."""
        for uri in sorted(self._all_files()):
            if not uri.endswith(_PAGES) and not self._excluded.match_file(uri) and uri not in self.unreadable:
                yield self.docs / uri, uri

    def is_page(self, uri: str) -> bool:
        """Return whether the site publishes a file of that name. ``uri`` is relative to the folder of pages."""
        return uri.endswith(_PAGES) and not self._excluded.match_file(uri)

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return GitIgnoreSpec.from_lines([*_NEVER_PAGES, *str(self._settings.get("exclude_docs") or "").splitlines()])

    @property
    def redirects(self) -> dict[str, str]:
        """Return the pages that have moved: old file to new file, relative to the folder of pages."""
        return dict(_options(self._settings.get("plugins")).get("redirects", {}).get("redirect_maps") or {})

    def unused_settings(self) -> list[Problem]:
        """Return what is wrong with the settings of Material, which another site may have."""
        text = (self.root / CONFIG).read_text(encoding="utf-8-sig")
        return unused_settings(self._settings, text, CONFIG)

    def _files(self) -> Iterator[str]:
        return (uri for uri in self._all_files() if uri.endswith(_PAGES))

    def _all_files(self) -> Iterator[str]:
        for folder, _, names in walk(self.docs):
            for name in names:
                yield Path(folder, name).relative_to(self.docs).as_posix()


def _options(listed: Any) -> dict[str, dict[str, Any]]:
    """Return names and their settings from a list or a mapping: mkdocs.yml allows both."""
    if isinstance(listed, dict):
        return {name: options or {} for name, options in listed.items()}
    found: dict[str, dict[str, Any]] = {}
    for item in listed or []:
        found |= {item: {}} if isinstance(item, str) else {name: options or {} for name, options in item.items()}
    return found


def find_project() -> Project:
    """Return the site of the working directory. Raises UserError if there is none or its settings cannot be read."""
    root = find_root()
    if root is None:
        raise UserError(f"there is no {CONFIG} in this folder or any above it; go to the site's folder first")
    recover(root)
    return Project(root)
