"""Read the citations of older reference managers, Papers and Reference Manager, which keep XML in a field's code."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation

_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d")
_REFMAN_KINDS = {"Journal": "article-journal", "Book": "book", "Chapter": "chapter", "Report": "report",
                 "Thesis": "thesis", "Internet": "webpage", "Conference": "paper-conference"}


def citation_of_papers(code: str) -> FieldCitation | None:
    """Return the citation of Papers, or of ReadCube Papers, in a field's code."""
    root = _parse(code, "citation")
    works = []
    for publication in root.findall("publications/publication") if root is not None else []:
        record: CslItem = {"type": "article-journal", "title": _of(publication, "title")}
        for name, csl in (("volume", "volume"), ("number", "issue"), ("doi", "DOI"), ("url", "URL"),
                          ("publisher", "publisher")):
            if value := _of(publication, name):
                record[csl] = value
        pages = "-".join(filter(None, [_of(publication, "startpage"), _of(publication, "endpage")]))
        if pages:
            record["page"] = pages
        if journal := _of(publication, "bundle/publication/title"):
            record["container-title"] = journal
        else:
            record["type"] = "book" if record.get("publisher") else "document"
        year = _YEAR.search(_of(publication, "publication_date")[2:])  # “99” and the day: “99201012150000…”
        if year:
            record["issued"] = {"date-parts": [[int(year.group())]]}
        people = [{"family": _of(each, "lastName"), "given": " ".join(filter(None, [
            _of(each, "firstName"), _of(each, "middleNames")]))} for each in publication.findall("authors/author")]
        if people:
            record["author"] = people
        works.append(CitedWork(record, f"Papers {_of(publication, 'uuid')}" if _of(publication, "uuid") else ""))
    return FieldCitation("Papers", tuple(works)) if works else None


def citation_of_refman(code: str) -> FieldCitation | None:
    """Return the citation of Reference Manager in a field's code."""
    root = _parse(code, "Refman")
    works = []
    for cite in root.findall("Cite") if root is not None else []:
        data = cite.find("MDL")
        record: CslItem = {"type": "document", "title": _of(cite, "IDText")}
        if data is not None:
            record = {"type": _REFMAN_KINDS.get(_of(data, "Ref_Type"), "document"), "title": _of(data, "Title_Primary")}
            for name, csl in (("Volume", "volume"), ("Issue", "issue"), ("Publisher", "publisher"),
                              ("Pub_Place", "publisher-place"), ("Web_URL", "URL"),
                              ("Title_Secondary", "container-title"), ("Periodical", "container-title")):
                if value := _of(data, name):
                    record[csl] = value
            pages = "-".join(filter(None, [_of(data, "Start_Page"), _of(data, "End_Page")]))
            record |= {"page": pages} if pages else {}
            people = [_name(_text(each)) for each in data.findall("Authors_Primary")]
            record |= {"author": people} if people else {}
        year = _YEAR.search(_of(data, "Date_Primary") if data is not None else "") or _YEAR.search(_of(cite, "Year"))
        if year:
            record["issued"] = {"date-parts": [[int(year.group())]]}
        number = _of(cite, "RecNum")
        works.append(CitedWork(record, f"Reference Manager {number} {record['title']}", prefix=_of(cite, "Prefix"),
                               suffix=_of(cite, "Suffix"), locator=_of(cite, "Pages")))
    return FieldCitation("Reference Manager", tuple(works)) if works else None


def _parse(code: str, name: str) -> etree._Element | None:
    start, end = code.find(f"<{name}>"), code.rfind(f"</{name}>")
    if start < 0 or end < start:
        return None
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", code[start : end + len(name) + 3])
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), etree.XMLParser(
            resolve_entities=False, no_network=True, recover=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return None


def _name(name: str) -> CslItem:
    """“Vos,C.M.,Jr” has parts; without a comma, it is an organization."""
    family, *rest = [part.strip() for part in name.split(",")]
    if not rest or not rest[0]:
        return {"literal": family}
    return {"family": family, "given": rest[0], **({"suffix": rest[1]} if len(rest) > 1 and rest[1] else {})}


def _of(element: etree._Element, path: str) -> str:
    return _text(element.find(path))


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
