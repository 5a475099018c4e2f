"""Read the comments and tracked changes of a Word file, with all that Pandoc loses: replies, those within others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from proofdesk.desk.importing.readers.packed_file import PackedFile
from proofdesk.desk.importing.readers.remarks.marked_text import (
    Change,
    ChangeKind,
    Comment,
    Edge,
    Remark,
    Words,
    remarks_of,
    when,
)
from proofdesk.desk.word import marked
from proofdesk.desk.word.comments import read_comments

_KINDS = {"ins": ChangeKind.INSERTED, "del": ChangeKind.DELETED, "moveFrom": ChangeKind.MOVED_AWAY,
          "moveTo": ChangeKind.MOVED_HERE}
_NOTES, _COMMENTS = re.compile(r"(?:footnotes|endnotes)\d*\.xml"), re.compile(r"comments(?:Extended)?\d*\.xml")


def remarks_of_word(file: Path) -> list[Remark]:
    """Return the comments and tracked changes of a Word file, in the order of its text. See ``remarks_of``."""
    with PackedFile(file) as packed:
        main = packed.main_part()
        targets = [target for _, target, outside in packed.relations(main) if not outside]
        names = [main, *(target for target in targets if _NOTES.search(target))]
        reader = marked.MarkedReader()
        paragraphs = [[*_parts(paragraph)] for name in names for part in [packed.part(name)] if part is not None
                      for paragraph in reader.paragraphs(part)]
        said = read_comments((part, packed.targets(target)) for target in targets if _COMMENTS.search(target)
                             for part in [packed.part(target)] if part is not None)
    comments = {each.name: Comment(each.name, each.by, when(each.date), each.says, each.parent, each.resolved)
                for each in said.values()}
    return [*remarks_of(paragraphs, comments)]


def _parts(paragraph: marked.MarkedParagraph) -> Iterator[Words | Edge]:
    for piece in paragraph.pieces:
        if isinstance(piece, marked.Edge):
            yield Edge(piece.comment, piece.is_end or piece.is_point)
        elif isinstance(piece, marked.Words):
            change = _change(piece.changes)
            if change or not (piece.thing or piece.drawn):  # the article has formulas in other words
                yield Words(piece.text, change)


def _change(changes: tuple[marked.Changed, ...]) -> Change | None:
    """Return the change that counts: of words that one person put in and another took out, the deletion."""
    kept = None
    for each in changes:
        if not each.row and (kept is None or kept.kind is not ChangeKind.DELETED):
            kept = Change(_KINDS[each.sort], each.number, each.by, when(each.date), each.move)
    return kept
