"""A Word, OpenDocument, HTML or Markdown file → a manuscript, by Pandoc's reading of it.

Pandoc runs sandboxed: it reads the file and nothing else, so a manuscript can fetch nothing. Pictures inside the file
are taken out of it here; what is only linked to is left out and said.
"""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pypandoc

from proofdesk.common.errors import UserError
from proofdesk.content.safe_html.svg_file import find_svg_faults
from proofdesk.desk.importing.model import HEADING, IMAGE, ITEM, QUOTE, RAW, TEXT, Line, Manuscript, escaped, opened
from proofdesk.desk.importing.readers.safe_text import address, fenced, pictures_elsewhere, safe_inlines

_FORMATS = {
    ".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html",
    # Without what would turn words into something else; citations stay as they are written.
    ".md": "markdown-smart-tex_math_dollars-raw_tex-example_lists-fancy_lists-blank_before_header-implicit_figures"
           "-definition_lists+lists_without_preceding_blankline",
}
_FORMATS[".markdown"] = _FORMATS[".md"]
# Where the formats keep their pictures, before the name that Pandoc gives.
_INSIDE = {".docx": "word/", ".odt": ""}
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")  # which browsers show
_LARGEST = 50_000_000  # bytes of all pictures together, unpacked
_SECONDS = 120
_TABLE = "markdown_phpextra-raw_attribute-fenced_divs"
_RAISED = {"Superscript": "sup", "Subscript": "sub", "Strikeout": "del"}


def suffixes() -> tuple[str, ...]:
    return tuple(_FORMATS)


def read_with_pandoc(file: Path, text: str | None = None) -> Manuscript:
    """Read a file, or its ``text`` where it is one. Raises Refused, with the reason, where Pandoc cannot."""
    suffix = file.suffix.lower()
    options = ["-f", _FORMATS[suffix], "-t", "json", *([] if text is not None else [str(file.absolute())])]
    read = json.loads(_pandoc(options, file.name, text))
    reader = _Reader(file, suffix, read["pandoc-api-version"])
    lines = list(reader.blocks(read["blocks"]))
    lines += reader.footnotes()
    if suffix == ".docx":
        reader.notes += [f"a picture was left out, it is not in the file, which only links to it: {elsewhere[:200]}"
                         for elsewhere in pictures_elsewhere(file)]
    title = reader.inlines(_meta(read["meta"].get("title"))).strip()
    headings = [line for line in lines if line.kind == HEADING]
    manuscript = Manuscript(lines, title, bool(headings), reader.pictures, reader.notes)
    return _from_second_level(manuscript)


def _pandoc(options: list[str], name: str, stdin: str | None = None) -> str:
    # Bounded in memory and time: a manuscript may be anything.
    command = [pypandoc.get_pandoc_path(), "+RTS", "-M1500M", "-RTS", "--sandbox", "--quiet", "--wrap=none", *options]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", errors="replace",
                              timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UserError(f"“{name}” takes longer than {_SECONDS} seconds to read; split it into parts") from None
    if done.returncode:
        reason = next((line.strip() for line in done.stderr.splitlines() if line.strip()), "for no stated reason")
        raise UserError(f"“{name}” cannot be read: {reason} (is it whole, and of the kind that its ending says? "
                      "Open it in its program and save it anew)")
    return done.stdout


def _meta(value: Any) -> list[Any]:
    return list(value["c"]) if value and value.get("t") in ("MetaInlines",) else []


def _from_second_level(manuscript: Manuscript) -> Manuscript:
    """Headings from the second level on; the first is the title's. A file that uses several is moved down whole."""
    levels = [line.level for line in manuscript.lines if line.kind == HEADING]
    first = levels[:1] == [1] and levels.count(1) == 1 and not manuscript.title and manuscript.lines[0].level == 1
    if first:
        manuscript.title = manuscript.lines.pop(0).text
        levels = levels[1:]
    lowest = min(levels, default=2)
    manuscript.lines = [
        Line(HEADING, line.text, min(line.level - lowest + 2, 6)) if line.kind == HEADING else line
        for line in manuscript.lines
    ]
    return manuscript


class _Reader:
    """One walk over Pandoc's document."""

    def __init__(self, file: Path, suffix: str, version: list[int]) -> None:
        self.file = file
        self.suffix = suffix
        self.version = version
        self.pictures: dict[PurePosixPath, bytes] = {}
        self.notes: list[str] = []
        self._footnotes: list[list[Any]] = []
        self._known: dict[str, str] = {}

    def blocks(self, blocks: Iterable[Any], depth: int = 0) -> Iterator[Line]:
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
            yield Line(TEXT, escaped(" ".join(content[1].split())), depth)

    def _paragraph(self, inlines: list[Any], depth: int) -> Iterator[Line]:
        pieces: list[list[Any]] = [[]]
        for inline in inlines:
            if inline["t"] == "LineBreak":
                pieces.append([])
            else:
                pieces[-1].append(inline)
        for piece in pieces:
            held = [each for each in piece if each["t"] not in ("Space", "SoftBreak")]
            text = self.inlines(piece).strip()
            if not text:
                continue
            if len(held) == 1 and held[0]["t"] == "Image":
                yield Line(IMAGE, text, depth)
            else:
                strong = len(held) == 1 and held[0]["t"] == "Strong"
                yield Line(TEXT, text, depth, strong=strong)

    def _list(self, kind: str, content: Any, depth: int) -> Iterator[Line]:
        items = content if kind == "BulletList" else content[1]
        start = None if kind == "BulletList" else content[0][0]
        for place, item in enumerate(items):
            number = None if start is None else start + place
            lines = list(self.blocks(item, depth + 1))
            if lines and lines[0].kind == TEXT:
                yield Line(ITEM, lines[0].text, depth + 1, number, lines[0].strong)
                yield from lines[1:]
            else:
                yield from lines

    def _table(self, block: Any, depth: int) -> Iterator[Line]:
        document = {"pandoc-api-version": self.version, "meta": {},
                    "blocks": [safe_inlines(block, self._address, self._keep)]}
        markdown = _pandoc(["-f", "json", "-t", _TABLE], self.file.name, json.dumps(document)).strip()
        if markdown:
            yield Line(RAW, markdown, depth)

    def inlines(self, inlines: Iterable[Any]) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Any) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return escaped(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in ("Emph", "Strong"):
            return _wrapped(self.inlines(content), "*" if kind == "Emph" else "**")
        if kind in _RAISED:
            inner = self.inlines(content).strip()
            return f"<{_RAISED[kind]}>{inner}</{_RAISED[kind]}>" if inner else ""
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
            return f"`{code}`" if code and "`" not in code else escaped(code)
        if kind == "Math":
            return escaped(content[1])
        if kind == "Link":
            return self._link(self.inlines(content[1]), content[2][0])
        if kind == "Image":
            return self._image(self.inlines(content[1]), content[2][0])
        if kind == "Note":
            self._footnotes.append(content)
            return f"[^{len(self._footnotes)}]"
        return escaped(content[1]) if kind == "RawInline" else ""

    def _link(self, text: str, written: str) -> str:
        found = self._address(text, written)
        if not found:
            return text
        return f"[{text}]({found})" if text.strip() else ""

    def _address(self, text: str, written: str) -> str:
        """The address of a link as Markdown has it; empty where the link is left out, which the notes say."""
        if written.startswith(("http://", "https://", "mailto:")):
            return address(written)
        if written and not written.startswith("#"):
            self.notes.append(f"a link was left out, its words are there: “{text}” led to {written[:200]}")
        return ""

    def _image(self, words: str, address: str) -> str:
        name = self._keep(address)
        if name is None:
            return words
        if not words.strip():
            self.notes.append(f"the picture {name} has no description: write one between the brackets of its line")
        return f"![{words}]({name})"

    def _keep(self, address: str) -> str | None:
        """The name of a picture that is kept; None where there is none to keep, which the notes say."""
        if address in self._known:
            return self._known[address]
        ending = PurePosixPath(address.split("?")[0]).suffix.lower()
        content = self._content(address)
        if content is None:
            self.notes.append(f"a picture was left out, it is not in the file: {address[:200]}")
            return None
        if ending not in PICTURES:
            self.notes.append(f"a picture was left out, browsers do not show this kind: {address[:200]}")
            return None
        faults = find_svg_faults(content) if ending == ".svg" else []
        if faults:
            self.notes.append(f"a picture was left out, {faults[0].message}: {address[:200]}")
            return None
        if sum(map(len, self.pictures.values())) + len(content) > _LARGEST:
            raise UserError(f"the pictures of “{self.file.name}” are larger than {_LARGEST // 1_000_000} MB together")
        name = f"picture-{len(self.pictures) + 1}{ending}"
        self.pictures[PurePosixPath(name)] = content
        self._known[address] = name
        return name

    def _content(self, address: str) -> bytes | None:
        if self.suffix in _INSIDE:
            inside = _INSIDE[self.suffix] + address.lstrip("/")
            try:
                with zipfile.ZipFile(self.file) as packed:
                    if packed.getinfo(inside).file_size > _LARGEST:
                        raise UserError(f"a picture in “{self.file.name}” is larger than {_LARGEST // 1_000_000} MB")
                    return packed.read(inside)
            except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
                return None
        if ":" in address or address.startswith(("/", "\\")):
            return None
        folder = self.file.parent.resolve()
        try:
            beside = (folder / address).resolve()
            known = beside.is_relative_to(folder) and beside.is_file() and beside.stat().st_size <= _LARGEST
            return beside.read_bytes() if known else None
        except (OSError, ValueError):
            return None

    def footnotes(self) -> list[Line]:
        """The text of each footnote, as the site's Markdown writes it; a footnote may hold another one."""
        written = []
        place = 0
        while place < len(self._footnotes):
            lines = [opened(line.text) for line in self.blocks(self._footnotes[place])]
            place += 1
            written.append(Line(RAW, f"[^{place}]: " + "\n\n    ".join(line.replace("\n", "\n    ") for line in lines)))
        return written


def _wrapped(text: str, mark: str) -> str:
    """Emphasised words, the spaces outside the marks; the marks of an emphasis inside it are dropped."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
