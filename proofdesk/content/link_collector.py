"""Markdown extension that notes every address that a page links to."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.document import ConversionContext, Document, get_context
from proofdesk.content.priorities import COLLECT_LINKS

# An address as an author writes it: `](address)`, `](<address>)`, `]: address`, `href="address"`.
_WRITTEN = re.compile(
    r"""(?:\]\([ \t]*<|\]:[ \t]*<)(?P<angled>[^<>\n]+)>"""
    r"""|(?:\]\([ \t]*|\]:[ \t]*|\b(?:href|src)[ \t]*=[ \t]*["']?)(?P<plain>[^\s<>"'()]+)"""
)
NO_ADDRESS = (
    "broken-link", "cannot be read as an address", "write it as `https://example.org/page`, or as `../about/help.md`"
)


def written_links(document: Document) -> Iterator[tuple[int, str]]:
    """Yield every address that the source links to, with its offset."""
    for match in _WRITTEN.finditer(document.source.prose):
        name = "angled" if match["angled"] else "plain"
        yield match.start(name), match[name]


@lru_cache(maxsize=8192)
def split_link(link: str) -> SplitResult | None:
    """Return an address in its parts, None if it cannot be read; cached, because pages share most addresses."""
    try:
        return urlsplit(link)
    except ValueError:
        return None


class _WrittenLinks(Treeprocessor):
    """Tree processor that notes addresses and empties unreadable ones, at the first of which MkDocs would stop."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        document = self.context.document
        for element in root.iter():
            for name in ("href", "src"):
                link = element.get(name)
                if link is None:
                    continue
                if split_link(link) is not None:
                    document.links.append(link)
                else:
                    element.set(name, "")
                    self._report(document, link)

    def _report(self, document: Document, link: str) -> None:
        rule, what, remedy = NO_ADDRESS
        occurrence = document.unreadable_links[link]
        document.unreadable_links[link] += 1
        offsets = [offset for offset, written in written_links(document) if html.unescape(written) == link]
        source = document.source
        if offsets:
            position = source.position(offsets[min(occurrence, len(offsets) - 1)])
        else:
            position = source.find(link, occurrence)
        document.problem(position, rule, f"“{link}” {what}", remedy)


class LinkCollectorExtension(Extension):
    """Markdown extension that notes a page's addresses and reports those that cannot be read."""

    def __init__(self, context: ConversionContext | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._context = context

    def extendMarkdown(self, md: Markdown) -> None:
        context = get_context(md, self._context)
        md.treeprocessors.register(_WrittenLinks(md, context), "written-links", COLLECT_LINKS)
