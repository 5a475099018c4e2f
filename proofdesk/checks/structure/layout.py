"""Check that each line becomes what its author saw in the file.

At the start of a line a sign may be taken for the mark of a heading, a quotation or a list, and go in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from proofdesk.common.markdown_scan import fenced_code
from proofdesk.common.problems import Problem
from proofdesk.content.leaks.lists import INDENT, ListRun, read_lists
from proofdesk.site.article import Page

# “#tag” or “#1” at the start of a line, which Python-Markdown takes for a heading.
_GLUED_HEADING = re.compile(r"(?: {4}|\t|> ?)*(?:(?:[-*+]|\d{1,9}\.)[ \t]+)*(#{1,6}(?=[^#\s])\S{0,20})")
_DEEP_HEADING = re.compile(r"(?:> ?)*(#{7,})")
# Code that Material, Quarto or MyST would draw, run or show as something else than code.
_DRAWN = re.compile(
    r"[> \t]*((?:`{3,}|~{3,})[ \t]*(?:\{[\w-]+[^}]*\}|(?:mermaid|plantuml|graphviz|math|dataview)\b).*)")
# “>50%”, “> 5 mg”, “>= 3” and “>.05”, and no “> 5-HT2A”.
_COMPARISON = re.compile(r"> ?(?:=|\.?\d[\d.,]*(?:[\s%]|$|[-–]\d))")
_NUMBERED = re.compile(r"> ?\d{1,9}[.)] ")
_RULED = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*$")
_CONTENTS = re.compile(r"(?:\[\[?_?toc_?\]\]?|\{:?toc\})[ \t]*$", re.IGNORECASE)
_FACT = re.compile(r"[A-Za-z][\w -]{0,40}:(?:[ \t]|$)")
# A star behind a word or a figure, which refers to a note below.
_NOTE_STAR = re.compile(r"(?<=[^\W_])(?<!\\)\*(?![*\w])")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL_ENTITY = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF]));")
# A formula of LaTeX, whose backslashes only escape the brackets here: “\(x\)” is shown as “(x)”.
_FORMULA = re.compile(r"(?<![\\\]])\\\(([A-Za-z]|[^\\\n]{0,60}(?:[\^_{}=<>+]|\\[A-Za-z])[^\n]{0,60}?)\\\)")
_NAMES = tuple(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))


def check_layout(page: Page) -> Iterator[Problem]:
    """Yield a problem for each line that becomes something else than its author saw in the file."""
    source = page.document.source
    prose = source.prose.split("\n")
    for number, line in enumerate(prose, start=1):
        if line[:1] in _STARTS or "#" in line or "&" in line or "\\(" in line:
            for column, what, remedy in _line_faults(prose, number - 1):
                yield Problem(source.path, number, column + 1, "raw-syntax", what, remedy)
    lines = source.text.split("\n")
    for first, _ in fenced_code(lines[source.first_body_line - 1 :]):
        number = first + source.first_body_line
        if drawn := _DRAWN.match(lines[number - 1]):
            yield Problem(source.path, number, drawn.start(1) + 1, "raw-syntax",
                          f"“{drawn[1]}” would be shown as code: nothing is drawn or run here",
                          "make a diagram a picture, and a note one of our blocks")
    for run in read_lists(lines, prose):
        fixed = "; `desk check --fix` does" if run.is_plain else ", and what is below it by as much more"
        for item in run.misplaced:
            words = prose[item.line].strip()[:40]
            yield Problem(source.path, item.line + 1, item.indent + 1, "raw-syntax",
                          f"“{words}” is indented by {item.indent} spaces, so it would not be within the item above",
                          f"indent it by {INDENT * item.level} spaces" + fixed)
        mark = _lone_mark(run, prose)
        if mark == "+" or (mark == "*" and _NOTE_STAR.search(_block_above(prose, run.first))):
            item = run.items[0]
            yield Problem(source.path, item.line + 1, item.indent + 1, "lost-mark",
                          f"the sign of “{prose[item.line].strip()[:40]}” would be read as the mark of a list, and "
                          "readers would not see it", f"write `\\{mark}` for the sign itself, and `-` for a list")


# What is looked for in every line is looked for by its first sign, because most lines begin with none of these.
_STARTS = frozenset(">-[{<#")


def _line_faults(prose: list[str], index: int) -> Iterator[tuple[int, str, str]]:
    """Yield the column, from 0, of each fault of a line, with what is wrong and what to do."""
    line, above = prose[index], prose[index - 1] if index else ""
    if glued := _GLUED_HEADING.match(line):
        yield (glued.start(1), f"“{glued[1]}…” begins a heading, though no space is behind the #",
               "write `## Words` for a heading, and `\\#` for the sign itself")
    elif deep := _DEEP_HEADING.match(line):
        yield deep.start(1), f"“{deep[1]}” has more signs than a heading can have", "write at most six #"
    if line.startswith(">") and _is_comparison(prose, index):
        yield (0, f"“{line[:20].strip()}…” begins a quotation",
               "write `\\>` for the sign itself, or leave a line free above a quotation" if _is_words(above) else
               "write `\\>` for the sign itself; begin a quotation with a quotation mark or a word")
    if _RULED.match(line):
        yield 0, "this line looks like a table of Pandoc, and would be a line across the page", "put bars between cells"
    if _CONTENTS.match(line) and not line.startswith("[TOC]"):
        yield 0, f"“{line.strip()}” would reach the reader as it is", "delete it: a page has its contents beside it"
    if line.startswith("---") and not line.strip("- \t") and _begins_facts(prose, index):
        yield 0, "these lines look like the facts of another page", "a page has its facts at the top; delete these"
    for match in _FORMULA.finditer(line):
        yield (match.start(),
               f"“{match[0]}” looks like a formula, and readers would see neither it nor the backslashes",
               "write it in words or plain signs, without the backslashes")
    for match in _CONTROL_ENTITY.finditer(line):
        yield match.start(), f"“{match[0]}” is a control character, which no page can show", "delete it"
    for match in _ENTITY.finditer(line):
        name = match[1]
        begins = "" if f"{name};" in html5 else next((each for each in _NAMES if name.startswith(each)), "")
        if begins:
            yield (match.start(), f"“{match[0]}” would be shown as “{html5[begins]}{name[len(begins):]};”",
                   f"write `&amp;{name};` for the words, or the sign itself")


def _is_comparison(prose: list[str], index: int) -> bool:
    """Return whether a line that begins with > says “more than”: it continues a sentence, or stands alone."""
    line, above = prose[index], prose[index - 1] if index else ""
    if not _COMPARISON.match(line):
        return False
    below = prose[index + 1] if index + 1 < len(prose) else ""
    alone = not above.startswith(">") and not below.startswith(">") and not _NUMBERED.match(line)
    return _is_words(above) or alone


def _begins_facts(prose: list[str], index: int) -> bool:
    """Return whether `name: value` lines follow a line of dashes, and then another such line."""
    for number in range(index + 1, min(index + 40, len(prose))):
        line = prose[number]
        if line.startswith("---") and not line.strip("- \t"):
            return number > index + 1
        if not _FACT.match(line) and not line.startswith((" ", "- ", "\t")):
            return False
    return False


def _lone_mark(run: ListRun, prose: list[str]) -> str:
    """Return the mark of a list of one item that may be a sign: “+ 5 points”, “* estimated”; else nothing."""
    if len(run.items) != 1 or run.items[0].indent:
        return ""
    words = prose[run.items[0].line].lstrip()
    rest = words[1:].lstrip()
    return words[0] if words[0] == "*" or (words[0] == "+" and rest[:1].isdigit()) else ""


def _block_above(prose: list[str], index: int) -> str:
    """Return the paragraph or the table above a line, behind the free line."""
    end = index
    while end and not prose[end - 1].strip():
        end -= 1
    start = end
    while start and prose[start - 1].strip():
        start -= 1
    return "\n".join(prose[start:end])


def _is_words(line: str) -> bool:
    return bool(line.strip()) and not line.startswith((">", "#", "///", "<"))
