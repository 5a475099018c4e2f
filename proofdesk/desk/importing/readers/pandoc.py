"""Read a Word, OpenDocument, HTML or Markdown file with Pandoc."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.ledger import FIELDS
from proofdesk.desk.importing.model import HEADING, Line, Manuscript, escape
from proofdesk.desk.importing.readers.captions import mark_captions
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.file import marked_file
from proofdesk.desk.importing.readers.fields.marks import MarkedText
from proofdesk.desk.importing.readers.pandoc_document import DocumentReader
from proofdesk.desk.importing.readers.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.safe_text import pictures_elsewhere
from proofdesk.desk.importing.readers.source import Source, prepare

_FORMATS = {
    # Notes of a web page are written as those of electronic books before it is read.
    ".docx": "docx", ".odt": "odt", ".html": "html+epub_html_exts", ".htm": "html+epub_html_exts",
    # Without extensions that would turn words into something else; citations stay as they are written.
    ".md": "markdown-smart-tex_math_dollars-raw_tex-example_lists-fancy_lists-blank_before_header-implicit_figures"
           "-definition_lists+lists_without_preceding_blankline",
}
_FORMATS[".markdown"] = _FORMATS[".md"]
SUFFIXES = tuple(_FORMATS)


def read_with_pandoc(file: Path, text: str | None = None, keys: Iterable[str] = ()) -> Manuscript:
    """Read a file, or its ``text`` if it is a text file. Raise UserError with Pandoc's reason if it cannot be read.

    ``keys`` are those of works beside the file, which its citations may name.
    """
    citations = FieldCitations(keys=frozenset(keys))
    with marked_file(file, citations) if text is None else nullcontext(file) as marked, \
            prepare(file, marked, text) as source:
        return _read(file, source, citations)


def _read(file: Path, source: Source, citations: FieldCitations) -> Manuscript:
    """Read a file as it was prepared for Pandoc; its citations may be marks."""
    suffix, text = file.suffix.lower(), source.text
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(source.path.absolute())])]
    pandoc = PandocProcess(file.name, file.stat().st_size if text is None else len(text.encode("utf-8", "replace")))
    try:
        document = json.loads(pandoc.run(options, text))
        reader = DocumentReader(file, citations)
        reader.pictures.descriptions = source.descriptions
        lines = [*reader.blocks(document["blocks"])]
        lines += reader.footnotes()
        title = reader.inlines(_meta_inlines(document["meta"].get("title"))).strip()
    except RecursionError:
        raise UserError(f"“{file.name}” cannot be read: lists, quotations or emphasis are inside each other hundreds "
                        "of times (take them apart, and import it again)") from None
    if suffix == ".docx":
        reader.pictures.ask_elsewhere(pictures_elsewhere(file))
    writer = MarkedText(citations)
    lines = writer.lines(mark_captions(lines, source.captions))
    notes = [writer.words(note)
             for note in (*reader.notes, *source.account(document, reader.tables, reader.pictures))]
    headings = [line for line in lines if line.kind == HEADING]
    manuscript = Manuscript(
        lines, writer.words(title), bool(headings), reader.pictures.contents,
        [*notes, *citations.notes(writer.written)], source.facts, source.ledger, dict(citations.records),
        writer.shown, [remark.item for remark in source.remarks])
    manuscript.held[FIELDS] += len(citations.citations) + len(citations.unread)
    manuscript.ledger.keep(FIELDS, len(writer.written))
    manuscript.ledger.name(FIELDS, len(citations.unread) + len(citations.citations) - len(writer.written))
    manuscript = _shift_headings(manuscript)
    if not manuscript.title:
        manuscript.title = escape(source.title)
    return manuscript


def _meta_inlines(value: Any) -> list[Any]:
    return list(value["c"]) if value and value.get("t") == "MetaInlines" else []


def _shift_headings(manuscript: Manuscript) -> Manuscript:
    """Shift headings so that the highest has level 2; a single first heading of level 1 becomes the title."""
    levels = [line.level for line in manuscript.lines if line.kind == HEADING]
    has_title = levels[:1] == [1] and levels.count(1) == 1 and not manuscript.title and manuscript.lines[0].level == 1
    if has_title:
        manuscript.title = manuscript.lines.pop(0).text
        levels = levels[1:]
    lowest = min(levels, default=2)
    manuscript.lines = [
        Line(HEADING, line.text, min(line.level - lowest + 2, 6)) if line.kind == HEADING else line
        for line in manuscript.lines
    ]
    return manuscript
