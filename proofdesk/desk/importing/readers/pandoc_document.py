"""Walk over Pandoc's JSON document, and return its blocks as the lines of a manuscript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from proofdesk.common.addresses import names_local_file, repeats_file_name
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.lines import (
    BOX,
    HEADING,
    IMAGE,
    ITEM,
    QUOTE,
    RAW,
    TEXT,
    Line,
    escape,
    escape_line_start,
    strip_markup,
    unemphasised,
)
from proofdesk.desk.importing.markdown_writer import box_line
from proofdesk.desk.importing.readers.captions import has_caption, with_whole_caption
from proofdesk.desk.importing.readers.contents.lists import lettered
from proofdesk.desk.importing.readers.emphasis import MARKS, emphasised, settled
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.fields.links import is_of_manager, marked_link
from proofdesk.desk.importing.readers.fields.marks import MARKS as MARKS_OF_CITATIONS
from proofdesk.desk.importing.readers.fields.marks import marks_of_note
from proofdesk.desk.importing.readers.pictures import PictureStore
from proofdesk.desk.importing.readers.safe_text import address, fenced, without_links, without_redirect
from proofdesk.desk.importing.readers.tables import TableWriter
from proofdesk.desk.importing.readers.web.linked_notes import SHARED

# “[@one, @two]”, “[@one, but see @two]”: most tools part citations by a semicolon alone.
_SEVERAL = re.compile(r",\s*((?:[^\W\d]+\.? ){0,3}-?@)")
_HTML_TAGS = {"Superscript": "sup", "Subscript": "sub", "Strikeout": "del"}
# What Markdown has no marks for, and its authors write in HTML: “H<sub>2</sub>O”.
_RAISED = re.compile(r"</?(?:sup|sub|del)>", re.IGNORECASE)
_NO_PICTURE = f"{REVIEW_OPEN}the picture is missing{REVIEW_CLOSE}"


class DocumentReader:
    """Walk over one document of Pandoc."""

    def __init__(self, file: Path, citations: FieldCitations) -> None:
        self.file = file
        self.citations = citations
        self.notes: list[str] = []
        self.titles: list[str] = []
        self.pictures = PictureStore(file, self.notes)
        self._footnotes: list[list[Any]] = []
        self.tables = TableWriter(self.blocks, self.notes)

    def blocks(self, blocks: Iterable[Any], depth: int = 0) -> Iterator[Line]:
        """Yield the lines of Pandoc blocks. ``depth`` is the number of lists around them."""
        for block in blocks:
            yield from self._block(block, depth)

    def _block(self, block: Any, depth: int) -> Iterator[Line]:
        kind, content = block["t"], block.get("c")
        if kind == "Header":
            inlines = settled(content[2])
            if text := self.inlines(each for each in inlines if each["t"] != "Image").strip():
                yield Line(HEADING, unemphasised(text), content[0])
            yield from self._paragraph([each for each in inlines if each["t"] == "Image"], depth)
        elif kind in ("Para", "Plain"):
            yield from self._paragraph(content, depth)
        elif kind == "LineBlock":
            for line in content:
                yield from self._paragraph(line, depth)
        elif kind in ("BulletList", "OrderedList"):
            yield from self._list(kind, content, depth)
        elif kind == "BlockQuote":
            for line in self.blocks(content, depth):
                yield Line(QUOTE, line.text, depth) if line.kind == TEXT else line
        elif kind == "CodeBlock":
            yield Line(RAW, fenced(content[1].strip("\n")), depth)
        elif kind == "Table":
            yield from self.tables.lines(content, depth)
        elif kind == "DefinitionList":
            for term, definitions in content:
                yield Line(TEXT, f"**{self.inlines(term).strip()}**", depth)
                for definition in definitions:
                    yield from self.blocks(definition, depth)
        elif kind == "Div" and BOX in content[0][1]:
            yield box_line([*self.blocks(content[1])], depth, **dict(content[0][2]))
        elif kind == "Div":
            yield from self.blocks(content[1], depth)
        elif kind == "Figure":
            shown, caption = content[2], content[1][1]
            if self.file.suffix.lower() == ".odt":
                shown, caption = with_whole_caption(shown, caption)
            yield from self._figure([*self.blocks(shown, depth)], [*self.blocks(caption, depth)])
        elif kind == "RawBlock":
            yield Line(TEXT, escape(" ".join(content[1].split())), depth)

    def _figure(self, pictures: list[Line], caption: list[Line]) -> Iterator[Line]:
        is_there = any(line.text.startswith("![") for line in pictures)  # and not only its words
        if is_there and [line.kind for line in (*pictures, *caption)] == [IMAGE, TEXT]:
            pictures = [replace(pictures[0], captioned=True)]
        yield from (*pictures, *caption)

    def _paragraph(self, inlines: list[Any], depth: int) -> Iterator[Line]:
        pieces: list[list[Any]] = [[]]
        for inline in settled(inlines):
            if inline["t"] == "LineBreak":
                pieces.append([])
            elif has_caption(inline):
                pieces += [[inline], []]
            else:
                pieces[-1].append(inline)
        for piece in pieces:
            words = [each for each in piece if each["t"] not in ("Space", "SoftBreak")]
            if len(words) == 1 and has_caption(words[0]):
                picture = self._image("", words[0]["c"][2][0])
                yield Line(IMAGE, picture, depth, captioned=True) if picture else Line(TEXT, _NO_PICTURE, depth)
                yield Line(TEXT, " ".join(self.inlines(words[0]["c"][1]).split()), depth)
                continue
            text = self.inlines(piece).strip()
            if not text:
                continue
            if len(words) == 1 and words[0]["t"] == "Image":
                # Without its picture, its alternative text would read as a paragraph that somebody wrote.
                yield Line(IMAGE, text, depth) if text.startswith("![") else Line(TEXT, f"{_NO_PICTURE} {text}", depth)
            else:
                strong = len(words) == 1 and words[0]["t"] == "Strong"
                yield Line(TEXT, text, depth, strong=strong)

    def _list(self, kind: str, content: Any, depth: int) -> Iterator[Line]:
        (start, style), items = ((None, ""), content) if kind == "BulletList" else (
            (content[0][0], content[0][1]["t"]), content[1])
        self.notes += lettered(style, items)
        for index, item in enumerate(items):
            lines = list(self.blocks(item, depth + 1))
            if lines and lines[0].kind == TEXT:
                number = None if start is None else start + index
                yield Line(ITEM, lines[0].text, depth + 1, number, lines[0].strong)
                lines = lines[1:]
            yield from lines

    def inlines(self, inlines: Iterable[Any]) -> str:
        """Return Pandoc inlines as Markdown."""
        return "".join(self._inline(inline) for inline in settled(inlines))

    def _inline(self, inline: Any) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return escape(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in MARKS:
            return emphasised(self.inlines(content), MARKS[kind])
        if kind in _HTML_TAGS:
            inner = self.inlines(content).strip()
            return f"<{_HTML_TAGS[kind]}>{inner}</{_HTML_TAGS[kind]}>" if inner else ""
        if kind in ("SmallCaps", "Underline"):
            return self.inlines(content)
        if kind == "Quoted":
            marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return marks[0] + self.inlines(content[1]) + marks[1]
        if kind == "Cite":  # as it was written
            written = "".join(each["c"] if each["t"] == "Str" else self._inline(each) for each in content[1])
            return _SEVERAL.sub(r"; \1", written) if written.startswith("[") else written
        if kind == "Code":
            code = " ".join(content[1].split())
            longest = max((len(run) for run in re.findall("`+", code)), default=0)
            around, gap = "`" * (longest + 1), " " if longest else ""
            return f"{around}{gap}{code}{gap}{around}" if code else ""
        if kind == "Math":
            return escape(content[1])
        if kind == "Link":
            return self._link(self.inlines(without_links(content[1])), *content[2])
        if kind == "Image":
            words, title = self.inlines(content[1]), content[2][1].removeprefix("fig:")
            if title and title != strip_markup(words):
                self.titles.append(title)
            return self._image(words, content[2][0])
        if kind == "Note":
            return self._footnote(content)
        if kind == "RawInline":
            return content[1].lower() if _RAISED.fullmatch(content[1]) else escape(content[1])
        return ""

    def _footnote(self, content: list[Any]) -> str:
        """Keep the text of a footnote, and return the mark that calls it, or its citations if it holds nothing else."""
        if marks := marks_of_note(content, self.citations):
            return marks
        # Pandoc repeats a note that is called again; its anchor tells it from another one of the same words.
        if content not in self._footnotes or SHARED not in json.dumps(content[0]):
            self._footnotes.append(content)
            return f"[^{len(self._footnotes)}]"
        return f"[^{self._footnotes.index(content) + 1}]"

    def _link(self, text: str, written: str, title: str) -> str:
        if title and title != strip_markup(text):
            self.titles.append(title)
        if is_of_manager(written) and text.strip():
            return marked_link(self.citations, text, written)
        found = self._address(text, written)
        if not found:
            return text
        return f"[{text}]({found})" if text.strip() else ""

    def _address(self, text: str, written: str) -> str:
        """Return a link's address as Markdown has it; empty if the link is left out, which a note says."""
        written = without_redirect(written)
        if written.startswith(("http://", "https://", "mailto:")):
            return address(written)
        if written and not written.startswith("#"):
            self.notes.append(f"a link was left out, its words are there: “{text}” led to {written[:200]}")
        return ""

    def _image(self, words: str, address: str) -> str:
        name = self.pictures.store(address)
        if name is None:  # a place on somebody's disk may have the name of its author
            return "" if names_local_file(strip_markup(words)) else words
        # Programs that read aloud say a picture's words as they are written.
        plain = strip_markup(MARKS_OF_CITATIONS.sub(lambda mark: self.citations.shown[int(mark[1])], words)).strip()
        words = escape(plain)
        if not plain or repeats_file_name(plain, address):
            words = escape(self.pictures.description(address)) or words
            plain = strip_markup(words).strip()
        words = "" if names_local_file(plain) else words
        if not plain or repeats_file_name(plain, address):
            self.notes.append(f"the picture {name} has no description" + (
                f" (in the file, it has the name of a file: {plain})" if plain else ""))
        return f"![{words}]({name})"

    def footnotes(self) -> list[Line]:
        """Return the text of each footnote as the site's Markdown; a footnote may hold another one."""
        notes = []
        index = 0
        while index < len(self._footnotes):
            lines = [escape_line_start(line.text) for line in self.blocks(self._footnotes[index])]
            index += 1
            text = "\n\n    ".join(line.replace("\n", "\n    ") for line in lines)
            notes.append(Line(RAW, f"[^{index}]: {text}"))
        return notes
