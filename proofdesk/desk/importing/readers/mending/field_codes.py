"""The fields of a Word file that are open at a place: each begins and ends with a sign, its code before its words."""

from __future__ import annotations

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import WORD

SIGN, CODE = f"{WORD}fldChar", f"{WORD}instrText"


class FieldCodes:
    """The codes of the open fields, those of the innermost last. Give it the signs and codes in the file's order."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def read(self, element: etree._Element) -> bool:
        """Note a sign or a code; return False for any other element."""
        kind = element.get(f"{WORD}fldCharType", "")
        if kind == "begin":
            self.open.append("")
        elif kind == "end" and self.open:
            self.open.pop()
        elif element.tag == CODE and self.open:
            self.open[-1] += element.text or ""
        return element.tag in (SIGN, CODE)
