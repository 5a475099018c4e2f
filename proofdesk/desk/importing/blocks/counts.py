"""Count what was found while a page is written, for the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofdesk.blocks.kind import BlockKind
from proofdesk.desk.importing.lines import Line

SECTION = "heading"  # the noun of a heading among the things found


@dataclass
class BlockCounts:
    """Number of things found, by noun; labels and numbers left out of the page; notes for the editor."""

    found: dict[str, int] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=lambda: {SECTION: "headings"})
    removed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_heading(self, count: int = 1) -> None:
        self.found[SECTION] = self.found.get(SECTION, 0) + count

    def add_block(self, kind: BlockKind, noun: str = "", plural: str = "") -> None:
        """Count a block; ``noun`` and ``plural`` are its form's own, if they differ from the kind's."""
        noun, plural = noun or kind.noun, plural or kind.plural
        self.plurals[noun] = plural
        self.found[noun] = self.found.get(noun, 0) + 1

    def remove_label(self, line: Line) -> None:
        """Note a label that the site writes itself."""
        self.removed.append(line.text.split(":")[0] + ":")

    def remove_number(self, line: Line) -> None:
        """Note the number of an item, if it has one."""
        if line.number is not None:
            self.removed.append(f"{line.number}.")

    def summary(self) -> str:
        """Return what was found in words, such as “1 heading, 2 questions”; empty if nothing was."""
        return ", ".join(f"{count} {noun if count == 1 else self.plurals[noun]}"
                         for noun, count in self.found.items() if count)
