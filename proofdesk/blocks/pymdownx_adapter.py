"""Adapt kinds of block to pymdownx's Blocks, which parses the content of a block."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.util import AtomicString
from pymdownx.blocks.block import Block as PymdownxBlock

from proofdesk.bibliography.citation_syntax import without_citations
from proofdesk.blocks.drawn_tables import draw_table
from proofdesk.blocks.kind import BlockKind, permalink
from proofdesk.blocks.pictures import Picture, PictureFault, find_picture
from proofdesk.blocks.preprocessor import MISREAD, UNKNOWN, ReadFences
from proofdesk.common.problems import Problem
from proofdesk.content.document import Block, Document
from proofdesk.content.markup import DATA_INDEX, NO, PROBLEM
from proofdesk.content.record import Record

# Ids that the reference list and the citations have.
_RESERVED = re.compile(r"references$|(?:ref|cite)-")


class KindBlock(PymdownxBlock):
    """Adapter from a kind of block to pymdownx, subclassed once per kind with ``kind`` set."""

    ARGUMENT = None
    kind: BlockKind
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return self.fences.numbered(self.argument, self.kind.name) is not None

    def on_create(self, parent: etree.Element) -> etree.Element:
        fence = self.fences.fences[int(self.argument)]
        document = self.fences.context.document
        found = list(self.fences.problems_of(fence))

        def report(option: str | None, rule: str, message: str, remedy: str) -> None:
            if option and option not in fence.options and not fence.options_read:
                return  # it may be among those that could not be read
            position = fence.option_positions.get(option or "", fence.position)
            found.append(document.problem(position, rule, message, remedy))

        for name, comment in fence.comments.items():
            if name in self.kind.options and not self.kind.options[name]["words"]:  # no comment, but a part of a text
                report(name, "bad-value", f"“{comment}” would be lost: behind a space, a # begins a comment",
                       f"put the whole value in quotes, as in `{name}: \"… {comment[:20]}\"`")
        record = self.kind.read(fence.title, fence.options, report)
        id = record.id or permalink(self.kind.name, without_citations(record.title))
        used = {own for block in document.blocks for own in _own_ids(block.id)}
        if record.id and not used.isdisjoint(_own_ids(id)):
            report("id", "duplicate-id", f"two blocks of this page have the id “{id}”", "give one of them another id")
        elif record.id and _RESERVED.match(record.id):
            report("id", "duplicate-id", f"the id “{id}” belongs to the page's references", "give the block another id")
        number, base = 2, f"{self.kind.name}-{id}" if _RESERVED.match(id) else id
        while not used.isdisjoint(_own_ids(id)) or _RESERVED.match(id):
            id, number = f"{base}-{number}", number + 1
        self.report, self.fence = report, fence
        self.placed = Block(self.kind.name, record, id, *fence.position, fence.header_lines, int(fence.end))
        document.blocks.append(self.placed)
        self.found = found
        root, self.slot = self.kind.element(record, id, self._pictures(record))
        parent.append(root)
        return root

    def _pictures(self, record: Record) -> dict[str, Picture]:
        """Return the pictures that the options name, and report those that cannot be shown."""
        context, pictures = self.fences.context, {}
        for name in self.kind.picture_options:
            written = getattr(record, name, None)
            if not written:
                continue
            found = find_picture(written, context.document.uri, context.docs)
            if isinstance(found, PictureFault):
                self.report(name, *found)
            else:
                pictures[name] = found
                if found.uri:
                    context.document.pictures[found.uri] = found.size
        return pictures

    def on_add(self, block: etree.Element) -> etree.Element:
        return self.slot

    def on_markdown(self) -> str:
        return "block"

    def on_end(self, block: etree.Element) -> None:
        record, name = self.placed.record, self.kind.name
        if record.columns:
            document = self.fences.context.document
            draw_table(self.slot, self.kind, self.placed, self.fence, self.fences.fences, document,
                       lambda *fault: self.found.append(document.problem(*fault)))
        for message, remedy in record.missing_parts(self.slot, name):
            self.report(None, "missing-part", message, remedy)
        if record.max_words and (words := _count_words(self.slot)) > record.max_words:
            self.report(None, "long-block", f"the {name} block has {words} words, and may have {record.max_words}",
                        "keep what a reader needs first, and leave the rest to the text")
        show_problems(block, self.found, self.fences.context.document)


def _count_words(slot: etree.Element) -> int:
    """Return how many words the text of a block has before inline conversion, without its citations."""
    text = without_citations(" ".join(slot.itertext()))
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _own_ids(id: str) -> tuple[str, str, str]:
    """Return every id that a block puts on the page."""
    return id, f"{id}-title", f"{id}-label"


class UnknownBlock(PymdownxBlock):
    """Stand-in for a block of an unknown kind: its text is shown with the problem, and no syntax leaks."""

    NAME = UNKNOWN
    ARGUMENT = None
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return self.fences.numbered(self.argument, UNKNOWN) is not None

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = etree.SubElement(parent, "div")
        fence = self.fences.fences[int(self.argument)]
        show_problems(root, self.fences.problems_of(fence), self.fences.context.document)
        return root


class MisreadLine(PymdownxBlock):
    """Stand-in for a line that begins or ends no block: its problem is shown instead."""

    NAME = MISREAD
    ARGUMENT = None
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return self.argument in map(str, self.fences.problems)

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = etree.SubElement(parent, "div")
        show_problems(root, self.fences.problems[int(self.argument)], self.fences.context.document)
        return root


def show_problems(element: etree.Element, problems: list[Problem], document: Document) -> None:
    """Insert a note for each problem before the content of an element."""
    for position, problem in enumerate(problems):
        note = etree.Element("div", {"class": PROBLEM, DATA_INDEX: NO, "lang": "en", "dir": "ltr"})
        document.show(problem, note)
        note.text = AtomicString(f"Line {problem.line}: {problem.message} ({problem.remedy})")
        element.insert(position, note)
