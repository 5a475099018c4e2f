"""Keep drafts, and pages whose day is still to come, out of the published site, its navigation and its redirects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from proofdesk.build.private_apis.plugins import redirects_of
from proofdesk.build.settings import Settings
from proofdesk.checks.files import is_in_navigation
from proofdesk.checks.navigation import CheckedNavigation, check_navigation, check_reached, check_redirects
from proofdesk.common.addresses import page_address
from proofdesk.common.dates import today
from proofdesk.common.files import takes_capitals_for_small
from proofdesk.common.problems import Problem
from proofdesk.content.front_matter.held_back import HeldBack, files_only_of, held_back_page
from proofdesk.content.glossary import GLOSSARY_PAGE
from proofdesk.content.harms.entries import HARMS_PAGE
from proofdesk.site.article import Page

# Besides pages, what the published site is made of and what may name a picture.
_TEXTS = ("*.yml", "overrides/**/*.html", "overrides/**/*.css")


@dataclass(frozen=True)
class Withheld:
    """The pages that readers do not have, by their address, and the addresses of the files that only they show."""

    pages: Mapping[str, HeldBack]
    files: frozenset[str]
    shown: bool = False

    @property
    def unlinkable(self) -> Mapping[str, HeldBack]:
        """Return the pages that no page of readers may link to.

        In a preview, every page links to a glossary and to a list of harms by itself; in the site, to none that is held
        back.
        """
        own = {page_address(uri) for uri in (GLOSSARY_PAGE, HARMS_PAGE) if self.shown}
        return {url: each for url, each in self.pages.items() if url not in own}


def hold_back(files: Files, docs: Path, root: Path, name: Callable[[str], str], *, shown: bool) -> Withheld:
    """Return what readers do not have today; unless it is ``shown``, leave it out.

    ``name`` gives a path as problems print it.
    """
    pages = [each for each in files.documentation_pages() if each.abs_src_path and Path(each.src_dir or "") == docs]
    found = find_held_back(pages, name)
    only = _leave_out(files, pages, found, docs, root) if found and not shown else []
    held_back = {page.url: found[page.src_uri] for page in pages if page.src_uri in found}
    return Withheld(held_back, frozenset(file.url for file in only), shown)


def find_held_back(pages: Iterable[File], name: Callable[[str], str]) -> dict[str, HeldBack]:
    """Return those of the pages that readers do not have today, by their path within the folder of pages."""
    day = today()
    return {page.src_uri: each for page in pages
            if (each := held_back_page(name(str(page.abs_src_path)), page.src_uri, page.content_bytes, day))}


def _leave_out(
    files: Files, pages: list[File], held_back: dict[str, HeldBack], docs: Path, root: Path
) -> list[File]:
    """Leave held back pages out, and the files that only they name; return these."""
    beside = {each.src_uri: each for each in files if not each.is_documentation_page()
              and each.abs_src_path and Path(each.src_dir or "") == docs}
    published = ((page.src_uri, page.content_bytes) for page in pages if page.src_uri not in held_back)
    for page in pages:
        if page.src_uri in held_back:
            page.inclusion = InclusionLevel.EXCLUDED
    only = [beside[uri] for uri in files_only_of([*held_back.values()], beside, published, _texts(root))]
    for file in only:
        file.inclusion = InclusionLevel.EXCLUDED
    return only


def _texts(root: Path) -> Iterator[bytes]:
    for pattern in _TEXTS:
        yield from (file.read_bytes() for file in root.glob(pattern) if file.is_file())


def prune_navigation(nav: Navigation, held_back: Mapping[str, HeldBack]) -> None:
    """Take the pages that are left out from the navigation, which would show their titles."""
    nav.items = _without(nav.items, held_back)
    nav.pages = [page for page in nav.pages if page.url not in held_back]


def _without(items: list[Any], held_back: Mapping[str, HeldBack]) -> list[Any]:
    kept = [item for item in items if not (item.is_page and item.url in held_back)]
    for item in kept:
        if item.is_section:
            item.children = _without(item.children, held_back)
    return [item for item in kept if not item.is_section or item.children]


def check_navigation_of(
    settings: Settings, files: Files, placeholders: Iterable[str], held_back: Mapping[str, HeldBack]
) -> CheckedNavigation:
    """Return what is wrong with the navigation of ``mkdocs.yml``."""
    config = settings.config
    kept_out = InclusionLevel.EXCLUDED if settings.serving else InclusionLevel.DRAFT
    held = {each.src_uri: held_back[each.url] for each in files if each.url in held_back}
    published = [each for each in files if each.inclusion.value > kept_out.value and each.src_uri not in held]
    left_out = {each.src_uri for each in files} - {each.src_uri for each in published} - {*held}
    listed = {each.src_uri: settings.path(str(each.abs_src_path)) for each in published
              if each.is_documentation_page() and is_in_navigation(each)}
    return check_navigation(config.nav, {*(each.src_uri for each in published), *placeholders}, left_out,
                            listed, settings.file.text, settings.path(config.config_file_path), held)


def check_reached_of(settings: Settings, pages: Mapping[str, Page]) -> Iterator[Problem]:
    """Yield what the navigation of ``mkdocs.yml`` lists, and no reader comes to."""
    config = settings.config
    return check_reached(config.nav, pages, settings.file.text, settings.path(config.config_file_path))


def check_redirects_of(settings: Settings, files: Files, held_back: Mapping[str, HeldBack]) -> list[Problem]:
    """Return what is wrong with the redirects of ``mkdocs.yml``; no page is written of those that are."""
    moves = redirects_of(settings.config)
    pages = {each.src_uri for each in files.documentation_pages() if each.url not in held_back}
    held = {each.src_uri: held_back[each.url] for each in files if each.url in held_back}
    file = Path(settings.config.config_file_path)
    problems = check_redirects(moves, pages, settings.file.text, settings.path(file), held,
                               takes_capitals_for_small(file))
    if problems:
        moves.clear()  # the plugin would repeat them, without the line
    return problems
