"""Make a page's own outputs: its Markdown export, its files for reference managers, its claims, its search records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import lxml.html

from proofdesk.bibliography.exports import WorksToExport, export_names
from proofdesk.bibliography.references import References
from proofdesk.common.cache import fingerprint
from proofdesk.common.files import BytesLike
from proofdesk.outputs import claims_json, markdown_export
from proofdesk.outputs.cite_this_page.citation import PageToCite
from proofdesk.outputs.search.indexer import SearchRecord
from proofdesk.outputs.search.passages import passages
from proofdesk.outputs.search.records import RecordSummary, is_indexed, kinds_of, records_of
from proofdesk.site.article import Page
from proofdesk.site.library import Library

# Files for other programs that the site has once.
EXPORTS_OF_SITE = (*export_names("references"), claims_json.DATA, claims_json.SCHEMA)


@dataclass
class PageOutputs:
    """The outputs of one page, as they are written.

    ``files`` are to be written beside the page, by name. ``found`` has the address and filters of each search record,
    ``records`` the records themselves as JSON. ``digest`` changes if any of it does.
    """

    files: dict[str, BytesLike]
    claims: BytesLike
    found: list[RecordSummary]
    records: BytesLike
    digest: str = ""

    @property
    def search_records(self) -> list[SearchRecord]:
        records: list[SearchRecord] = json.loads(bytes(self.records))
        return records

    def pack(self) -> list[BytesLike]:
        """Return all of it but the digest as a list of bytes."""
        head = json.dumps([list(self.files), self.found], ensure_ascii=False).encode("utf-8")
        return [head, self.claims, self.records, *self.files.values()]

    @classmethod
    def unpack(cls, parts: Sequence[BytesLike], digest: str) -> PageOutputs:
        """Return what ``pack`` packed."""
        head, claims, records, *contents = parts
        names, found = json.loads(bytes(head))
        return cls(dict(zip(names, contents, strict=True)), claims, found, records, digest)


class PageOutputBuilder:
    """Builds the outputs of each page. ``root`` is the site's address with a slash, or empty."""

    def __init__(
        self, library: Library, references: References, cites: dict[str, PageToCite], works: WorksToExport, root: str
    ) -> None:
        self._library, self._references, self._cites = library, references, cites
        self.works, self._root = works, root

    @property
    def version(self) -> tuple[Any, ...]:
        """Return what all outputs depend on besides our own code."""
        programs = [version(name) for name in ("lxml", "html-to-markdown", "pydantic")]
        return programs, self._root, kinds_of(self._library), self.works.code_version

    def key(self, page: Page, digest: str) -> tuple[Any, ...]:
        """Return what a page's outputs depend on; ``digest`` identifies its HTML."""
        place = self._library.article(page) or self._library.plain_page(page)
        if place is None:
            return page.url, page.title, digest
        entries = self._references.bibliography.entries
        notices = [(work.notice, work.retracted) for work in map(self._references.__getitem__, place.keys)]
        about = [block.topics for block in place.blocks]  # which no page shows
        return (page.url, page.title, digest, about, self._cites.get(page.url), notices, repr(place.facts),
                fingerprint(*(entries[key].content for key in place.keys)))

    def build(self, page: Page, html: str) -> PageOutputs:
        """Build the outputs from a page's finished HTML."""
        article = self._library.article(page)
        if article is None and not is_indexed(page):
            return PageOutputs({}, b"", [], b"[]")  # pages that list a large site are not even parsed
        files: dict[str, str] = {}
        claims = ""
        records: list[SearchRecord] = []
        document = lxml.html.document_fromstring(html)
        content = document.find(".//*[@id='content']")
        if content is not None and is_indexed(page):
            within = {block.kind for block in page.document.blocks if not block.record.own_search_record}
            found = passages(deepcopy(content), within)
            records = records_of(self._library, page, article, self._references.evidence, found)
        if article:
            address = self._root and self._root + page.url
            forms = {block.kind: block.record.markdown_form for block in article.blocks}
            files = {markdown_export.NAME: markdown_export.export_page(document, address, forms),
                     **self._cites[page.url].files, **self.works.files(article.keys)}
        place = article or self._library.plain_page(page)
        if place and page is self._library.harms_page:
            address = self._root and self._root + page.url
            forms = {block.kind: block.record.markdown_form for block in place.blocks}
            files = {markdown_export.NAME: markdown_export.export_page(document, address, forms)}
        if place:
            claims = claims_json.claims_of(place, self._references, self._root or "/")
        encoded: dict[str, BytesLike] = {name: text.encode("utf-8") for name, text in files.items()}
        summaries = [(record["url"], record["filters"]) for record in records]
        packed = json.dumps(records, ensure_ascii=False).encode("utf-8")
        return PageOutputs(encoded, claims.encode("utf-8"), summaries, packed)
