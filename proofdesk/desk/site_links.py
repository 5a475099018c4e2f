"""Where the links of pages lead within the site, as a build finds it."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlunsplit

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from mkdocs.structure.files import Files
from mkdocs.theme import Theme
from mkdocs.utils import get_relative_url

from proofdesk.checks.files import is_published
from proofdesk.common.addresses import address_of
from proofdesk.content.link_collector import split_link
from proofdesk.content.priorities import PAGE_ADDRESSES
from proofdesk.desk.project import PageFile, Project
from proofdesk.outputs.assets import ASSETS, is_unused


class SiteLinks:
    """The files that a site's pages may link to; ``made`` are the paths of those that a build makes."""

    def __init__(self, project: Project, made: Iterable[str]) -> None:
        refused = project.file_faults[1]
        files = [each for each in project.files if each.abs_src_path not in refused]
        others = {name: address_of(name) for name in (*ASSETS, *_files_of_theme(project))}
        self._addresses = {**others, **{name: address_of(name) for name in made},
                           **{each.src_uri: each.url for each in files}}
        self.left_out = {
            each.url: project.path(project.docs / each.src_uri) for each in files if not is_published(each)}
        self.others = {*others.values(), *(
            each.url for each in files if not each.is_documentation_page() and is_published(each))}

    def address(self, path: str) -> str | None:
        """Return the address of a file by its path within the folder of pages; None if there is no such file."""
        return self._addresses.get(path)

    def register(self, markdown: Markdown, page: PageFile) -> None:
        """Have a conversion write the addresses of pages in place of their files."""
        markdown.treeprocessors.register(_PageAddresses(page, self._addresses), "page-addresses", PAGE_ADDRESSES)


def _files_of_theme(project: Project) -> list[str]:
    """Return the path of each file that the theme publishes, the site's own part of it included."""
    stated = project.settings.get("theme")
    folder = stated.get("custom_dir") if isinstance(stated, dict) else None
    theme, files = Theme("material", custom_dir=str(project.root / folder) if folder else None), Files([])
    config: Any = SimpleNamespace(theme=theme, site_dir="", use_directory_urls=True)
    files.add_files_from_theme(theme.get_env(), config)
    return [each.src_uri for each in files if not is_unused(each.src_uri)]


class _PageAddresses(Treeprocessor):
    """Tree processor that does with links what MkDocs' own does, which needs a whole build."""

    def __init__(self, page: PageFile, addresses: dict[str, str]) -> None:
        super().__init__()
        self._page, self._addresses = page, addresses

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            link = element.get(name) if name else None
            if name and link:
                element.set(name, self._address(link))

    def _address(self, link: str) -> str:
        parts = split_link(link)
        if parts is None or parts.scheme or parts.netloc or not parts.path or link.startswith(("/", "\\")) \
                or AMP_SUBSTITUTE in link:
            return link
        path = posixpath.join(posixpath.dirname(self._page.uri), unquote(parts.path)).lstrip("/")
        found = self._addresses.get(posixpath.normpath(path))
        if found is None:
            return link
        return urlunsplit(("", "", get_relative_url(found, self._page.url), parts.query, parts.fragment))
