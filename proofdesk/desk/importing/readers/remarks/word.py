"""Read the comments and tracked changes of a Word file, with all that Pandoc loses: replies, those within others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import FALLBACK, RELATIONS, WORD, PackedFile
from proofdesk.desk.importing.readers.remarks.marked_text import (
    Change,
    ChangeKind,
    Comment,
    Edge,
    Paragraph,
    Remark,
    Words,
    remarks_of,
    when,
)

_CHANGES = {f"{WORD}ins": ChangeKind.INSERTED, f"{WORD}del": ChangeKind.DELETED,
            f"{WORD}moveFrom": ChangeKind.MOVED_AWAY, f"{WORD}moveTo": ChangeKind.MOVED_HERE}
_EDGES = {f"{WORD}commentRangeStart": False, f"{WORD}commentRangeEnd": True, f"{WORD}commentReference": True}
_MOVES = {f"{WORD}moveFromRangeStart", f"{WORD}moveToRangeStart"}
_SPACES = {f"{WORD}{name}" for name in ("tab", "ptab", "br", "cr")}
_SIGNS = {f"{WORD}noBreakHyphen": "\u2011", f"{WORD}softHyphen": ""}
# What a change may hold that has no words of its own.
_THINGS = {f"{WORD}drawing": "[picture]", f"{WORD}pict": "[picture]", f"{WORD}object": "[object]",
           f"{WORD}footnoteReference": "[footnote]", f"{WORD}endnoteReference": "[endnote]"}
_SKIPPED = {FALLBACK, f"{WORD}instrText", f"{WORD}delInstrText", f"{WORD}rPr", f"{WORD}pPr"}
_TEXTS = {f"{WORD}t", f"{WORD}delText"}
_PARTS = re.compile(r"(?:footnotes|endnotes)\d*\.xml")
_PARAGRAPH = re.compile(r"\{[^{}]*/wordml\}paraId|\{[^{}]*/wordml\}paraIdParent|\{[^{}]*/wordml\}done")


def remarks_of_word(file: Path) -> list[Remark]:
    """Return the comments and tracked changes of a Word file, in the order of its text. See ``remarks_of``."""
    with PackedFile(file) as packed:
        main = packed.main_part()
        targets = [target for _, target, outside in packed.relations(main) if not outside]
        names = [main, *(target for target in targets if _PARTS.search(target))]
        reader = _Reader()
        paragraphs = [paragraph for name in names for part in [packed.part(name)] if part is not None
                      for paragraph in reader.paragraphs(part)]
        return [*remarks_of(paragraphs, _comments(packed, targets))]


class _Reader:
    """Reader of one file's text as paragraphs of marked words."""

    def __init__(self) -> None:
        self._numbers = count()
        self._move = ""  # the name of the move whose words come next

    def paragraphs(self, root: etree._Element) -> Iterator[Paragraph]:
        """Yield the paragraphs of a part of the file, those of text boxes behind the one that holds them."""
        for paragraph in root.iter(f"{WORD}p", *_MOVES, f"{WORD}commentRangeStart", f"{WORD}commentRangeEnd"):
            if any(around.tag == FALLBACK for around in paragraph.iterancestors()):
                continue
            if paragraph.tag in _MOVES:
                self._move = paragraph.get(f"{WORD}name", "")
            elif paragraph.tag == f"{WORD}p":
                around = next((each for each in paragraph.iterancestors(*_CHANGES)), None)
                yield [*self._parts(paragraph, None if around is None else self._change(around))]
            elif paragraph.getparent().tag in (f"{WORD}body", f"{WORD}tc"):  # between two paragraphs
                yield [Edge(paragraph.get(f"{WORD}id", ""), paragraph.tag.endswith("End"))]

    def _parts(self, element: etree._Element, change: Change | None) -> Iterator[Words | Edge]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag in _MOVES:
                self._move = child.get(f"{WORD}name", "")
            elif tag in _EDGES:
                yield Edge(child.get(f"{WORD}id", ""), _EDGES[tag])
            elif tag in _TEXTS:
                yield Words(child.text or "", change)
            elif tag in _SPACES:
                yield Words(" ", change)
            elif tag in _SIGNS:
                yield Words(_SIGNS[tag], change)
            elif tag in _THINGS:
                yield Words(_THINGS[tag] if change else "", change)
            elif tag in _CHANGES:
                # Words that one person put in and another took out are no longer there: the deletion counts.
                kept = change if change and change.kind is ChangeKind.DELETED else self._change(child)
                yield from self._parts(child, kept)
            elif tag != f"{WORD}p":
                yield from self._parts(child, change)

    def _change(self, element: etree._Element) -> Change:
        kind = _CHANGES[str(element.tag)]
        move = self._move if kind in (ChangeKind.MOVED_HERE, ChangeKind.MOVED_AWAY) else ""
        by, date = _by(element)
        return Change(kind, next(self._numbers), by, date, move)


def _comments(packed: PackedFile, targets: list[str]) -> dict[str, Comment]:
    """Return the comments of a file by name; later versions of Word state elsewhere what replies to what."""
    comments: dict[str, Comment] = {}
    by_paragraph: dict[str, str] = {}
    more: list[dict[str, str]] = []
    for target in targets:
        part = packed.part(target) if re.search(r"comments(?:Extended)?\d*\.xml", target) else None
        if part is None:
            continue
        links = packed.targets(target)
        for element in part:
            stated = {etree.QName(name).localname: value for name, value in element.attrib.items()
                      if _PARAGRAPH.fullmatch(name)}
            if stated.get("paraId"):
                more.append(stated)
            elif element.tag == f"{WORD}comment":
                comment = _comment(element, links)
                comments[comment.name] = comment
                for paragraph in element.iter(f"{WORD}p"):
                    by_paragraph |= {value: comment.name for name, value in paragraph.attrib.items()
                                     if name.endswith("}paraId")}
    for stated in more:
        name = by_paragraph.get(stated["paraId"], "")
        if name:
            comments[name].parent = by_paragraph.get(stated.get("paraIdParent", ""), "")
            comments[name].resolved = stated.get("done") in ("1", "true")
    return comments


def _comment(element: etree._Element, links: dict[str, str]) -> Comment:
    says = []
    for paragraph in element.iter(f"{WORD}p"):
        words = "".join(" " if each.tag in _SPACES else each.text or ""
                        for each in paragraph.iter(f"{WORD}t", *_SPACES))
        for link in paragraph.iter(f"{WORD}hyperlink"):
            address = links.get(link.get(f"{RELATIONS}id", ""), "")
            words += f" <{address}>" if address and address not in words else ""
        says.append(words.strip())
    return Comment(element.get(f"{WORD}id", ""), *_by(element), "\n".join(says).strip())


def _by(element: etree._Element) -> tuple[str, str]:
    """Return who made a change or a comment, and when."""
    return element.get(f"{WORD}author", ""), when(element.get(f"{WORD}date"))
