"""Write a Word file with the names that Word gives its elements, for readers that know no others.

Programs may abbreviate a name of an element as they like, `ns0:p` for `w:p`, and Word itself saves “Strict Open XML”
with other names altogether. Pandoc reads neither.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import MAX_BYTES, UNREADABLE

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")  # with programs, and forms to write in: the text is the same
_FORMATS = "http://schemas.openxmlformats.org"
_PREFIXES = {
    "w": f"{_FORMATS}/wordprocessingml/2006/main", "r": f"{_FORMATS}/officeDocument/2006/relationships",
    "m": f"{_FORMATS}/officeDocument/2006/math", "a": f"{_FORMATS}/drawingml/2006/main",
    "pic": f"{_FORMATS}/drawingml/2006/picture", "wp": f"{_FORMATS}/drawingml/2006/wordprocessingDrawing",
    "c": f"{_FORMATS}/drawingml/2006/chart", "dgm": f"{_FORMATS}/drawingml/2006/diagram",
    "mc": f"{_FORMATS}/markup-compatibility/2006", "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office", "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_OURS = {address: prefix for prefix, address in _PREFIXES.items()}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_STATED = re.compile(rb"""\sxmlns:?([\w.-]*)\s*=\s*(["'])([^"'<>]*)\2""")
_OLD_NAMES = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
# Attributes of the namespace for compatibility that hold prefixes.
_OF_PREFIXES = ("Ignorable", "Requires", "ProcessContent", "MustUnderstand")


@contextmanager
def usual_word_file(file: Path) -> Iterator[Path]:
    """Give a Word file with the usual names: itself, or a copy that is there for as long as the context."""
    parts: dict[str, bytes] = {}
    try:
        if file.suffix.lower() in SUFFIXES:
            with zipfile.ZipFile(file) as packed:
                parts = {name: content for name in packed.namelist() if name.endswith((".xml", ".rels"))
                         for content in [_usual(packed, name)] if content is not None}
                others = {name: packed.read(name) for name in packed.namelist() if name not in parts} if parts else {}
    except UNREADABLE:
        parts = {}
    if not parts and file.suffix.lower() not in SUFFIXES[1:]:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        copy = Path(folder, f"{file.stem}.docx")
        if parts:
            with zipfile.ZipFile(copy, "w") as written:
                for name, content in {**others, **parts}.items():
                    written.writestr(name, content)
        else:
            copy.write_bytes(file.read_bytes())
        yield copy


def _usual(packed: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a part with the usual names; None if it has no others."""
    if packed.getinfo(name).file_size > MAX_BYTES:
        return None
    content = packed.read(name)
    usual = _STRICT.sub(lambda found: b"%s/%s/2006/%s" % (
        _FORMATS.encode(), found[1], _OLD_NAMES.get(found[2], found[2])), content)
    stated = {(prefix, address) for prefix, _, address in _STATED.findall(usual)}
    if not name.startswith("word/") or not name.endswith(".xml") or all(
            _OURS.get(address.decode("utf-8", "replace"), prefix.decode()) == prefix.decode()
            for prefix, address in stated):
        return usual if usual != content else None
    root = etree.fromstring(usual, etree.XMLParser(resolve_entities=False, no_network=True))
    # An element may say that names without a prefix are nobody's (`xmlns=""`): that is no name to write.
    used = {prefix: address for element in root.iter() for prefix, address in element.nsmap.items() if address}
    written: bytes = etree.tostring(_renamed(root, used), xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _renamed(root: etree._Element, used: dict[str | None, Any]) -> etree._Element:
    new = {prefix: _OURS.get(address, f"x{prefix or ''}" if prefix in (None, *_PREFIXES) else prefix)
           for prefix, address in used.items()}
    names = {new[prefix]: address for prefix, address in used.items()}
    made = etree.Element(root.tag, dict(root.attrib), nsmap=names)
    made.text = root.text
    made.extend([*root])
    for element in made.iter("*"):
        for attribute, value in element.attrib.items():
            if etree.QName(attribute).localname in _OF_PREFIXES:
                element.set(attribute, " ".join(new.get(each) or each for each in str(value).split()))
    etree.cleanup_namespaces(made, top_nsmap=names, keep_ns_prefixes=[*names])
    return made
