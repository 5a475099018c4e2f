"""Take the indents from paragraphs of an OpenDocument file that are no quotations: Pandoc takes each for one."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.desk.importing.languages import REFERENCES
from proofdesk.desk.importing.readers.indents.quotations import is_quotation
from proofdesk.desk.importing.readers.packed_file import OFFICE, STYLE, TEXT
from proofdesk.desk.importing.typed_marks import without_number

_FORMATS = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LEFT, _RIGHT, _FIRST = (f"{_FORMATS}{name}" for name in ("margin-left", "margin-right", "text-indent"))
_NAME, _PARENT, _OF = f"{STYLE}name", f"{STYLE}parent-style-name", f"{TEXT}style-name"
_SIZE = re.compile(r"0*\.?0*[1-9][\d.]*(?:cm|mm|in|pt|pc|px|%)")  # more than nothing
_PLAIN = "_plain"  # the end of the name of a style without its indent


def mend_odt_indents(root: etree._Element, common: etree._Element | None) -> bool:
    """Take the indents from all paragraphs above the references that are no quotations; return whether any was.

    ``common`` is the part of the file with the styles that have a name.
    """
    automatic = root.find(f"{OFFICE}automatic-styles")
    if automatic is None:
        return False
    styles = {each.get(_NAME, ""): each for part in (common, root) if part is not None
              for each in part.iter(f"{STYLE}style")}
    plain: set[str] = set()
    announced = False
    for each in [*root.iter(f"{TEXT}p", f"{TEXT}h")]:
        words, style = "".join(map(str, each.itertext())).strip(), each.get(_OF, "")
        if not words:
            continue
        if REFERENCES.fullmatch(without_number(words)):
            break
        was_announced, announced = announced, words.endswith(":")
        is_left, is_first = (bool(_SIZE.match(_stated(styles, style, side))) for side in (_LEFT, _FIRST))
        if each.tag == f"{TEXT}h" or not (is_left or is_first) or (is_left and is_quotation(
                words, _names(styles, style), _is_set_apart(each, styles, style), was_announced)):
            continue
        each.set(_OF, style + _PLAIN)
        plain.add(style)
    automatic.extend(_without_indent(_chain(styles, style)) for style in sorted(plain))
    return bool(plain)


def _without_indent(chain: list[etree._Element]) -> etree._Element:
    """Return a style like the first of a chain that is based on none with an indent, of which one is enough for Pandoc.

    How letters look, such as bold, is taken from those that are left out.
    """
    indented = [number for number, each in enumerate(chain) for said in each.iterfind(f"{STYLE}paragraph-properties")
                if said.get(_LEFT) or said.get(_FIRST)]
    below = chain[max(indented) + 1 :]
    style = etree.Element(f"{STYLE}style", {_NAME: chain[0].get(_NAME, "") + _PLAIN, f"{STYLE}family": "paragraph",
                                            **({_PARENT: below[0].get(_NAME, "")} if below else {})})
    look: dict[str, str] = {}
    for each in reversed(chain[: max(indented) + 1]):
        for said in each.iterfind(f"{STYLE}text-properties"):
            look.update({str(name): str(value) for name, value in said.attrib.items()})
    etree.SubElement(style, f"{STYLE}text-properties", look)
    return style


def _chain(styles: dict[str, etree._Element], style: str) -> list[etree._Element]:
    """Return a style and those that it is based on."""
    found: list[etree._Element] = []
    while style in styles and styles[style] not in found:
        found.append(styles[style])
        style = found[-1].get(_PARENT, "")
    return found


def _stated(styles: dict[str, etree._Element], style: str, name: str, of: str = "paragraph") -> str:
    """Return what a style says of a property, or the nearest that it is based on; empty if none says anything."""
    return next((value for each in _chain(styles, style) for said in each.iterfind(f"{STYLE}{of}-properties")
                 if (value := said.get(name))), "")


def _names(styles: dict[str, etree._Element], style: str) -> str:
    return " ".join((style, *(each.get(_PARENT, "") for each in _chain(styles, style))))


def _is_set_apart(paragraph: etree._Element, styles: dict[str, etree._Element], style: str) -> bool:
    """Return whether a paragraph is indented on the right as well, or italic."""
    looks = [style if around is paragraph else around.get(_OF, "") for around, words in _said(paragraph)
             if words.strip()]
    return bool(_SIZE.match(_stated(styles, style, _RIGHT))) or (bool(looks) and all(
        _stated(styles, look, f"{_FORMATS}font-style", "text") == "italic" for look in looks))


def _said(around: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the words of a paragraph with the element by which each looks."""
    found = [(around, around.text or "")]
    for each in around:
        found += _said(each) if each.tag == f"{TEXT}span" else []
        found.append((around, each.tail or ""))
    return found
