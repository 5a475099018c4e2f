"""Make a page's own outputs: its Markdown export, its files for reference managers, its claims, its part of search."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from types import MappingProxyType
from typing import Any, Protocol

import lxml.html
from lxml.html import HtmlElement

from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.references import References
from proofdesk.common.cache import fingerprint, fingerprint_each
from proofdesk.common.files import BytesLike
from proofdesk.outputs import claims_json, markdown_export
from proofdesk.outputs.cite_this_page.citation import PageToCite
from proofdesk.outputs.doctor_sheet.sheet import NAME as SHEET
from proofdesk.outputs.search.passages import passages
from proofdesk.outputs.search.postings import SearchRecord, index_parts
from proofdesk.outputs.search.records import is_indexed, kinds_of, lists_works, records_of, records_of_works
from proofdesk.outputs.search.words import Language
from proofdesk.outputs.search.words import language as language_of_words
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library


@dataclass
class PageOutputs:
    """The outputs of one page, as they are written.

    ``names`` are those of the files beside the page. ``found`` has the parts of the search index without their words,
    each as a line of JSON: the page of all works has hundreds. ``load`` returns what a site that has it already need
    not read: the words, in such lines, and the content of each file. ``digest`` changes if any of it does.
    """

    names: list[str]
    claims: BytesLike
    found: BytesLike
    load: Callable[[], Sequence[BytesLike]]
    digest: str = ""

    @property
    def files(self) -> dict[str, BytesLike]:
        """Return the content of each file by its name."""
        return dict(zip(self.names, self.load()[1:], strict=True))

    @property
    def search_parts(self) -> Iterator[Any]:
        """Yield address, file, filters and anchors of each part of the search index."""
        return map(json.loads, BytesIO(self.found))

    @property
    def search_words(self) -> Iterator[Any]:
        """Yield the forms and postings of the terms of each part."""
        return map(json.loads, BytesIO(self.load()[0]))


class SheetWriter(Protocol):
    """Writes an article's sheet for a doctor, if the site has such sheets (``wanted``).

    ``version`` covers what all sheets depend on besides their articles.
    """

    version: str
    wanted: bool

    def html(self, article: Article) -> str: ...


class PageOutputBuilder:
    """Builds the outputs of each page. ``root`` is the site's address with a slash, or empty.

    ``parsed`` is given each page that is parsed, with its HTML, before anything is taken out of it.
    """

    def __init__(
        self, library: Library, references: References, cite: Callable[[Article], PageToCite], works: WorksToExport,
        root: str, language: Language, sheets: SheetWriter, parsed: Callable[[str, HtmlElement], None],
    ) -> None:
        self._library, self._references, self._cite, self._sheets = library, references, cite, sheets
        self.works, self._root, self._language, self._parsed = works, root, language, parsed

    @property
    def version(self) -> tuple[Any, ...]:
        """Return what all outputs depend on besides our own code."""
        programs = [version(name) for name in ("lxml", "html-to-markdown", "pydantic")]
        return (programs, self._root, kinds_of(self._library), self.works.code_version, repr(self._language.table),
                self._sheets.version)

    def key(self, page: Page, digest: str) -> tuple[Any, ...]:
        """Return what a page's outputs depend on; ``digest`` identifies its HTML."""
        article = self._library.article(page)
        place = article or self._library.plain_page(page)
        if place is None:
            works = fingerprint_each(map(repr, self._references.sorted())) if lists_works(page) else ""
            return page.url, page.title, digest, works
        entries = self._references.bibliography.entries
        notices = [(work.notice, work.retracted) for work in map(self._references.__getitem__, place.keys)]
        about = [block.topics for block in place.blocks]  # which no page shows
        return (page.url, page.title, digest, about, article and self._cite(article), notices, repr(place.facts),
                fingerprint(*(entries[key].digest for key in place.keys)))

    def build(self, page: Page, html: str) -> PageOutputs:
        """Build the outputs from a page's finished HTML."""
        article = self._library.article(page)
        if lists_works(page):
            return self._outputs(page, records_of_works(self._library, page, self._references))
        if article is None and not is_indexed(page):
            return self._outputs(page, [])  # pages that list a large site are not even parsed
        files: dict[str, str] = {}
        claims = ""
        records: list[SearchRecord] = []
        document = lxml.html.document_fromstring(html)
        self._parsed(html, document)
        content = document.find(".//*[@id='content']")
        if content is not None and is_indexed(page):
            within = {block.kind for block in page.document.blocks if not block.form.own_search_record}
            found = passages(deepcopy(content), within)
            records = records_of(self._library, page, article, self._references.evidence, found)
        if article:
            address = self._root and self._root + page.url
            forms = {block.kind: block.placed.form.markdown_form for block in article.blocks}
            files = {markdown_export.NAME: markdown_export.export_page(document, address, forms),
                     **self._cite(article).files, **self.works.files(article.keys),
                     **({SHEET: self._sheets.html(article)} if self._sheets.wanted else {})}
        place = article or self._library.plain_page(page)
        if place and page is self._library.harms_page:
            address = self._root and self._root + page.url
            forms = {block.kind: block.placed.form.markdown_form for block in place.blocks}
            files = {markdown_export.NAME: markdown_export.export_page(document, address, forms)}
        if place:
            claims = claims_json.claims_of(place, self._references, self._root or "/")
        return self._outputs(page, records, claims, files)

    def _outputs(
        self, page: Page, records: Iterable[SearchRecord], claims: str = "",
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> PageOutputs:
        article = self._library.article(page)
        language = search_language(page, self._language)
        found, words = list[bytes](), list[bytes]()
        for part in index_parts(page.url, article.facts.title if article else page.title, records, language):
            found.append(_json((part.url, part.shown, part.filters, part.anchors)))
            words.append(_json(part.words))
        contents = [b"\n".join(words), *(text.encode("utf-8") for text in files.values())]
        return PageOutputs([*files], claims.encode("utf-8"), b"\n".join(found), lambda: contents)


def search_language(page: Page, of_site: Language) -> Language:
    """Return the language whose endings a page's words lose in search: its own, else that of the site."""
    return of_site if page.language.code == of_site.code else language_of_words(page.language.code)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")
