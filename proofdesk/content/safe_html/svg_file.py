"""Find what a drawing's file may not hold: a browser that opens it runs its scripts and fetches what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from proofdesk.content.safe_html.allow_list import SVG_ELEMENTS

_SVG = "http://www.w3.org/2000/svg"
# Drawing programs keep notes of their own in these, which browsers ignore.
_IGNORED = ("http://www.inkscape.org/", "http://sodipodi.sourceforge.net/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "http://creativecommons.org/ns#", "http://web.resource.org/cc/", "http://purl.org/dc/",
            "http://www.bohemiancoding.com/sketch/", "http://www.serif.com/")
_MORE = """feBlend feColorMatrix feComponentTransfer feComposite feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
feMerge feMergeNode feMorphology feOffset filter image mask metadata style switch textPath use view"""
_ELEMENTS = SVG_ELEMENTS | frozenset(_MORE.split())
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,", re.I)
_FETCHES = re.compile(r"""url\(\s*(?!["']?#)|@import|image-set|\bsrc\(|\\|expression""", re.I)


class SvgFault(NamedTuple):
    """Something that a drawing's file may not hold, in words, and its line."""

    line: int
    message: str


def find_svg_faults(content: bytes) -> list[SvgFault]:
    """Return what the file of a drawing may not hold."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return [SvgFault(getattr(error, "lineno", 1) or 1, f"this drawing cannot be read: {error}")]
    return list(_faults(root))


def _faults(root: etree._Element) -> Iterator[SvgFault]:
    if root.tag != f"{{{_SVG}}}svg":
        yield SvgFault(1, "this file is no SVG drawing")
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(info.internalDTD.iterentities()):
        yield SvgFault(1, "a drawing cannot define words of its own (<!ENTITY …>)")
    for node in root.xpath("preceding-sibling::processing-instruction() | //processing-instruction()"):
        yield SvgFault(node.sourceline or 1, f"a drawing cannot hold an instruction such as “<?{node.target}”")
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _of_element(element)
        elif element.tag is etree.Entity:
            yield SvgFault(element.sourceline or 1, f"the drawing's word “{element.text}” is not defined")


def _of_element(element: etree._Element) -> Iterator[SvgFault]:
    line, name = element.sourceline or 1, etree.QName(element)
    namespace = name.namespace or ""
    if not (namespace == _SVG and name.localname in _ELEMENTS) and not namespace.startswith(_IGNORED):
        yield SvgFault(line, f"a drawing cannot hold the element “{name.localname}”")
        return
    if name.localname == "style" and _FETCHES.search("".join(map(str, element.itertext()))):
        yield SvgFault(line, "the drawing's style would fetch something")
    for attribute, value in element.items():
        own = etree.QName(attribute).localname
        if own.lower().startswith("on"):
            yield SvgFault(line, f"a drawing cannot hold the attribute “{own}”, which runs a program")
        elif own in ("href", "src", "base") and not _WITHIN.match(value.strip()):
            yield SvgFault(line, f"“{value[:80]}” leads out of the drawing")
        elif _FETCHES.search(value):
            yield SvgFault(line, f"the attribute “{own}” would fetch something")
