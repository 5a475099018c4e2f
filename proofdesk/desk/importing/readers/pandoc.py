"""Read a Word, OpenDocument or HTML file with Pandoc."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.languages import REFERENCES, small_words
from proofdesk.desk.importing.ledger import FIELDS, OBJECTS, letters_of
from proofdesk.desk.importing.lines import HEADING, Line, escape
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.captions import mark_captions
from proofdesk.desk.importing.readers.contents.outlines import numbered_lists
from proofdesk.desk.importing.readers.contents.word_names import SUFFIXES as WORD_SUFFIXES
from proofdesk.desk.importing.readers.contents.word_names import usual_word_file
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.file import marked_file
from proofdesk.desk.importing.readers.fields.marks import MarkedText
from proofdesk.desk.importing.readers.formulas import with_formulas
from proofdesk.desk.importing.readers.mending.drawn_formulas import with_formulas_of_marks
from proofdesk.desk.importing.readers.mending.inserted_files import with_files
from proofdesk.desk.importing.readers.mending.odt_titles import with_title_of_marks
from proofdesk.desk.importing.readers.mending.web_fields import mark_citations
from proofdesk.desk.importing.readers.named import Named
from proofdesk.desk.importing.readers.packed_file import text_size
from proofdesk.desk.importing.readers.pandoc_document import DocumentReader
from proofdesk.desk.importing.readers.source import Source, prepare
from proofdesk.desk.importing.typed_marks import typed_item

_FORMATS = {
    # Notes of a web page are written as those of electronic books before it is read.
    ".docx": "docx", ".odt": "odt", ".html": "html+epub_html_exts", ".htm": "html+epub_html_exts",
}
SUFFIXES = (*_FORMATS, *WORD_SUFFIXES[1:])


def read_with_pandoc(file: Path, text: str | None = None, keys: Iterable[str] = ()) -> Manuscript:
    """Read a file, or its ``text`` if it is a text file. Raise UserError with Pandoc's reason if it cannot be read.

    ``keys`` are those of works beside the file, which its citations may name.
    """
    with usual_word_file(file) if text is None else nullcontext(file) as usual:
        return _read_marked(usual, text, FieldCitations(keys=frozenset(keys)))


def _read_marked(file: Path, text: str | None, citations: FieldCitations) -> Manuscript:
    text = mark_citations(text, citations) if text is not None else None
    with marked_file(file, citations) if text is None else nullcontext(file) as marked, \
            prepare(file, marked, text) as source:
        return _read(file, source, citations)


def _read(file: Path, source: Source, citations: FieldCitations) -> Manuscript:
    """Read a file as it was prepared for Pandoc; its citations may be marks."""
    suffix, text = file.suffix.lower(), source.text
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(source.path.absolute())])]
    pandoc = PandocProcess(file.name, text_size(source.path) if text is None else len(text.encode("utf-8", "replace")))
    document = read_json(file, pandoc.run(options, text))
    source.ledger.keep(OBJECTS, with_files(
        document, source.drawings.files,
        lambda form, held: list(read_json(file, pandoc.run([*form, "-t", "json"], held))["blocks"]), source.notes))
    if text is None:
        document["blocks"] = [*_head_of(document["meta"]), *document["blocks"]]
    with limited_depth(file):
        document = with_title_of_marks(with_formulas_of_marks(document)) if suffix == ".odt" else document
    named = Named()
    with limited_depth(file):
        shown = with_formulas(document, pandoc.run, named)
    source.notes += named.notes()
    return manuscript_of(file, shown, source, citations, document)


def read_json(file: Path, written: str) -> dict[str, Any]:
    """Return Pandoc's document. Raise UserError if its parts are inside each other too often."""
    with limited_depth(file):
        document: dict[str, Any] = json.loads(written)
        return document


@contextmanager
def limited_depth(file: Path) -> Iterator[None]:
    """Raise UserError if the parts of a document are inside each other too often."""
    try:
        yield
    except RecursionError:
        raise UserError(f"“{file.name}” cannot be read: lists, quotations or emphasis are inside each other hundreds "
                        "of times (take them apart, and import it again)") from None


def manuscript_of(
    file: Path, document: dict[str, Any], source: Source, citations: FieldCitations,
    compared: dict[str, Any] | None = None,
) -> Manuscript:
    """Return the lines, the title and the pictures of Pandoc's document.

    ``compared`` is the document as Pandoc read it, if it was rewritten since.
    """
    with limited_depth(file):
        reader = DocumentReader(file, citations)
        reader.pictures.descriptions, reader.pictures.held = source.descriptions, source.held_pictures
        lines = [*reader.blocks(document["blocks"])]
        title = reader.inlines(_meta_inlines(document["meta"].get("title"))).strip()
        lines += reader.footnotes()  # also those of the title
    reader.pictures.ask_elsewhere(source.elsewhere)
    if reader.titles:
        reader.notes.append("what links and pictures show beside the pointer of a mouse was left out: "
                            + ", ".join(f"“{title}”" for title in dict.fromkeys(reader.titles)))
    writer = MarkedText(citations)
    lines, typed = numbered_lists(
        [typed_item(line) for line in writer.lines(mark_captions(lines, source.captions))], source.ledger.by_site)
    notes = [*typed, *(writer.words(note) for note in (
        *reader.notes, *source.account(compared or document, reader.tables, reader.pictures)))]
    headings = [line for line in lines if line.kind == HEADING]
    manuscript = Manuscript(
        lines, writer.words(title), bool(headings), reader.pictures.contents,
        [*notes, *citations.notes(writer.written)], source.facts, source.ledger, dict(citations.records),
        writer.shown, [remark.item for remark in source.remarks])
    manuscript.held[FIELDS] += len(citations.citations) + len(citations.unread)
    manuscript.ledger.keep(FIELDS, len(writer.written))
    manuscript.ledger.name(FIELDS, len(citations.unread) + len(citations.citations) - len(writer.written))
    manuscript = _shift_headings(manuscript)
    shown = letters_of(" ".join((Line(HEADING, manuscript.title).plain, *(line.plain for line in manuscript.lines))))
    is_unseen = letters_of(source.title) not in shown
    if not manuscript.title:
        manuscript.title, manuscript.title_unseen = escape(source.title), is_unseen
    elif is_unseen:
        source.facts.others.append(("the title that its properties state", source.title))
    return manuscript


def _head_of(meta: dict[str, Any]) -> Iterator[Any]:
    """Yield the paragraphs that Pandoc takes for facts by their styles, such as “Author”; the title is one."""
    for _, line in groupby(_meta_inlines(meta.get("subtitle")), lambda each: each["t"] == "LineBreak"):
        if words := [each for each in line if each["t"] != "LineBreak"]:
            yield {"t": "Para", "c": words}
    said: list[Any] = []
    for value in filter(None, map(meta.get, ("author", "date"))):
        for words in map(_meta_inlines, value["c"] if value["t"] in ("MetaList", "MetaBlocks") else [value]):
            if said and words:
                goes_on = str(said[-1].get("c")).endswith((",", ";"))
                said += [{"t": "Space"}] if goes_on else [{"t": "Str", "c": ";"}, {"t": "Space"}]
            said += words
    if said:  # one sentence, as short lines would be taken for headings
        yield {"t": "Para", "c": [*said, {"t": "Str", "c": "."}]}
    yield from _blocks_of(meta.get("abstract"))


def _blocks_of(value: Any) -> Iterator[Any]:
    if value and value["t"] == "MetaBlocks":
        yield from value["c"]
    elif inlines := _meta_inlines(value):
        yield {"t": "Para", "c": inlines}


def _meta_inlines(value: Any) -> list[Any]:
    return list(value["c"]) if value and value.get("t") in ("MetaInlines", "Para") else []


def _shift_headings(manuscript: Manuscript) -> Manuscript:
    """Shift headings so that the highest has level 2; a single first heading of level 1 becomes the title.

    That of a list of references does not: the file is the list. Nor does that of a table of contents.
    """
    levels = [line.level for line in manuscript.lines if line.kind == HEADING]
    first = manuscript.lines[0].plain if manuscript.lines and manuscript.lines[0].kind == HEADING else ""
    has_title = (levels[:1] == [1] and levels.count(1) == 1 and not manuscript.title and bool(first)
                 and not REFERENCES.fullmatch(first) and first.casefold().strip(" :.") not in small_words("contents"))
    if has_title:
        manuscript.title = manuscript.lines.pop(0).text
        levels = levels[1:]
    lowest = min(levels, default=2)
    manuscript.lines = [
        Line(HEADING, line.text, min(line.level - lowest + 2, 6)) if line.kind == HEADING else line
        for line in manuscript.lines
    ]
    return manuscript
