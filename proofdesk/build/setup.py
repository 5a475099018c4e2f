"""First phase: read the settings and the editors' lists, and register the files to publish."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import File, Files

from proofdesk.bibliography.evidence.own_words import MEDICINE
from proofdesk.bibliography.libraries.files import DEFAULT_STYLE, BibliographyFiles, read_bibliographies
from proofdesk.bibliography.parser import Bibliography
from proofdesk.blocks.installed import site_kinds
from proofdesk.blocks.kind import BlockKind
from proofdesk.build import publish
from proofdesk.build.assets import add_template_folders, register_assets, register_icons
from proofdesk.build.held_back import Withheld, check_navigation_of, check_redirects_of, hold_back
from proofdesk.build.private_apis.mkdocs import remove_handlers, silence_warnings, skip_hidden_templates
from proofdesk.build.private_apis.plugins import configure_rss
from proofdesk.checks.files import check_addresses, check_source_files, compose_names, source_files
from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.files import endless_links
from proofdesk.common.language import Language
from proofdesk.common.language.gaps import check_words
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext
from proofdesk.content.editorial import EditorialData, load_editorial_data
from proofdesk.content.front_matter import is_article
from proofdesk.content.site_data import SITE, load_site_data
from proofdesk.outputs.assets import is_unused
from proofdesk.outputs.beside import EXPORTS_OF_SITE, files_beside
from proofdesk.outputs.icons.mark import MarkError
from proofdesk.outputs.icons.site_mark import SiteMark, site_mark
from proofdesk.outputs.theme_css import find_sheet, pruned_sheet
from proofdesk.site.config_file import ConfigFile, read_config
from proofdesk.site.material import unused_settings, with_always_on
from proofdesk.site.navigation import check_nav
from proofdesk.site.pipeline import markdown_extensions
from proofdesk.site.settings import (
    SettingError,
    SiteSettings,
    bibliography_files,
    check_theme,
    read_settings,
    site_address,
)

# The environment's variable that has a build show drafts too: for a preview, never for readers.
DRAFTS = "PROOFDESK_DRAFTS"


@dataclass(frozen=True)
class Settings:
    """A build's folders and MkDocs' settings. Files are written to ``staging_dir``, then published to ``site_dir``."""

    config: MkDocsConfig
    root: Path
    site_dir: Path
    staging_dir: Path
    serving: bool
    stated: SiteSettings
    file: ConfigFile
    bibliography: BibliographyFiles
    language: Language

    @property
    def site_url(self) -> str:
        """Return the site's address with a slash at its end; empty if it has none."""
        return self.config.site_url.rstrip("/") + "/" if self.config.site_url else ""

    @property
    def shows_drafts(self) -> bool:
        """Return whether drafts are built, with a mark: in a preview, which is not for readers."""
        return self.serving or bool(os.environ.get(DRAFTS))

    @property
    def cache_dir(self) -> Path:
        return self.root / ".cache"

    def path(self, file: str | Path) -> str:
        """Return a file's path as problems print it: relative to the repository, with forward slashes."""
        return Path(str(file).removeprefix(f"{self.root}{os.sep}")).as_posix()


@dataclass(frozen=True)
class Setup:
    """All that is known before the first page is read."""

    settings: Settings
    data: EditorialData
    kinds: dict[str, BlockKind]
    context: ConversionContext
    mark: SiteMark
    sheet: tuple[str, str]  # what is kept of Material's style sheet: its address, and the text


@dataclass(frozen=True)
class RegisteredFiles:
    """The files to publish, those written at the end, what is wrong with any, and what is ``withheld`` from readers.

    ``beside`` are the paths of the files beside each article, by its address; ``placeholders`` are those of all, and of
    the files that a site has once.
    """

    files: Files
    beside: Mapping[str, list[str]]
    placeholders: frozenset[str]
    problems: list[Problem]
    withheld: Withheld


def settings_of(config: MkDocsConfig, command: str) -> Settings:
    """Return a build's settings. Raises ``ConfigurationError`` if one does not fit this generator."""
    root, site_dir = project_root(config), site_folder(config)
    bibtex: Any = config.plugins.get("bibtex")
    if site_dir.exists() and not site_dir.is_dir():
        raise ConfigurationError("site_dir: another file is where the folder of the site is to be (move it away, or "
                                 "name another folder)")
    if os.path.ismount(site_dir):
        raise ConfigurationError("site_dir: a disk begins at the folder of the site, which is to change places with "
                                 "the next one (name a folder within it, as site/html)")
    if found := publish.foreign(site_dir, config.theme.custom_dir):
        raise ConfigurationError(f"site_dir: the folder of the site holds {found}, which publishing would delete (name "
                                 "another folder, or move away what is there)")
    try:
        today()
        file = read_config(Path(os.path.abspath(config.config_file_path)))
        config.site_url = site_address(config.site_url)
        check_nav(config.nav)
        language = check_theme(config.theme.name, config.theme.get("language"), config.use_directory_urls, root)
        data, _ = load_site_data(root / SITE, SITE)  # its faults are reported with those of the other lists
        stated = read_settings(config.site_name, config.site_description, config.extra, data)
        files = bibliography_files(dict(bibtex.config) if bibtex else None, config.extra, root)
    except (SettingError, UserError) as error:
        raise ConfigurationError(str(error)) from None
    config.site_name, config.site_description = stated.name, stated.description
    return Settings(config, root, site_dir, publish.staging_dir(site_dir), command == "serve", stated, file, files,
                    language)


def configure(settings: Settings, step: Callable[[], None]) -> Setup:
    """Complete MkDocs' settings with our extensions, styles and plugins. ``step`` may end it, by raising.

    Raises ``ConfigurationError`` if a file that they name is missing.
    """
    config, root = settings.config, settings.root
    if not config.theme.get("palette"):
        config.theme["palette"] = [{"scheme": "default", "primary": "custom", "accent": "custom"}]
    csl_file = settings.bibliography.csl_file
    if csl_file != DEFAULT_STYLE and not csl_file.is_file():
        raise ConfigurationError(f"plugins.bibtex.csl_file: there is no file “{settings.path(csl_file)}” (put the "
                                 "style of the references there, name another, or none for Pandoc's)")
    if loops := endless_links(Path(config.docs_dir), settings.path):
        raise ConfigurationError(loops)
    bibliography = _take_bibliography(settings)
    configure_rss(config, settings.cache_dir / "rss")
    silence_warnings(config)
    skip_hidden_templates(config)
    if "redirects" in config.plugins:  # outputs/redirects.py writes the pages
        remove_handlers(config, "post_build", config.plugins["redirects"])
    docs = Path(config.docs_dir)
    data = load_editorial_data(root, docs, settings.path(docs), bibliography, csl_file,
                               with_drafts=settings.shows_drafts, step=step)
    kinds = site_kinds(root, data.site.block_words)
    try:
        mark = site_mark(data.site.mark or str(config.theme.get("favicon") or ""),
                         (config.docs_dir, config.theme.custom_dir), config.site_name)
    except MarkError as error:
        raise ConfigurationError(str(error)) from None
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = with_always_on([each for each in extensions if isinstance(each, str)])
    setup = Setup(settings, data, kinds, ConversionContext(docs), mark,
                  pruned_sheet(find_sheet(config.theme.dirs), extensions))
    extensions += markdown_extensions(data, kinds, setup.context)
    add_template_folders(config.theme)
    config.extra_css += ["assets/site.css", "assets/blocks.css", "assets/article-end.css"]
    config.site_dir = str(settings.staging_dir)
    return setup


def site_folder(config: MkDocsConfig) -> Path:
    """Return the folder of the published site. A link to it stays a link, as a host may serve what it leads to."""
    site = Path(config.site_dir)
    return Path(os.path.realpath(site)) if site.is_symlink() else site


def project_root(config: MkDocsConfig) -> Path:
    """Return the folder of ``mkdocs.yml``, not resolved: MkDocs names files as they are reached, by symlinks too."""
    return Path(os.path.abspath(config.config_file_path or "mkdocs.yml")).parent


def _take_bibliography(settings: Settings) -> Bibliography:
    """Read the bibliography ourselves and leave mkdocs-bibtex an empty one.

    The plugin would read the file a second time and stop at its first fault. Its rewriting of pages loses text: it
    takes ``[@key]`` in code for a citation and deletes unknown keys silently.
    """
    bibtex: Any = settings.config.plugins["bibtex"]
    words = MEDICINE
    if settings.bibliography.evidence:  # a file whose words are the site's
        words = load_site_data(settings.root / SITE, SITE)[0].words_of_evidence
    bibliography = read_bibliographies(settings.bibliography, settings.path, settings.cache_dir / "bibliography", words)
    empty = settings.cache_dir / "bibliography.bib"
    empty.parent.mkdir(exist_ok=True)
    empty.write_text("% proofdesk/bibliography reads the bibliography\n", encoding="utf-8")
    bibtex.config.bib_file, bibtex.config.csl_file = str(empty), None
    remove_handlers(settings.config, "page_markdown", bibtex)
    return bibliography


def register_files(setup: Setup, files: Files) -> RegisteredFiles:
    """Take out what may not be published, and add what comes of the pages, so that pages can link to it."""
    settings, config, docs = setup.settings, setup.settings.config, Path(setup.settings.config.docs_dir)
    for file in [each for each in files if is_unused(each.src_uri) and Path(each.src_dir or "") != docs]:
        files.remove(file)
    compose_names(files, docs)
    sources = source_files(files, docs, config)
    problems, refused = check_source_files(sources, docs, settings.root, settings.path)
    for file in [each for each in files if each.abs_src_path in refused]:
        files.remove(file)
    withheld = hold_back(files, docs, settings.root, settings.path, shown=settings.shows_drafts)
    held_back = withheld.pages
    problems += [each.reminder for each in held_back.values() if each.reminder]
    problems += check_words(settings.language, settings.path)
    problems += [*check_redirects_of(settings, files, held_back), *_unused_settings(settings)]
    register_assets(config, files, [kind.style for kind in setup.kinds.values()],
                    setup.data.site.colours.css)
    files.append(File.generated(config, setup.sheet[0], content=setup.sheet[1]))
    register_icons(config, files, setup.mark, settings.cache_dir / "icons")
    articles = [file for file in files.documentation_pages() if is_article(file.src_uri)]
    beside = {file.url: files_beside(file.url, setup.data.site) for file in articles}
    placeholders = frozenset(EXPORTS_OF_SITE).union(*beside.values())
    problems += check_addresses((each for each in sources if each.path not in refused), placeholders, settings.path)
    problems += check_navigation_of(settings, files, placeholders, held_back)
    for uri in sorted(placeholders):
        files.append(File.generated(config, uri, content=""))
    return RegisteredFiles(files, beside, placeholders, problems, withheld)


def _unused_settings(settings: Settings) -> list[Problem]:
    return unused_settings(settings.file.settings, settings.file.text, settings.path(settings.config.config_file_path))
