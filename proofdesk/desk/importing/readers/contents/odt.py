"""Count what an OpenDocument file holds, and read its properties."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

import lxml.etree as etree

from proofdesk.desk.importing import ledger as things
from proofdesk.desk.importing.facts import DocumentFacts
from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.readers.contents.properties import facts_of, title_of
from proofdesk.desk.importing.readers.mending.odt import chosen_picture
from proofdesk.desk.importing.readers.mending.page_numbers import without_page_numbers
from proofdesk.desk.importing.readers.packed_file import (
    DRAW,
    HREF,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    PackedFile,
    text_of_odt,
)

_CAPTIONS = re.compile(r"(?:(?:Figure|Table|Image)_?(?:20_)?)?Caption|Illustration|Figure|Table|Drawing|Text")
_OF_PAGES = tuple(f"{STYLE}{name}" for name in ("header", "footer", "header-left", "footer-left", "header-first",
                                                 "footer-first"))
_COUNTED = {f"{OFFICE}annotation": things.COMMENTS, f"{TABLE}table": things.TABLES,
            f"{TEXT}insertion": things.INSERTIONS, f"{TEXT}deletion": things.DELETIONS,
            f"{TEXT}format-change": things.FORMS}


def count_odt(packed: PackedFile, ledger: Ledger) -> Counter[str]:
    """Count what an OpenDocument file holds, apart from its words and citations, and return its pictures' names."""
    pictures: Counter[str] = Counter()
    content, styles = packed.part("content.xml"), packed.part("styles.xml")
    for element in content.iter() if content is not None else ():
        if next(element.iterancestors(f"{TEXT}tracked-changes"), None) is not None:
            if element.tag in _COUNTED:
                ledger.held[_COUNTED[str(element.tag)]] += 1
        else:
            _count(element, packed, ledger, pictures)
    for element in styles.iter(*_OF_PAGES) if styles is not None else ():
        words = text_of_odt(without_page_numbers(element)).strip()
        if re.search(r"[^\W\d_]", words):
            ledger.hold(things.FURNITURE, words)
    return pictures


def descriptions_in(packed: PackedFile) -> dict[str, str]:
    """Return what the file says that each of its pictures shows, by the picture's file name."""
    content = packed.part("content.xml")
    found: dict[str, str] = {}
    for image in content.iter(f"{DRAW}image") if content is not None else ():
        around = image.getparent()
        words = [(each.text or "").strip() for each in around if each.tag in (f"{SVG}title", f"{SVG}desc")]
        found.setdefault(PurePosixPath(image.get(HREF, "")).name, ". ".join(word for word in words if word))
    return found


def facts_of_odt(packed: PackedFile) -> tuple[DocumentFacts, str]:
    """Return what the properties of an OpenDocument file say about it, and the title that they state."""
    part = packed.part("meta.xml")
    properties: dict[str, str] = {}
    for element in part[0] if part is not None and len(part) else ():
        if isinstance(element.tag, str):
            name = etree.QName(element).localname
            value = (element.text or "").strip()
            if name == "keyword":
                properties["keyword"] = "; ".join(each for each in (properties.get("keyword", ""), value) if each)
            elif name == "user-defined":
                properties[f"custom: {element.get(element.keys()[0], '') if element.keys() else ''}"] = value
            else:
                properties[name] = value
    # Who began a file wrote it; “creator” is whoever saved it last.
    last = properties.pop("creator", "")
    properties["initial-creator"] = properties.get("initial-creator") or last
    return facts_of(properties), title_of(properties.get("title", ""))


def _count(element: etree._Element, packed: PackedFile, ledger: Ledger, pictures: Counter[str]) -> None:
    tag = element.tag
    if tag == f"{TEXT}h":
        if words := text_of_odt(element).strip():
            ledger.hold(things.HEADINGS, words)
    elif tag == f"{TEXT}p" and _CAPTIONS.fullmatch(element.get(f"{TEXT}style-name", "")):
        if words := text_of_odt(element).strip():
            ledger.hold(things.CAPTIONS, words)
    elif tag == f"{TEXT}note":
        what = things.ENDNOTES if element.get(f"{TEXT}note-class") == "endnote" else things.FOOTNOTES
        body = element.find(f"{TEXT}note-body")
        ledger.hold(what, "" if body is None else text_of_odt(body))
    elif tag == f"{DRAW}image":
        frame = element.getparent()
        # Beside an object, it is what that looks like.
        if frame.find(f"{DRAW}object") is None and element == chosen_picture(frame):
            ledger.held[things.PICTURES] += 1
            pictures[PurePosixPath(element.get(HREF, "")).name] += 1
    elif tag in (f"{SVG}title", f"{SVG}desc"):
        if (element.text or "").strip():
            ledger.hold(things.ALTERNATIVES, element.text or "")
    elif tag in (f"{DRAW}object", f"{DRAW}object-ole"):
        ledger.held[_object(element, packed)] += 1
    elif tag == f"{DRAW}text-box":
        if text_of_odt(element).strip():
            ledger.hold(things.BOXES, text_of_odt(element))
    elif tag in _COUNTED:
        ledger.held[_COUNTED[str(tag)]] += 1


def _object(element: etree._Element, packed: PackedFile) -> str:
    """Return what an object is: an equation, a chart or something else."""
    part = packed.part(element.get(HREF, "").removeprefix("./") + "/content.xml")
    root = part if part is not None else next(iter(element), None)
    if root is not None and root.tag == "{http://www.w3.org/1998/Math/MathML}math":
        return things.EQUATIONS
    is_chart = root is not None and root.find(f".//{OFFICE}chart") is not None
    return things.CHARTS if is_chart else things.OBJECTS
