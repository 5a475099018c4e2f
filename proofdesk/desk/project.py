"""Read the site in whose folder an editor works: its settings, its files and its pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files, get_files, set_exclusions
from pathspec.gitignore import GitIgnoreSpec

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.libraries.files import read_bibliographies
from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.bibliography.retraction_data import SNAPSHOT, Snapshot, read_snapshot
from proofdesk.blocks.installed import site_kinds
from proofdesk.blocks.kind import BlockKind
from proofdesk.checks.files import SourceFile, check_source_files, compose_names, is_published, source_files
from proofdesk.common.addresses import page_address
from proofdesk.common.dates import today
from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import MAX_PAGE_BYTES, endless_links, read_ordinary
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.common.transaction import recover
from proofdesk.content.front_matter.held_back import HeldBack, held_back_page
from proofdesk.content.site_data import SITE, SiteData, load_site_data
from proofdesk.desk.root import CONFIG, site_root
from proofdesk.outputs.guide import fill
from proofdesk.site.config_file import options_by_name, position_in_config, read_config
from proofdesk.site.material import with_always_on
from proofdesk.site.navigation import check_nav
from proofdesk.site.settings import (
    SettingError,
    bibliography_files,
    check_theme,
    read_settings,
    site_address,
    speak_as_stated,
)


@dataclass(frozen=True)
class PageFile:
    """The file of a page. ``path`` is as problems print it; ``uri`` is relative to the folder of pages."""

    path: str
    uri: str
    raw: bytes
    kinds: Mapping[str, BlockKind]
    site: SiteData
    docs: Path

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
        text = fill(self.text, self.kinds, self.site, self.docs)
        return self.source if text == self.text else SourceText(self.path, text)

    @property
    def url(self) -> str:
        """Return the page's address, relative to the site's root."""
        return page_address(self.uri)


class Project:
    """The files of a site, as its ``mkdocs.yml`` names them. Raises UserError if that cannot be used."""

    def __init__(self, root: Path) -> None:
        self.root, self.fills_cache = root, False
        self.config = read_config(root / CONFIG)
        self.settings = settings = self.config.settings
        try:
            plugins = options_by_name(settings.get("plugins"))
            files = bibliography_files(plugins.get("bibtex"), settings.get("extra"), root)
        except SettingError as error:
            raise UserError(f"{CONFIG}: {error}") from None
        self.bibliography_files = files
        self.bib_file, self.csl_file = files.bib_file, files.csl_file
        self.docs = root / settings.get("docs_dir", "docs")
        speak_as_stated(settings.get("theme"), root)

    @property
    def site_url(self) -> str:
        """Return the site's address as pages write it, or an empty text. Raises UserError if it is no address."""
        try:
            return site_address(str(self.settings.get("site_url") or ""))
        except SettingError as error:
            raise UserError(f"{CONFIG}: {error}") from None

    def check_settings(self) -> list[Problem]:
        """Return a problem for each setting that MkDocs does not know. Raises UserError for one that a build refuses.

        Plugins and hooks are not loaded: what they refuse, only a build tells. What `make serve` watches is not needed.
        """
        from mkdocs.config.defaults import MkDocsConfig  # loads the theme, which other commands do not need

        config = MkDocsConfig(config_file_path=str(self.root / CONFIG))
        stated = {name: value for name, value in self.settings.items() if name not in ("hooks", "watch", "INHERIT")}
        config.load_dict(deepcopy({**stated, "plugins": []}))  # MkDocs changes what it is given
        errors, warnings = config.validate()
        if errors:
            name, error = errors[0]
            raise UserError(f"{CONFIG}: {name}: {error}")
        try:
            site_address(config.site_url)
            check_nav(config.nav)
            check_theme(config.theme.name, config.theme.get("language"), config.use_directory_urls, self.root)
            read_settings(config.site_name, config.site_description, config.extra, self.site)
        except SettingError as error:
            raise UserError(f"{CONFIG}: {error}") from None
        if self.csl_file != DEFAULT_STYLE and not self.csl_file.is_file():
            raise UserError(f"there is no file “{self.path(self.csl_file)}”, which mkdocs.yml names as the citation "
                            "style")
        return [Problem(CONFIG, *position_in_config(self.config.text, name), "unknown-setting", f"“{name}”: {warning}",
                        "see whether it is spelled as in MkDocs' own guide, or take it out")
                for name, warning in warnings]

    def path(self, file: Path) -> str:
        """Return a file's path as problems print it: relative to the site's folder, with forward slashes."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()

    @cached_property
    def bibliography(self) -> Bibliography:
        """Return the site's own entries, and those of its libraries, which no command changes."""
        cache = self.root / ".cache" / "bibliography" if self.fills_cache else None
        return read_bibliographies(self.bibliography_files, self.path, cache, self.site.words_of_evidence)

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
        return site_kinds(self.root, self.site.block_words)

    @cached_property
    def site(self) -> SiteData:
        """Return what is of this site; of a file that cannot be read, nothing."""
        return load_site_data(self.root / SITE, SITE)[0]

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
        listed = options_by_name(self.settings.get("markdown_extensions"))
        return with_always_on(list(dict.fromkeys(["toc", "tables", "fenced_code", *listed]))), listed

    def pages(self, wanted: Callable[[str], bool] | None = None) -> Iterator[PageFile]:
        """Yield all pages of the site, or of ``wanted`` files, by path. Raises UserError if one cannot be read."""
        listed = {str(each.abs_src_path): each.src_uri for each in self.files.documentation_pages()
                  if wanted is None or wanted(str(each.abs_src_path))}
        refused = (self.file_faults if wanted is None else self.faults_of(listed.__contains__))[1]
        for uri in sorted(uri for path, uri in listed.items() if path not in refused):
            file = self.docs / uri
            try:
                content = read_ordinary(file, MAX_PAGE_BYTES)
            except OSError as error:
                raise cannot("read", self.path(file), error) from error
            yield PageFile(self.path(file), uri, content, self.kinds, self.site, self.docs)

    @cached_property
    def held_back(self) -> dict[str, HeldBack]:
        """Return the pages that readers do not have today, by their address."""
        day = today()
        found = {page.url: held_back_page(page.path, page.uri, page.raw, day) for page in self.pages()}
        return {url: each for url, each in found.items() if each}

    @cached_property
    def files(self) -> Files:
        """Return MkDocs' own list of the files below the folder of pages. Raises UserError for links without an end."""
        if loops := endless_links(self.docs, self.path):
            raise UserError(loops)
        log = logging.getLogger("mkdocs.structure.files")
        log.disabled = True  # it warns of two pages with one address, and so do we, with more words
        try:
            return compose_names(get_files(self._files_config), self.docs)
        finally:
            log.disabled = False

    @cached_property
    def source_files(self) -> list[SourceFile]:
        return source_files(self.files, self.docs, self._files_config)

    @cached_property
    def file_faults(self) -> tuple[list[Problem], set[str]]:
        return self.faults_of(lambda _: True)

    def faults_of(self, wanted: Callable[[str], bool]) -> tuple[list[Problem], set[str]]:
        """Return what is wrong with files themselves, of ``wanted`` paths, and which of these are not published."""
        return check_source_files(self.source_files, self.docs, self.root, lambda path: self.path(Path(path)), wanted)

    @cached_property
    def _files_config(self) -> Any:  # in the place of MkDocs' own type
        """Return the settings by which MkDocs lists the files."""
        stated = {name: str(self.settings.get(name) or "") for name in ("exclude_docs", "draft_docs", "not_in_nav")}
        specs = {name: GitIgnoreSpec.from_lines(text.splitlines()) for name, text in stated.items() if text}
        return {"docs_dir": str(self.docs), "site_dir": "", "use_directory_urls": True, **specs}

    def is_page(self, uri: str) -> bool:
        """Return whether the site publishes a file of that name. ``uri`` is relative to the folder of pages."""
        file = File(uri, str(self.docs), "", use_directory_urls=True)
        set_exclusions([file], self._files_config)
        return file.is_documentation_page() and is_published(file)

    @property
    def redirects(self) -> dict[str, str]:
        """Return the pages that have moved: old file to new file, relative to the folder of pages."""
        return dict(options_by_name(self.settings.get("plugins")).get("redirects", {}).get("redirect_maps") or {})


def find_project() -> Project:
    """Return the site of the working directory. Raises UserError if there is none or its settings cannot be read."""
    root = site_root()
    recover(root)
    return Project(root)
