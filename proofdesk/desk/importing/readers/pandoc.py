"""Read a Word, OpenDocument or HTML file with Pandoc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.model import HEADING, Line, Manuscript
from proofdesk.desk.importing.readers.left_out import left_out
from proofdesk.desk.importing.readers.pandoc_document import DocumentReader
from proofdesk.desk.importing.readers.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.safe_text import pictures_elsewhere

_FORMATS = {".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html"}
SUFFIXES = tuple(_FORMATS)


def read_with_pandoc(file: Path, text: str | None = None) -> Manuscript:
    """Read a file, or its ``text`` if it is a text file. Raise UserError with Pandoc's reason if it cannot be read."""
    suffix = file.suffix.lower()
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(file.absolute())])]
    pandoc = PandocProcess(file.name, file.stat().st_size if text is None else len(text.encode("utf-8", "replace")))
    document = json.loads(pandoc.run(options, text))
    manuscript = manuscript_of(file, document, pandoc)
    if suffix == ".docx":
        manuscript.notes += [f"a picture was left out, it is not in the file, which only links to it: {elsewhere[:200]}"
                             for elsewhere in pictures_elsewhere(file)]
    manuscript.notes += left_out(file, text, document)
    return manuscript


def manuscript_of(file: Path, document: dict[str, Any], pandoc: PandocProcess) -> Manuscript:
    """Return the lines, the title and the pictures of Pandoc's document."""
    try:
        reader = DocumentReader(file, document["pandoc-api-version"])
        lines = list(reader.blocks(document["blocks"]))
        lines = reader.with_tables([*lines, *reader.footnotes()], pandoc)
        title = reader.inlines(_meta_inlines(document["meta"].get("title"))).strip()
    except RecursionError:
        raise UserError(f"“{file.name}” cannot be read: lists, quotations or emphasis are inside each other hundreds "
                        "of times (take them apart, and import it again)") from None
    headings = [line for line in lines if line.kind == HEADING]
    return _shift_headings(Manuscript(lines, title, bool(headings), reader.pictures.contents, reader.notes))


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
