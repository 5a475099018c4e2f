"""Checks that every link within the site lands: the page exists, and so does the place on it.

Works on finished HTML, where links written in Markdown, in raw HTML and by the blocks look alike.
Knows nothing of MkDocs.
"""

from __future__ import annotations

import html
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.suggest import did_you_mean, nearest
from proofdesk.content.link_collector import _NO_ADDRESS, _parts, written_links
from proofdesk.site.article import Page


def broken_links(
    pages: dict[str, Page], files: AbstractSet[str], template_ids: AbstractSet[str] = frozenset(),
    of: Iterable[Page] | None = None,
) -> Iterator[Problem]:
    """Every link within the site that leads nowhere, ``of`` these pages or of all.

    ``pages`` are by address; ``files`` are the addresses of everything else that is published;
    ``template_ids`` are anchors that the theme puts on every page. Addresses are relative to the root.
    """
    check = _Check(pages, files, template_ids)
    for page in pages.values() if of is None else of:
        seen = Counter(page.document.unreadable_links)  # the conversion has reported these
        for link in page.findings.links:
            fault = check.fault(page, link)
            if fault:
                yield Problem(page.document.source.path, *check.locate(page, link, seen[link]), *fault)
                seen[link] += 1


class _Check:
    """What links are checked against: the site's addresses, unquoted."""

    def __init__(self, pages: dict[str, Page], files: AbstractSet[str], template_ids: AbstractSet[str]) -> None:
        self.pages = {unquote(url): page for url, page in pages.items()}
        self.files = {unquote(url) for url in files}
        self.template_ids = template_ids
        self.addresses = {page.document.source.path: address for address, page in self.pages.items()}

    def fault(self, page: Page, link: str) -> tuple[str, str, str] | None:
        """What is wrong with a link as it stands in the page's HTML: rule, message and remedy."""
        if link[:1] == "#" and link[1:] in page.findings.ids:
            return None  # as most are: from a citation to its reference and back
        parts = _parts(link)
        if parts is None:
            rule, what, remedy = _NO_ADDRESS
            return rule, f"“{link}” {what}", remedy
        if parts.scheme or parts.netloc or link.startswith("//"):
            return None
        if parts.path.startswith("/"):
            return ("broken-link", f"“{link}” begins at the server's root, which is not always this site's",
                    "link to the file itself, as in `../about/help.md`")
        address = self._address(page, parts.path)
        if address in self.pages:
            return self._anchor_fault(link, unquote(parts.fragment), self.pages[address].findings.ids)
        if address in self.files:
            return None
        known = self._written_from(page)
        path = unquote(parts.path)
        remedy = "link to a page's file, as in `../about/help.md`"
        if nearest(path, known):
            remedy = did_you_mean(path, known)
        return "broken-link", f"“{link}” leads to no page or file of the site", remedy

    def _anchor_fault(self, link: str, anchor: str, ids: set[str]) -> tuple[str, str, str] | None:
        if not anchor or anchor in ids or anchor in self.template_ids:
            return None
        remedy = did_you_mean(anchor, ids) if nearest(anchor, ids) else "link to the page, or to one of its headings"
        return "broken-anchor", f"“{link}”: that page has no place named “{anchor}”", remedy

    def _address(self, page: Page, path: str) -> str:
        """The address, from the site's root, that a path leads to from a page."""
        base, path = unquote(page.url), unquote(path)
        if not path:
            return base
        folder = posixpath.join("/", base if base.endswith("/") else posixpath.dirname(base))
        address = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
        if posixpath.basename(address) == "index.html" and address not in self.pages:
            address = posixpath.dirname(address)
        with_slash = f"{address}/" if address else ""
        return with_slash if with_slash in self.pages or path.endswith("/") else address

    def _written_from(self, page: Page) -> list[str]:
        """Every page's file as a link from this page's file would name it."""
        here = posixpath.dirname(page.document.source.path)
        return [posixpath.relpath(source, here) for source in self.addresses]

    def locate(self, page: Page, link: str, occurrence: int) -> Position:
        """Line and column of the ``nth`` time that a link of the HTML was written in the source."""
        source = page.document.source
        offsets = [offset for offset, written in written_links(page.document) if self._same(page, written, link)]
        return source.position(offsets[min(occurrence, len(offsets) - 1)]) if offsets else source.find(link, occurrence)

    def _same(self, page: Page, written: str, link: str) -> bool:
        """Whether an address in the source became this link: as it is, or from a page's file to its address."""
        written = html.unescape(written)
        if written == link:
            return True
        ours, theirs = _parts(written), _parts(link)
        if ours is None or theirs is None or not ours.path or unquote(ours.fragment) != unquote(theirs.fragment):
            return False
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.document.source.path), unquote(ours.path)))
        return self.addresses.get(file) == self._address(page, theirs.path)
