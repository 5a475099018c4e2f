"""Open a Word file within limits: no part of it is fetched from elsewhere, and none fills the memory."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import read_ordinary
from proofdesk.desk.word.comments import W

Parts = dict[str, bytes]
MAIN = "word/document.xml"
_BESIDE = ("comments", "commentsExtended", "footnotes", "endnotes", "styles")
# The kind of file that Word calls “Strict Open XML” differs from the usual one in its names only.
_STRICT, _USUAL = b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.strip("{}").encode()
MAX_BYTES, _MAX_PARTS = 100_000_000, 5_000


def open_word(file: Path) -> Parts:
    """Return the parts of a Word file by name. Raises UserError if it is none, or larger than any text."""
    try:
        content = read_ordinary(file, MAX_BYTES)
    except OSError as error:
        raise cannot("read", file, error) from None
    try:
        parts = parts_of(content)
    except OverflowError:
        raise UserError(f"“{file.name}” is larger than any article (take pictures or films out of it)") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        parts = {}
    if MAIN not in parts:
        raise UserError(f"“{file.name}” is not a Word file of today's kind (open it in its program, and save it as "
                        ".docx)")
    return parts


def parts_of(content: bytes) -> Parts:
    """Return the parts of a file's content that are XML. Raises OverflowError if they are too large together."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        infos = [info for info in opened.infolist() if info.filename.endswith((".xml", ".rels"))]
        if len(infos) > _MAX_PARTS or sum(info.file_size for info in infos) > MAX_BYTES:
            raise OverflowError
        return _usual_names({info.filename: opened.read(info).replace(_STRICT, _USUAL) for info in infos})


def _usual_names(parts: Parts) -> Parts:
    """Give the main part, its comments and its notes the names that Word gives them; Word Online has others."""
    main = _targets(parts, "_rels/.rels", "").get("officeDocument", MAIN)
    beside = _targets(parts, _relations(main), main.rpartition("/")[0])
    named = {main: MAIN, **{beside[kind]: f"word/{kind}.xml" for kind in _BESIDE if kind in beside}}
    named |= {_relations(path): _relations(name) for path, name in named.items()}
    return {named.get(path, path): content for path, content in parts.items()}


def _relations(name: str) -> str:
    """Return the name of the part that says what a part refers to."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _targets(parts: Parts, name: str, folder: str) -> dict[str, str]:
    """Return the paths that a part of relations names, by their kind."""
    found: dict[str, str] = {}
    try:
        relations = list(etree.fromstring(parts[name], _parser())) if name in parts else []
    except etree.XMLSyntaxError:
        relations = []
    for each in relations:
        target = each.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}").lstrip("/")
        found.setdefault(each.get("Type", "").rpartition("/")[2], path)
    return found


def addresses(parts: Parts, name: str) -> dict[str, str]:
    """Return the addresses outside the file to which a part links, by the names that it has for them."""
    root = read_xml(parts, _relations(name))
    return {each.get("Id", ""): each.get("Target", "") for each in root if each.get("TargetMode") == "External"} \
        if root is not None else {}


def read_xml(parts: Parts, name: str) -> Any:
    """Return a part as a tree, None if there is none. Raises UserError if it cannot be read."""
    if name not in parts:
        return None
    try:
        return etree.fromstring(parts[name], _parser())
    except etree.XMLSyntaxError as error:
        raise UserError(f"the Word file cannot be read: {name}: {error.msg} (open it in Word, and save it again)") \
            from None


def _parser() -> Any:
    """Return a parser that reads no entities, no network, and no tree deeper than libxml2's own limit."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                           remove_pis=True)
