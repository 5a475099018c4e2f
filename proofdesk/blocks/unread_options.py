"""Find lines of a block that its author meant as options, and that were not read as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from proofdesk.blocks.fence_parser import Fence
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.source_text import Position

# An option as an editor may write it: indented too little, by other spaces than those of the keyboard, as an item of a
# list, or in bold. What is before the name is taken once and for all, or a line to fill in, “______”, would take years.
_OPTION = re.compile(
    r"((?:[^\S\n]|[-+>](?=[^\S\n])|[*_])*+)([A-Za-z-]+(?:_[A-Za-z-]+)*)[*_]{0,2}[^\S\n]*[:：][*_]{0,2}(?:[^\S\n]+([^\n]*))?$")


class UnreadOption(NamedTuple):
    """A line that states an option of its block, and that readers would see.

    ``indent`` is what is before its name. ``leads`` says whether nothing but options and empty lines is above it in the
    block. ``plain`` says whether it is written as an option is, apart from the spaces before it.
    """

    position: Position
    name: str
    value: str
    leads: bool
    plain: bool
    indent: str


def unread_options(
    lines: Sequence[str], prose: Sequence[str], fence: Fence, by_line: Mapping[int, Fence], kind: BlockKind
) -> Iterator[UnreadOption]:
    """Yield the options of a block of this kind that stand among its text.

    ``lines`` are the file's, ``prose`` the same without code, ``by_line`` its fences by the lines on which they begin.

    Above the text, any line that names one is an option. Further down, where “dose: 20 mg” may be the author's
    sentence, it is one that begins a paragraph, or whose value is a word that the option allows.
    """
    leads, fresh = True, True
    number, end = fence.position.line + fence.header_lines, min(fence.end, len(lines) + 0.5)
    while number < end:
        if inner := by_line.get(number):
            leads, fresh, number = False, True, int(inner.end) + 1
            continue
        line = lines[number - 1]
        # Above the text also what looks like code: options under an empty line.
        found = _OPTION.match(line) if leads or prose[number - 1].strip() else None
        option = found and _as_option(found, kind, number, leads=leads, fresh=fresh)
        if option:
            yield option
        fresh = option is not None or not line.strip()
        leads = leads and fresh
        number += 1


def _as_option(
    found: re.Match[str], kind: BlockKind, number: int, *, leads: bool, fresh: bool
) -> UnreadOption | None:
    written, value = found[2], (found[3] or "").strip()
    name = written.lower()
    if name not in kind.options:
        return None
    words = [str(word) for word in kind.options[name]["words"]]
    known = value.strip("\"'“”`.*_").lower() in words
    exact = written == name and (leads or (fresh and not words))
    if not (exact or known):
        return None
    plain = written == name and not found[1].strip() and "：" not in found[0] and bool(value)
    return UnreadOption(Position(number, found.start(2) + 1), name, value, leads, plain, found[1])
