"""Read the citations of older reference managers, Papers and Reference Manager, which keep XML in a field's code."""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.records import (
    csl_record,
    person,
    person_by_commas,
    words_at,
    xml_in,
)

_REFMAN_KINDS = {"Journal": "article-journal", "Book": "book", "Chapter": "chapter", "Report": "report",
                 "Thesis": "thesis", "Internet": "webpage", "Conference": "paper-conference"}
_NAMES_IN_PAPERS = {"title": "title", "volume": "volume", "number": "issue", "doi": "DOI", "url": "URL",
                    "publisher": "publisher", "bundle/publication/title": "container-title"}
_NAMES_IN_REFMAN = {"Title_Primary": "title", "Volume": "volume", "Issue": "issue", "Publisher": "publisher",
                    "Pub_Place": "publisher-place", "Web_URL": "URL", "Periodical": "container-title"}


def citation_of_papers(code: str) -> FieldCitation | None:
    """Return the citation of Papers, or of ReadCube Papers, in a field's code."""
    root = xml_in(code, "citation")
    works = tuple(map(_work_of_papers, root.iterfind("publications/publication") if root is not None else ()))
    return FieldCitation("Papers", works) if works else None


def _work_of_papers(publication: etree._Element) -> CitedWork:
    fields = {csl: words_at(publication, name) for name, csl in _NAMES_IN_PAPERS.items()}
    kind = "article-journal" if fields["container-title"] else "book" if fields["publisher"] else "document"
    year = words_at(publication, "publication_date")[2:6]  # “99” and the day: “99201012150000…”
    names = [[words_at(each, part) for part in ("lastName", "firstName", "middleNames")]
             for each in publication.iterfind("authors/author")]
    identity = words_at(publication, "uuid")
    return CitedWork(
        csl_record(kind, {**fields, "page": _pages(publication, "startpage", "endpage")}, year,
                   author=[person(family, " ".join(filter(None, given))) for family, *given in names]),
        f"Papers {identity}" if identity else "")


def citation_of_refman(code: str) -> FieldCitation | None:
    """Return the citation of Reference Manager in a field's code."""
    root = xml_in(code, "Refman")
    works = tuple(map(_work_of_refman, root.iterfind("Cite") if root is not None else ()))
    return FieldCitation("Reference Manager", works) if works else None


def _work_of_refman(cite: etree._Element) -> CitedWork:
    data = cite.find("MDL")
    fields = {csl: words_at(data, name) for name, csl in _NAMES_IN_REFMAN.items()}
    title = fields["title"] if data is not None else words_at(cite, "IDText")
    authors = data.iterfind("Authors_Primary") if data is not None else ()
    record = csl_record(
        _REFMAN_KINDS.get(words_at(data, "Ref_Type"), "document"),
        {**fields, "title": title, "page": _pages(data, "Start_Page", "End_Page"),
         "container-title": fields["container-title"] or words_at(data, "Title_Secondary")},
        words_at(data, "Date_Primary") or words_at(cite, "Year"),
        author=[person_by_commas(words_at(each)) for each in authors])
    return CitedWork(record, f"Reference Manager {words_at(cite, 'RecNum')} {title}", prefix=words_at(cite, "Prefix"),
                     suffix=words_at(cite, "Suffix"), locator=words_at(cite, "Pages"))


def _pages(element: etree._Element | None, first: str, last: str) -> str:
    return "-".join(filter(None, [words_at(element, first), words_at(element, last)]))
