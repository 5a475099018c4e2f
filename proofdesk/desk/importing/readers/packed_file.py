"""Read the parts of a Word or OpenDocument file, which is a ZIP archive of XML files, and write a copy with others."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import lxml.etree as etree

MAX_BYTES = 30_000_000  # of one part of the file, unpacked
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same for old programs
SPACE = "{http://www.w3.org/XML/1998/namespace}space"  # on words whose spaces count
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = ("officeDocument", "word/document.xml")
_SPACES_OF_ODT = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}p"}
# What a damaged or unusual file may raise when it is read a second time, beside Pandoc.
UNREADABLE = (OSError, KeyError, ValueError, etree.LxmlError, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class PackedFile:
    """A Word or OpenDocument file. Use it as a context."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        self.packed = zipfile.ZipFile(file)
        self.names = set(self.packed.namelist())

    def __enter__(self) -> PackedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.packed.close()

    def part(self, name: str) -> etree._Element | None:
        """Return a part of the file, None if it is not there. Raises ValueError if it is too large."""
        return parse_part(self.packed, name) if name in self.names else None

    def with_parts(self, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return all parts of the file, these in the place of its own; none if nothing is to change."""
        return {**{name: self.packed.read(name) for name in self.packed.namelist()}, **changed} if changed else {}

    def main_part(self) -> str:
        """Return the name of the part with a Word file's text."""
        return next((target for kind, target, outside in self.relations("") if kind == _MAIN[0] and not outside),
                    _MAIN[1])

    def relations(self, name: str) -> Iterator[tuple[str, str, bool]]:
        """Yield kind, target and whether it is outside of the file, of all that a part refers to."""
        for relation in self._relations(name):
            yield _relation(relation, name)

    def targets(self, name: str) -> dict[str, str]:
        """Return what a part refers to by the names that it uses for it: parts of the file, and addresses."""
        return {relation.get("Id", ""): _relation(relation, name)[1] for relation in self._relations(name)}

    def _relations(self, name: str) -> list[etree._Element]:
        path = PurePosixPath(name)
        part = self.part(str(path.parent / "_rels" / f"{path.name}.rels") if name else "_rels/.rels")
        return [] if part is None else [each for each in part if isinstance(each.tag, str)]


def _relation(relation: etree._Element, name: str) -> tuple[str, str, bool]:
    target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
    kind = relation.get("Type", "").rpartition("/")[2]
    if outside:
        return kind, target, True
    folder = PurePosixPath("/") / PurePosixPath(name).parent
    parts: list[str] = []
    for each in (folder / target).parts[1:]:
        parts = parts[:-1] if each == ".." else [*parts, each]
    return kind, "/".join(parts), False


@contextmanager
def copy_with(parts: Mapping[str, bytes], file: Path) -> Iterator[Path]:
    """Give a copy of a file that has these parts, for as long as the context; without any, the file itself."""
    if not parts:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        copy = Path(folder, f"manuscript{file.suffix.lower()}")
        with zipfile.ZipFile(copy, "w") as written:
            for name, content in parts.items():
                written.writestr(name, content)
        yield copy


def text_size(file: Path) -> int:
    """Return how many bytes of XML a packed file holds, as it states; of one that cannot be read so, its own size."""
    try:
        with zipfile.ZipFile(file) as packed:
            return sum(part.file_size for part in packed.infolist() if part.filename.endswith((".xml", ".rels")))
    except UNREADABLE:
        return file.stat().st_size


def is_raised(text: etree._Element) -> bool:
    """Return whether the words of an element are raised or lowered signs, such as the number of a citation."""
    sign = text.getparent().find(f"{WORD}rPr/{WORD}vertAlign")
    return sign is not None and sign.get(f"{WORD}val") in ("superscript", "subscript")


def holds_paragraphs(element: etree._Element) -> bool:
    """Return whether an element of an OpenDocument text, such as a note, has paragraphs beside those of comments."""
    return any(next(each.iterancestors(f"{OFFICE}annotation"), None) is None for each in element.iter(f"{TEXT}p"))


def replace(element: etree._Element, others: Iterable[etree._Element] = (), text: str = "") -> None:
    """Put other elements, such as its own children, and a text in the place of an element.

    What stands behind it stays there; one that was taken out stays so.
    """
    around = element.getparent()
    if around is None:
        return
    place, others = around.index(element), [*others]
    text += element.tail or ""
    element.tail = None
    around[place : place + 1] = others
    if not text:
        return
    if place + len(others):
        before = around[place + len(others) - 1]
        before.tail = (before.tail or "") + text
    else:
        around.text = (around.text or "") + text


def text_of_odt(element: etree._Element) -> str:
    """Return the words of an element of OpenDocument, without those of comments in it."""
    words = element.text or ""
    for child in element:
        if child.tag in _SPACES_OF_ODT:
            words += "\n" if child.tag == f"{TEXT}p" else " "
        if isinstance(child.tag, str) and child.tag not in (f"{OFFICE}annotation", f"{TEXT}note-citation"):
            words += text_of_odt(child)
        words += child.tail or ""
    return words


def raised_styles(root: etree._Element) -> set[str]:
    """Return the names of the styles of an OpenDocument part whose words are raised or lowered signs."""
    return {sign.getparent().get(f"{STYLE}name", "") for sign in root.iter(f"{STYLE}text-properties")
            if sign.get(f"{STYLE}text-position", "").startswith(("su", "3", "5", "-"))}


def read_part(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return the content of a part. Raises ValueError if it is too large."""
    if packed.getinfo(name).file_size > MAX_BYTES:
        raise ValueError(name)
    return packed.read(name)


def parse_part(packed: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part of a packed file. Raises ValueError if it is too large."""
    return parse(read_part(packed, name))


def write(root: etree._Element) -> bytes:
    """Return the content of a part."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def parse(content: bytes) -> etree._Element:
    """Return the root of a part; nothing outside of it is read.

    Word names lists and passages of its OpenDocument files by numbers, which XML allows no name to be (xml:id 1.0):
    such a part is read all the same.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        if any(error.type != etree.ErrorTypes.DTD_XMLID_VALUE for error in parser.error_log):
            raise
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
