"""Read a LaTeX file: its sections, citations, figures, tables and formulas, and its own list of references."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE
from proofdesk.common.errors import UserError
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.facts import DocumentFacts
from proofdesk.desk.importing.lines import TEXT, Line, escape
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.pandoc_process import PandocProcess, Refused
from proofdesk.desk.importing.readers.contents.properties import people
from proofdesk.desk.importing.readers.document_words import plain, replaced
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.file_types.markdown import rewrite
from proofdesk.desk.importing.readers.held.latex_words import ENTRY
from proofdesk.desk.importing.readers.held.lines import held_by_latex
from proofdesk.desk.importing.readers.latex.commands import WORDLESS
from proofdesk.desk.importing.readers.latex.entries import read_entry
from proofdesk.desk.importing.readers.latex.repair import read_most
from proofdesk.desk.importing.readers.latex.source import LatexSource
from proofdesk.desk.importing.readers.markup.document import DocumentRewriter
from proofdesk.desk.importing.readers.markup.front_matter import read_facts
from proofdesk.desk.importing.readers.markup.html_tags import words
from proofdesk.desk.importing.readers.named import Named
from proofdesk.desk.importing.readers.pandoc import limited_depth, manuscript_of, read_json
from proofdesk.desk.importing.readers.source import Source

_CITATION = re.compile(rf"(?<!\\){GROUP}|{NARRATIVE}")
_KEY = re.compile(r"@([\w][^\s\[\]{};,@`*]*)")
LATEX_SUFFIXES = (".tex", ".latex", ".ltx")


def read_latex(file: Path, text: str) -> Manuscript:
    """Read the text of a LaTeX file. Raise UserError with Pandoc's reason if it cannot be read."""
    named = Named()
    written = LatexSource(file, text.replace("\r\n", "\n").replace("\r", "\n"), named)
    pandoc = PandocProcess(file.name, len(written.text.encode("utf-8", "replace")))
    read, written.text = _read_most(written, lambda tex: pandoc.run(["-f", "latex+raw_tex", "-t", "json"], tex))
    document = read_json(file, read)
    document["meta"] = replaced(document["meta"], _without_command)
    facts = _facts(document["meta"])
    facts.others += written.facts
    abstract = _abstract(document["meta"])
    read_first = {**document}
    with limited_depth(file):
        document["blocks"] = abstract + document["blocks"]
        document = rewrite(document, DocumentRewriter(named, file.parent, all_formulas=True), [], pandoc)
    source = Source(file, file, notes=named.notes(), facts=facts, passages=[])
    manuscript = manuscript_of(file, document, source, FieldCitations(), read_first)
    manuscript.lines = [_entry(line, written.entries) for line in manuscript.lines]
    _cite(manuscript, set(written.entries))
    manuscript.ledger.hold_lines(held_by_latex(written.files), has_commands=True)
    return manuscript


def _read_most(written: LatexSource, read: Callable[[str], str]) -> tuple[str, str]:
    """Read the most of a text that Pandoc does not refuse. Raise UserError with the place if that is none of it."""
    try:
        return read_most(written.text, read, written.leave_out)
    except Refused as refused:
        if not refused.line:
            raise
        place = written.place(written.text, refused.line)
        raise UserError(f"“{written.file.name}” cannot be read: {place}: LaTeX that is not known here: "
                        f"{refused.reason} (write this line without its commands in a copy of the file, and import "
                        "that)") from None


def _cite(manuscript: Manuscript, names: set[str]) -> None:
    """Keep the records of the entries that can be read to the letter, and what the text shows for their citations.

    Of a citation of several works, those that the file's own list lacks are marked by themselves.
    """
    missing: list[str] = []
    for number, line in enumerate(manuscript.lines):
        record = read_entry(line.plain) if line.entry else None
        if record:
            manuscript.cited[line.entry] = record
        if names and not line.listed:
            line = line.with_text(_CITATION.sub(lambda found: _known_apart(found[0], names, missing), line.text))
            manuscript.lines[number] = line
            for found in _CITATION.finditer(line.text):
                manuscript.shown[found[0]] = escape(_words_shown(found[0].strip("[]")))
    if missing:
        manuscript.notes.append("citations of what the file's own list has not, marked in the article: "
                                + ", ".join(f"“{words}”" for words in dict.fromkeys(missing)))


def _known_apart(group: str, names: set[str], missing: list[str]) -> str:
    """Return a citation with what the list has not beside it, marked, and add that to ``missing``."""
    pieces = group.strip("[]").split("; ")
    known = [piece for piece in pieces if names.intersection(_KEY.findall(piece))]
    others = [_words_shown(piece) for piece in pieces if piece not in known]
    if not others:
        return group
    missing += others
    marked = f"{REVIEW_OPEN}{'; '.join(others)}{REVIEW_CLOSE}"
    return f"[{'; '.join(known)}] {marked}" if known else marked


def _words_shown(citation: str) -> str:
    return re.sub(r"-?@", "", citation)


def _entry(line: Line, names: list[str]) -> Line:
    """Return a paragraph of the file's list of references with the name by which its citations call it."""
    mark = ENTRY.match(line.text) if line.kind == TEXT else None
    if not mark:
        return line
    return replace(line, text=line.text[mark.end() :], listed=True, entry=names[int(mark[1])])


def _without_command(inline: dict[str, Any]) -> list[Any] | None:
    """Return the words in the braces of a raw command; None for anything else."""
    return words(WORDLESS.sub(" ", inline["c"][1])) if inline["t"] == "RawInline" else None


def _facts(meta: dict[str, Any]) -> DocumentFacts:
    """Return what the head of the document states of it, apart from its title and its abstract."""
    facts = read_facts({name: _plain(value) for name, value in meta.items()
                        if name not in ("title", "abstract", "author", "nocite", "bibliography", "header-includes",
                                        "documentclass", "classoption", "lang", "fontsize")}).facts
    for author in (meta.get("author") or {}).get("c", []):
        said = [part.strip(" ,") for part in _plain(author).split("\n") if part.strip(" ,")]
        facts.authors += [each for name in said[:1] for each in people(name)]
        facts.others += [(f"author {said[0]}", part) for part in said[1:]]
    return facts


def _abstract(meta: dict[str, Any]) -> list[Any]:
    abstract = meta.get("abstract")
    if not abstract or not _plain(abstract).strip():
        return []
    blocks = abstract["c"] if abstract["t"] == "MetaBlocks" else [{"t": "Para", "c": abstract["c"]}]
    heading = {"t": "Header", "c": [1, ["", [], []], [{"t": "Str", "c": "Abstract"}]]}
    return [heading, *blocks]


def _plain(value: Any) -> str:
    """Return a fact of Pandoc's document as plain text; the lines of a broken one stay apart."""
    if value["t"] == "MetaList":
        return ", ".join(filter(None, map(_plain, value["c"])))
    if value["t"] in ("MetaString", "MetaBool"):
        return str(value["c"])
    content = value["c"]
    return "".join("\n" if each.get("t") == "LineBreak" else plain(each) for each in content).strip() \
        if isinstance(content, list) else ""
