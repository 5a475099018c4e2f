"""Keep in an exported Word file which text it is, and what its paragraphs said when it was sent.

Word and LibreOffice hand a part of a file that they do not know on as it is, so that a change that a reviewer made
without tracking it is found when the file comes back. Where a program drops it, the version is in the text still.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from proofdesk.common.errors import UserError
from proofdesk.desk.word.parts import Parts, open_word
from proofdesk.desk.word.reader import read_word
from proofdesk.desk.word.styled import Styled

NAMESPACE = "urn:proofdesk:review:1"
_PART, _RELATIONS = "customXml/item{}.xml", "word/_rels/document.xml.rels"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_VERSION = re.compile(r"Version ([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}) of (\S+?),")


@dataclass(frozen=True)
class Origin:
    """The page that a file was made of, the version of its text, the day, and the text of each paragraph then."""

    page: str
    version: str
    day: str = ""
    paragraphs: Sequence[str] = ()
    citations: Sequence[str] = ()  # what each citation showed
    sorts: Sequence[str] = ()  # what each paragraph is (``word.looks.style_of``)
    looks: Sequence[Sequence[str]] = ()  # of each character of each paragraph
    rewritten: bool = False  # the program that saved the file dropped what was sent, and may have set words anew


def origin_of(page: str, version: str, day: str, parts: Parts) -> Origin:
    """Return the origin of a Word file that was just made."""
    text = read_word(parts)
    return Origin(page, version, day, [each.old for each in text.paragraphs], [shown for _, shown in text.citations],
                  [each.sort for each in text.paragraphs], [each.looks for each in text.paragraphs])


def write_origin(parts: Parts, origin: Origin) -> Parts:
    """Return the parts of a Word file with one that holds its origin."""
    root = etree.Element(f"{{{NAMESPACE}}}origin", nsmap={None: NAMESPACE})
    for name in ("page", "version", "day"):
        root.set(name, getattr(origin, name))
    for name, texts in (("p", origin.paragraphs), ("c", origin.citations)):
        for text in texts:
            etree.SubElement(root, f"{{{NAMESPACE}}}{name}").text = text
    for element, sort, looks in zip(root.findall(f"{{{NAMESPACE}}}p"), origin.sorts, origin.looks, strict=True):
        element.set("is", sort)
        for words, look in Styled(element.text or "", looks).runs():
            etree.SubElement(element, f"{{{NAMESPACE}}}look", {"of": str(len(words)), **({"is": look} if look else {})})
    number = next(each for each in range(1, 1000) if _PART.format(each) not in parts)
    relations = etree.fromstring(parts[_RELATIONS])
    etree.SubElement(relations, f"{relations.tag.rpartition('}')[0]}}}Relationship", {
        "Id": f"rIdDesk{number}", "Type": _KIND, "Target": f"../{_PART.format(number)}"})
    return {**parts, _RELATIONS: _bytes(relations), _PART.format(number): _bytes(root)}


def read_origin(parts: Parts, paragraphs: Sequence[str]) -> Origin | None:
    """Return the origin of a Word file, without its paragraphs if a program dropped them; None if it names none."""
    for name, content in parts.items():
        if name.startswith("customXml/") and NAMESPACE.encode() in content:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            try:
                root = etree.fromstring(content, parser)
            except etree.XMLSyntaxError:
                continue
            if root.tag == f"{{{NAMESPACE}}}origin":
                paragraphs, citations = ([each.text or "" for each in root.findall(f"{{{NAMESPACE}}}{sort}")]
                                         for sort in "pc")
                sorts = [each.get("is", "") for each in root.findall(f"{{{NAMESPACE}}}p")]
                looks = [_looks(each) for each in root.findall(f"{{{NAMESPACE}}}p")]
                return Origin(root.get("page", ""), root.get("version", ""), root.get("day", ""), paragraphs, citations,
                              sorts if any(sorts) else (), looks if any(sorts) else ())
    found = next((match for text in paragraphs if (match := _VERSION.search(text))), None)
    return Origin(found[2], found[1]) if found else None


def _looks(element: etree._Element) -> list[str]:
    """Return the looks of a paragraph's characters, no more of them than it has."""
    letters = len(element.text or "")
    looks: list[str] = []
    for each in element:
        count = each.get("of", "")
        looks += [each.get("is", "")] * min(int(count) if re.fullmatch(r"\d{1,9}", count) else 0, letters - len(looks))
    return looks + [""] * (letters - len(looks))


def exported_page(file: Path, root: Path) -> str:
    """Return the page of the project that a file was exported from; empty if it is another file, or the page is gone.

    What cannot be read is none: whoever reads it says why.
    """
    try:
        origin = read_origin(open_word(file), []) if file.suffix.lower() == ".docx" else None
    except UserError:
        return ""
    return origin.page if origin and (root / origin.page).is_file() else ""


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
