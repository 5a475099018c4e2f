"""Find what of a manuscript's text a reader would take for markup, so that the report says what is left to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.raw_markup import NOT_TEXT, RawMarkup, describe, find_raw_markup
from proofdesk.common.source_text import SourceText
from proofdesk.desk.importing.accounts.left_lines import on_lines
from proofdesk.desk.importing.lines import strip_markup

# What a page of ours holds besides text: fences and options of blocks, notes, citations, marks of what is open.
_OURS = re.compile(
    r"^[ ]*/{3,}.*$|^    [a-z-]+:(?: \S+$)?|\[\^[^\[\]\s]+\]:?|-?\[[^\[\]]*@[^\[\]]*\](?!\()|@[\w:.-]+|⟦[^⟧\n]*⟧"
    r"|^[ ]*\|[-:| ]+\|$|^:   (?=\S)", re.MULTILINE)
_LINE_START = re.compile(r"^[ ]*(?:#{1,6} |(?:[-*+]|\d{1,9}\.)[ ]+|> ?)+|\|", re.MULTILINE)
_BREAK = re.compile("<br>")  # in a cell, which cannot have lines otherwise
# A table in HTML is ours as well: Pandoc writes those that Markdown cannot hold.
_END_OF_TABLE = "</table>"
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>")


def find_leaks(page: str, above: int = 0) -> Iterator[str]:
    """Yield what to mend for each piece of markup that the text of a page shows, once with all of its lines.

    ``page`` has no front matter; ``above`` is how many lines that has.
    """
    source = SourceText("", page, whole=True)
    found: dict[str, tuple[RawMarkup, list[int]]] = {}
    for number, prose in enumerate(_without_tables(source.prose).split("\n"), start=above + 1):
        text = _OURS.sub(NOT_TEXT, _BREAK.sub(" ", prose) if prose.lstrip().startswith("|") else prose)
        text = strip_markup(_LINE_START.sub(NOT_TEXT, text).replace("\\@", "@"))
        for raw in find_raw_markup(text):
            found.setdefault(raw.syntax, (raw, []))[1].append(number)
    for raw, numbers in found.values():
        yield f"{on_lines([*dict.fromkeys(numbers)])}, {describe(raw)} ({raw.remedy})"


def _without_tables(prose: str) -> str:
    """Return the text without the tags of its tables."""
    *pieces, rest = prose.split(_END_OF_TABLE)
    written = ""
    for piece in pieces:
        before, tag, table = piece.partition("<table>")
        written += before + (_TAG.sub(" ", table) if tag else "")
    return written + rest
