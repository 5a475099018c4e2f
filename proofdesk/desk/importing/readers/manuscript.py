"""Read a file as a manuscript, by the reader for its suffix."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.text import counted
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.beside.files import works_beside
from proofdesk.desk.importing.ledger import HeldWords
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.readers.contents.word_names import SUFFIXES as WORD_SUFFIXES
from proofdesk.desk.importing.readers.file_types.latex import LATEX_SUFFIXES, read_latex
from proofdesk.desk.importing.readers.file_types.markdown import MARKDOWN_SUFFIXES, read_markdown
from proofdesk.desk.importing.readers.file_types.notebook import NOTEBOOK, markdown_of_notebook
from proofdesk.desk.importing.readers.file_types.plain_text import read_text
from proofdesk.desk.importing.readers.file_types.wordpress import EXPORT, post_of_export
from proofdesk.desk.importing.readers.held.lines import held_by_markdown, held_by_notebook, held_by_web_page
from proofdesk.desk.importing.readers.latex.encoding import decode_latex
from proofdesk.desk.importing.readers.latex.source import is_latex
from proofdesk.desk.importing.readers.markup.dialects import is_markdown
from proofdesk.desk.importing.readers.pandoc import SUFFIXES, read_with_pandoc
from proofdesk.desk.importing.readers.rtf.reader import RTF, read_rtf_file

TEXT_SUFFIXES = (".txt", ".text")
MAX_BYTES = 25_000_000  # a book of a thousand pages with its pictures
_ZIP_SUFFIXES = (".odt", *WORD_SUFFIXES)
_SAVED = "open it in Word or LibreOffice and save it as .docx"
_OPENED = "open it in LibreOffice and save it as .odt"
_EXPORTED = "have its program write it as .docx, .odt or Markdown"
_CONVERSIONS = {suffix: advice for suffixes, advice in {
    ".doc .dot .wps .wpd": _SAVED, ".fodt .ott .sxw": _OPENED,
    ".org .rst .adoc .asciidoc .textile .typ .wiki .lyx .nxml": _EXPORTED,
    ".pages": "export it from Pages as Word (.docx)",
    ".gdoc .gdocs": "it is only a link; open it in Google Docs, and choose File, Download, Microsoft Word",
    ".epub .fb2 .mobi .azw3": "a book is many pages; convert it to .docx, as Calibre does, and keep the article's "
                              "chapter",
    ".pptx .ppt .odp .key": "slides are no text; ask for the manuscript, or copy the words into a .docx",
    ".zip .rar .7z .gz": "unpack it, and import the manuscript within it",
    ".pdf": "a PDF holds no paragraphs; ask for the file that it was made from",
}.items() for suffix in suffixes.split()}
MIN_SIGNS = 200  # for each control character among them
_FORMULA = re.compile(r"\\[(\[]")  # in a web page, which a script draws there
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def read_manuscript(file: Path, post: str = "") -> Manuscript:
    """Read a manuscript; ``post`` says which one of those that WordPress exported.

    Raise UserError if the file is missing, empty, too large, or not of the kind of its suffix.
    """
    suffix = file.suffix.lower()
    known = (*SUFFIXES, *MARKDOWN_SUFFIXES, *LATEX_SUFFIXES, *TEXT_SUFFIXES, NOTEBOOK, RTF, EXPORT)
    if not file.exists():
        raise UserError(f"there is no file “{file}”")
    if not file.is_file():
        raise UserError(f"“{file}” is no file")
    if suffix not in known:
        advice = _CONVERSIONS.get(suffix, f"known are: {', '.join(sorted(known))}")
        raise UserError(f"“{file.name}” is of a kind that cannot be imported ({advice})")
    if file.name.startswith("~$"):
        raise UserError(f"“{file.name}” is what Word keeps beside a file that is open, and holds no text (import "
                        "the file itself, without “~$” and with the letter or two that Word leaves out)")
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise cannot("read", file, error) from None
    if size > MAX_BYTES:
        raise UserError(f"“{file.name}” has {size // 1_000_000} MB, more than the {MAX_BYTES // 1_000_000} MB that a "
                        "manuscript may have (make its pictures smaller, or split it)")
    if not content.strip():
        raise UserError(f"“{file.name}” is empty")
    beside = works_beside(file, "" if suffix in _ZIP_SUFFIXES else content.decode("utf-8", "replace"))
    if suffix in _ZIP_SUFFIXES:
        _check_zip(file.name, content)
        manuscript = read_with_pandoc(file, keys=beside)
    elif suffix == EXPORT:
        manuscript = _read_export(file, content, post)
    elif suffix == RTF:
        manuscript = read_rtf_file(file, content, beside)
    else:
        text, notes = _decode(file.name, content)
        manuscript = _read(file, suffix, text)
        manuscript.notes += notes
    manuscript.beside = beside
    if not manuscript.lines:
        raise UserError(f"“{file.name}” holds no text")
    return manuscript


def _read(file: Path, suffix: str, text: str) -> Manuscript:
    """Read a text by its suffix, or by its markup if the suffix says nothing."""
    if suffix in LATEX_SUFFIXES or (suffix in TEXT_SUFFIXES and is_latex(text)):
        return read_latex(file, text)
    if suffix in TEXT_SUFFIXES and not is_markdown(text):
        return read_text(text)
    if suffix in (*MARKDOWN_SUFFIXES, *TEXT_SUFFIXES):
        return _counted(read_markdown(file, text), held_by_markdown(text), True)
    if suffix != NOTEBOOK:
        return _counted(read_with_pandoc(file, text), held_by_web_page(text), _FORMULA.search(text) is not None)
    written, notes = markdown_of_notebook(file.name, text)
    manuscript = _counted(read_markdown(file, written), held_by_notebook(text), True)
    manuscript.notes += notes
    return manuscript


def _read_export(file: Path, content: bytes, wanted: str) -> Manuscript:
    post = post_of_export(file.name, content, wanted)
    if post is None:
        raise UserError(f"“{file.name}” is of a kind that cannot be imported ({_EXPORTED}; of XML, only what WordPress "
                        "exports is read)")
    manuscript = _counted(read_with_pandoc(file.with_suffix(".html"), post.page), held_by_web_page(post.page))
    manuscript.notes += post.notes
    return manuscript


def _counted(manuscript: Manuscript, lines: Iterable[HeldWords], has_commands: bool = False) -> Manuscript:
    """Count the words of the file as it is, before anything of it was rewritten or left out."""
    manuscript.ledger.hold_lines(lines, has_commands)
    return manuscript


def _check_zip(name: str, content: bytes) -> None:
    """Raise UserError for a file that is encrypted or no ZIP archive, which Pandoc would explain badly."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"“{name}” is protected by a password, or an old Word file (open it, and save it as .docx "
                        "without a password)")
    if not content.startswith(b"PK"):
        raise UserError(f"“{name}” is not what its ending says (open it in Word or LibreOffice and save it again)")


def _decode(name: str, content: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and a note if its encoding was guessed."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    for mark, encoding in marks:
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                raise UserError(f"“{name}” is damaged: it begins as {encoding} and does not go on so") from None
    notes = []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        if (stated := decode_latex(content)) is not None:
            return stated, []
        try:
            text = content.decode("cp1252")  # what Word calls “Windows (default)”
        except UnicodeDecodeError:
            raise UserError(f"“{name}” is no text (save it as UTF-8 text, or import the Word file)") from None
        notes = ["the file is not UTF-8 and was read as Windows text: look at its accents and quotation marks"]
    text, number = _CONTROL.subn(f"{REVIEW_OPEN}?{REVIEW_CLOSE}", text)
    if number * MIN_SIGNS > len(text):
        raise UserError(f"“{name}” is no text: it holds control characters (import the file that it was made from)")
    if number:
        notes.append(f"{counted(number, 'sign that shows nothing is', 'signs that show nothing are')} ⟦?⟧ in the "
                     "article, as those that a PDF lost: see there what was meant")
    return text, notes
