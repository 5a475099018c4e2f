"""Report lines that give a name its meaning elsewhere, and would show readers nothing where no word uses the name.

`[name]: address` is taken out of the text, whatever stands in the place of the address, and so is `*[ADHD]: words`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.document import ConversionContext

_ADDRESS = re.compile(r"^[> \t]*\[([^\]^@\n][^\]\n]*)\]:[ \t]*(?:\n[> \t]*)?<?([^\s>]*)", re.MULTILINE)
_ABBREVIATION = re.compile(r"^[> \t]*\*\[([^\]\n]+)\][ ]?:[^\n]*", re.MULTILINE)
# `[//]: # (words)` and `[comment]: <> (words)` are a known way to write what no reader is to see.
_COMMENT = ("", "#")


class UsedNames(dict[str, tuple[str, str]]):
    """The addresses of a page by their names, as Python-Markdown keeps them, with the names that a link asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.used.add(name)
        return super().__getitem__(name)

    def clear(self) -> None:
        """Forget a page."""
        super().clear()
        self.used.clear()


class CheckDefinitions(Treeprocessor):
    """Tree processor that names each definition of an address or an abbreviation that is lost on readers."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context
        self.names = UsedNames()
        md.references = self.names

    def run(self, root: etree.Element) -> None:
        self._check_addresses()
        self._check_abbreviations()

    def _check_addresses(self) -> None:
        document = self.context.document
        first: dict[str, str] = {}
        for match in _ADDRESS.finditer(document.source.prose):
            name, position = " ".join(match[1].split()), document.source.position(match.start(1) - 1)
            if first.setdefault(name.casefold(), match[2]) != match[2]:
                document.problem(position, "duplicate-reference",
                                 f"“{name}” is the name of two addresses, and all its links would lead to the last",
                                 "give one of them another name, and its links too")
            key = match[1].strip().lower()
            if key in self.names and key not in self.names.used and match[2] not in _COMMENT:
                document.problem(position, "unused-definition",
                                 f"“[{name}]: {match[2]}” gives an address to a name that no link has, and readers "
                                 "would not see it",
                                 f"write `\\[{name}]:` for words that are meant, or delete the line")

    def _check_abbreviations(self) -> None:
        """Report each abbreviation that no other line has: its words are shown only where it stands."""
        document = self.context.document
        found = list(_ABBREVIATION.finditer(document.source.prose))
        if not found:
            return
        rest = _ABBREVIATION.sub("", document.source.prose)
        for match in found:
            if not re.search(rf"(?<!\w){re.escape(match[1].strip())}(?!\w)", rest):
                document.problem(document.source.position(match.start(1) - 2), "unused-definition",
                                 f"the text has no “{match[1]}”, so no reader would see what it stands for",
                                 "write the abbreviation in the text, or delete the line")
