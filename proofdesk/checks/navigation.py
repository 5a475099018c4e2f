"""Check what ``mkdocs.yml`` says of pages: its navigation and its redirects."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urljoin

from proofdesk.common.addresses import page_address
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean, nearest
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.front_matter.held_back import HeldBack
from proofdesk.content.link_collector import split_link
from proofdesk.site.article import Page
from proofdesk.site.config_file import position_in_config
from proofdesk.site.navigation import LINKED_PAGES, behind_the_first, nav_entries


class CheckedNavigation(NamedTuple):
    """What is wrong with a navigation, and its entries that lead to no page, as they are stated."""

    problems: list[Problem]
    misleading: frozenset[str]


def check_navigation(
    nav: Any, files: Collection[str], left_out: Collection[str], listed: Mapping[str, str], config: str, name: str,
    held_back: Mapping[str, HeldBack] = MappingProxyType({}),
) -> CheckedNavigation:
    """Return the problems of the navigation, and the entries they are of. ``config`` is the text of ``name``.

    ``files`` are the published files, ``left_out`` those that the settings leave out. ``listed`` are the pages that are
    to be in the navigation, each path as problems print it by the path within the folder of pages. Without a navigation
    MkDocs lists all pages. ``held_back`` are the pages that readers do not have, by that path too.
    """
    if not nav:
        return CheckedNavigation([], frozenset())
    problems, found, misleading = [], set[str](), set[str]()
    for entry in (target for _, target in nav_entries(nav) if target):
        parts = split_link(entry)
        path = posixpath.normpath(entry)
        found.add(path)
        if path in files or (parts and (parts.scheme or parts.netloc)):
            continue
        misleading.add(entry)
        if path in held_back:
            what, remedy = held_back[path].fault
            problems.append(Problem(name, *position_in_config(config, entry), "link-to-draft",
                                    f"the header names {what}", remedy.replace("link", "entry")))
            continue
        if path in left_out:
            problems.append(Problem(name, *position_in_config(config, entry), "broken-link",
                                    f"the header names “{entry}”, which `draft_docs` or `exclude_docs` leaves out",
                                    "take it out of `nav`, or publish the page"))
            continue
        remedy = "name a page's file from docs/, as in `about/index.md`, or a whole address"
        if nearest(path, sorted(files)):
            remedy = did_you_mean(path, sorted(files))
        problems.append(Problem(name, *position_in_config(config, entry), "broken-link",
                                f"“{entry}”, in the navigation, leads to no page or file of the site", remedy))
    for uri, path in sorted(listed.items()):
        if uri not in found:
            problems.append(Problem(path, 1, 1, "not-in-navigation", "no entry of the navigation leads to this page",
                                    f"add it to `nav` in {name}, or list it there under `not_in_nav`"))
    return CheckedNavigation(problems, frozenset(misleading))


def check_reached(nav: Any, pages: Mapping[str, Page], config: str, name: str) -> Iterator[Problem]:
    """Yield each page of a section of the header to which nothing leads: the header leads to the first one alone.

    ``pages`` are by address. Lists lead to articles, templates to the pages that they know, the site's name to its
    first page.
    """
    waiting = {url: (title, entry) for title, entry in behind_the_first(nav)
               if (url := page_address(posixpath.normpath(entry))) in pages and url not in ("", *LINKED_PAGES)
               and not isinstance(pages[url].facts, ArticleFrontMatter)
               and not getattr(pages[url].facts, "template", None)}
    names = {"", ".", "..", *map(_last_name, waiting)}  # with which a link to one of them ends: few of all links do
    for page in pages.values():
        if not waiting:
            break
        for link in page.findings.links:
            path = link.partition("#")[0].partition("?")[0]
            if path and _last_name(path) in names and split_link(path):
                found = urljoin(page.url, path)
                if found != page.url:
                    waiting.pop(found, None)
    for title, entry in waiting.values():
        yield Problem(name, *position_in_config(config, entry), "unreached-page",
                      f"nothing leads readers to “{entry}”: the header leads to the first page of “{title}” alone",
                      "link to it from that page, or give it an entry of its own")


def _last_name(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def check_redirects(
    moves: Mapping[str, str], pages: Collection[str], config: str, name: str,
    held_back: Mapping[str, HeldBack] = MappingProxyType({}), one_case: bool = False,
) -> list[Problem]:
    """Return the problems of redirects, old path to new. ``config`` is the text of the file ``name``.

    Paths are relative to docs/. ``held_back`` are the pages that readers do not have. With ``one_case``, the disk takes
    names that differ in capitals alone for one, and a page that was renamed so cannot have a redirect.
    """
    problems: list[Problem] = []
    addresses = {page_address(page) for page in pages}
    alike = {each.lower(): each for each in addresses}  # to many disks and servers
    before: dict[str, str] = {}
    for stated, new in moves.items():
        old, target = str(stated), str(new).partition("#")[0]
        address = page_address(old).lower() if old.endswith(".md") else None
        same = address in alike and alike[address] == page_address(old)
        if address in alike and (same or one_case or target not in pages or page_address(target) != alike[address]):
            problems.append(Problem(name, *position_in_config(config, old), "redirect-over-page",
                                    f"“{old}” is a page, which the redirect would replace" if same else
                                    f"“{old}” differs from a page in capitals alone, and many disks take both for one",
                                    "delete the redirect, or rename the page"))
        elif address in before:
            problems.append(Problem(name, *position_in_config(config, old), "bad-redirect",
                                    f"“{old}” differs from “{before[address]}” in capitals alone, and many disks take "
                                    "both for one", "keep the one that others have linked to"))
        elif not old.endswith(".md") or posixpath.normpath(old) != old or old.startswith(("/", "..")):
            problems.append(Problem(name, *position_in_config(config, old), "bad-redirect",
                                    f"“{old}” is not the file of a page",
                                    "write its old path from docs/, as in `articles/old-name.md`"))
        if address is not None:
            before.setdefault(address, old)
        if target in held_back:
            what, remedy = held_back[target].fault
            problems.append(Problem(name, *position_in_config(config, str(new)), "link-to-draft",
                                    f"“{old}” leads to {what}", remedy.replace("link", "redirect")))
        elif not target.startswith(("https://", "http://")) and target not in pages:
            problems.append(Problem(name, *position_in_config(config, str(new)), "bad-redirect",
                                    f"“{old}” leads to “{target}”, which is not a page", did_you_mean(target, pages)))
    return problems
