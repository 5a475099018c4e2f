"""Replace each checked fence's header by ``/// kind | number``.

So no author's mistake reaches pymdownx's parser, which would pass over it in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from proofdesk.blocks.fence_parser import Fence, Report, read_fences
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.markdown_scan import in_items
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean
from proofdesk.content.document import ConversionContext

# Kinds of block that only this module writes: for an unknown name, and for a line that is no fence.
UNKNOWN = "unknown-block"
MISREAD = "misread-line"
# An option as an editor may write it: indented too little, or by other spaces than those of the keyboard.
_OPTION = re.compile(r"([^\S\n]*)([A-Za-z_-]+)[^\S\n]*:(?:[^\S\n]|$)")


class ReadFences(Preprocessor):
    """Preprocessor that checks every fence of the source and leaves the parser their numbers."""

    def __init__(self, md: Markdown, context: ConversionContext, kinds: Mapping[str, BlockKind]) -> None:
        super().__init__(md)
        self.context = context
        self.kinds = kinds
        self.fences: list[Fence] = []
        self.problems: dict[int, list[Problem]] = {}

    def run(self, lines: list[str]) -> list[str]:
        document = self.context.document
        self.problems = {}

        def report(position: Position, rule: str, message: str, remedy: str) -> None:
            self.problems.setdefault(position.line, []).append(document.problem(position, rule, message, remedy))

        self.fences = read_fences(document.source, report)
        known = self.kinds
        for fence in self.fences:
            if fence.name not in known:
                report(fence.position, "unknown-block", f"there is no kind of block “{fence.name}”",
                       did_you_mean(fence.name, known))
            else:
                self._check_unread_options(fence, known[fence.name], report)
        return self._rewrite(lines, document.source.first_body_line)

    def _check_unread_options(self, fence: Fence, kind: BlockKind, report: Report) -> None:
        """Report options that are not indented far enough, so that readers would see them as text."""
        source = self.context.document.source
        lines = source.prose.split("\n")
        for number in range(fence.position.line + fence.header_lines - 1, len(lines)):
            match = _OPTION.match(lines[number])
            if not match or match[2] not in kind.options:
                return
            fence.options_read = False
            fence.header_lines += 1  # so that the line is not text, and its problem is shown with the block
            report(Position(number + 1, len(match[1]) + 1), "bad-options",
                   f"“{match[2]}” is an option of the block, but the line is not indented, so readers would see it",
                   f"indent it by {len(fence.indent.expandtabs(4)) + 4} spaces, directly under the first line")

    def _rewrite(self, lines: list[str], first: int) -> list[str]:
        """Return the lines with headers numbered, options blanked, and open blocks closed."""
        deepest = max((fence.depth for fence in self.fences), default=0)
        rewritten = list(lines)
        additions: dict[int, list[str]] = {}
        options: set[int] = set()
        known = self.kinds
        in_item = {index for index, inside in enumerate(in_items(lines)) if inside}
        for number, fence in enumerate(self.fences):
            slashes = "/" * (3 + deepest - fence.depth)
            header = fence.position.line - first
            name = fence.name if fence.name in known else UNKNOWN
            rewritten[header] = f"{fence.indent}{slashes} {name} | {number}"
            # Gone, not blank: behind a blank line in a list, pymdownx would not find the end of a block in a block.
            options.update(range(header + 1, header + fence.header_lines))
            close = f"{fence.indent}{slashes}"
            if fence.end == int(fence.end):
                rewritten[int(fence.end) - first] = close
            else:
                additions.setdefault(int(fence.end) - first, []).insert(0, close)
        # Longer than any fence around it, because the line may be inside any block.
        slashes = "/" * (4 + deepest)
        for index in self._stray(first):
            line = rewritten[index]
            indent = line[: len(line) - len(line.lstrip(" \t"))] if index in in_item else ""
            rewritten[index] = f"{indent}{slashes} {MISREAD} | {index + first}"
            additions.setdefault(index, []).insert(0, f"{indent}{slashes}")
        result: list[str] = []
        for index, line in enumerate(rewritten):
            if index not in options:
                result.append(line)
            result.extend(additions.get(index, []))
        return result

    def _stray(self, first: int) -> list[int]:
        """Return the indices of lines whose slashes mean nothing; their problem is shown instead of them."""
        return [
            line - first
            for line, found in self.problems.items()
            if any(p.rule in ("stray-fence", "broken-fence") for p in found)
        ]

    def numbered(self, argument: str | None, name: str) -> Fence | None:
        """Return the fence of a number; None if an author wrote what only this module writes."""
        number = int(argument) if argument and argument.isascii() and argument.isdigit() else len(self.fences)
        fence = self.fences[number] if number < len(self.fences) else None
        return fence if fence and (fence.name if fence.name in self.kinds else UNKNOWN) == name else None

    def problems_of(self, fence: Fence) -> list[Problem]:
        """Return what is wrong with a fence's own lines."""
        first = fence.position.line
        return [p for line in range(first, first + fence.header_lines) for p in self.problems.get(line, [])]
