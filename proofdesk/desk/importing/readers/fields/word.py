"""Mark the citations of a Word file, so that Pandoc reads the rest and loses none of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.code import is_bibliography, is_citation, read_citations
from proofdesk.desk.importing.readers.fields.links import take_codes
from proofdesk.desk.importing.readers.fields.marks import LISTED, add_citation
from proofdesk.desk.importing.readers.fields.word_sources import sources_of
from proofdesk.desk.importing.readers.packed_file import WORD, PackedFile, parse, parse_part, read_part, write
from proofdesk.desk.importing.readers.word.elements import run_of
from proofdesk.desk.importing.readers.word.fields import WordField, fields_in

_TEXTS = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_DOCUMENT = f"{WORD}document"
_SOURCES = re.compile(r"customXml/item\d+\.xml")
_PROPERTIES = "docProps/custom.xml"
_ADD_IN = re.compile(r"word/webextensions/webextension\d*\.xml")
_CONTROLS = ("MENDELEY_CITATION", "MENDELEY_BIBLIOGRAPHY", "CitaviBibliography")
# Whether a file may have any: most have none, and are read as they are.
_SIGNS = re.compile(rb"ADDIN|CITATION|ZOTERO|Mendeley|MENDELEY|Citavi", re.I)
_BOOKMARK = re.compile(r"(ZOTERO_\w*?|Mendeley_Bookmark_\w*?)_(\d+)")


def with_marks(file: Path, citations: FieldCitations) -> dict[str, bytes]:
    """Return a Word file's parts with a mark in the place of each citation, added to ``citations``; none without any.

    Raises what ``zipfile`` and ``lxml`` do for files that are no Word files, and ValueError for one with a huge part.
    """
    with PackedFile(file) as opened:
        packed = opened.packed
        names = packed.namelist()
        parts = {name: read_part(packed, name) for name in names if _TEXTS.fullmatch(name)}
        if not any(_SIGNS.search(content) for content in parts.values()):
            return {}
        sources = sources_of(parse(content) for content in (
            read_part(packed, name) for name in names if _SOURCES.fullmatch(name)) if b"Source" in content)
        properties = properties_in(parse_part(packed, _PROPERTIES), "name") if _PROPERTIES in names else {}
        roots = {name: parse(content) for name, content in parts.items()}
        for root in roots.values():
            _make_fields(root)
        kept = _citations_of_the_add_in(read_part(packed, name) for name in names if _ADD_IN.fullmatch(name))
        found = [each for root in roots.values() for each in fields_in(root, properties) if _is_ours(each, kept)]
        if not found:
            return {}
        _mark(found, citations, sources)
        return opened.with_parts({name: write(root) for name, root in roots.items()})


def _make_fields(root: etree._Element) -> None:
    """Make fields again of the links that Zotero made of its fields, to take them to another program."""
    for link, code, shown in take_codes(root, f"{WORD}hyperlink", f"{WORD}p", f"{WORD}t"):
        for child in [*link]:
            link.remove(child)
        link.tag = f"{WORD}fldSimple"
        link.attrib.clear()
        link.set(f"{WORD}instr", code)
        link.append(run_of(shown))


def _is_ours(field: WordField, kept: Mapping[str, str]) -> bool:
    """Return whether a field is a citation or a list of references; a control's tag may only name its citation."""
    if field.controls:
        field.code = kept.get(field.code, field.code)
        return field.code.startswith(_CONTROLS)
    return is_citation(field.code) or is_bibliography(field.code)


def _citations_of_the_add_in(parts: Iterable[bytes]) -> dict[str, str]:
    """Return the citations that Mendeley's add-in keeps beside the text, as codes by the tags of their controls."""
    found: dict[str, str] = {}
    for each in (each for part in parts if b"MENDELEY_CITATIONS" in part for each in parse(part).iter()):
        if each.get("name") == "MENDELEY_CITATIONS":
            try:
                kept = json.loads(each.get("value") or "[]")
            except (ValueError, RecursionError):
                continue
            found |= {str(citation["citationID"]): f"MENDELEY_CITATION {json.dumps(citation)}"
                      for citation in kept if isinstance(citation, dict) and "citationID" in citation}
    return found


def _mark(found: list[WordField], citations: FieldCitations, sources: Mapping[str, CslItem]) -> None:
    outer: dict[int, WordField] = {}
    for each in found:  # in the order of their ends, so that of two within each other the outer one remains
        outer |= {id(element): each for element in (*each.words, *each.signs)}
    for each, citation in zip(found, read_citations(((each.code, each.data) for each in found), sources), strict=True):
        if any(outer.get(id(element), each) is not each for element in (each.start, *each.words[:1])):
            continue
        if is_bibliography(each.code):
            citations.bibliographies += 1
            each.mark_paragraphs(LISTED)
        elif mark := add_citation(citations, citation, each.shown,
                                  each.start.getroottree().getroot().tag == _DOCUMENT):
            each.replace(mark, raised=citation is None and each.is_raised)


def properties_in(elements: Iterable[etree._Element], name: str) -> dict[str, str]:
    """Return the codes of bookmarks by their names; they are cut into pieces of 255 letters, which are numbered.

    ``name`` is the attribute that has a property's name.
    """
    pieces: dict[str, dict[int, str]] = {}
    for each in elements:
        match = _BOOKMARK.fullmatch(each.get(name, "")) if isinstance(each.tag, str) else None
        if match:
            pieces.setdefault(match[1], {})[int(match[2])] = "".join(map(str, each.itertext()))
    return {bookmark: "".join(text for _, text in sorted(parts.items())) for bookmark, parts in pieces.items()}
