"""Read the comments and tracked changes of an OpenDocument file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import DUBLIN, OFFICE, TEXT, PackedFile, holds_paragraphs, text_of_odt
from proofdesk.desk.importing.readers.remarks.marked_text import Paragraph, Remark, remarks_of
from proofdesk.desk.word.comments import SaidInWord
from proofdesk.desk.word.marked import Changed, Edge, Words

_SORTS = {f"{TEXT}insertion": "ins", f"{TEXT}deletion": "del"}
_SPACES = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}
_EXTENSION = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")


def remarks_of_odt(file: Path) -> list[Remark]:
    """Return the comments and tracked changes of an OpenDocument file. See ``remarks_of``."""
    with PackedFile(file) as packed:
        content = packed.part("content.xml")
        if content is None:
            return []
        reader = _Reader(content)
        paragraphs = [reader.paragraph(each) for each in content.iter(*_PARAGRAPHS)
                      if not any(around.tag in (f"{TEXT}tracked-changes", f"{OFFICE}annotation")
                                 for around in each.iterancestors())]
        return [*remarks_of(paragraphs, reader.comments)]


class _Reader:
    """Reader of one file's text as paragraphs of marked words; an insertion may go on in the next paragraph."""

    def __init__(self, content: etree._Element) -> None:
        self.comments: dict[str, SaidInWord] = {}
        self._changes: dict[str, tuple[Changed, str]] = {}
        self._open: list[Changed] = []
        for number, region in enumerate(content.iter(f"{TEXT}changed-region")):
            for element in region:
                if element.tag in _SORTS:
                    name = region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
                    by, date = _by(element)
                    words = "\n".join(map(text_of_odt, element.iter(*_PARAGRAPHS)))
                    self._changes[name] = Changed(_SORTS[str(element.tag)], by, date, number), words

    def paragraph(self, element: etree._Element) -> Paragraph:
        return [self._words(element.text), *self._parts(element)]

    def _words(self, text: str | None) -> Words:
        return Words(text or "", tuple(self._open[-1:]))

    def _parts(self, element: etree._Element) -> Iterator[Words | Edge]:
        for child in element:
            tag = child.tag
            change, deleted = self._changes.get(child.get(f"{TEXT}change-id", ""), (None, ""))
            if tag == f"{OFFICE}annotation":
                yield from self._comment(child)
            elif tag == f"{OFFICE}annotation-end":
                yield Edge(child.get(f"{OFFICE}name", ""), True)
            elif tag == f"{TEXT}change-start" and change:
                self._open.append(change)
            elif tag == f"{TEXT}change-end":
                self._open = [each for each in self._open if each is not change]
            elif tag == f"{TEXT}change":
                yield Words(deleted, (change,) if change else ())
            elif tag in _SPACES:
                yield self._words(" ")
            elif isinstance(tag, str) and not holds_paragraphs(child):  # the paragraphs of a note come later
                yield self._words(child.text)
                yield from self._parts(child)
            yield self._words(child.tail)

    def _comment(self, element: etree._Element) -> Iterator[Edge]:
        name = element.get(f"{OFFICE}name") or f"unnamed {len(self.comments)}"
        by, date = _by(element)
        says = "\n".join(map(text_of_odt, element.iter(*_PARAGRAPHS))).strip()
        self.comments[name] = SaidInWord(
            name, by, date, says, element.get(f"{_EXTENSION}parent-name", ""),
            element.get(f"{_EXTENSION}resolved") == "true")
        yield Edge(name)
        if not element.get(f"{OFFICE}name"):
            yield Edge(name, True)


def _by(element: etree._Element) -> tuple[str, str]:
    """Return who made a change or a comment, and when."""
    return element.findtext(f".//{DUBLIN}creator") or "", element.findtext(f".//{DUBLIN}date") or ""
