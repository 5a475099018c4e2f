"""Tell prose from code in Markdown, and list items from paragraphs."""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

_FENCE = re.compile(r"[> \t]*(`{3,}|~{3,})")
_MARKS = re.compile(r"`+|<!--|\n[ \t]*(?=\n)|<(pre|script|style|textarea)\b", re.IGNORECASE)
_LIST_ITEM = re.compile(r"[ \t]*(?:(?:[-*+]|\d+\.|:)[ \t]|\[\^[^\]]+\]:)")


# Elements that begin a piece of HTML where they begin a line, in which Python-Markdown reads nothing to their end.
_HTML_BLOCK = re.compile(
    r"^ {0,3}<(address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b([^<>]*)>",
    re.IGNORECASE | re.MULTILINE)


_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


class HtmlBlock(NamedTuple):
    """A piece of HTML within Markdown: its outermost element with its attributes, and offsets of the text."""

    tag: str
    attributes: str
    start: int
    opened: int  # behind the first tag
    closing: int  # before the last one; the end of the text if there is none
    end: int


def blank(text: str) -> str:
    """Return the text with a space for each character other than a line end."""
    return re.sub(r"[^\n]", " ", text)


def blank_code(text: str) -> str:
    """Blank fenced and indented code, comments, raw text elements and inline code, keeping every offset.

    Unclosed code stays, as the converter shows it as text.
    """
    lines = text.split("\n")
    for first, last in fenced_code(lines):
        lines[first : last + 1] = [" " * len(line) for line in lines[first : last + 1]]
    for i in _indented(lines):
        lines[i] = " " * len(lines[i])
    return _without_spans("\n".join(lines))


def fenced_code(lines: list[str]) -> list[tuple[int, int]]:
    """Return the first and last line of each fenced code block. A fence closes with one of its own length."""
    fences = [(i, match, line[match.end() :]) for i, line in enumerate(lines) if (match := _FENCE.match(line))]
    bare: dict[str, list[int]] = {}
    for i, match, rest in fences:
        if not rest.strip():
            bare.setdefault(match.group(1), []).append(i)
    found: list[tuple[int, int]] = []
    for i, match, rest in fences:
        if "`" in rest or (found and i <= found[-1][1]):
            continue
        closing = bare.get(match.group(1), [])
        after = bisect.bisect_right(closing, i)
        if after < len(closing):
            found.append((i, closing[after]))
    return found


def html_blocks(prose: str) -> list[HtmlBlock]:
    """Return the outermost pieces of HTML of a text without code, in their order."""
    found: list[HtmlBlock] = []
    for match in _HTML_BLOCK.finditer(prose):
        if found and match.start() < found[-1].end:
            continue
        depth, last = 0, (len(prose), len(prose))
        for tag in re.compile(rf"<(/?){match[1]}\b[^<>]*>", re.IGNORECASE).finditer(prose, match.start()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                last = tag.span()
                break
        found.append(HtmlBlock(match[1].lower(), match[2].strip(), match.end() - len(match[0].lstrip()),
                               match.end(), *last))
    return found


def wraps_markdown(text: str, piece: HtmlBlock) -> bool:
    """Return whether a piece of HTML is two lines around Markdown, as other sites read it: `<div markdown>`.

    To one with an id something may lead.
    """
    before = text.rfind("\n", 0, piece.closing) + 1
    return (piece.tag in ("div", "section", "article", "aside", "center", "main") and piece.closing < piece.end
            and bool(re.search(r"(?<![\w-])markdown(?![\w-])", piece.attributes))
            and not re.search(r"(?<![\w-])id\s*=", piece.attributes)
            and all(_LINE_END.match(text, at) for at in (piece.opened, piece.end))
            and not text[before : piece.closing].strip())


def in_items(lines: list[str]) -> list[bool]:
    """Return for each line whether it is in a list item, a definition or a note."""
    found: list[bool] = []
    in_item, after_gap = False, True
    for line in lines:
        if line.strip() and not line.startswith(("    ", "\t")):
            in_item = bool(_LIST_ITEM.match(line)) or (in_item and not after_gap)
        found.append(in_item)
        after_gap = not line.strip()
    return found


def _indented(lines: list[str]) -> list[int]:
    """Return the lines of indented code: four spaces deep after an empty line, and not in a list item or a note."""
    found: list[int] = []
    in_item = in_items(lines)
    for i, line in enumerate(lines):
        if in_item[i] or not line.strip() or not line.startswith(("    ", "\t")):
            continue
        if i == 0 or not lines[i - 1].strip() or (found and found[-1] == i - 1):
            found.append(i)
    return found


def _without_spans(text: str) -> str:
    """Blank inline code, comments and raw text elements, whichever begins first."""
    marks = list(_MARKS.finditer(text))
    closing = _closing_runs(marks)
    pieces, position = [], 0
    unclosed: set[str] = set()  # what has no end is looked for once, not from each of its beginnings
    for n, mark in enumerate(marks):
        if mark.start() < position:
            continue
        if mark.group(1) or mark.group() == "<!--":
            closes = f"</{mark.group(1).lower()}>" if mark.group(1) else "-->"
            end = 0 if closes in unclosed else _after(text, closes, mark.end())
            if not end:
                unclosed.add(closes)
        else:
            escaped = text[mark.start() - 1 : mark.start()] == "\\"
            end = 0 if escaped else closing.get(n, 0)
        if end:
            pieces += [text[position : mark.start()], blank(text[mark.start() : end])]
            position = end
    return "".join([*pieces, text[position:]])


def _closing_runs(marks: list[re.Match[str]]) -> dict[int, int]:
    """Return for each run of backticks the end of the next run of its length in the same paragraph."""
    found: dict[int, int] = {}
    next_end: dict[int, int] = {}
    for n in range(len(marks) - 1, -1, -1):
        mark = marks[n].group()
        if mark.startswith("\n"):
            next_end.clear()
        elif mark.startswith("`"):
            if len(mark) in next_end:
                found[n] = next_end[len(mark)]
            next_end[len(mark)] = marks[n].end()
    return found


def _after(text: str, needle: str, start: int) -> int:
    """Return the offset after the next ``needle``, in any case, or 0 if there is none."""
    match = re.compile(re.escape(needle), re.IGNORECASE).search(text, start)
    return match.end() if match else 0
