"""Read a Word, OpenDocument, HTML or Markdown file with Pandoc."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.ledger import FIELDS
from proofdesk.desk.importing.model import HEADING, Line, Manuscript
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.file import marked_file
from proofdesk.desk.importing.readers.fields.marks import MarkedText
from proofdesk.desk.importing.readers.left_out import left_out
from proofdesk.desk.importing.readers.pandoc_document import DocumentReader
from proofdesk.desk.importing.readers.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.safe_text import pictures_elsewhere

_FORMATS = {
    ".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html",
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
    with marked_file(file, citations) if text is None else nullcontext(file) as marked:
        return _read(file, marked, text, citations)


def _read(file: Path, marked: Path, text: str | None, citations: FieldCitations) -> Manuscript:
    """Read a file of which a copy, perhaps the file itself, has marks in the place of its citations."""
    suffix = file.suffix.lower()
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(marked.absolute())])]
    pandoc = PandocProcess(file.name, file.stat().st_size if text is None else len(text.encode("utf-8", "replace")))
    try:
        document = json.loads(pandoc.run(options, text))
        reader = DocumentReader(file, document["pandoc-api-version"], citations)
        lines = list(reader.blocks(document["blocks"]))
        lines = reader.with_tables([*lines, *reader.footnotes()], pandoc)
        title = reader.inlines(_meta_inlines(document["meta"].get("title"))).strip()
    except RecursionError:
        raise UserError(f"“{file.name}” cannot be read: lists, quotations or emphasis are inside each other hundreds "
                        "of times (take them apart, and import it again)") from None
    if suffix == ".docx":
        reader.notes += [f"a picture was left out, it is not in the file, which only links to it: {elsewhere[:200]}"
                         for elsewhere in pictures_elsewhere(file)]
    reader.notes += left_out(marked, text, document)
    writer = MarkedText(citations)
    lines = writer.lines(lines)
    reader.notes = [writer.words(note) for note in reader.notes]
    headings = [line for line in lines if line.kind == HEADING]
    manuscript = Manuscript(
        lines, writer.words(title), bool(headings), reader.pictures.contents,
        [*reader.notes, *citations.notes(writer.written)], cited=dict(citations.records), shown=writer.shown)
    manuscript.held[FIELDS] += len(citations.citations) + len(citations.unread)
    manuscript.ledger.keep(FIELDS, len(writer.written))
    manuscript.ledger.name(FIELDS, len(citations.unread) + len(citations.citations) - len(writer.written))
    return _shift_headings(manuscript)


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
