"""Mark the citations of an OpenDocument text, so that Pandoc reads the rest and loses none of them.

Reference managers keep a citation as the name of a reference mark around its words, or of a bookmark whose code is in
the file's properties; LibreOffice keeps its own as one element whose attributes are the record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation, FieldCitations
from proofdesk.desk.importing.readers.fields.code import is_bibliography, is_citation, read_citations
from proofdesk.desk.importing.readers.fields.links import take_codes
from proofdesk.desk.importing.readers.fields.marks import LISTED, add_citation, mark_of
from proofdesk.desk.importing.readers.fields.records import csl_record, person
from proofdesk.desk.importing.readers.fields.word import properties_in
from proofdesk.desk.importing.readers.packed_file import TEXT, PackedFile, parse, read_part, replace, write

_CONTENT = "content.xml"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_SIGNS = re.compile(rb"CSL_CITATION|ZOTERO_|Mendeley_|JABREF_|JR_cite|bibliography-mark|EN\.CITE")
_STARTS = (f"{TEXT}reference-mark-start", f"{TEXT}bookmark-start")
_ENDS = (f"{TEXT}reference-mark-end", f"{TEXT}bookmark-end")
_LISTS = (f"{TEXT}section", f"{TEXT}bibliography")
_SPACES = (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}soft-page-break")
_JABREF = re.compile(r"(?:JABREF_(\S+) CID_\d+.*|JR_cite\d*_\d+_(.*))")
_KINDS = {
    "article": "article-journal", "book": "book", "booklet": "book", "conference": "paper-conference",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference", "proceedings": "book",
    "journal": "article-journal", "mastersthesis": "thesis", "phdthesis": "thesis", "techreport": "report",
    "www": "webpage", "email": "personal_communication", "unpublished": "manuscript",
}
_NAMES_OF_FIELDS = {
    "title": "title", "volume": "volume", "number": "issue", "pages": "page", "edition": "edition", "url": "URL",
    "address": "publisher-place", "isbn": "ISBN", "doi": "DOI",
}


def with_marks(file: Path, citations: FieldCitations) -> dict[str, bytes]:
    """Return a text's parts with a mark in the place of each citation, added to ``citations``; none without any.

    Raises what ``zipfile`` and ``lxml`` do for files that are none, KeyError and ValueError for one with a huge part.
    """
    with PackedFile(file) as packed:
        content = read_part(packed.packed, _CONTENT)
        if not _SIGNS.search(content):
            return {}
        root, meta = parse(content), packed.part("meta.xml")
        codes = {} if meta is None else properties_in(meta.iter(f"{_META}user-defined"), f"{_META}name")
        _make_marks(root)
        before = len(citations.citations) + len(citations.unread) + citations.bibliographies
        _Marker(citations, codes).mark(root)
        if len(citations.citations) + len(citations.unread) + citations.bibliographies == before:
            return {}
        return packed.with_parts({_CONTENT: write(root)})


def _make_marks(root: etree._Element) -> None:
    """Make reference marks again of the links that Zotero made of them, to take them to another program."""
    for number, (link, code, shown) in enumerate(take_codes(root, f"{TEXT}a", f"{TEXT}p")):
        for child in [*link]:
            link.remove(child)
        link.tag, link.text = f"{TEXT}span", None
        link.attrib.clear()
        for name in (_STARTS[0], _ENDS[0]):
            etree.SubElement(link, name).set(f"{TEXT}name", f"{code} RND{number}")
        link[0].tail = shown


class _Marker:
    """Walk over one text, which puts marks in the place of citations."""

    def __init__(self, citations: FieldCitations, codes: Mapping[str, str]) -> None:
        self.citations = citations
        self.codes = codes

    def mark(self, root: etree._Element) -> None:
        elements = [each for each in root.iter() if isinstance(each.tag, str)
                    and not any(around.tag == f"{TEXT}tracked-changes" for around in each.iterancestors())]
        starts = [each for each in elements if each.tag in _STARTS and _is_citation(self._code(each))]
        read = dict(zip(starts, read_citations((self._code(each), "") for each in starts), strict=True))
        for element in elements:
            if element.tag in _LISTS and (element.tag == _LISTS[1] or is_bibliography(element.get(f"{TEXT}name", ""))):
                self._list(element)
            elif element.tag == f"{TEXT}bibliography-mark":
                self._own(element)
            elif element in read:
                self._region(element, read[element] or self._of_jabref(element))

    def _code(self, element: etree._Element) -> str:
        name = element.get(f"{TEXT}name", "")
        return self.codes.get(name, name)

    def _region(self, start: etree._Element, citation: FieldCitation | None) -> None:
        """Replace what stands between a mark's start and its end, in the paragraph of the start."""
        name = start.get(f"{TEXT}name", "")
        paragraph = next(iter(start.iterancestors(f"{TEXT}p", f"{TEXT}h")), None)
        if paragraph is None:
            return
        after = _following(start, paragraph)
        end = next((number for number, each in enumerate(after)
                    if each.tag in _ENDS and each.get(f"{TEXT}name", "") == name), None)
        if end is None:
            return
        inside = after[:end]
        shown = "".join([start.tail or "", *((" " if each.tag in _SPACES else each.text or "") + (each.tail or "")
                                             for each in inside)])
        is_in_note = next(start.iterancestors(f"{TEXT}note"), None) is not None
        mark = add_citation(self.citations, citation, shown, not is_in_note)
        if not mark:
            return
        start.tail = mark
        for each in inside:
            # The end may stand behind a span, whose tail is then within.
            each.tail = "" if not _holds(each, after[end]) else each.tail
            each.text = "" if each.text and not _holds(each, start) else each.text
            if each.tag in _SPACES:
                replace(each)

    def _of_jabref(self, start: etree._Element) -> FieldCitation | None:
        named = _JABREF.fullmatch(self._code(start))
        keys = [key.strip() for key in (named[1] or named[2]).split(",")] if named else []
        is_known = bool(keys) and self.citations.keys.issuperset(keys)
        return FieldCitation("JabRef", tuple(CitedWork({}, f"JabRef {key}") for key in keys)) if is_known else None

    def _own(self, element: etree._Element) -> None:
        shown = "".join(map(str, element.itertext()))
        record, identifier = _record({etree.QName(name).localname: str(value).strip()
                                      for name, value in element.attrib.items()})
        if not record.get("title"):
            self.citations.unread.append(" ".join(shown.split()))
            return
        work = CitedWork(record, f"LibreOffice {identifier} {record['title']}")
        for child in list(element):
            element.remove(child)
        number = self.citations.add(FieldCitation("LibreOffice", (work,)), shown)
        replace(element, text=mark_of(number))

    def _list(self, section: etree._Element) -> None:
        self.citations.bibliographies += 1
        for paragraph in section.iter(f"{TEXT}p"):
            if "".join(map(str, paragraph.itertext())).strip():
                paragraph.text = LISTED + (paragraph.text or "")


def _is_citation(code: str) -> bool:
    return is_citation(code) or bool(_JABREF.fullmatch(code))


def _record(said: Mapping[str, str]) -> tuple[CslItem, str]:
    """Return the record of LibreOffice's own citation, by its attributes, and its identifier."""
    def first(*names: str) -> str:
        return next(filter(None, map(said.get, names)), None) or ""

    fields = {csl: first(name) for name, csl in _NAMES_OF_FIELDS.items()}
    return csl_record(
        _KINDS.get(first("bibliography-type"), "document"),
        {**fields, "container-title": first("journal", "booktitle"),
         "publisher": first("publisher", "institution", "school")},
        first("year"), author=_people(first("author")), editor=_people(first("editor"))), first("identifier")


def _people(names: str) -> list[CslItem]:
    """Return names as people write them into LibreOffice: “Vos, Cato; Calla, Ann E.” or “Cato Vos and Ann Calla”."""
    found: list[CslItem] = []
    for name in filter(None, map(str.strip, re.split(r";|\band\b|&", names))):
        family, _, given = map(str.strip, name.partition(","))
        *before, last = family.split() or [""]
        is_person = not given and 0 < len(before) < 3
        found.append(person(last, " ".join(before)) if is_person else person(family, given))
    return found


def _following(start: etree._Element, within: etree._Element) -> list[etree._Element]:
    elements = [each for each in within.iter() if isinstance(each.tag, str)]
    return elements[elements.index(start) + 1 :]


def _holds(element: etree._Element, other: etree._Element) -> bool:
    return any(around is element for around in other.iterancestors())
