"""A page's table of contents, which MkDocs makes when it converts the page: kept, and given back.

``Page.toc`` is replaced on a page (MkDocs 1.6, structure/toc.py), and ``_RawHTMLPreprocessor``, which looks for the
anchors of raw HTML (structure/pages.py): Python's parser ends it at “<![ ”.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mkdocs.structure import pages
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc


class _AnchorsOfHtml(pages._RawHTMLPreprocessor):
    """Looks for the anchors of raw HTML. Text that Python's parser takes for a declaration has none: “<![ ”."""

    def run(self, lines: list[str]) -> list[str]:
        with suppress(AssertionError):
            return super().run(lines)
        return lines


vars(pages)["_RawHTMLPreprocessor"] = _AnchorsOfHtml


class _StoredContents(TableOfContents):
    """A table of contents that is loaded by whoever looks at it: those of all pages would fill the memory."""

    def __init__(self, load: Callable[[], list[Any]]) -> None:
        self._load = load

    @property
    def items(self) -> list[AnchorLink]:  # type: ignore[override]
        return get_toc(self._load()).items


def restore_toc(page: MkDocsPage, load: Callable[[], list[Any]]) -> None:
    """Give a page the table of contents of ``toc_tokens``, which ``load`` returns."""
    page.toc = _StoredContents(load)


def toc_tokens(page: MkDocsPage) -> list[dict[str, Any]]:
    """Return a page's table of contents as Python-Markdown's tokens."""
    return [_token(link) for link in page.toc]


def _token(link: AnchorLink) -> dict[str, Any]:
    children = [_token(each) for each in link.children]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}
