"""Take out the numbers of pages, which the program writes on each page and which are nobody's words."""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.mending.field_codes import CODE, SIGN, FieldCodes
from proofdesk.desk.importing.readers.packed_file import TEXT, WORD

_COUNTED = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
_OF_ODT = (f"{TEXT}page-number", f"{TEXT}page-count")
_SIMPLE, _WORDS = f"{WORD}fldSimple", f"{WORD}t"


def without_page_numbers(root: etree._Element) -> etree._Element:
    """Return a part of a Word or OpenDocument file, in which the fields that count pages show nothing now."""
    for number in root.iter(*_OF_ODT):
        number.text = ""
    codes = FieldCodes()
    for element in root.iter(_SIMPLE, SIGN, CODE, _WORDS):
        if element.tag == _SIMPLE and _is_counted(element.get(f"{WORD}instr", "")):
            for words in element.iter(_WORDS):
                words.text = ""
        elif not codes.read(element) and element.tag == _WORDS and codes.open and _is_counted(codes.open[-1]):
            element.text = ""
    return root


def _is_counted(code: str) -> bool:
    return bool(_COUNTED.intersection(code.upper().split()[:1]))
