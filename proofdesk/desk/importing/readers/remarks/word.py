"""Read the comments and tracked changes of a Word file, with all that Pandoc loses: replies, those within others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from proofdesk.desk.importing.readers.packed_file import PackedFile
from proofdesk.desk.importing.readers.remarks.marked_text import Remark, remarks_of
from proofdesk.desk.word.comments import read_comments
from proofdesk.desk.word.marked import Edge, MarkedParagraph, MarkedReader, Words

_NOTES, _COMMENTS = re.compile(r"(?:footnotes|endnotes)\d*\.xml"), re.compile(r"comments(?:Extended)?\d*\.xml")


def remarks_of_word(file: Path) -> list[Remark]:
    """Return the comments and tracked changes of a Word file, in the order of its text. See ``remarks_of``."""
    with PackedFile(file) as packed:
        main = packed.main_part()
        targets = [target for _, target, outside in packed.relations(main) if not outside]
        names = [main, *(target for target in targets if _NOTES.search(target))]
        reader = MarkedReader()
        paragraphs = [[*_parts(paragraph)] for name in names for part in [packed.part(name)] if part is not None
                      for paragraph in reader.paragraphs(part)]
        comments = read_comments((part, packed.targets(target)) for target in targets if _COMMENTS.search(target)
                                 for part in [packed.part(target)] if part is not None)
    return [*remarks_of(paragraphs, comments)]


def _parts(paragraph: MarkedParagraph) -> Iterator[Words | Edge]:
    for piece in paragraph.pieces:
        # The article has formulas in other words.
        if isinstance(piece, Edge) or (isinstance(piece, Words) and (
                not (piece.thing or piece.drawn) or any(not each.row for each in piece.changes))):
            yield piece
