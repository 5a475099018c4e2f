"""Read a file in Markdown of any tool: its facts, its text, and what of its markup has no place in an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from proofdesk.common.errors import UserError
from proofdesk.common.markdown_scan import blank_code
from proofdesk.desk.importing import ledger as things
from proofdesk.desk.importing.lines import HEADING, TEXT, Line, escape
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.pandoc_process import PandocProcess, Refused
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.formulas import formulas_of, is_formula, read_formulas
from proofdesk.desk.importing.readers.latex.commands import read_tex
from proofdesk.desk.importing.readers.markup.dialects import write_dialects
from proofdesk.desk.importing.readers.markup.document import DocumentRewriter, part_mark
from proofdesk.desk.importing.readers.markup.draft import Draft, Piece
from proofdesk.desk.importing.readers.markup.front_matter import Head, split_front_matter
from proofdesk.desk.importing.readers.named import Named
from proofdesk.desk.importing.readers.pandoc import limited_depth, manuscript_of, read_json
from proofdesk.desk.importing.readers.source import Source

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd")
# The words of a picture that stands alone are its caption in these, and what it shows in the others.
_CAPTIONED = (".qmd", ".rmd")
# Without extensions that would turn words into something else; citations stay as they are written.
_FORMAT = ("markdown-smart-fancy_lists-blank_before_header-blank_before_blockquote-implicit_figures+mark+emoji"
           "+space_in_atx_header+lists_without_preceding_blankline")
_HTML = "html"
# One that says that Markdown is within it is read as Markdown between tags.
_ISLAND = re.compile(r"^[ ]{0,3}<(table|figure|ul|ol|dl|picture|blockquote)\b(?![^<>]*\bmarkdown\b)[^<>]*>",
                     re.IGNORECASE | re.MULTILINE)
# LaTeX's narrow space in “5\\,mg”; to Markdown it is a comma, and the number another one.
_NARROW_SPACE = re.compile(r"(?<=[\d)}$%])\\[,;:](?=[^\W\d_]|[$°\\])")
# Within a paragraph only a list from 1 begins: another number starts a line because its line was broken before it.
_PARAGRAPH = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LATER_NUMBER = re.compile(r"([ \t]*)(?!1[.)])(\d{1,9})([.)])(?=[ \t]|$)")
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:[>|#:]|<(?!https?:)|`{3}|~{3})")
_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_ABSTRACT = "Abstract"
_OPEN_BRACKETS = re.compile(r"\[{31}")


def read_markdown(file: Path, text: str) -> Manuscript:
    """Read the text of a Markdown file. Raise UserError with Pandoc's reason if it cannot be read."""
    suffix = file.suffix.lower()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = split_front_matter(text)
    _refuse_brackets(file, text)
    named = Named()
    if head.unread:
        named.add("lines at the head of the file that could not be read", head.unread)
    draft = Draft(head.text, named)
    draft.rewrite(_NARROW_SPACE, lambda space: "\\ ")
    draft.rewrite(_PARAGRAPH, _with_numbers_as_text)
    head.facts.tags += [tag for tag in write_dialects(draft, _page_facts(head), suffix) if tag not in head.facts.tags]
    islands = _cut_islands(draft)
    pandoc = PandocProcess(file.name, len(text.encode("utf-8", "replace")))
    title = f"---\ntitle: {json.dumps(head.title, ensure_ascii=False)}\n---\n\n" if head.title else ""
    document = read_json(file, pandoc.run(["-f", _FORMAT, "-t", "json"], title + draft.text))
    rewriter = DocumentRewriter(named, file.parent, suffix in _CAPTIONED)
    with limited_depth(file):
        rewritten = rewrite(document, rewriter, islands, pandoc)
    source = Source(file, file, notes=named.notes(), facts=head.facts, remarks=named.remarks, passages=[])
    for remark in named.remarks:
        source.ledger.held.update({things.COMMENTS: remark.comments, things.INSERTIONS: remark.insertions,
                                   things.DELETIONS: remark.deletions})
    manuscript = manuscript_of(file, rewritten, source, FieldCitations(), document)
    # Who writes markup marks the headings with it.
    manuscript.styled = manuscript.styled or head.text != text or bool(named.notes())
    if head.abstract:
        manuscript.lines[:0] = [Line(HEADING, _ABSTRACT, 2), Line(TEXT, escape(head.abstract))]
    return manuscript


def _with_numbers_as_text(paragraph: Piece) -> str | None:
    """Return a paragraph in which a number is text whose line goes on with the paragraph, or with that of an item."""
    lines, indent, is_text = paragraph[0].split("\n"), 0, True
    written: list[str] = []
    for line in lines:
        is_text = is_text and not _NO_PARAGRAPH.match(line)
        number = _LATER_NUMBER.match(line) if written and is_text else None
        if number and len(number[1].expandtabs(4)) >= indent:
            line = f"{number[1]}{number[2]}\\{line[number.start(3) :]}"
        elif marker := _MARKER.match(line):
            indent = len(marker[0].expandtabs(4))
        written.append(line)
    return "\n".join(written) if written != lines else None


def _refuse_brackets(file: Path, text: str) -> None:
    """Raise UserError for brackets of which Pandoc tries every one as a link: each doubles its time, so these a day."""
    if _OPEN_BRACKETS.search(text) and (found := _OPEN_BRACKETS.search(blank_code(text))):
        raise UserError(f"“{file.name}” cannot be read: line {text.count(chr(10), 0, found.start()) + 1} has more than "
                        "thirty opening brackets side by side (delete those that nothing closes, and import it again)")


def rewrite(
    document: dict[str, Any], rewriter: DocumentRewriter, islands: list[str], pandoc: PandocProcess
) -> dict[str, Any]:
    """Return Pandoc's document in the form that articles have; ``islands`` are parts of HTML that were cut out."""
    rewriter.parts = dict(enumerate(_read_parts(islands, _HTML, pandoc)))
    read_tex(document, rewriter, lambda parts: _read_parts(parts, "latex+raw_tex", pandoc))
    everything = [document["blocks"], *rewriter.parts.values(), *rewriter.tex_parts.values()]
    formulas = (each for each in formulas_of(everything) if rewriter.all_formulas or is_formula(each))
    rewriter.formulas = read_formulas(formulas, document["pandoc-api-version"], pandoc.run, rewriter.named)
    rewriter.collect_targets(everything)
    rewriter.has_headings = any(block["t"] == "Header" for block in document["blocks"])
    return {**document, "blocks": rewriter.blocks(document["blocks"])}


def _read_parts(parts: Iterable[str], form: str, pandoc: PandocProcess) -> list[list[Any]]:
    """Return the blocks of each part, none of one that Pandoc refuses.

    Pandoc reads all of them at once, as each start of it takes a while; if it refuses one, each half by itself.
    """
    parts = list(parts)
    if not parts:
        return []
    pieces = [(f"<p>{part_mark(number)}</p>\n{part}" if form == _HTML else f"{part_mark(number)}\n\n{part}")
              for number, part in enumerate(parts)]
    try:
        read = json.loads(pandoc.run(["-f", form, "-t", "json"], "\n\n".join(pieces)))["blocks"]
    except Refused:
        half = len(parts) // 2
        return [*_read_parts(parts[:half], form, pandoc), *_read_parts(parts[half:], form, pandoc)] if half else [[]]
    found: list[list[Any]] = [[] for _ in parts]
    current = -1
    for block in read:
        inlines = block["c"] if block["t"] in ("Para", "Plain") else []
        if len(inlines) == 1 and current + 1 < len(parts) and inlines[0].get("c") == part_mark(current + 1):
            current += 1
        elif current >= 0:
            found[current].append(block)
    return found


def _cut_islands(draft: Draft) -> list[str]:
    """Cut tables, figures and lists of HTML out of a text; each leaves a mark. Return what was cut."""
    islands: list[str] = []
    prose, pieces, position = blank_code(draft.text), [], 0
    for match in _ISLAND.finditer(prose):
        end = _end_of_element(prose, match) if match.start() >= position else 0
        if end:
            pieces += [draft.text[position : match.start()], f"\n\n{part_mark(len(islands))}\n\n"]
            islands.append(draft.text[match.start() : end])
            position = end
    draft.text = "".join(pieces) + draft.text[position:]
    return islands


def _end_of_element(text: str, start: re.Match[str]) -> int:
    """Return the place behind an element; 0 if it is never closed."""
    depth = 0
    for tag in re.compile(rf"<(/?){start[1]}\b[^<>]*>", re.IGNORECASE).finditer(text, start.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return 0


def _page_facts(head: Head) -> Mapping[str, str]:
    """Return the facts that a text may show in itself, by their names in templates."""
    return {"title": head.title, "description": head.facts.description, "date": head.facts.source.get("date", ""),
            "author": ", ".join(author.name for author in head.facts.authors),
            **{name: value for name, value in head.facts.others if "{" not in value}}
