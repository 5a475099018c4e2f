"""Parse the block fences of a source text, and report everything that can be wrong with one.

pymdownx's Blocks is silent about mistakes (an unknown name, bad YAML, a fence never closed), so fences are parsed here
first, from the source text, which has lines and columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import yaml

from proofdesk.common.markdown_scan import in_items
from proofdesk.common.source_text import Position, SourceText
from proofdesk.common.yaml_files.yaml_faults import reason_of

Report = Callable[[Position, str, str, str], object]

_SLASHES = re.compile(r"([ \t]*)(/{3,})[ \t]*")
_NAME = re.compile(r"([\w-]+)[ \t]*")
_LOOKS_LIKE_FENCE = re.compile(r"/{3,}[ \t]*(?:[\w-]+[ \t]*)?(?:\||$)")
_MARK = re.compile(r"(?:>|(?:[-*+]|\d+\.|:)(?=[ \t])|\[\^[^\]]+\]:)[ \t]*")
_COMMENT = re.compile(r"[ \t]+(#.*\S)")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
_FAST_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # not every PyYAML has LibYAML


@dataclass(eq=False)
class Fence:
    """One opened block: its header and options with their positions; lines count from 1 in the file."""

    name: str
    title: str
    position: Position
    length: int
    indent: str
    options: dict[str, str] = field(default_factory=dict)
    option_positions: dict[str, Position] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)  # what YAML takes for a comment behind an option's value
    options_read: bool = True  # False if some of them could not be read
    header_lines: int = 1
    end: float = 0  # the line that closes it; a half if one has to be inserted there
    depth: int = 0
    inside: Fence | None = None  # the open fence of the same length that this one was opened in


def read_fences(source: SourceText, report: Report) -> list[Fence]:
    """Return every fence of ``source`` in order, properly nested; mistakes go to ``report``."""
    lines = source.prose.split("\n")
    raw = source.text.split("\n")
    fences: list[Fence] = []
    open_: list[Fence] = []
    unclosed: list[tuple[Fence, float]] = []
    in_item = in_items(lines)
    i = source.first_body_line - 1
    while i < len(lines):
        line = lines[i]
        match = _SLASHES.match(line)
        if not match:
            _check_marks(line, i + 1, report)
            i += 1
            continue
        position = Position(i + 1, len(match.group(1)) + 1)
        if line.startswith(("    ", "\t")) and not in_item[i]:
            report(position, "broken-fence",
                   f"this line begins like a block, but it is indented: “{raw[i].strip()[:60]}”",
                   "begin it at the start of the line, or put the text between backticks")
            i += 1
            continue
        length, rest = len(match.group(2)), line[match.end() :]
        if not rest.strip():
            _close(open_, unclosed, length, position, report)
            i += 1
            continue
        fence = _read_header(match.group(1), length, rest, position)
        if fence is None:
            report(
                position, "broken-fence", f"this line begins like a block: “{raw[i].strip()[:60]}”",
                "write `/// name | Title`, or put the text between backticks",
            )
            i += 1
            continue
        title_at = raw[i].find("|", match.end())
        fence.title = raw[i][title_at + 1 :].strip() if title_at >= 0 else ""
        _read_options(fence, raw, i + 1, report)
        fence.inside = next((f for f in reversed(open_) if f.length == length), None)
        open_.append(fence)
        fences.append(fence)
        i += fence.header_lines
    unclosed += [(fence, float(len(lines))) for fence in open_]
    for fence, _ in unclosed:
        report(
            fence.position, "unterminated-block", f"the block “{fence.name}” is opened here and never closed",
            f"close it with a line of its own: {'/' * fence.length}",
        )
    _end_unclosed(fences, unclosed, lines)
    for fence in fences:
        # A later close shut the outer one too: the author did mean to nest, with the wrong fence.
        if fence.inside and fence.inside.end == int(fence.inside.end):
            report(
                fence.position, "nested-fence",
                f"the block “{fence.name}” stands inside “{fence.inside.name}” (line {fence.inside.position.line}) "
                "with a fence of the same length",
                f"open and close the outer block with {'/' * (fence.length + 1)}",
            )
    _measure_depth(fences)
    return fences


def _check_marks(line: str, number: int, report: Report) -> None:
    """Report a fence behind the mark of a quotation, a list item or a note, where no block can begin or end."""
    rest = line.lstrip(" \t")
    marked = False
    while match := _MARK.match(rest):
        rest, marked = rest[match.end() :], True
    if marked and _LOOKS_LIKE_FENCE.match(rest):
        report(Position(number, len(line) - len(rest) + 1), "broken-fence",
               "a block cannot begin or end behind the mark of a quotation, a list item or a note",
               "begin a new line for it; in a list, indent it by four spaces")


def _end_unclosed(fences: list[Fence], unclosed: list[tuple[Fence, float]], lines: list[str]) -> None:
    """Close each open block where its author most likely meant to, so that it swallows little.

    That is before the next block with its length of fence, or the next heading, whichever comes first; never in the
    middle of another block. The innermost blocks come first, because outer ones close around them.
    """
    headings = [i for i, line in enumerate(lines, start=1) if _HEADING.match(line)]
    for fence, limit in sorted(unclosed, key=lambda pair: pair[0].position, reverse=True):
        later = [other for other in fences if other.position > fence.position]
        starts = [other.position.line for other in later if other.inside is fence]
        body = fence.position.line + fence.header_lines
        fence.end = limit + 0.5
        for line in sorted([*starts, *(h for h in headings if body <= h <= limit)]):
            if not any(other.position.line < line <= other.end for other in later):
                fence.end = line - 0.5
                break


def _read_header(indent: str, length: int, rest: str, position: Position) -> Fence | None:
    name = _NAME.match(rest)
    if not name or not (name.end() == len(rest) or rest[name.end()] == "|"):
        return None
    return Fence(name.group(1).lower(), "", position, length, indent)


def _read_options(fence: Fence, raw: list[str], first: int, report: Report) -> None:
    """Read the indented lines directly below a header as names and values with their positions."""
    depth = len(fence.indent.expandtabs(4)) + 4
    options = []
    for line in raw[first:]:
        expanded = line.expandtabs(4)
        if len(expanded) - len(expanded.lstrip(" ")) < depth or not line.strip():
            break
        options.append(expanded)
    fence.header_lines = 1 + len(options)
    if not options:
        return

    def position_of(mark: yaml.Mark | None) -> Position:
        """Return a position in the options as their author wrote them, with tabs for what they are: one character."""
        line = min(mark.line, len(options) - 1) if mark else 0
        column = mark.column if mark and line == mark.line else depth
        written = raw[first + line]
        before = next((n for n in range(len(written)) if len(written[: n + 1].expandtabs(4)) > column), len(written))
        return Position(first + 1 + line, before + 1)

    try:
        node = _nodes("\n".join(options))
    except (yaml.YAMLError, RecursionError) as error:
        fence.options_read = False
        report(position_of(_mark(error)), "bad-options",
               f"the options of “{fence.name}” cannot be read: {reason_of(error)[0]}",
               "write each on a line of its own as `name: value`; put a value with a colon in it between quotes")
        return
    if not isinstance(node, yaml.MappingNode):
        fence.options_read = False
        report(position_of(None), "bad-options", f"the options of “{fence.name}” are not `name: value` pairs",
               "write each on a line of its own as `name: value`, or leave a line free before the text")
        return
    for key, value in node.value:
        position = position_of(key.start_mark)
        name = str(key.value)
        if not isinstance(value, yaml.ScalarNode):
            fence.options_read = False
            report(position, "bad-value", f"the option “{name}” has a list or a group as its value",
                   "write one plain value")
            continue
        if name in fence.options:
            report(position, "duplicate-option", f"the option “{name}” is stated twice", "keep one of the two")
            continue
        comment = _COMMENT.match(options[value.end_mark.line][value.end_mark.column :])
        if comment and not value.style:
            fence.comments[name] = comment[1]
        fence.options[name] = value.value
        fence.option_positions[name] = position


def _nodes(text: str) -> yaml.Node | None:
    """Return options as YAML's nodes by a plain loader: every value stays the text as it is written, also `false`."""
    if "[" not in text and "{" not in text:  # a thousand of which would end the program in LibYAML
        with suppress(yaml.YAMLError):  # whose messages are less precise, but which is ten times as fast
            return yaml.compose(text, Loader=_FAST_LOADER)
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _mark(error: Exception) -> yaml.Mark | None:
    """Return where a fault begins: at the open quote or bracket rather than at the end of the text."""
    context = getattr(error, "context", None)
    begins = getattr(error, "context_mark", None) if context and "block" not in context else None
    return begins or getattr(error, "problem_mark", None)


def _close(
    open_: list[Fence], unclosed: list[tuple[Fence, float]], length: int, position: Position, report: Report
) -> None:
    """Close the innermost block with a fence of this length; blocks still open inside it were never closed."""
    for index in range(len(open_) - 1, -1, -1):
        if open_[index].length == length:
            unclosed += [(fence, position.line - 1.0) for fence in open_[index + 1 :]]
            open_[index].end = position.line
            del open_[index:]
            return
    report(position, "stray-fence", f"{'/' * length} closes no block", "remove the line, or open the block above it")


def _measure_depth(fences: list[Fence]) -> None:
    around: list[Fence] = []
    for fence in fences:
        while around and around[-1].end < fence.position.line:
            around.pop()
        fence.depth = len(around)
        around.append(fence)
