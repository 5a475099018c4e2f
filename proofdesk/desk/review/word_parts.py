"""Open a Word file within limits: no part of it is fetched from elsewhere, and none fills the memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import read_ordinary

Parts = dict[str, bytes]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
    if "word/document.xml" not in parts:
        raise UserError(f"“{file.name}” is not a Word file of today's kind (open it in its program, and save it as "
                        ".docx)")
    return parts


def parts_of(content: bytes) -> Parts:
    """Return the parts of a file's content that are XML. Raises OverflowError if they are too large together."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        infos = [info for info in opened.infolist() if info.filename.endswith((".xml", ".rels"))]
        if len(infos) > _MAX_PARTS or sum(info.file_size for info in infos) > MAX_BYTES:
            raise OverflowError
        return {info.filename: opened.read(info) for info in infos}


def read_xml(parts: Parts, name: str) -> Any:
    """Return a part as a tree, None if there is none. Raises UserError if it cannot be read."""
    if name not in parts:
        return None
    # No entities, no network, and no tree deeper than libxml2's own limit.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)
    try:
        return etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise UserError(f"the Word file cannot be read: {name}: {error.msg} (open it in Word, and save it again)") \
            from None
