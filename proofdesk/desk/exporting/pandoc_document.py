"""Complete a page that Pandoc has read: fields for citations, notes where they are called, boxes around blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofdesk.desk.exporting import reference_fields
from proofdesk.desk.exporting.page_html import BOX, CITE, LIST, NOTE, NOTE_TEXT

Node = Any  # of Pandoc's JSON
BOX_MARK = "desk-box"  # a comment in the file that Pandoc writes: it gives a table no style of ours


class WordDocument:
    """Pandoc's JSON of a page. ``field`` gives the XML of a citation by its number, or an empty text."""

    def __init__(self, document: Node, field: Callable[[int], str]) -> None:
        self._field = field
        self._notes: dict[str, list[Node]] = {}
        self._take_notes(document["blocks"])
        document["blocks"] = self._blocks(document["blocks"])
        self.document = document

    def _take_notes(self, blocks: list[Node]) -> None:
        """Take the texts of notes out of the document."""
        for block in list(blocks):
            if block["t"] != "Div":
                continue
            if name := _value(block, NOTE_TEXT):
                self._notes[name] = block["c"][1]
                blocks.remove(block)
            else:
                self._take_notes(block["c"][1])

    def _blocks(self, blocks: list[Node]) -> list[Node]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: Node) -> list[Node]:
        if block["t"] == "Div":
            inside = self._blocks(block["c"][1])
            if _value(block, BOX):
                return [_box(inside)] if inside else []
            if _value(block, LIST):
                return _in_field(inside)
            if not any(name == "custom-style" for name, _ in block["c"][0][2]):
                return inside
            return [{"t": "Div", "c": [block["c"][0], inside]}]
        return [{**block, "c": self._within(block["c"])} if "c" in block else block]

    def _within(self, node: Node) -> Node:
        """Return a part of the document with all that is in it completed."""
        if isinstance(node, list):
            if node and all(isinstance(each, dict) and each.get("t") == "Div" for each in node):
                return self._blocks(node)
            return [self._within(each) for each in node]
        if not isinstance(node, dict):
            return node
        if node.get("t") == "Div":
            return {"t": "Div", "c": [node["c"][0], self._blocks(node["c"][1])]}
        if node.get("t") == "Span":
            if number := _value(node, CITE):
                xml = self._field(int(number))
                return {"t": "RawInline", "c": ["openxml", xml]} if xml else {"t": "Span", "c": node["c"]}
            if name := _value(node, NOTE):
                return {"t": "Note", "c": self._blocks(self._notes.get(name, []))}
        return {name: self._within(value) for name, value in node.items()}


def _value(node: Node, name: str) -> str:
    """Return an attribute of a Div or a Span. Pandoc reads “data-x” as “x”."""
    return next((value for key, value in node["c"][0][2] if key in (name, name.removeprefix("data-"))), "")


def _box(blocks: list[Node]) -> Node:
    """Return a table of one cell: a box that holds lists, headings and tables in any program."""
    empty = ["", [], []]
    mark = {"t": "RawBlock", "c": ["openxml", f"<!--{BOX_MARK}-->"]}
    cell = [empty, {"t": "AlignDefault"}, 1, 1, [mark, *blocks]]
    return {"t": "Table", "c": [
        empty, [None, []],
        [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": 1.0}]], [empty, []],
        [[empty, 0, [], [[empty, [cell]]]]], [empty, []]]}


def _in_field(blocks: list[Node]) -> list[Node]:
    """Put the list of references into a field, which begins in its first paragraph and ends in its last."""
    paragraphs = [inside for block in blocks for inside in (block["c"][1] if block["t"] == "Div" else [block])]
    if paragraphs:
        begin = reference_fields.begin(reference_fields.LIST)
        paragraphs[0]["c"].insert(0, {"t": "RawInline", "c": ["openxml", begin]})
        paragraphs[-1]["c"].append({"t": "RawInline", "c": ["openxml", reference_fields.END]})
    return blocks
