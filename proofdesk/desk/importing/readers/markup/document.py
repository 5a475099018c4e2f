"""Rewrite Pandoc's document: boxes, figures, tables and raw HTML in the form that articles have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from proofdesk.desk.importing.lines import BOX
from proofdesk.desk.importing.readers.document_words import LAYOUT, plain
from proofdesk.desk.importing.readers.markup.document_text import HIDDEN, InlineRewriter
from proofdesk.desk.importing.readers.markup.html_tags import block_of, join_tags, words

_FIGURE = "proofdesk-figure"
_OPEN_UP = {"panel-tabset", "tabset", "columns", "column", "layout", "panel-sidebar", "panel-fill", "panel-center"}
_POINT = re.compile(r"[.,;:!?]+")
_MARK = re.compile("\ue000part([0-9]{1,6})\ue001")


def part_mark(number: int) -> str:
    """Return the mark that stands for a part that is read apart."""
    return f"\ue000part{number}\ue001"


class DocumentRewriter(InlineRewriter):
    """Rewrite the parts of one document."""

    def blocks(self, blocks: Iterable[Any]) -> list[Any]:
        """Return blocks in the form that articles have."""
        return [written for block in blocks for written in self._block(block)]

    def _block(self, block: Any) -> Iterator[Any]:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield from self._paragraph(kind, content)
        elif kind == "Header":
            yield {"t": "Header", "c": [content[0], content[1], self.inlines(content[2])]}
        elif kind == "Div":
            yield from self._division(*content)
        elif kind in ("BulletList", "OrderedList"):
            items = content if kind == "BulletList" else content[1]
            done = [self._item(item) for item in items]
            yield {"t": kind, "c": done if kind == "BulletList" else [content[0], done]}
        elif kind == "DefinitionList":
            yield {"t": kind, "c": [[self.inlines(term), [self.blocks(each) for each in meant]]
                                    for term, meant in content]}
        elif kind == "BlockQuote":
            yield {"t": kind, "c": self.blocks(content)}
        elif kind == "LineBlock":
            yield {"t": kind, "c": [self.inlines(line) for line in content]}
        elif kind == "RawBlock":
            yield from self._raw(block)
        elif kind == "Table":
            yield from self._table(block)
        elif kind == "Figure":
            caption = self.blocks(content[1][1])
            yield {"t": kind, "c": [content[0], [None, caption], self.blocks(content[2])]}
        else:
            yield block

    def _paragraph(self, kind: str, inlines: list[Any]) -> Iterator[Any]:
        mark = _MARK.fullmatch(inlines[0]["c"]) if len(inlines) == 1 and inlines[0]["t"] == "Str" else None
        if mark:
            yield from self.blocks(self.parts.get(int(mark[1]), []))
            return
        inlines = join_tags(inlines, self.named)
        visible = [each for each in inlines if each["t"] not in ("Space", "SoftBreak", "LineBreak")]
        if len(visible) == 1 and visible[0]["t"] == "Image" and (figure := self._figure(*visible[0]["c"])):
            yield figure
            return
        # Without headings, a part of a sentence would be taken for one.
        for part in _apart(inlines) if self.has_headings else [inlines]:
            if done := self.inlines(part):
                yield {"t": kind, "c": done}

    def _figure(self, attributes: Any, shown: list[Any], target: list[str]) -> Any | None:
        """Return a picture that stands alone with its caption; None without a caption."""
        name, classes, pairs = attributes
        values = dict(pairs)
        alt = next((values[key] for key in ("fig-alt", "alt") if key in values), None)
        caption, title = shown, target[1].removeprefix("fig:").strip()
        if values.get("fig-cap"):
            caption = words(values["fig-cap"])
        elif title and title != plain(shown):
            caption, alt = words(title), plain(shown) if alt is None else alt
        elif not (self.captioned or alt is not None or _FIGURE in classes or name.startswith("fig")):
            return None
        if not caption:
            return None
        picture = {"t": "Image", "c": [["", [], []], words(alt or ""), [self.address(target[0]), ""]]}
        return {"t": "Figure", "c": [attributes, [None, [{"t": "Plain", "c": self.inlines(caption)}]],
                                     [{"t": "Plain", "c": [picture]}]]}

    def _division(self, attributes: Any, content: list[Any]) -> Iterator[Any]:
        _, classes, pairs = attributes
        callout = next((each.removeprefix("callout-") for each in classes if each.startswith("callout-")), "")
        if BOX in classes or callout:
            values = dict(pairs)
            inner = self.blocks(content)
            title = values.get("title", "")
            if callout and not title and inner and inner[0]["t"] == "Header":
                title, inner = plain(inner[0]["c"][2]), inner[1:]
            box = [["name", values.get("name") or callout], ["title", title]]
            yield {"t": "Div", "c": [["", [BOX], box], inner]}
            return
        if HIDDEN.intersection(classes):
            self.named.add("text that the file hides from readers", plain(content))
            return
        if _OPEN_UP.intersection(classes):
            self.named.add("tabs and columns, whose texts now follow each other", " ".join(classes))
        yield from self.blocks(content)

    def _item(self, blocks: list[Any]) -> list[Any]:
        """Return an item of a list without the box that its readers were to tick."""
        first: Any = blocks[0] if blocks else None
        inlines = first["c"] if first and first["t"] in ("Para", "Plain") else []
        if inlines and inlines[0]["t"] == "Str" and inlines[0]["c"] in ("☐", "☒"):
            self.named.add("boxes to tick, which became plain items",
                           ("[x] " if inlines[0]["c"] == "☒" else "[ ] ") + plain(inlines[1:]).strip())
            blocks = [{"t": first["t"], "c": inlines[2:]}, *blocks[1:]]
        return self.blocks(blocks)

    def _raw(self, block: Any) -> Iterator[Any]:
        form, written = block["c"]
        if form in ("tex", "latex"):
            if written in self.tex_parts:
                yield from self.blocks(self.tex_parts[written])
            elif LAYOUT.fullmatch(written):
                self.named.add("commands of LaTeX for the layout", written)
            else:
                yield block
        elif form == "html":
            yield from (each for found in block_of(written, self.named, lambda: block)
                        for each in (self._paragraph("Para", found["c"]) if found["t"] == "Para" else [found]))
        else:
            self.named.add("text for another format only", written)

    def _table(self, block: Any) -> Iterator[Any]:
        attributes, (_, caption), *rest = block["c"]
        if caption:
            yield from self.blocks({"t": "Para", "c": each["c"]} if each["t"] == "Plain" else each for each in caption)
        yield {"t": "Table", "c": [attributes, [None, []], *(self._cells(part) for part in rest)]}

    def _cells(self, node: Any) -> Any:
        """Return a part of a table whose cells are rewritten; a cell holds nothing but blocks."""
        if isinstance(node, list):
            if node and all(isinstance(each, dict) and each.get("t") in ("Plain", "Para") for each in node):
                return self.blocks(node)
            return [self._cells(each) for each in node]
        return node


def _apart(inlines: list[Any]) -> Iterator[list[Any]]:
    """Yield the parts of a paragraph: a displayed formula is one by itself, with the point behind it."""
    part: list[Any] = []
    is_behind = False
    for inline in inlines:
        is_displayed = inline["t"] == "Math" and inline["c"][0]["t"] == "DisplayMath"
        if is_displayed or is_behind:
            point = _POINT.match(inline["c"]) if is_behind and inline["t"] == "Str" else None
            if point:
                part.append({"t": "Str", "c": point[0]})
                inline = {"t": "Str", "c": inline["c"][point.end() :]}
            yield part
            part = []
        part.append(inline)
        is_behind = is_displayed
    yield part
