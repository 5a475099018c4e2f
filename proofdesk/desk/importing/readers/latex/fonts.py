"""Take commands for a font from around paragraphs and lists, where LaTeX takes them and Pandoc does not."""

from __future__ import annotations

import re

_FONT = re.compile(r"(?<!\\)\\(?:text(?:rm|sf|tt|normal|up|md|it|sl|bf)|emph)\s*\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLOCK = re.compile(r"\\begin\s*\{|\n[ \t]*\n")


def without_fonts_of_blocks(text: str) -> str:
    """Return LaTeX in which such a command has words of one paragraph; of others, only what they hold is left."""
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
