"""Write the notes of Material, GitHub, Obsidian, Quarto and MyST as blocks of the kind that takes their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from proofdesk.blocks.fence_parser import read_fences
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.source_text import SourceText

_MATERIAL = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]*([\w-]+)((?:[ \t]+[\w-]+)*)[ \t]*(?:\"((?:[^\"\\]|\\.)*)\")?[ \t]*$")
_QUOTED = re.compile(r"> ?\[!([\w-]+)\][-+]?[ \t]*(.*?)[ \t]*$")
_COLONS = re.compile(r"(:{3,})[ \t]*(?:\{([^{}]*)\}|([\w-]+))(?:\[([^\]]*)\])?[ \t]*([^\n:]*?)[ \t]*:*$")
_COLON_LINE = re.compile(r":{3,}[ \t]*(.*)$")
_CLASS = re.compile(r"\.?(?:callout-)?([\w-]+)")
_TITLE = re.compile(r"title=[\"“]([^\"”]*)[\"”]")
_HEADING = re.compile(r"#{1,6} (.*?)[ \t]*#*$")
_SLASHES = re.compile(r"^[ \t]*(/{3,})", re.MULTILINE)
_LIKE_OPTION = re.compile(r"[ \t]{4}|\t|[\w-]+:(?:\s|$)")


class FoundNote(NamedTuple):
    """A note of somebody else: its type there, its title, its text, and the line after it."""

    name: str
    title: str | None
    body: list[str]
    after: int


def write_notes(source: SourceText, kinds: Mapping[str, BlockKind]) -> str:
    """Return the text with each such note as a block, if the site has a kind that takes its place.

    A note within another block stays: the fence around it would have to become longer.
    """
    known = {name: kind for kind in kinds.values() for name in kind.record.callouts}
    lines, prose = source.text.split("\n"), source.prose.split("\n")
    inside = {number - 1 for fence in read_fences(source, lambda *_: None)
              for number in range(fence.position.line, int(fence.end) + 1)}
    closing = closing_colons(prose)
    written = lines[: source.first_body_line - 1]
    number = source.first_body_line - 1
    while number < len(lines):
        found = None if number in inside else find_note(lines, prose, number, closing)
        if found is None or found.name not in known or not any(map(str.strip, found.body)) \
                or not inside.isdisjoint(range(number, found.after)):
            written.append(lines[number])
            number += 1
            continue
        if written and written[-1].strip() and len(written) >= source.first_body_line:
            written.append("")
        written += _block(found, known[found.name], kinds)
        number = found.after
        if number < len(lines) and lines[number].strip():
            written.append("")
    return "\n".join(written)


def find_note(lines: Sequence[str], prose: Sequence[str], number: int, closing: Mapping[int, int]) -> FoundNote | None:
    """Return the note that begins on a line; ``closing`` is from ``closing_colons``."""
    line, found = prose[number], None
    if match := _MATERIAL.match(line):
        title = None if match[3] is None else match[3].replace('\\"', '"')
        found = FoundNote(match[1], title, *_indented(lines, number + 1))
    elif match := _QUOTED.match(line):
        found = _alert(lines, number, match)
    elif (match := _COLONS.match(line)) and number in closing:
        found = _between_colons(lines, number, closing[number], match)
    return found and found._replace(name=found.name.lower())


def _alert(lines: Sequence[str], number: int, match: re.Match[str]) -> FoundNote:
    """Return a note of GitHub or Obsidian; if all of it is on one line, the words there are its text."""
    words = lines[number][match.start(2) : match.end(2)]
    body, after = _quoted(lines, number + 1)
    if words and after == number + 1 and not "".join(lines[after : after + 1]).strip():
        return FoundNote(match[1], None, [words], after)
    return FoundNote(match[1], words or None, body, after)


def _indented(lines: Sequence[str], number: int) -> tuple[list[str], int]:
    """Return the lines from a line on that are indented by four spaces, without these, and the line after them."""
    body, after = [], number
    for at in range(number, len(lines)):
        if lines[at].startswith(("    ", "\t")):
            body += [""] * (at - after)
            body.append(lines[at][1:] if lines[at].startswith("\t") else lines[at][4:])
            after = at + 1
        elif lines[at].strip():
            break
    return body, after


def _quoted(lines: Sequence[str], number: int) -> tuple[list[str], int]:
    """Return the lines of a quotation without its marks; none if a line without a mark may belong to it."""
    body = []
    while number < len(lines) and lines[number].startswith(">"):
        body.append(lines[number][1:].removeprefix(" "))
        number += 1
    return ([], number) if number < len(lines) and lines[number].strip() else (body, number)


def closing_colons(prose: Sequence[str]) -> dict[int, int]:
    """Return for each line of colons that opens something the line that closes it."""
    closing, open_ = dict[int, int](), list[int]()
    for number, line in enumerate(prose):
        match = _COLON_LINE.match(line)
        if match and match[1].strip():
            open_.append(number)
        elif match and open_:
            closing[open_.pop()] = number
    return closing


def _between_colons(lines: Sequence[str], number: int, end: int, match: re.Match[str]) -> FoundNote | None:
    braces, bare, bracketed, rest = match[2], match[3], match[4], match[5]
    name = _CLASS.match((braces or bare or "").strip())
    title = _TITLE.search(lines[number])
    words = title[1] if title else bracketed or rest or None
    if not name:
        return None
    body = list(lines[number + 1 : end])
    while body and not body[0].strip():
        body.pop(0)
    heading = _HEADING.match(body[0]) if body and words is None and braces else None
    if heading:  # Quarto takes it for the title
        words, body = heading[1], body[1:]
    if any(re.match(r":[\w-]+:", line) for line in body[:1]):
        return None  # an option of MyST, which may change what is shown
    return FoundNote(name[1].removeprefix("callout-"), words, body, end + 1)


def _block(found: FoundNote, kind: BlockKind, kinds: Mapping[str, BlockKind]) -> list[str]:
    body = write_notes(SourceText("", "\n".join(found.body), whole=True), kinds).strip("\n")
    slashes = "/" * max([3, *(len(match[1]) + 1 for match in _SLASHES.finditer(body))])
    options, title = kind.record.callouts[found.name], found.title
    default = kind.record.default_title(options)
    if not title and not (default and title == ""):  # the name is all that announced it
        title = found.name.capitalize()
    if title == default:
        title = ""
    lines = [f"{slashes} {kind.name} | {title}" if title else f"{slashes} {kind.name}"]
    lines += [f"    {name}: {value}" for name, value in options.items()]
    if _LIKE_OPTION.match(body):
        lines.append("")
    return [*lines, *body.split("\n"), slashes]
