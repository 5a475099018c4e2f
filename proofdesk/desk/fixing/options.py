"""Put the options of blocks where they are read: directly under the first line, indented by four spaces."""

from __future__ import annotations

from collections.abc import Mapping

from proofdesk.blocks.fence_parser import read_fences
from proofdesk.blocks.kind import BlockKind
from proofdesk.blocks.unread_options import unread_options
from proofdesk.common.source_text import SourceText


def indent_options(source: SourceText, kinds: Mapping[str, BlockKind]) -> str:
    """Return the text with each option that is above the text of its block indented as it must be.

    An option further down stays: its author may mean it for the text around it.
    """
    lines, prose = source.text.split("\n"), source.prose.split("\n")
    fences = read_fences(source, lambda *_: None)
    by_line = {fence.position.line: fence for fence in fences}
    for fence in reversed(fences):  # from the end, so that no line moves that is still to be looked at
        kind = kinds.get(fence.name)
        unread = unread_options(lines, prose, fence, by_line, kind) if kind else ()
        found = [option for option in unread if option.leads]
        if not found or any(not option.value or option.name in fence.options for option in found):
            continue
        first, after = fence.position.line + fence.header_lines - 1, found[-1].position.line
        if after < len(lines) and lines[after].startswith(("    ", "\t")):
            continue  # it would be read as one more option
        indent = " " * (len(fence.indent.expandtabs(4)) + 4)
        lines[first:after] = [f"{indent}{option.name}: {option.value}" for option in found]
    return "\n".join(lines)
