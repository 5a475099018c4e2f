"""One page on its way through the Markdown converter: its source, and what the parts found.

The blocks and the citations each add to it and never read what the other wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText

if TYPE_CHECKING:
    from proofdesk.content.record import Record


@dataclass
class Block:
    """A block's record where it stands: its permalink, its lines in the file, and its HTML once converted."""

    kind: str
    record: Record
    id: str
    line: int
    column: int
    header_lines: int = 1
    end_line: int = 0
    html: str = ""
    text: str = ""
    keys: list[str] = field(default_factory=list)
    cites: bool = False  # whether it cites anything, be it known or not


@dataclass
class Citation:
    """One citation of one work. ``number`` is the reference's on this page, ``nth`` counts its mentions from 1."""

    key: str
    number: int
    occurrence: int

    @property
    def id(self) -> str:
        return f"cite-{self.key}-{self.occurrence}"


@dataclass
class Document:
    """What is known of one page after conversion."""

    source: SourceText
    stated: dict[str, Any] = field(default_factory=dict)  # the facts at its head, as they are written
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)  # the glossary's terms that are linked here
    links: list[str] = field(default_factory=list)  # the addresses that it links to, as they were written
    problems: list[Problem] = field(default_factory=list)

    def problem(self, position: Position, rule: str, message: str, remedy: str) -> Problem:
        """Note a problem at a position of the source, and return it."""
        found = Problem(self.source.path, *position, rule, message, remedy)
        self.problems.append(found)
        return found


class ConversionContext:
    """Holds the document being converted, so that extensions shared by all pages know which it is.

    An adapter (MkDocs' events) sets ``next`` before each conversion. Where nobody does, as in plain
    Python-Markdown, each conversion begins a document of its own.
    """

    def __init__(self) -> None:
        self.next: Document | None = None
        self.document = Document(SourceText("<text>", ""))

    def begin(self, lines: list[str]) -> None:
        self.document = self.next or Document(SourceText("<text>", "\n".join(lines), whole=True))
        self.next = None


class _Begin(Preprocessor):
    """Begins a document at the very start of each conversion."""

    def __init__(self, md: Markdown, current: ConversionContext) -> None:
        super().__init__(md)
        self.current = current

    def run(self, lines: list[str]) -> list[str]:
        self.current.begin(lines)
        return lines


def get_context(md: Markdown, current: ConversionContext | None) -> ConversionContext:
    """The one ``Current`` of a Markdown instance, whichever extension asks first."""
    if "document" in md.preprocessors:
        return md.preprocessors["document"].current  # type: ignore[attr-defined, no-any-return]
    begin = _Begin(md, current or ConversionContext())
    md.preprocessors.register(begin, "document", 1000)
    return begin.current
