"""Replace each checked fence's header by ``/// kind | number``.

So no author's mistake reaches pymdownx's parser, which would pass over it in silence.
"""

from __future__ import annotations

from collections.abc import Mapping

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from proofdesk.blocks.fence_parser import Fence, Report, read_fences
from proofdesk.blocks.kind import BlockKind
from proofdesk.blocks.unread_options import unread_options
from proofdesk.common.markdown_scan import in_items
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean
from proofdesk.content.document import ConversionContext

# Kinds of block that only this module writes: for an unknown name, and for a line that is no fence.
UNKNOWN = "unknown-block"
MISREAD = "misread-line"


class ReadFences(Preprocessor):
    """Preprocessor that checks every fence of the source and leaves the parser their numbers."""

    def __init__(self, md: Markdown, context: ConversionContext, kinds: Mapping[str, BlockKind]) -> None:
        super().__init__(md)
        self.context = context
        self.kinds = kinds
        self.others: frozenset[str] = frozenset()  # the names of blocks that other extensions read
        self.fences: list[Fence] = []
        self.problems: dict[int, list[Problem]] = {}

    def run(self, lines: list[str]) -> list[str]:
        document = self.context.document
        self.problems = {}

        def report(position: Position, rule: str, message: str, remedy: str) -> None:
            self.problems.setdefault(position.line, []).append(document.problem(position, rule, message, remedy))

        faults: list[tuple[Position, str, str, str]] = []
        self.fences = read_fences(document.source, lambda *fault: faults.append(fault))
        known = self.kinds
        foreign = {line for fence in self.fences if fence.name in self.others
                   for line in range(fence.position.line + 1, fence.position.line + fence.header_lines)}
        for fault in faults:
            if fault[0].line not in foreign:  # the options of another extension's block
                report(*fault)
        for fence in self.fences:
            if fence.name not in known and fence.name not in self.others:
                report(fence.position, "unknown-block", f"there is no kind of block “{fence.name}”",
                       did_you_mean(fence.name, known))
        self._check_unread_options(report)
        return self._rewrite(lines, document.source.first_body_line)

    def _check_unread_options(self, report: Report) -> None:
        """Report options that were not read as such, so that readers would see them as text."""
        source = self.context.document.source
        lines, prose = source.text.split("\n"), source.prose.split("\n")
        by_line = {fence.position.line: fence for fence in self.fences}
        for fence in self.fences:
            kind = self.kinds.get(fence.name)
            for option in unread_options(lines, prose, fence, by_line, kind) if kind else ():
                indent = len(fence.indent.expandtabs(4)) + 4
                fault = "it is not directly under the first line"
                if option.leads:
                    fault = "it is not written as one" if option.indent.strip() else (
                        "the line is not indented" if len(option.indent.strip("\u00a0").expandtabs(4)) < indent else
                        "an empty line is above it")
                    fence.options_read = False
                    # So that the line is not text, and its problem is shown with the block.
                    fence.header_lines = option.position.line - fence.position.line + 1
                report(option.position, "bad-options",
                       f"“{option.name}” is an option of the block, but {fault}, so readers would see it",
                       f"indent it by {indent} spaces, directly under the first line")

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
            if fence.name in self.others:
                rewritten[header] = f"{fence.indent}{slashes} {lines[header].lstrip().lstrip('/').lstrip()}"
            else:
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
