"""Take out the numbers of pages, which the program writes on each page and which are nobody's words."""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import TEXT
from proofdesk.desk.importing.readers.word.fields import fields_in

_COUNTED = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
_OF_ODT = (f"{TEXT}page-number", f"{TEXT}page-count")


def without_page_numbers(root: etree._Element) -> etree._Element:
    """Return a part of a Word or OpenDocument file, in which the fields that count pages show nothing now."""
    counted = (words for field in fields_in(root) if _COUNTED.intersection(field.code.upper().split()[:1])
               for words in field.words)
    for number in [*root.iter(*_OF_ODT), *counted]:
        number.text = ""
    return root
