"""Write what other tools put between fences: code that they run, drawings, queries, formulas, directives of MyST."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from proofdesk.common.markdown_scan import blank_code, fenced_code
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.fixing.notes import closing_colons
from proofdesk.desk.importing.readers.markup.draft import Draft, box, figure

_FENCE = re.compile(r"([> \t]*)(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$")
_DIRECTIVE = re.compile(r"\{([\w:.-]+)\}[ \t]*(.*)$")
_COLONS = re.compile(r"( {0,3})(:{3,})[ \t]*\{([A-Za-z][\w:-]*)\}[ \t]*(.*?)[ \t]*$")
_CHUNK = re.compile(r"\{[ \t]*\.?([A-Za-z][\w+-]*)([^{}]*)\}")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)$")
_CELL_OPTION = re.compile(r"(?:#|//|%%|--)\|[ \t]*([\w.-]+):[ \t]*(.*)$")
_CHUNK_OPTION = re.compile(r"([\w.-]+)[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)')")

# Languages of cells that Quarto, R Markdown and Jupyter run.
_RUN = {"r", "python", "julia", "ojs", "bash", "sh", "sql", "stan", "js", "css", "node", "rcpp", "code-cell",
        "octave", "rscript", "awk", "c", "cc", "cpp", "fortran", "fortran95", "go", "haskell", "java", "mysql", "perl",
        "php", "powershell", "psql", "ruby", "rust", "sas", "sass", "scala", "scss", "stata", "typescript", "zsh"}
# Languages that nothing runs: Quarto shows such a cell as it is.
_SHOWN = {"yaml", "yml", "json", "toml", "ini", "xml", "html", "markdown", "md", "latex", "tex", "bibtex", "text",
          "txt", "diff", "verbatim", "embed"}
_QUERIES = {"dataview", "dataviewjs", "tasks", "query", "base", "bases", "button", "meta-bind", "toc", "excalidraw"}
_DRAWINGS = {"mermaid", "plantuml", "puml", "dot", "graphviz", "tikz", "d2", "chart", "vega", "vega-lite", "echarts"}
_FORMULAS = {"math", "katex", "latex-math"}
_SILENT = {"toctree", "contents", "tableofcontents", "index", "bibliography", "only", "raw", "include", "eval-rst",
           "literalinclude", "meta"}
_CODE = {"code", "code-block", "sourcecode", "highlight", "prompt", "parsed-literal"}
_RAN = "code that a program runs, which an article does not hold"
_DREW = "drawings that are written as code, marked in the article"
_ASKED = "queries, which only their program answers"
_LEFT = "directives of MyST, which an article does not have"


class _Directive(NamedTuple):
    """A directive of MyST: its name, what is on its first line, its options and its text."""

    name: str
    argument: str
    options: Mapping[str, str]
    body: list[str]


def write_fences(draft: Draft) -> None:
    """Write what is between fences: code stays code, the rest becomes Markdown or is named."""
    draft.text = "\n".join(_written(draft.text.split("\n"), draft))


def _written(lines: list[str], draft: Draft) -> list[str]:
    ends = dict(fenced_code(lines))
    prose = blank_code("\n".join(lines)).split("\n")
    closing = closing_colons(prose)
    written: list[str] = []
    number = 0
    while number < len(lines):
        end = ends.get(number)
        colons = _COLONS.match(prose[number]) if number in closing else None
        if end is not None:
            written += _fence(lines[number : end + 1], draft)
            number = end + 1
        elif colons:
            body = lines[number + 1 : closing[number]]
            written += _directive(_read(colons[3], lines[number][colons.start(4) :].strip(), body), draft)
            number = closing[number] + 1
        else:
            written.append(lines[number])
            number += 1
    return written


def _fence(lines: list[str], draft: Draft) -> list[str]:
    match = _FENCE.match(lines[0])
    info = match[3] if match else ""
    indent = match[1] if match else ""
    body = [line.removeprefix(indent) for line in lines[1:-1]]
    directive = _DIRECTIVE.match(info)
    chunk = _CHUNK.fullmatch(info)
    name = (directive[1] if directive else chunk[1] if chunk else info.split(" ")[0]).lower()
    if info.startswith("{=") or (chunk and info.strip("{ ").startswith((".", "#"))):
        return lines  # Pandoc's own
    shown: list[str]
    if (directive or chunk) and name in _RUN:
        shown = _cell(info, body, draft)
    elif name in _QUERIES:
        draft.named.add(_ASKED, "\n".join(body) or name)
        shown = [""]
    elif name in _DRAWINGS:
        draft.named.add(_DREW, "\n".join(body))
        shown = ["", f"{REVIEW_OPEN}a drawing ({name}), whose code is in the report{REVIEW_CLOSE}", ""]
    elif name in _FORMULAS:
        read = _read(name, directive[2] if directive else "", body)
        shown = ["", "$$", *filter(str.strip, [read.argument, *read.body]), "$$", ""]
    elif (directive or chunk) and name in _SHOWN:
        options = _cell_options(info, body)
        label = options.get("filename") or options.get("lst-cap", "")
        shown = _directive(_Directive("code", "", {}, [line for line in body if not _CELL_OPTION.match(line)]), draft)
        shown = [*(["", f"*{label}*"] if label else []), *shown]
    elif chunk and (not directive or _cell_options("", body[:1])):  # of an engine that somebody added
        shown = _cell(info, body, draft)
    elif directive:
        shown = _directive(_read(directive[1], directive[2], body), draft)
    else:
        return lines
    return [indent + line for line in shown]


def _cell(info: str, body: list[str], draft: Draft) -> list[str]:
    """Name a cell of code. What it draws is missing, so that its caption is marked."""
    draft.named.add(_RAN, "\n".join([info, *body]))
    options = _cell_options(info, body)
    caption = options.get("fig-cap") or options.get("tbl-cap")
    if not caption:
        return [""]
    return ["", f"{REVIEW_OPEN}a figure or table that a program makes: {caption}{REVIEW_CLOSE}", ""]


def _cell_options(info: str, body: list[str]) -> dict[str, str]:
    """Return what is said of a cell: in its braces, `fig.cap = "Worms"`, or in the lines with which it begins."""
    braces = {match[1].replace(".", "-"): match[2] or match[3] or "" for match in _CHUNK_OPTION.finditer(info)}
    lines = {match[1]: match[2].strip("\"' ") for line in body for match in [_CELL_OPTION.match(line)] if match}
    return braces | lines


def _read(name: str, argument: str, body: list[str]) -> _Directive:
    options: dict[str, str] = {}
    body = list(body)
    if body and body[0].strip() == "---":  # options in YAML
        end = next((number for number, line in enumerate(body[1:], 1) if line.strip() == "---"), 0)
        options = {name.strip(): value.strip() for line in body[1:end] for name, _, value in [line.partition(":")]}
        body = body[end + 1 :]
    while body and (match := _OPTION.match(body[0].strip())):
        options[match[1]] = match[2].strip()
        body.pop(0)
    return _Directive(name.lower().removeprefix("{").removesuffix("}"), argument.strip(), options, body)


def _directive(found: _Directive, draft: Draft) -> list[str]:
    name, argument, options, body = found
    if name in _CODE:
        longest = max((len(run) for line in body for run in re.findall("`{3,}", line)), default=2)
        fence = "`" * (longest + 1)
        return ["", fence, *body, fence, ""]
    if name in _FORMULAS:
        return ["", "$$", *filter(str.strip, [argument, *body]), "$$", ""]
    if name in _RUN:
        return _cell(f"{{{name}}}", body, draft)
    if name in _SILENT:
        draft.named.add(_LEFT, "\n".join([f"{{{name}}} {argument}", *body]))
        return [""]
    body = _written(body, draft)
    if name in ("figure", "image"):
        paragraphs = "\n".join(body).strip().split("\n\n")
        caption = " ".join(paragraphs[0].split())
        written = figure(argument, caption, options.get("alt", ""), options.get("name") or options.get("label", ""))
        return ["", written, "", *"\n\n".join(paragraphs[1:]).split("\n"), ""]
    if name in ("table", "list-table", "csv-table"):
        return ["", *([f"*{argument}*", ""] if argument else []), *body, ""]
    if name in ("tab-set", "tabs", "grid", "dropdown", "details", "tab-item", "tab", "grid-item", "card", "div",
                "grid-item-card", "sidebar", "margin", "aside"):
        draft.named.add("tabs and folded parts, whose texts now follow each other", argument or name)
        return ["", *([f"**{argument}**", ""] if argument else []), *body, ""]
    first = [argument, ""] if argument and name in _NO_TITLE else []
    title = "" if first else argument
    kind = options.get("class", "note").split()[0] if name == "admonition" else name
    return ["", box(kind, title), "", *first, *body, "", ":::", ""]


# Their first line is the beginning of their text, and no title.
_NO_TITLE = {"note", "warning", "tip", "hint", "important", "attention", "caution", "danger", "error", "seealso",
             "epigraph", "versionadded", "versionchanged", "deprecated", "todo"}
