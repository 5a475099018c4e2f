"""A file → a manuscript, by the kind that its name's ending says. Refuses what it cannot read, with the reason."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from proofdesk.common.errors import UserError, cannot
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.readers.pandoc import read_with_pandoc, suffixes
from proofdesk.desk.importing.readers.text import read_text

TEXTS = (".txt", ".text")
LARGEST = 25_000_000  # bytes; a book of a thousand pages with its pictures
_PACKED = (".docx", ".odt")
_ADVICE = {
    ".doc": "open it in Word or LibreOffice and save it as .docx",
    ".rtf": "open it in Word or LibreOffice and save it as .docx",
    ".pages": "export it from Pages as Word (.docx)",
    ".pdf": "a PDF holds no paragraphs; ask for the file that it was made from",
    ".tex": "convert it with Pandoc to .docx first",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def read(file: Path) -> Manuscript:
    """Read a manuscript. Raises Refused where the file is missing, empty, too large, or not what its ending says."""
    suffix = file.suffix.lower()
    known = (*suffixes(), *TEXTS)
    if not file.exists():
        raise UserError(f"there is no file “{file}”")
    if not file.is_file():
        raise UserError(f"“{file}” is no file")
    if suffix not in known:
        advice = _ADVICE.get(suffix, f"known are: {', '.join(sorted(known))}")
        raise UserError(f"“{file.name}” is of a kind that cannot be imported ({advice})")
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise cannot("read", file, error) from None
    if size > LARGEST:
        raise UserError(f"“{file.name}” has {size // 1_000_000} MB, more than the {LARGEST // 1_000_000} MB that a "
                      "manuscript may have (make its pictures smaller, or split it)")
    if not content.strip():
        raise UserError(f"“{file.name}” is empty")
    if suffix in _PACKED:
        _check_packed(file.name, content)
        manuscript = read_with_pandoc(file)
    else:
        text, said = _decoded(file.name, content)
        manuscript = read_text(text) if suffix in TEXTS else read_with_pandoc(file, text)
        manuscript.notes += said
    if not manuscript.lines:
        raise UserError(f"“{file.name}” holds no text")
    return manuscript


def _check_packed(name: str, content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"“{name}” is protected by a password, or an old Word file (open it, and save it as .docx "
                      "without a password)")
    if not content.startswith(b"PK"):
        raise UserError(f"“{name}” is not what its ending says (open it in Word or LibreOffice and save it anew)")


def _decoded(name: str, content: bytes) -> tuple[str, list[str]]:
    """The text of a file, and what had to be guessed about its letters."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    for mark, encoding in marks:
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                raise UserError(f"“{name}” is damaged: it begins as {encoding} and does not go on so") from None
    said = []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what Word calls “Windows (default)”
        except UnicodeDecodeError:
            raise UserError(f"“{name}” is no text (save it as UTF-8 text, or import the Word file)") from None
        said = ["the file is not UTF-8 and was read as Windows text: look at its accents and quotation marks"]
    if _CONTROL.search(text):
        raise UserError(f"“{name}” is no text: it holds control characters (import the file that it was made from)")
    return text, said
