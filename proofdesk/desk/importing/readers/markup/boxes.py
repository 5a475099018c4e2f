"""Write the boxes and tabs of other tools as divisions of Pandoc, which become blocks of the site."""

from __future__ import annotations

import re

from proofdesk.common.markdown_scan import blank_code
from proofdesk.desk.fixing.notes import closing_colons, find_note
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.readers.markup.draft import Draft, box

_TAB = re.compile(r"={3}[!+]? \"([^\"\n]+)\"[ \t]*$")
_ALERT = re.compile(r"(?P<indent> {0,3})> ?\[!(?P<name>[\w-]+)(?:\|[^\]\n]*)?\][-+]?[ \t]*(?P<title>.*)$")
_WITHIN = re.compile(r"( +|\t)(?:!!!|\?\?\?\+?[ \t]|={3}[!+]? \"|> ?\[!|:{3,}[ \t]*\w)")
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}[.)])[ ]+(?=\S)")
_OF_PANDOC = re.compile(r":{3,}[ \t]*(?:\{|$)")
_TABS = "tabs and folded parts, whose texts now follow each other"


def write_boxes(draft: Draft) -> None:
    """Write each box as a division; a tab becomes its title, in bold, and its text."""
    draft.text = "\n".join(_written(draft.text.split("\n"), draft))


def _written(lines: list[str], draft: Draft) -> list[str]:
    prose = blank_code("\n".join(lines)).split("\n")
    closing = closing_colons(prose)
    written: list[str] = []
    number = 0
    while number < len(lines):
        line = prose[number]
        within = _WITHIN.match(line)
        if within:  # a box within an item of a list
            body, number = _indented(lines, number, within[1])
            indent = _of_item(written, within[1])
            written += [indent + each if each else "" for each in _written(body, draft)]
            continue
        alert, tab = _ALERT.match(line), _TAB.match(line)
        found = None if alert or tab or _OF_PANDOC.match(line) else find_note(lines, prose, number, closing)
        if alert:
            title = lines[number][alert.start("title") :]
            body, number = _quoted(lines, number + 1)
            written += ["", *_box(alert["name"], title, body, draft), ""]
        elif tab:
            body, number = _indented(lines, number + 1, "    ")
            draft.named.add(_TABS, tab[1])
            written += ["", f"**{tab[1]}**", "", *_written(body, draft), ""]
        elif found:
            written += ["", *_box(found.name, found.title or "", found.body, draft), ""]
            number = found.after
        else:
            written.append(lines[number])
            number += 1
    return written


def _of_item(written: list[str], indent: str) -> str:
    """Return the indent of the text of the item above, at which Pandoc looks for a division."""
    for line in reversed(written):
        item = _ITEM.match(line)
        if item and len(item[1]) < len(indent):
            return " " * len(item[0])
        if line.strip() and not line.startswith(" "):
            break
    return indent if len(indent) > 3 or indent == "\t" else ""


def _box(name: str, title: str, body: list[str], draft: Draft) -> list[str]:
    return [box(name.lower(), strip_markup(title.strip())), "", *_written(body, draft), "", ":::"]


def _quoted(lines: list[str], number: int) -> tuple[list[str], int]:
    """Return the lines of a quotation without its marks, and the number of the line after them."""
    body = []
    while number < len(lines) and lines[number].lstrip(" ").startswith(">"):
        body.append(lines[number].lstrip(" ")[1:].removeprefix(" "))
        number += 1
    return body, number


def _indented(lines: list[str], number: int, indent: str) -> tuple[list[str], int]:
    """Return the lines from a line on that are indented so, without that, and the number of the line after them."""
    body: list[str] = []
    while number < len(lines) and (not lines[number].strip() or lines[number].startswith((indent, "\t"))):
        line = lines[number]
        body.append(line[1:] if line.startswith("\t") and indent != "\t" else line[len(indent) :])
        number += 1
    return body, number
