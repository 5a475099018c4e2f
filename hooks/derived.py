"""What is made of a finished page: its plain text, its files for reference managers, its claims as data, and what
search finds in it.

Made page by page, so that a large site's are never held at once, and kept on disk by all that they are made of. Knows
the library; knows neither MkDocs nor templates.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lxml.html

from hooks import claims_data, twin
from hooks.article_page import ArticlePage, SitePage
from hooks.cite import PageToCite
from hooks.exports import WorksToExport
from hooks.kept import Bytes, Kept, version_of
from hooks.library import Library
from hooks.passages import passages
from hooks.references import References
from hooks.search import Found, entries_of, is_indexed, kinds_of
from hooks.search_index import Entry


@dataclass
class Derived:
    """What is made of one page, as it is written. ``files`` stand beside it, by name.

    ``found`` has the address and the filters of each thing that search finds in it. ``digest`` changes where any of it
    does.
    """

    files: dict[str, Bytes]
    claims: Bytes
    found: list[Found]
    _entries: Bytes
    digest: str = ""

    @property
    def entries(self) -> list[Entry]:
        """What search finds in the page, whole."""
        entries: list[Entry] = json.loads(bytes(self._entries))
        return entries


class DerivedPages:
    """What is made of each page, and was made before, in ``folder``. ``root`` is the site's address, or empty."""

    def __init__(
        self, folder: Path, library: Library, references: References, cites: dict[str, PageToCite],
        works: WorksToExport, root: str,
    ) -> None:
        self._library, self._references, self._cites = library, references, cites
        self.works, self._root = works, root
        code = sorted(Path(__file__).parent.rglob("*.py"))
        programs = (version(name) for name in ("lxml", "html-to-markdown", "pydantic"))
        self._kept = Kept(folder, version_of(*code, *programs, repr((root, kinds_of(library), works.made_by))))

    def of(self, page: SitePage, digest: str, html: Callable[[], str]) -> Derived:
        """What is made of a page that is finished: ``html``, of which ``digest`` is one."""
        article = self._library.article(page)
        made_of = self._made_of(page, article, digest)
        kept = self._kept.find_parts(made_of)
        if kept:
            (head, claims, entries, *contents), digest = kept
            names, found = json.loads(bytes(head))
            return Derived(dict(zip(names, contents, strict=True)), claims, found, entries, digest)
        made = self._make(page, article, html())
        head_of = json.dumps([list(made.files), made.found], ensure_ascii=False).encode("utf-8")
        made.digest = self._kept.put_parts(made_of, [head_of, made.claims, made._entries, *made.files.values()])
        return made

    def tidy(self) -> None:
        self._kept.tidy()

    def _made_of(self, page: SitePage, article: ArticlePage | None, digest: str) -> tuple[Any, ...]:
        if article is None:
            return page.url, page.title, digest
        entries = self._references.bibliography.entries
        stated = [(work.notice, work.retracted) for work in map(self._references.__getitem__, article.keys)]
        return (page.url, page.title, digest, self._cites[page.url], stated,
                version_of(*(entries[key].text for key in article.keys)))

    def _make(self, page: SitePage, article: ArticlePage | None, html: str) -> Derived:
        if article is None and not is_indexed(page):
            return Derived({}, b"", [], b"[]")  # what gathers a whole large site is not even read
        files: dict[str, str] = {}
        claims = ""
        entries: list[Entry] = []
        document = lxml.html.document_fromstring(html)
        content = document.find(".//*[@id='content']")
        if content is not None and is_indexed(page):
            found = passages(deepcopy(content))
            entries = entries_of(self._library, page, article, self._references.evidence, found)
        if article:
            address = self._root and self._root + page.url
            files = {twin.NAME: twin.of_page(document, address), **self._cites[page.url].files,
                     **self.works.files(article.keys)}
            claims = claims_data.claims_of(article, self._references, self._root or "/")
        written: dict[str, Bytes] = {name: text.encode("utf-8") for name, text in files.items()}
        to_find = [(entry["url"], entry["filters"]) for entry in entries]
        packed = json.dumps(entries, ensure_ascii=False).encode("utf-8")
        return Derived(written, claims.encode("utf-8"), to_find, packed)
