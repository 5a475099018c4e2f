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

from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.references import References
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.common.files import BytesLike
from proofdesk.outputs import claims_json, markdown_export
from proofdesk.outputs.cite_this_page.citation import PageToCite
from proofdesk.outputs.search.indexer import SearchRecord
from proofdesk.outputs.search.passages import passages
from proofdesk.outputs.search.records import RecordSummary, is_indexed, kinds_of, records_of
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library


@dataclass
class PageOutputs:
    """What is made of one page, as it is written. ``files`` stand beside it, by name.

    ``found`` has the address and the filters of each thing that search finds in it. ``digest`` changes where any of it
    does.
    """

    files: dict[str, BytesLike]
    claims: BytesLike
    found: list[RecordSummary]
    _entries: BytesLike
    digest: str = ""

    @property
    def entries(self) -> list[SearchRecord]:
        """What search finds in the page, whole."""
        entries: list[SearchRecord] = json.loads(bytes(self._entries))
        return entries


class PageOutputCache:
    """What is made of each page, and was made before, in ``folder``. ``root`` is the site's address, or empty."""

    def __init__(
        self, folder: Path, library: Library, references: References, cites: dict[str, PageToCite],
        works: WorksToExport, root: str,
    ) -> None:
        self._library, self._references, self._cites = library, references, cites
        self.works, self._root = works, root
        programs = (version(name) for name in ("lxml", "html-to-markdown", "pydantic"))
        self._kept = Cache(folder, fingerprint(code_fingerprint(), *programs, repr((root, kinds_of(library), works.code_version))))

    def of(self, page: Page, digest: str, html: Callable[[], str]) -> PageOutputs:
        """What is made of a page that is finished: ``html``, of which ``digest`` is one."""
        article = self._library.article(page)
        key = self._key(page, article, digest)
        kept = self._kept.find_parts(key)
        if kept:
            (head, claims, entries, *contents), digest = kept
            names, found = json.loads(bytes(head))
            return PageOutputs(dict(zip(names, contents, strict=True)), claims, found, entries, digest)
        made = self._make(page, article, html())
        head_of = json.dumps([list(made.files), made.found], ensure_ascii=False).encode("utf-8")
        made.digest = self._kept.put_parts(key, [head_of, made.claims, made._entries, *made.files.values()])
        return made

    def prune(self) -> None:
        self._kept.prune()

    def _key(self, page: Page, article: Article | None, digest: str) -> tuple[Any, ...]:
        if article is None:
            return page.url, page.title, digest
        entries = self._references.bibliography.entries
        stated = [(work.notice, work.retracted) for work in map(self._references.__getitem__, article.keys)]
        return (page.url, page.title, digest, self._cites[page.url], stated,
                fingerprint(*(entries[key].text for key in article.keys)))

    def _make(self, page: Page, article: Article | None, html: str) -> PageOutputs:
        if article is None and not is_indexed(page):
            return PageOutputs({}, b"", [], b"[]")  # what gathers a whole large site is not even read
        files: dict[str, str] = {}
        claims = ""
        entries: list[SearchRecord] = []
        document = lxml.html.document_fromstring(html)
        content = document.find(".//*[@id='content']")
        if content is not None and is_indexed(page):
            found = passages(deepcopy(content))
            entries = records_of(self._library, page, article, self._references.evidence, found)
        if article:
            address = self._root and self._root + page.url
            forms = {block.kind: block.record.markdown_form for block in article.blocks}
            files = {markdown_export.NAME: markdown_export.of_page(document, address, forms), **self._cites[page.url].files,
                     **self.works.files(article.keys)}
            claims = claims_json.claims_of(article, self._references, self._root or "/")
        written: dict[str, BytesLike] = {name: text.encode("utf-8") for name, text in files.items()}
        to_find = [(entry["url"], entry["filters"]) for entry in entries]
        packed = json.dumps(entries, ensure_ascii=False).encode("utf-8")
        return PageOutputs(written, claims.encode("utf-8"), to_find, packed)
