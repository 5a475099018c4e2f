"""Blocks: a plain Python-Markdown extension that finds its rooms.

``fences`` reads the source, ``room`` checks and draws a block, and this module hands pymdownx's
Blocks only what has been checked: each fence's header becomes ``/// kind | number``, so that no
mistake of an author can reach a parser that would pass over it in silence.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension as PymdownxBlocks
from pymdownx.blocks import BlocksProcessor
from pymdownx.blocks.block import Block

from hooks.blocks.fences import Fence, read_fences
from hooks.blocks.room import Room, permalink, rooms
from hooks.citations.grammar import without_citations
from hooks.document import Current, PlacedBlock, share_current
from hooks.elements import plain_text
from hooks.problems import Problem, did_you_mean
from hooks.source import in_items

UNKNOWN = "unknown-block"
MISREAD = "misread-line"
# Ids that the reference list and the citations have.
_RESERVED = re.compile(r"references$|(?:ref|cite)-")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class ReadFences(Preprocessor):
    """Checks every fence of the source and leaves the parser only numbers to follow."""

    def __init__(self, md: Markdown, current: Current) -> None:
        super().__init__(md)
        self.current = current
        self.fences: list[Fence] = []
        self.problems: dict[int, list[Problem]] = {}

    def run(self, lines: list[str]) -> list[str]:
        document = self.current.document
        self.problems = {}

        def report(place: tuple[int, int], rule: str, message: str, remedy: str) -> None:
            self.problems.setdefault(place[0], []).append(document.problem(place, rule, message, remedy))

        self.fences = read_fences(document.source, report)
        known = rooms()
        for fence in self.fences:
            if fence.name not in known:
                report(fence.place, "unknown-block", f"there is no kind of block “{fence.name}”",
                       did_you_mean(fence.name, known))
        return self._rewrite(lines, document.source.first_body_line)

    def _rewrite(self, lines: list[str], first: int) -> list[str]:
        """The same number of lines with headers numbered, options taken out, and left-open blocks closed."""
        deepest = max((fence.depth for fence in self.fences), default=0)
        kept = list(lines)
        additions: dict[int, list[str]] = {}
        known = rooms()
        in_item = {index for index, inside in enumerate(in_items(lines)) if inside}
        for number, fence in enumerate(self.fences):
            slashes = "/" * (3 + deepest - fence.depth)
            header = fence.place[0] - first
            if not 0 <= header < len(kept):
                continue
            name = fence.name if fence.name in known else UNKNOWN
            kept[header] = f"{fence.indent}{slashes} {name} | {number}"
            for option in range(header + 1, header + fence.header_lines):
                kept[option] = ""
            close = f"{fence.indent}{slashes}"
            if fence.end == int(fence.end):
                kept[int(fence.end) - first] = close
            else:
                additions.setdefault(int(fence.end) - first, []).insert(0, close)
        # Longer than any fence around it, so that it can stand anywhere.
        slashes = "/" * (4 + deepest)
        for index in self._stray(first, len(kept)):
            indent = kept[index][: len(kept[index]) - len(kept[index].lstrip(" \t"))] if index in in_item else ""
            kept[index] = f"{indent}{slashes} {MISREAD} | {index + first}"
            additions.setdefault(index, []).insert(0, f"{indent}{slashes}")
        result: list[str] = []
        for index, line in enumerate(kept):
            result.append(line)
            result.extend(additions.get(index, []))
        for index in sorted(i for i in additions if i >= len(kept)):
            result.extend(additions[index])
        return result

    def _stray(self, first: int, count: int) -> list[int]:
        """Lines whose slashes mean nothing; their problem is shown in their place instead of them."""
        return [
            line - first
            for line, found in self.problems.items()
            if any(p.rule in ("stray-fence", "broken-fence") for p in found) and 0 <= line - first < count
        ]

    def numbered(self, argument: str | None, name: str) -> Fence | None:
        """The fence that a number stands for; None where an author wrote what only this module writes."""
        number = int(argument) if argument and argument.isascii() and argument.isdigit() else len(self.fences)
        fence = self.fences[number] if number < len(self.fences) else None
        return fence if fence and (fence.name if fence.name in rooms() else UNKNOWN) == name else None

    def problems_of(self, fence: Fence) -> list[Problem]:
        """What is wrong with a fence's own lines."""
        first = fence.place[0]
        return [p for line in range(first, first + fence.header_lines) for p in self.problems.get(line, [])]


class _RoomBlock(Block):
    """Adapter from a room to pymdownx. Subclassed once per room, with ``room`` set."""

    ARGUMENT = None
    room: Room
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return self.fences.numbered(self.argument, self.room.name) is not None

    def on_create(self, parent: etree.Element) -> etree.Element:
        fence = self.fences.fences[int(self.argument)]
        document = self.fences.current.document
        found = list(self.fences.problems_of(fence))

        def report(option: str | None, rule: str, message: str, remedy: str) -> None:
            if rule == "missing-option" and not fence.options_read:
                return  # it may well be there
            place = fence.option_places.get(option or "", fence.place)
            found.append(document.problem(place, rule, message, remedy))

        record = self.room.read(fence.title, fence.options, report)
        id = record.id or permalink(self.room.name, without_citations(record.title))
        taken = {own for block in document.blocks for own in _own_ids(block.id)}
        if record.id and not taken.isdisjoint(_own_ids(id)):
            report("id", "duplicate-id", f"two blocks of this page have the id “{id}”", "give one of them another id")
        elif record.id and _RESERVED.match(record.id):
            report("id", "duplicate-id", f"the id “{id}” belongs to the page's references", "give the block another id")
        number, base = 2, f"{self.room.name}-{id}" if _RESERVED.match(id) else id
        while not taken.isdisjoint(_own_ids(id)) or _RESERVED.match(id):
            id, number = f"{base}-{number}", number + 1
        self.placed = PlacedBlock(self.room.name, record, id, *fence.place)
        document.blocks.append(self.placed)
        self.report = report
        self.found = found
        root, self.slot = self.room.element(record, id)
        parent.append(root)
        return root

    def on_add(self, block: etree.Element) -> etree.Element:
        return self.slot

    def on_markdown(self) -> str:
        return "block"

    def on_end(self, block: etree.Element) -> None:
        for message, remedy in self.placed.record.missing_parts(self.slot):
            self.report(None, "missing-part", message, remedy)
        show_problems(block, self.found)


def _own_ids(id: str) -> tuple[str, str, str]:
    """Every id that a block puts on the page."""
    return id, f"{id}-title", f"{id}-label"


class _UnknownBlock(Block):
    """Stands in for a block that nobody knows, so that its text is shown with the problem and no syntax leaks."""

    NAME = UNKNOWN
    ARGUMENT = None
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return self.fences.numbered(self.argument, UNKNOWN) is not None

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = etree.SubElement(parent, "div")
        show_problems(root, self.fences.problems_of(self.fences.fences[int(self.argument)]))
        return root


class _Misread(Block):
    """Stands in for a line that begins or ends no block, so that its problem is shown in its place."""

    NAME = MISREAD
    ARGUMENT = None
    fences: ReadFences

    def on_validate(self, parent: etree.Element) -> bool:
        return bool(self.argument) and self.argument.isascii() and self.argument.isdigit()

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = etree.SubElement(parent, "div")
        show_problems(root, self.fences.problems.get(int(self.argument), []))
        return root


def show_problems(element: etree.Element, problems: list[Problem]) -> None:
    """Put problems at the head of the element in whose place they are."""
    for position, problem in enumerate(problems):
        note = etree.Element("div", {"class": "problem"})
        note.text = AtomicString(f"Line {problem.line}: {problem.message} ({problem.remedy})")
        element.insert(position, note)


class FitHeadings(Treeprocessor):
    """Gives the blocks' headings the level that fits where they stand (WCAG 1.3.1: no level is skipped)."""

    def run(self, root: etree.Element) -> None:
        self._walk(root, 1, None)

    def _walk(self, parent: etree.Element, level: int, block: int | None) -> int:
        """Returns the level of the last heading. ``block`` is the level of the block that the headings are in."""
        for element in parent:
            if element.tag in HEADINGS:
                own = int(element.tag[1])
                if block is not None:
                    own = block if element.get("id") else max(block + 1, min(own, level + 1))
                    element.tag = f"h{min(6, own)}"
                level = own
            elif "data-block" in element.attrib:
                outer = level if block is None else block
                titled = any(e.tag in HEADINGS and e.get("id") == f"{element.get('id')}-title" for e in element)
                self._walk(element, outer + titled, outer + titled)
            else:
                level = self._walk(element, level, block)
        return level


class KeepBlocks(Treeprocessor):
    """Last of all: points the blocks' own anchors at their permalinks, and keeps their finished HTML."""

    def __init__(self, md: Markdown, current: Current) -> None:
        super().__init__(md)
        self.current = current

    def run(self, root: etree.Element) -> None:
        by_id = {block.id: block for block in self.current.document.blocks}
        if not by_id:
            return
        for element in root.iter():
            block = by_id.get(element.get("id", "")) if "data-block" in element.attrib else None
            if block is None:
                continue
            for link in element.iter("a"):
                if link.get("class") == "headerlink" and link.get("href") == f"#{block.id}-title":
                    link.set("href", f"#{block.id}")
            block.keys = [a.get("data-key", "") for a in element.iter("a") if a.get("class", "").startswith("citation")]
            # The title as a reader sees it, without the marks and the anchor.
            title = next((e for e in element.iter() if e.get("id") == f"{block.id}-title"), None)
            block.text = plain_text(title) if title is not None else plain_text(element.find("./blockquote"))
            block.html = self._html(element)

    def _html(self, element: etree.Element) -> str:
        tail, element.tail = element.tail, None
        html = self.md.serializer(element)
        element.tail = tail
        for processor in self.md.postprocessors:
            html = processor.run(html)
        return str(html).strip()


class BlocksExtension(PymdownxBlocks):
    """Renders every kind of block that has a room."""

    def __init__(self, current: Current | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._current = current

    def extendMarkdown(self, md: Markdown) -> None:
        current = share_current(md, self._current)
        self.fences = ReadFences(md, current)
        md.preprocessors.register(self.fences, "block-fences", 40)
        md.treeprocessors.register(FitHeadings(md), "block-headings", 16)
        md.treeprocessors.register(KeepBlocks(md, current), "block-html", -10)
        super().extendMarkdown(md)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for room in rooms().values():
            kind = type(room.record.__name__, (_RoomBlock,), {"NAME": room.name, "room": room, "fences": self.fences})
            block_mgr.register(kind, {})
        block_mgr.register(type("UnknownBlock", (_UnknownBlock,), {"fences": self.fences}), {})
        block_mgr.register(type("Misread", (_Misread,), {"fences": self.fences}), {})


def makeExtension(**kwargs: Any) -> BlocksExtension:
    """Python-Markdown's way in: ``extensions=["hooks.blocks"]``."""
    return BlocksExtension(**kwargs)
