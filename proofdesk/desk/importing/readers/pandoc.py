"""Read a Word, OpenDocument, HTML or Markdown file, by walking Pandoc's JSON document.

Pandoc runs sandboxed: it reads the file and nothing else, so a manuscript can fetch nothing. Long because one walk over
the document needs every kind of element beside the others.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pypandoc

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.model import (
    HEADING,
    IMAGE,
    ITEM,
    QUOTE,
    RAW,
    TEXT,
    Line,
    Manuscript,
    escape,
    escape_line_start,
)
from proofdesk.desk.importing.readers.pictures import PictureStore
from proofdesk.desk.importing.readers.safe_text import address, fenced, pictures_elsewhere, safe_inlines

_FORMATS = {
    ".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html",
    # Without extensions that would turn words into something else; citations stay as they are written.
    ".md": "markdown-smart-tex_math_dollars-raw_tex-example_lists-fancy_lists-blank_before_header-implicit_figures"
           "-definition_lists+lists_without_preceding_blankline",
}
_FORMATS[".markdown"] = _FORMATS[".md"]
SUFFIXES = tuple(_FORMATS)
# Seconds for all that Pandoc does with a manuscript, and for each further megabyte of it.
_SECONDS, _SECONDS_PER_MB, _MOST_SECONDS = 8.0, 8.0, 120.0
_TABLE_FORMAT = "markdown_phpextra-raw_attribute-fenced_divs"
_HTML_TAGS = {"Superscript": "sup", "Subscript": "sub", "Strikeout": "del"}


# The mark that stands for a table; no text that people write has signs for private use.
_MARK = re.compile("\ue000table([0-9]+)\ue001")


def _mark(number: int) -> str:
    return f"\ue000table{number}\ue001"


def read_with_pandoc(file: Path, text: str | None = None) -> Manuscript:
    """Read a file, or its ``text`` if it is a text file. Raise UserError with Pandoc's reason if it cannot be read."""
    suffix = file.suffix.lower()
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(file.absolute())])]
    size = len(text.encode("utf-8", "surrogatepass")) if text is not None else file.stat().st_size
    pandoc = _Pandoc(file.name, size)
    try:
        document = json.loads(pandoc.run(options, text))
        reader = _Reader(file, document["pandoc-api-version"])
        lines = list(reader.blocks(document["blocks"]))
        lines = reader.with_tables([*lines, *reader.footnotes()], pandoc)
        title = reader.inlines(_meta_inlines(document["meta"].get("title"))).strip()
    except RecursionError:
        raise UserError(f"“{file.name}” cannot be read: lists, quotations or emphasis are inside each other hundreds of "
                        "times (take them apart, and import it again)") from None
    if suffix == ".docx":
        reader.notes += [f"a picture was left out, it is not in the file, which only links to it: {elsewhere[:200]}"
                         for elsewhere in pictures_elsewhere(file)]
    headings = [line for line in lines if line.kind == HEADING]
    manuscript = Manuscript(lines, title, bool(headings), reader.pictures.contents, reader.notes)
    return _shift_headings(manuscript)


class _Pandoc:
    """Pandoc, within one time for all that it does with a manuscript."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._seconds = min(_SECONDS + _SECONDS_PER_MB * max(0, size - 1_000_000) / 1_000_000, _MOST_SECONDS)
        self._end = time.monotonic() + self._seconds

    def run(self, options: list[str], stdin: str | None = None) -> str:
        """Return what Pandoc writes. Raise UserError with its reason if it fails."""
        # A manuscript may be anything, so memory and time are limited.
        command = [pypandoc.get_pandoc_path(), "+RTS", "-M1500M", "-RTS", "--sandbox", "--quiet", "--wrap=none",
                   *options]
        try:
            done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", errors="replace",
                                  timeout=max(self._end - time.monotonic(), 0.01), check=False)
        except subprocess.TimeoutExpired:
            raise UserError(f"“{self._name}” takes longer than {self._seconds:.0f} seconds to read (split it into "
                            "parts)") from None
        if done.returncode:
            reason = next((line.strip() for line in done.stderr.splitlines() if line.strip()), "for no stated reason")
            raise UserError(f"“{self._name}” cannot be read: {reason} (is it whole, and of the kind that its ending "
                            "says? Open it in its program and save it again)")
        return done.stdout


def _meta_inlines(value: Any) -> list[Any]:
    return list(value["c"]) if value and value.get("t") in ("MetaInlines",) else []


def _shift_headings(manuscript: Manuscript) -> Manuscript:
    """Shift headings so that the highest has level 2; a single first heading of level 1 becomes the title."""
    levels = [line.level for line in manuscript.lines if line.kind == HEADING]
    has_title = levels[:1] == [1] and levels.count(1) == 1 and not manuscript.title and manuscript.lines[0].level == 1
    if has_title:
        manuscript.title = manuscript.lines.pop(0).text
        levels = levels[1:]
    lowest = min(levels, default=2)
    manuscript.lines = [
        Line(HEADING, line.text, min(line.level - lowest + 2, 6)) if line.kind == HEADING else line
        for line in manuscript.lines
    ]
    return manuscript


class _Reader:
    """Walk over one document of Pandoc."""

    def __init__(self, file: Path, version: list[int]) -> None:
        self.file = file
        self.version = version
        self.notes: list[str] = []
        self.pictures = PictureStore(file, self.notes)
        self._footnotes: list[list[Any]] = []
        self._tables: list[Any] = []

    def blocks(self, blocks: Iterable[Any], depth: int = 0) -> Iterator[Line]:
        """Yield the lines of Pandoc blocks. ``depth`` is the number of lists around them."""
        for block in blocks:
            yield from self._block(block, depth)

    def _block(self, block: Any, depth: int) -> Iterator[Line]:
        kind, content = block["t"], block.get("c")
        if kind == "Header":
            text = self.inlines(content[2]).strip()
            if text:
                yield Line(HEADING, text.strip("*"), content[0])
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
            yield Line(RAW, fenced(content[1]), depth)
        elif kind == "Table":
            yield from self._table(block, depth)
        elif kind == "DefinitionList":
            for term, definitions in content:
                yield Line(TEXT, f"**{self.inlines(term).strip()}**", depth)
                for definition in definitions:
                    yield from self.blocks(definition, depth)
        elif kind == "Div":
            yield from self.blocks(content[1], depth)
        elif kind == "Figure":
            yield from self.blocks(content[2], depth)
            yield from self.blocks(content[1][1], depth)
        elif kind == "RawBlock":
            yield Line(TEXT, escape(" ".join(content[1].split())), depth)

    def _paragraph(self, inlines: list[Any], depth: int) -> Iterator[Line]:
        pieces: list[list[Any]] = [[]]
        for inline in inlines:
            if inline["t"] == "LineBreak":
                pieces.append([])
            else:
                pieces[-1].append(inline)
        for piece in pieces:
            words = [each for each in piece if each["t"] not in ("Space", "SoftBreak")]
            text = self.inlines(piece).strip()
            if not text:
                continue
            if len(words) == 1 and words[0]["t"] == "Image":
                yield Line(IMAGE, text, depth)
            else:
                strong = len(words) == 1 and words[0]["t"] == "Strong"
                yield Line(TEXT, text, depth, strong=strong)

    def _list(self, kind: str, content: Any, depth: int) -> Iterator[Line]:
        items = content if kind == "BulletList" else content[1]
        start = None if kind == "BulletList" else content[0][0]
        for index, item in enumerate(items):
            number = None if start is None else start + index
            lines = list(self.blocks(item, depth + 1))
            if lines and lines[0].kind == TEXT:
                yield Line(ITEM, lines[0].text, depth + 1, number, lines[0].strong)
                yield from lines[1:]
            else:
                yield from lines

    def _table(self, block: Any, depth: int) -> Iterator[Line]:
        """Yield the mark of a table, which ``with_tables`` replaces."""
        self._tables.append(safe_inlines(block, self._address, self.pictures.store))
        yield Line(RAW, _mark(len(self._tables) - 1), depth)

    def with_tables(self, lines: list[Line], pandoc: _Pandoc) -> list[Line]:
        """Return the lines with their tables, which Pandoc writes all at once: each start of it takes a while."""
        if not self._tables:
            return lines
        blocks = [each for number, table in enumerate(self._tables)
                  for each in ({"t": "Para", "c": [{"t": "Str", "c": _mark(number)}]}, table)]
        document = {"pandoc-api-version": self.version, "meta": {}, "blocks": blocks}
        written = pandoc.run(["-f", "json", "-t", _TABLE_FORMAT], json.dumps(document))
        found = {int(number): text.strip() for number, text in zip(*[iter(_MARK.split(written)[1:])] * 2, strict=True)}
        filled = []
        for line in lines:
            within = "\n" if _MARK.fullmatch(line.text) else "\n    "  # in a note, all lines are indented
            text = _MARK.sub(lambda mark, end=within: found.get(int(mark[1]), "").replace("\n", end), line.text)
            filled += [line.with_text(text)] if text else []
        return filled

    def inlines(self, inlines: Iterable[Any]) -> str:
        """Return Pandoc inlines as Markdown."""
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Any) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return escape(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in ("Emph", "Strong"):
            return _wrap(self.inlines(content), "*" if kind == "Emph" else "**")
        if kind in _HTML_TAGS:
            inner = self.inlines(content).strip()
            return f"<{_HTML_TAGS[kind]}>{inner}</{_HTML_TAGS[kind]}>" if inner else ""
        if kind in ("SmallCaps", "Underline"):
            return self.inlines(content)
        if kind == "Span":
            return self.inlines(content[1])
        if kind == "Quoted":
            marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return marks[0] + self.inlines(content[1]) + marks[1]
        if kind == "Cite":  # as it was written
            return "".join(each["c"] if each["t"] == "Str" else self._inline(each) for each in content[1])
        if kind == "Code":
            code = " ".join(content[1].split())
            return f"`{code}`" if code and "`" not in code else escape(code)
        if kind == "Math":
            return escape(content[1])
        if kind == "Link":
            return self._link(self.inlines(content[1]), content[2][0])
        if kind == "Image":
            return self._image(self.inlines(content[1]), content[2][0])
        if kind == "Note":
            self._footnotes.append(content)
            return f"[^{len(self._footnotes)}]"
        return escape(content[1]) if kind == "RawInline" else ""

    def _link(self, text: str, written: str) -> str:
        found = self._address(text, written)
        if not found:
            return text
        return f"[{text}]({found})" if text.strip() else ""

    def _address(self, text: str, written: str) -> str:
        """Return a link's address as Markdown has it; empty if the link is left out, which a note says."""
        if written.startswith(("http://", "https://", "mailto:")):
            return address(written)
        if written and not written.startswith("#"):
            self.notes.append(f"a link was left out, its words are there: “{text}” led to {written[:200]}")
        return ""

    def _image(self, words: str, address: str) -> str:
        name = self.pictures.store(address)
        if name is None:
            return words
        if not words.strip():
            self.notes.append(f"the picture {name} has no description: write one between the brackets of its line")
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


def _wrap(text: str, mark: str) -> str:
    """Return emphasised words with the spaces outside the marks."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
