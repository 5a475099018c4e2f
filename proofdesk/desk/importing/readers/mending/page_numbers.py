"""Take out the numbers of pages, which the program writes on each page and which are nobody's words."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import STYLE, TEXT, WORD
from proofdesk.desk.importing.readers.word.fields import fields_in

_COUNTED = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
_OF_ODT = (f"{TEXT}page-number", f"{TEXT}page-count")
_OF_PAGES = (f"{WORD}hdr", f"{WORD}ftr", f"{STYLE}header", f"{STYLE}footer")
_NUMBER = re.compile(r"[\W_]*\d{1,4}[\W_]*")  # all that a line of a header says, where somebody typed it


def without_page_numbers(root: etree._Element) -> etree._Element:
    """Return a part of a Word or OpenDocument file, in which the fields that count pages show nothing now.

    Nor does a line of a header or a footer that is a number alone.
    """
    counted = (words for field in fields_in(root) if _COUNTED.intersection(field.code.upper().split()[:1])
               for words in field.words)
    for number in [*root.iter(*_OF_ODT), *counted]:
        number.text = ""
    for around in root.iter(*_OF_PAGES):
        for line in around.iter(f"{WORD}p", f"{TEXT}p"):
            if _NUMBER.fullmatch("".join(map(str, line.itertext()))):
                for element in line.iter():
                    element.text = element.tail = None
    return root
