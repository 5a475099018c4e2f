"""Checks that every link within the site lands: the page exists, and so does the place on it.

Works on finished HTML, where links written in Markdown, in raw HTML and by the blocks look alike.
Knows nothing of MkDocs.
"""

from __future__ import annotations

import html
import posixpath
import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from hooks.article_page import SitePage
from hooks.document import Current, Document, share_current
from hooks.problems import Problem, did_you_mean, nearest

# A link's address where an author wrote it: `](address)`, `](<address>)`, `]: address`, `href="address"`.
_WRITTEN = re.compile(
    r"""(?:\]\([ \t]*<|\]:[ \t]*<)(?P<angled>[^<>\n]+)>"""
    r"""|(?:\]\([ \t]*|\]:[ \t]*|\b(?:href|src)[ \t]*=[ \t]*["']?)(?P<plain>[^\s<>"'()]+)"""
)
_NO_ADDRESS = (
    "broken-link", "cannot be read as an address", "write it as `https://example.org/page`, or as `../about/help.md`"
)


def broken_links(
    pages: dict[str, SitePage], files: AbstractSet[str], template_ids: AbstractSet[str] = frozenset(),
    of: Iterable[SitePage] | None = None,
) -> Iterator[Problem]:
    """Every link within the site that leads nowhere, ``of`` these pages or of all.

    ``pages`` are by address; ``files`` are the addresses of everything else that is published;
    ``template_ids`` are anchors that the theme puts on every page. Addresses are relative to the root.
    """
    check = _Check(pages, files, template_ids)
    for page in pages.values() if of is None else of:
        seen: Counter[str] = Counter()
        for link in page.rendered.links:
            fault = check.fault(page, link)
            if fault:
                yield Problem(page.document.source.path, *check.place(page, link, seen[link]), *fault)
                seen[link] += 1


class _Check:
    """What links are checked against: the site's addresses, unquoted."""

    def __init__(self, pages: dict[str, SitePage], files: AbstractSet[str], template_ids: AbstractSet[str]) -> None:
        self.pages = {unquote(url): page for url, page in pages.items()}
        self.files = {unquote(url) for url in files}
        self.template_ids = template_ids
        self.addresses = {page.document.source.path: address for address, page in self.pages.items()}

    def fault(self, page: SitePage, link: str) -> tuple[str, str, str] | None:
        """What is wrong with a link as it stands in the page's HTML: rule, message and remedy."""
        if link[:1] == "#" and link[1:] in page.rendered.ids:
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
            return self._anchor_fault(link, unquote(parts.fragment), self.pages[address].rendered.ids)
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

    def _address(self, page: SitePage, path: str) -> str:
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

    def _written_from(self, page: SitePage) -> list[str]:
        """Every page's file as a link from this page's file would name it."""
        here = posixpath.dirname(page.document.source.path)
        return [posixpath.relpath(source, here) for source in self.addresses]

    def place(self, page: SitePage, link: str, nth: int) -> tuple[int, int]:
        """Line and column of the ``nth`` time that a link of the HTML was written in the source."""
        source = page.document.source
        offsets = [offset for offset, written in written_links(page.document) if self._same(page, written, link)]
        return source.place(offsets[min(nth, len(offsets) - 1)]) if offsets else source.find(link, nth)

    def _same(self, page: SitePage, written: str, link: str) -> bool:
        """Whether an address in the source became this link: as it is, or from a page's file to its address."""
        written = html.unescape(written)
        if written == link:
            return True
        ours, theirs = _parts(written), _parts(link)
        if ours is None or theirs is None or not ours.path or unquote(ours.fragment) != unquote(theirs.fragment):
            return False
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.document.source.path), unquote(ours.path)))
        return self.addresses.get(file) == self._address(page, theirs.path)


def written_links(document: Document) -> Iterator[tuple[int, str]]:
    """Every address that the source links to, with its offset."""
    for match in _WRITTEN.finditer(document.source.prose):
        name = "angled" if match["angled"] else "plain"
        yield match.start(name), match[name]


@lru_cache(maxsize=8192)
def _parts(link: str) -> SplitResult | None:
    """An address in its parts, None where it has none. The same works and pages are linked to from everywhere."""
    try:
        return urlsplit(link)
    except ValueError:
        return None


class _WrittenLinks(Treeprocessor):
    """Notes every address, and takes away those that cannot be read, with a problem: MkDocs would stop at the first."""

    def __init__(self, md: Markdown, current: Current) -> None:
        super().__init__(md)
        self.current = current

    def run(self, root: etree.Element) -> None:
        document = self.current.document
        for element in root.iter():
            for name in ("href", "src"):
                link = element.get(name)
                if link is None:
                    continue
                if _parts(link) is not None:
                    document.links.append(link)
                else:
                    element.set(name, "")
                    self._report(document, link)

    def _report(self, document: Document, link: str) -> None:
        rule, what, remedy = _NO_ADDRESS
        seen = sum(link in problem.message for problem in document.problems)
        offsets = [offset for offset, written in written_links(document) if html.unescape(written) == link]
        source = document.source
        place = source.place(offsets[min(seen, len(offsets) - 1)]) if offsets else source.find(link, seen)
        document.problem(place, rule, f"“{link}” {what}", remedy)


class LinksExtension(Extension):
    """Lets no link through that would stop the build."""

    def __init__(self, current: Current | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._current = current

    def extendMarkdown(self, md: Markdown) -> None:
        current = share_current(md, self._current)
        # After inline conversion (20), before MkDocs reads the addresses (0).
        md.treeprocessors.register(_WrittenLinks(md, current), "written-links", 1)
