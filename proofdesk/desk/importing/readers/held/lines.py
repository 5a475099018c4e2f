"""Read each line of a text file with its words, of which nothing may be lost unnamed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import lxml.etree as etree
import lxml.html

from proofdesk.desk.importing.ledger import HeldWords
from proofdesk.desk.importing.readers.held.latex import words_of_latex
from proofdesk.desk.importing.readers.held.markdown import words_of_markdown
from proofdesk.desk.importing.readers.held.signs import with_letters, without_commands
from proofdesk.desk.importing.readers.passages import passages_of_html
from proofdesk.desk.importing.readers.web.comments import comments_in
from proofdesk.desk.importing.readers.web.slides import slides_in

_FORMS = ("text/plain", "text/markdown", "text/html", "text/latex")  # in which a notebook has the same
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def held_by_text(text: str) -> Iterator[HeldWords]:
    """Yield the lines of a plain text."""
    return _held(text, with_letters, "")


def held_by_markdown(text: str, name: str = "") -> Iterator[HeldWords]:
    """Yield the lines of Markdown."""
    return _held(text, lambda written: _unescaped(without_commands(words_of_markdown(written))), name)


def _unescaped(text: str) -> str:
    """Return a text with the signs that it has by number or name; of an end of line by number, it stays one line."""
    return "\n".join(" ".join(html.unescape(line).splitlines()) for line in text.split("\n"))


def held_by_latex(files: Iterable[tuple[str, str]]) -> Iterator[HeldWords]:
    """Yield the lines of a text in LaTeX, and of the files that it takes in, each with its name."""
    for number, (name, text) in enumerate(files):
        yield from _held(text, words_of_latex, name if number else "")


def held_by_web_page(text: str) -> Iterator[HeldWords]:
    """Yield what a browser may show of a web page, with the line of the tag that it stands in, and its comments."""
    for passage in passages_of_html(text):
        yield HeldWords.of(without_commands(passage.words), str(passage.line), " ".join(passage.words.split()))
    page = lxml.html.document_fromstring(text)
    for holder, slides in slides_in(page):
        yield from held_by_markdown("\n" * ((holder.sourceline or 1) - 1) + slides)
    comments = {node: said for node, said, _ in comments_in(page)}
    for node in page.iter(etree.Comment, etree.ProcessingInstruction, "input"):
        said = (f"{node.get('value', '')} {node.get('placeholder', '')}" if node.tag == "input" else
                comments.get(node, "") if node.tag is etree.Comment else node.text or "")
        yield HeldWords.of(with_letters(said), str(node.sourceline), " ".join(said.split()))


def held_by_notebook(text: str) -> Iterator[HeldWords]:
    """Yield the lines of each cell of a notebook, and of what its code showed."""
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        if isinstance(cell, dict):
            name = f"cell {number}"
            read = held_by_markdown if cell.get("cell_type") == "markdown" else _held_as_it_is
            yield from read(joined(cell.get("source")), name)
            for output in cell.get("outputs") or ():
                yield from _held_as_it_is(shown_by(output), f"{name}, what it showed")


def shown_by(output: Any) -> str:
    """Return the text that a cell's code showed."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    forms = data if isinstance(data, dict) else {"text/plain": output.get("text")}
    shown = next((joined(forms[form]) for form in _FORMS if forms.get(form)), "")
    traced = _COLOUR.sub("", "\n".join(map(str, output.get("traceback") or ())))
    return "\n".join(filter(None, (shown, *map(joined, (output.get("ename"), output.get("evalue"))), traced)))


def joined(lines: Any) -> str:
    """Return what a notebook has as a text or as the lines of one."""
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines or "")


def _held_as_it_is(text: str, name: str) -> Iterator[HeldWords]:
    return _held(text, without_commands, name)


def _held(text: str, words_in: Callable[[str], str], name: str) -> Iterator[HeldWords]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    written, words = text.split("\n"), words_in(text).split("\n")
    if len(written) != len(words):  # what cannot be told from its markup is all words
        words = written
    for number, (line, said) in enumerate(zip(written, words, strict=True), start=1):
        yield HeldWords.of(said, f"{name}:{number}" if name else str(number), line)
