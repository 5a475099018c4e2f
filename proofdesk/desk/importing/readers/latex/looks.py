"""Take commands for looks from around paragraphs, lists and tables, where LaTeX takes them and Pandoc does not.

Pandoc leaves such a part as it is, or reads it without the caption that stands beside it.
"""

from __future__ import annotations

import re

from proofdesk.desk.importing.readers.held.latex_words import GLUE

_GLUE = re.compile(GLUE)
_FONT = re.compile(
    r"(?<!\\)\\(?:text(?:rm|sf|tt|normal|up|md|it|sl|bf)|emph|centerline|adjustbox\s*\{[^{}]*\}|scalebox\s*\{[^{}]*\}"
    r"|resizebox\*?\s*\{[^{}]*\}\s*\{[^{}]*\}|makebox\s*(?:\[[^\]]*\]){1,2}|rotatebox\s*(?:\[[^\]]*\])?\{[^{}]*\})"
    r"\s*\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLOCK = re.compile(r"\\begin\s*\{|\n[ \t]*\n")
# Environments that set only the width, the size, the place or the direction of what is within them.
_AROUND = re.compile(
    r"\\(?:begin|end)\s*\{(?:adjustbox|adjustwidth\*?|threeparttable|ThreePartTable|measuredfigure|fullwidth|landscape"
    r"|changemargin|turn|rotate|tiny|scriptsize|footnotesize|small|normalsize|large|Large|singlespacing?|spacing"
    r"|onehalfspacing?|doublespacing?|paracol|multicols\*?|sloppypar|whitewash|ltablex)\}"
    r"(?:[ \t]*(?:\[[^\]]*\]|\{[^{}]*\}))*")
# Floats that Pandoc knows by another name, without what is said of their place; and tables, whose columns stay.
_FLOATS = {"sidewaystable": "table", "sidewaysfigure": "figure", "SCfigure": "figure", "SCtable": "table",
           "tablenotes": "itemize", "wraptable": "table", "wrapfigure": "figure", "floatingfigure": "figure",
           "table": "table", "figure": "figure"}
_FLOAT = re.compile(rf"\\(begin|end)\s*\{{({'|'.join(_FLOATS)})\*?\}}(?:[ \t]*(?:\[[^\]]*\]|\{{[^{{}}]*\}}))*")
_TABLES = {"xltabular": "tabularx", "tabulary": "tabularx", "tabu": "tabular", "longtabu": "longtable",
           "supertabular": "longtable"}
_TABLE = re.compile(rf"\\(begin|end)\s*\{{({'|'.join(_TABLES)})\*?\}}")
# What a column or a cell begins with, and spaces between rows, which Pandoc takes for words.
_CELLS = re.compile(
    r"[<>]\s*\{(?:\s*\\[A-Za-z]+(?![A-Za-z{]))+\s*\}|\\addlinespace(?![A-Za-z])(?:\[[^\]]*\])?|\\arraybackslash(?![A-Za-z])"
    r"|(?:(?<=&)|(?<=\\\\)|(?<=\s))\s*\\(?:ragged(?:left|right)|centering)(?=\s*(?:\\text|[^\W_]))")
# Pandoc reads one caption of a figure, but those of figures within it.
_BESIDE = re.compile(r"\\begin\s*\{minipage\}(?P<form>(?:\[[^\]]*\])*)(?P<width>\{[^{}]*\})"
                     r"(?P<held>(?:(?!\\(?:begin|end)\s*\{minipage\}).){0,5000}?)\\end\s*\{minipage\}", re.DOTALL)

# A float may have a title and a note that are both captions; of two, Pandoc keeps the last.
_CAPTIONED = re.compile(r"\\begin\s*\{(table|figure)\}.{0,20000}?\\end\s*\{\1\}", re.DOTALL)
_CAPTION = re.compile(r"\\caption\s*[\[{]")
_NOTE = re.compile(r"\\caption\*\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")


def without_looks(text: str) -> str:
    """Return LaTeX in which such a command has words of one paragraph; of others, only what they hold is left."""
    text = _BESIDE.sub(_as_subfigure, _GLUE.sub(" ", _CELLS.sub("", text)))
    text = _FLOAT.sub(lambda float_: f"\\{float_[1]}{{{_FLOATS[float_[2]]}}}", _AROUND.sub("", text))
    text = _TABLE.sub(lambda table: f"\\{table[1]}{{{_TABLES[table[2]]}}}", text)
    text = _CAPTIONED.sub(_with_note_below, text)
    fonts = {found.end(): found.start() for found in _FONT.finditer(text)}
    opened: list[int] = []  # the ends of the open braces
    taken: list[tuple[int, int]] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.end())
        elif brace[0] == "}" and opened:
            end = opened.pop()
            if end in fonts and _BLOCK.search(text, end, brace.start()):
                taken += [(fonts[end], end), brace.span()]
    for start, end in sorted(taken, reverse=True):
        text = text[:start] + text[end:]
    return text


def _as_subfigure(found: re.Match[str]) -> str:
    if "\\caption" not in found["held"] or "\\includegraphics" not in found["held"]:
        return found[0]
    return f"\\begin{{subfigure}}{found['form']}{found['width']}{found['held']}\\end{{subfigure}}"


def _with_note_below(float_: re.Match[str]) -> str:
    notes = _NOTE.findall(float_[0]) if _CAPTION.search(float_[0]) else []
    return "\n\n".join([_NOTE.sub("", float_[0]), *notes, ""]) if notes else float_[0]
