"""What ``mkdocs.yml`` and ``site.yml`` say of the site and its publisher, checked once and then only read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import idna

from proofdesk.bibliography.libraries.files import BibliographyFiles
from proofdesk.bibliography.libraries.sidecar import EVIDENCE
from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.common.files import walk
from proofdesk.common.language import CatalogueError, Language, UnknownLanguageError, load_language, speak
from proofdesk.content.site_data import SiteData

# The file that commands write to if the settings name libraries alone.
BIBLIOGRAPHY = "bibliography.bib"


class SettingError(ValueError):
    """A setting has a value that no page could show; the text says which, why, and what to do."""


@dataclass(frozen=True)
class Licence:
    """A licence's name, and the address of its text."""

    name: str
    url: str


@dataclass(frozen=True)
class Publisher:
    """Who answers for the site. ``name`` is the site's own if none is given; the others may be empty."""

    name: str
    contact: str = ""
    address: str = ""

    @property
    def contact_url(self) -> str:
        """Return where a link to the contact leads; empty if it is neither a mail address nor a web address."""
        if self.contact.startswith(("https://", "mailto:")):
            return self.contact
        mail = parseaddr(self.contact)[1] if "@" in self.contact else ""
        user, _, host = mail.rpartition("@")
        if not user or not host or any(sign.isspace() or sign in "<>\"" for sign in mail):
            return ""
        return f"mailto:{quote(user)}@{quote(host)}"


@dataclass(frozen=True)
class SiteSettings:
    """The site's name and description, its publisher and its licences, each text on one line.

    ``files_of_plugins`` are patterns, as of ``exclude_docs``, of files that other plugins write into the site.
    """

    name: str
    description: str
    publisher: Publisher
    licences: Mapping[str, Licence]
    files_of_plugins: tuple[str, ...] = ()


def check_theme(name: Any, language: Any, directory_urls: Any, root: Path | None = None) -> Language:
    """Return the language of the pages' own words. ``root`` is the folder of the site, with its own ``locale``.

    Raises ``SettingError`` if pages cannot be made as the settings of MkDocs and its theme ask.
    """
    if not directory_urls:
        raise SettingError("use_directory_urls: every page of this site has an address that ends in a slash (take the "
                           "line out)")
    if name != "material":
        raise SettingError(f"theme.name: “{name}” is not the theme of this site (write `material`)")
    try:
        return load_language(str(language or "en"), root)
    except (UnknownLanguageError, CatalogueError) as error:
        raise SettingError(f"theme.language: {error}") from None


def speak_as_stated(theme: Any, root: Path) -> None:
    """Speak the language of a site's theme, as its settings state it, or English if a build would refuse it."""
    with suppress(UnknownLanguageError, CatalogueError):
        speak(load_language(str((isinstance(theme, dict) and theme.get("language")) or "en"), root))


def read_settings(name: Any, description: Any, extra: Any, data: SiteData | None = None) -> SiteSettings:
    """Return the settings. Raises ``SettingError`` at the first that is wrong.

    ``extra`` is that of ``mkdocs.yml``, which may state publisher and licences too; ``data`` comes before it.
    """
    site = _line("site_name", name)
    if not site:
        raise SettingError("site_name: it is empty (give the site a name)")
    extra = _mapping("extra", extra)
    publisher = _mapping("extra.publisher", extra.get("publisher"))
    own = data or SiteData()
    found = {each: getattr(own.publisher, each) or _line(f"extra.publisher.{each}", publisher.get(each))
             for each in ("name", "contact", "address")}
    licences = dict(_licences(_mapping("extra.licence", extra.get("licence"))))
    licences |= {what: Licence(stated.name, str(stated.url)) for what in ("text", "code")
                 if (stated := getattr(own.licences, what))}
    return SiteSettings(site, _line("site_description", description),
                        Publisher(found["name"] or site, found["contact"], found["address"]),
                        licences,
                        tuple(_patterns("extra.files_of_plugins", extra.get("files_of_plugins"))))


def site_address(url: str | None) -> str:
    """Return the site's address as pages, feeds and the map of the site write it: in ASCII (RFC 3987, 3.1).

    Empty if the site has none. Raises ``SettingError`` if no page of the site could have an address that begins so.
    """
    parts = urlsplit(url or "")
    for part, name in ((parts.query, "?"), (parts.fragment, "#")):
        if part:
            raise SettingError(f"site_url: “{url}” has “{name}{part}” at its end, which no address of a page could "
                               "have (take it off)")
    if url and parts.scheme not in ("http", "https"):
        raise SettingError(f"site_url: “{url}” is no address of a web page (write it as in https://example.org/)")
    if "@" in parts.netloc:
        raise SettingError("site_url: it has a user or a password, which every page would show (take them out)")
    if (file := parts.path.rstrip("/").rpartition("/")[2].lower()).endswith((".html", ".htm")):
        raise SettingError(f"site_url: “{parts.path.rstrip('/')}” is the address of a page (take “{file}” off)")
    name, colon, port = parts.netloc.partition(":")
    if not parts.netloc.isascii():
        with suppress(idna.IDNAError):  # as browsers look a name up (UTS 46); Python's own codec is of 2003
            name = idna.encode(name, uts46=True).decode("ascii")
    if not name.isascii() or any(map(str.isspace, parts.netloc)):
        raise SettingError(f"site_url: “{parts.netloc}” is no name of a host (write it as in https://example.org/)")
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~")  # what a path may have as it is (RFC 3986, 3.3)
    return urlunsplit((parts.scheme, f"{name}{colon}{port}", path, "", "")) if url else ""


def bibliography_files(options: Mapping[str, Any] | None, extra: Any, root: Path) -> BibliographyFiles:
    """Return the files that mkdocs-bibtex's settings and ``extra.libraries`` name.

    ``options`` is None if ``mkdocs.yml`` does not have the plugin. Raises ``SettingError`` if no file can be read.
    """
    if options is None:
        raise SettingError("plugins: there is no “bibtex” (add it, with a bib_file)")
    stated = options.get("bib_dir")
    folder = root / _file("plugins.bibtex.bib_dir", stated, "bib_dir: library") if stated else None
    listed = _mapping("extra", extra).get("libraries") or []
    if not isinstance(listed, list):
        raise SettingError(f"extra.libraries: “{listed}” is no list (write each file on a line of its own, as in "
                           "`- zotero.bib`)")
    libraries = [*(_bib_files(folder, str(stated)) if folder else []),
                 *(root / _file("extra.libraries", each, "- zotero.bib") for each in listed)]
    has_own = bool(options.get("bib_file")) or not libraries
    own = root / (_file("plugins.bibtex.bib_file", options.get("bib_file"), "bib_file: bibliography.bib")
                  if has_own else BIBLIOGRAPHY)
    style = options.get("csl_file")
    style = DEFAULT_STYLE if style is None else root / _file("plugins.bibtex.csl_file", style, "csl_file: house.csl")
    # A file that is reached by two settings is read once, and the site's own file is no library.
    once = {file.resolve(): file for file in reversed(libraries) if file.resolve() != own.resolve()}
    return BibliographyFiles(own, style, tuple(reversed(once.values())), folder, has_own, root / EVIDENCE)


def _file(setting: str, stated: Any, example: str) -> Path:
    if not stated or not isinstance(stated, str):
        raise SettingError(f"{setting}: it names no file (name one, as in `{example}`)")
    if "://" in stated:
        raise SettingError(f"{setting}: “{stated}” is a web address, and a build asks no other site (download the "
                           "file into the project, and name it here)")
    return Path(stated).expanduser()


def _bib_files(folder: Path, stated: str) -> list[Path]:
    """Return the files of a folder and its folders, sorted. Raises ``SettingError`` if it has none."""
    if not folder.is_dir():
        raise SettingError(f"plugins.bibtex.bib_dir: there is no folder “{stated}” (name one that holds .bib files, or "
                           "take the line out)")
    found = sorted(Path(each, name) for each, _, names in walk(folder) for name in names
                   if name.lower().endswith(".bib") and not name.startswith("."))
    if not found:
        raise SettingError(f"plugins.bibtex.bib_dir: there is no .bib file in “{stated}” (put one there, or take the "
                           "line out)")
    return found


def _patterns(setting: str, value: Any) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, list):
        raise SettingError(f"{setting}: “{value}” is no list (write each pattern on a line of its own, as in "
                           "`- tags/*.json`)")
    for each in value:
        pattern = _line(setting, each)
        if not pattern.strip("*/.!") or pattern.startswith(("!", "#")) or ".." in pattern.split("/"):
            raise SettingError(f"{setting}: “{pattern}” does not say which files a plugin writes (name them from the "
                               "site's root, as in `tags/*.json`)")
        yield pattern


def _licences(stated: Mapping[str, Any]) -> Iterator[tuple[str, Licence]]:
    for what in ("text", "code"):
        setting = f"extra.licence.{what}"
        licence = _mapping(setting, stated.get(what))
        name, url = (_line(f"{setting}.{each}", licence.get(each)) for each in ("name", "url"))
        if not name and not url:
            continue
        if not name:
            raise SettingError(f"{setting}.name: it is empty (name the licence, as in `name: CC BY 4.0`)")
        if not _is_web_address(url):
            raise SettingError(f"{setting}.url: “{url}” is no web address (write it as `https://example.org/licence`)")
        yield what, Licence(name, url)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(map(str.isspace, url))


def _mapping(setting: str, value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise SettingError(f"{setting}: “{value}” is no list of settings (write each on a line of its own, indented, "
                           "as `name: value`)")
    return value


def _line(setting: str, value: Any) -> str:
    """Return a text on one line; empty if the setting has none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SettingError(f"{setting}: “{value}” is no text (put it in quotation marks, as in `\"{value}\"`)")
    text = " ".join(value.split())
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise SettingError(f"{setting}: it has a control character (type it again)")
    return text
