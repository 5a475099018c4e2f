"""Check that every link leads somewhere: to a page or file that exists and an anchor on it, or to an address outside.

Links are read from the pages' HTML, so those written in Markdown, in raw HTML and by blocks are all found.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from unicodedata import normalize
from urllib.parse import unquote

from proofdesk.blocks.pictures import SUFFIXES as PICTURES
from proofdesk.blocks.pictures import suggest_picture
from proofdesk.checks.structure.web_addresses import dead_end, missing_scheme
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean, nearest
from proofdesk.content.front_matter.held_back import HeldBack, until_of
from proofdesk.content.help_lines import HelpLines
from proofdesk.content.link_collector import NO_ADDRESS, split_link, written_links
from proofdesk.site.article import Page

# Anchors that the theme adds to every page.
_TEMPLATE_IDS = frozenset({"__tabbed", "__search", "help-now"})
_NO_ADDRESS = re.compile(r"\]\([ \t]*(?:<>)?[ \t]*\)|\bhref[ \t]*=[ \t]*(?:\"\"|'')")


def template_ids(safety: HelpLines) -> frozenset[str]:
    """Return the anchors that the theme adds to every page of a site with these help lines."""
    return _TEMPLATE_IDS | {need.anchor for need in safety.headings}


def broken_links(
    pages: dict[str, Page], files: AbstractSet[str], template_ids: AbstractSet[str] = frozenset(),
    of: Iterable[Page] | None = None, left_out: Mapping[str, str] = MappingProxyType({}),
    held_back: Mapping[str, HeldBack] = MappingProxyType({}), made: AbstractSet[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield a problem for each broken internal link ``of`` these pages, or of all."""
    return (problem for _, _, problem in find_broken_links(pages, files, template_ids, of, left_out, held_back, made))


def find_broken_links(
    pages: dict[str, Page], files: AbstractSet[str], template_ids: AbstractSet[str] = frozenset(),
    of: Iterable[Page] | None = None, left_out: Mapping[str, str] = MappingProxyType({}),
    held_back: Mapping[str, HeldBack] = MappingProxyType({}), made: AbstractSet[str] = frozenset(),
) -> Iterator[tuple[Page, str, Problem]]:
    """Yield page, link and problem for each broken link ``of`` these pages, or of all.

    ``pages`` are by address; ``files`` are the addresses of all other published files; ``template_ids`` are anchors
    that the theme adds to every page; ``left_out`` are the files that the settings do not publish, by the addresses
    that they would have; ``held_back`` are the pages that readers do not have, by address, whether or not they are
    among the ``pages``; ``made`` are the paths of the files that a build makes. All are relative to the site's root.
    """
    check = _Check(pages, {unquote(url) for url in files} | made, template_ids, left_out, held_back)
    for page in pages.values() if of is None else of:
        seen = Counter(page.document.unreadable_links)  # the conversion has reported these
        emptied = seen.total()  # and left them without an address
        for link in page.findings.links:
            if not link and emptied:
                emptied -= 1
                continue
            fault = check.fault(page, link)
            if fault:
                (rule, what, remedy), (position, written) = fault, check.locate(page, link, seen[link])
                yield page, link, Problem(page.document.source.path, *position, rule, f"“{written}”{what}", remedy)
                seen[link] += 1


class _Check:
    """Checker of links, with the site's addresses unquoted."""

    def __init__(self, pages: dict[str, Page], files: AbstractSet[str], template_ids: AbstractSet[str],
                 left_out: Mapping[str, str], held_back: Mapping[str, HeldBack]) -> None:
        self.pages = {unquote(url): page for url, page in pages.items()}
        self.files = files
        self.template_ids = template_ids
        self.held_back = {unquote(url): each for url, each in held_back.items()}
        self.left_out = {unquote(url): path for url, path in left_out.items()}
        self.addresses = {page.document.source.path: address for address, page in self.pages.items()}
        self.known = {path: address for address, path in self.left_out.items()} | {
            each.path: address for address, each in self.held_back.items()} | self.addresses

    def fault(self, page: Page, link: str) -> tuple[str, str, str] | None:
        """Return rule, message behind the address, and remedy if a link of the page's HTML is broken, else None."""
        if link[:1] == "#" and link[1:] in page.findings.ids:
            return None  # fast path for most links: between citations and references
        parts = split_link(link)
        if parts is None:
            rule, what, remedy = NO_ADDRESS
            return rule, f" {what}", remedy
        dead = dead_end(link, parts)
        if dead:
            return "broken-link", f" {dead.what}", dead.remedy
        if parts.scheme or parts.netloc or link.startswith("//"):
            return None
        if parts.path.startswith("/"):
            return ("broken-link", " begins at the server's root, which is not always this site's",
                    "link to the file itself, as in `../about/help.md`")
        address = self._address(page, parts.path)
        if until_of(self.held_back, address) > until_of(self.held_back, unquote(page.url)):
            what, remedy = self.held_back[address].fault
            return "link-to-draft", f" leads to {what}", remedy
        if address in self.pages:
            return self._anchor_fault(unquote(parts.fragment), self.pages[address].findings.ids)
        if address in self.files:
            return None
        if address in self.left_out:
            return ("broken-link", f" leads to “{self.left_out[address]}”, which is not published",
                    "see `draft_docs` and `exclude_docs` in mkdocs.yml, or take the link away")
        return "broken-link", " leads to no page or file of the site", self._remedy(page, unquote(parts.path))

    def _remedy(self, page: Page, path: str) -> str:
        """Return what an editor may have meant by a path that leads nowhere."""
        known = self._written_from(page)
        url, file = unquote(page.url), posixpath.basename(page.document.source.path)
        folder = url if file.startswith(("index.", "README.")) else posixpath.dirname(url.rstrip("/"))
        if posixpath.normpath(posixpath.join(folder, path)) in self.files:
            above = posixpath.normpath(posixpath.join("..", path))  # in Markdown it would have been found
            return f"in HTML, an address begins at the page's own: write “{above}”, or use Markdown"
        if path in known:  # in HTML, where nothing turns files into addresses
            return f"write it in Markdown, as `[words]({path})`, not in HTML"
        here = posixpath.dirname(page.document.uri)
        for name in (*known, *(posixpath.relpath(file, here or ".") for file in self.files)):
            if normalize("NFC", name) == normalize("NFC", path):
                return ("the file has this name with its accents stored apart from their letters; rename the file: "
                        "delete each letter with an accent, and type it again")
        if path.lower().endswith(PICTURES):
            here = posixpath.dirname(page.document.uri) or "."
            return suggest_picture(path, [posixpath.relpath(file, here) for file in sorted(self.files)
                                          if file.lower().endswith(PICTURES)])
        if nearest(path, known):
            return did_you_mean(path, known)
        return missing_scheme(path) or "link to a page's file, as in `../about/help.md`"

    def _anchor_fault(self, anchor: str, ids: AbstractSet[str]) -> tuple[str, str, str] | None:
        if not anchor or anchor in ids or anchor in self.template_ids:
            return None
        remedy = did_you_mean(anchor, ids) if nearest(anchor, ids) else "link to the page, or to one of its headings"
        return "broken-anchor", f": that page has no place named “{anchor}”", remedy

    def _address(self, page: Page, path: str) -> str:
        """Return the address, from the site's root, that a path on a page leads to."""
        base, path = unquote(page.url), unquote(path)
        if not path:
            return base
        folder = posixpath.join("/", base if base.endswith("/") else posixpath.dirname(base))
        address = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
        if posixpath.basename(address) == "index.html" and address not in self.pages:
            address = posixpath.dirname(address)
        with_slash = f"{address}/" if address else ""
        known = with_slash in self.pages or with_slash in self.held_back
        return with_slash if known or path.endswith("/") else address

    def _written_from(self, page: Page) -> list[str]:
        """Return the path of every page's file relative to this page's file."""
        here = posixpath.dirname(page.document.source.path)
        return [posixpath.relpath(source, here) for source in self.addresses]

    def locate(self, page: Page, link: str, occurrence: int) -> tuple[Position, str]:
        """Return where the occurrence (from 0) of a link stands in the source, and the address as it is written."""
        source = page.document.source
        if not link:
            found = [(match.end() - 1, "") for match in _NO_ADDRESS.finditer(source.prose)]
        else:
            found = [each for each in written_links(page.document) if self._same(page, each[1], link)]
        if not found:
            return source.find(link, occurrence), link
        offset, written = found[min(occurrence, len(found) - 1)]
        return source.position(offset), written

    def _same(self, page: Page, written: str, link: str) -> bool:
        """Return whether an address in the source became this link, unchanged or as a page's file."""
        written = html.unescape(written)
        if written == link:
            return True
        ours, theirs = split_link(written), split_link(link)
        if ours is None or theirs is None or not ours.path or unquote(ours.fragment) != unquote(theirs.fragment):
            return False
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.document.source.path), unquote(ours.path)))
        return self.known.get(file) == self._address(page, theirs.path)
