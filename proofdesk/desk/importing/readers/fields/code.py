"""Tell what the code of a field is: the citation of a program, its list of references, or nothing of the kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import FieldCitation
from proofdesk.desk.importing.readers.fields.citavi import citation_of_citavi
from proofdesk.desk.importing.readers.fields.csl_json import citation_of_base64, citation_of_json
from proofdesk.desk.importing.readers.fields.endnote import citation_of_endnote
from proofdesk.desk.importing.readers.fields.managers import citation_of_papers, citation_of_refman
from proofdesk.desk.importing.readers.fields.paperpile import citation_of_paperpile
from proofdesk.desk.importing.readers.fields.word_sources import citation_of_word

_BIBLIOGRAPHY = re.compile(
    r"\s*(?:ADDIN\s+)?(?:ZOTERO_BIBL|\S*\s?CSL_BIBLIOGRAPHY|Mendeley Bibliography|MENDELEY_BIBLIOGRAPHY|EN\.REFLIST|"
    r"Citavi[ .]?Bibliography|BIBLIOGRAPHY\b|REFMGR\.REFLIST|PAPERS2_CITATIONS\s*<papers2_bibliography|"
    r"paperpile_bibliography|F1000_CSL_BIBLIOGRAPHY|RW\.BIB|JR_bib)", re.I)
# All that these programs keep for a citation, also what is not read here.
_CITATION = re.compile(
    r"\s*(?:ADDIN\s+)?(?:ZOTERO_(?:ITEM|CITATION)|ITEM CSL_CITATION|CSL_CITATION|Mendeley Citation|MENDELEY_CITATION|"
    r"EN\.CITE(?!\.DATA)|Citavi[ .]?Placeholder|CITATION\s+[^\s\\]|REFMGR\.CITE|PAPERS2_CITATIONS|paperpile_citation|"
    r"F1000_CSL_CITATION|RW\.CITE|PROCITE|BIBLIOTHEK|SMARTCITE)", re.I)
_MENDELEY_TAG = re.compile(r"MENDELEY_CITATION_v\d+_(.*)", re.S)


def is_bibliography(code: str) -> bool:
    """Return whether a field holds the list of references, which its program writes."""
    return bool(_BIBLIOGRAPHY.match(code))


def is_citation(code: str) -> bool:
    """Return whether a field is the citation of a known program."""
    return bool(_CITATION.match(code)) and not is_bibliography(code)


def read_citations(
    codes: Iterable[tuple[str, str]], sources: Mapping[str, CslItem] | None = None
) -> list[FieldCitation | None]:
    """Return the citation in each code and the data beside it; None if a work of it has no title.

    The record of a work may stand in another citation of the file, or among the ``sources`` of Word.
    """
    read = [read_citation(code, data, sources or {}) for code, data in codes]
    known = {work.identity: work.record for citation in read if citation for work in citation.works
             if work.identity and work.record}
    return [citation and _complete(citation, known) for citation in read]


def _complete(citation: FieldCitation, known: Mapping[str, CslItem]) -> FieldCitation | None:
    works = tuple(work if work.record else replace(work, record=known.get(work.identity, {}))
                  for work in citation.works)
    return replace(citation, works=works) if all(work.record.get("title") for work in works) else None


def read_citation(code: str, data: str, sources: Mapping[str, CslItem]) -> FieldCitation | None:
    """Return the citation in a field's code and the data beside it; None if it cannot be read."""
    name = code.split("{", 1)[0].upper()
    if "EN.CITE" in name:
        return citation_of_endnote(code, data)
    if "CITAVI" in name:
        return citation_of_citavi(code)
    if "REFMGR" in name:
        return citation_of_refman(code)
    if "PAPERS2" in name:
        return citation_of_papers(code)
    if "PAPERPILE" in name:
        return citation_of_paperpile(code)
    if mendeley := _MENDELEY_TAG.match(code.strip()):
        return citation_of_base64(mendeley[1], "Mendeley")
    if re.match(r"\s*CITATION\s", code, re.I):
        return citation_of_word(code, sources)
    program = "Zotero" if "ZOTERO" in name else "F1000" if "F1000" in name else "Mendeley"
    return citation_of_json(code, program)
