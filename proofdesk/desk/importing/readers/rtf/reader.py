"""Read a manuscript in Rich Text Format: its text with Pandoc, and beside it what Pandoc does not say of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.content.review.items import ItemKind, ReviewItem
from proofdesk.desk.importing.ledger import COMMENTS
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.contents.properties import facts_of, title_of
from proofdesk.desk.importing.readers.document_words import replaced
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.code import is_bibliography, is_citation, read_citations
from proofdesk.desk.importing.readers.fields.marks import add_citation
from proofdesk.desk.importing.readers.pandoc import manuscript_of, read_json
from proofdesk.desk.importing.readers.remarks.marked_text import Remark
from proofdesk.desk.importing.readers.rtf.groups import RtfFile, read_rtf
from proofdesk.desk.importing.readers.rtf.text import with_far_letters
from proofdesk.desk.importing.readers.source import Source

RTF = ".rtf"
_BEGIN = b"{\\rtf"


def read_rtf_file(file: Path, content: bytes, keys: Iterable[str] = ()) -> Manuscript:
    """Read a file. Raise UserError if it is none, or with Pandoc's reason if it cannot be read."""
    if not content.lstrip().startswith(_BEGIN):
        raise UserError(f"“{file.name}” is not what its ending says (open it in its program and save it again)")
    citations = FieldCitations(keys=frozenset(keys))
    held = read_rtf(content, lambda code, shown: _mark(citations, code, shown))
    pandoc = PandocProcess(file.name, len(content))
    document = read_json(file, with_far_letters(pandoc.run(["-f", "rtf", "-t", "json"], held.text.decode("latin-1"))))
    # All of “meta” are properties.
    document = {**document, "meta": {}, "blocks": replaced(document["blocks"], _undescribed)}
    return manuscript_of(file, document, _source(file, held), citations)


def _undescribed(inline: dict[str, Any]) -> list[Any] | None:
    """Return a picture without “image”, by which Pandoc describes each; None for anything else."""
    return [{"t": "Image", "c": [inline["c"][0], [], inline["c"][2]]}] if inline["t"] == "Image" else None


def _mark(citations: FieldCitations, code: str, shown: str) -> str:
    """Return the mark of a field that cites; of others what they show."""
    if is_bibliography(code):
        citations.bibliographies += 1
        return shown
    if not is_citation(code):
        return shown
    return add_citation(citations, read_citations([(code, "")])[0], shown, may_be_number=False) or shown


def _source(file: Path, held: RtfFile) -> Source:
    facts = facts_of({name: words for name, words in held.facts.items() if name != "title"})
    items = [ReviewItem(kind=ItemKind.NOTE, by=by, says=says) for by, says in held.comments if says]
    remarks = [Remark(item, comments=1) for item in items]
    source = Source(file, file, facts=facts, remarks=remarks, title=title_of(held.facts.get("title", "")),
                    passages=held.passages, held_pictures=held.pictures)
    source.ledger.held[COMMENTS] += len(remarks)
    return source
