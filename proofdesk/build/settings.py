"""Read a build's settings, before anything else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from proofdesk.bibliography.libraries.files import BibliographyFiles
from proofdesk.build.site_folder import publish
from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.language import Language
from proofdesk.content.site_data import SITE, load_site_data
from proofdesk.site.config_file import ConfigFile, read_config
from proofdesk.site.navigation import check_nav
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


def site_folder(config: MkDocsConfig) -> Path:
    """Return the folder of the published site. A link to it stays a link, as a host may serve what it leads to."""
    site = Path(config.site_dir)
    return Path(os.path.realpath(site)) if site.is_symlink() else site


def project_root(config: MkDocsConfig) -> Path:
    """Return the folder of ``mkdocs.yml``, not resolved: MkDocs names files as they are reached, by symlinks too."""
    return Path(os.path.abspath(config.config_file_path or "mkdocs.yml")).parent
