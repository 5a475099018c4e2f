"""A page during and after conversion: its source and what the Markdown extensions found in it.

Blocks and citations each add to the document and never read what the other wrote.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from proofdesk.common.cache import fingerprint
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.priorities import BEGIN_DOCUMENT

if TYPE_CHECKING:
    from proofdesk.bibliography.evidence import Certainty
    from proofdesk.content.block_text import BlockText
    from proofdesk.content.record import Record
    from proofdesk.content.record.block_table import Dated, Said

Result = TypeVar("Result")
_NAME = "document"
DIGEST = 32  # digits of the digest of a block's HTML


@dataclass(slots=True)
class Block:
    """A block of a page: its record, permalink, lines in the file, and its HTML once converted."""

    kind: str
    record: Record
    id: str
    line: int
    column: int
    header_lines: int = 1
    end_line: int = 0
    html: str = ""
    text: str = ""
    keys: Sequence[str] = ()  # of the works that it cites, each once
    cites: bool = False  # whether it cites anything, known or not
    lead: str = ""  # the first sentence of what its author wrote
    # What a figure says, in place of the lines of its table (first and last), and the dates that it states.
    said: list[Said] = field(default_factory=list)
    table_lines: tuple[int, int] | None = None
    dated: list[Dated] = field(default_factory=list)
    topics: Sequence[str] = ()  # what it is about itself, whatever its page is about
    words: BlockText | None = None  # read already of a block that makes a claim

    @property
    def form(self) -> type[Record]:
        """Return the class of its record, which says what is so of all blocks of its kind."""
        return type(self.record)

    @property
    def certainty(self) -> Certainty | None:
        return self.record.certainty

    @property
    def html_size(self) -> int:
        return len(self.html)

    @property
    def html_digest(self) -> str:
        return fingerprint(self.html)[:DIGEST]


class StoredPage(Protocol):
    """A page in the cache, which reads its blocks from there; their HTML stands apart."""

    def block(self, number: int) -> Block: ...

    def html(self, number: int) -> str: ...


class StoredBlock(Block):
    """A block of a page that is cached.

    What lists of all pages ask for is in memory; the rest would fill that, and is read when somebody asks for it.
    """

    __slots__ = ("_number", "_page", "certainty", "form", "html_digest", "html_size")

    def __init__(self, page: StoredPage, number: int, **known: Any) -> None:
        self._page, self._number = page, number
        for name, value in known.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        return self._page.html(self._number) if name == "html" else getattr(self._page.block(self._number), name)


@dataclass(slots=True)  # a large site has a hundred thousand
class Citation:
    """One citation of one work; ``number`` is the reference's on this page, ``occurrence`` counts from 1."""

    key: str
    number: int
    occurrence: int

    @property
    def id(self) -> str:
        return f"cite-{self.key}-{self.occurrence}"


class Statement(NamedTuple):
    """A sentence that rests on works: without its citations, where it begins in the page's text, and what is in it."""

    text: str
    keys: tuple[str, ...]
    offset: int


@dataclass
class Document:
    """One page: its source, and what its conversion found."""

    source: SourceText
    uri: str = ""  # its path within the folder of pages, if it is in there
    stated: dict[str, Any] = field(default_factory=dict)  # the front matter as it is written
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)  # the slugs of glossary terms that it links
    links: list[str] = field(default_factory=list)  # the addresses that it links to, as written
    unreadable_links: Counter[str] = field(default_factory=Counter)  # how often each of them was reported
    pictures: dict[str, tuple[int, int] | None] = field(default_factory=dict)  # size by path within that folder
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[Problem, str] = field(default_factory=dict)  # the id of the note that shows a problem on the page
    _shown: set[str] = field(default_factory=set)  # the values of ``anchors``
    substances: list[str] = field(default_factory=list)  # those that the site lists harms of and it speaks of
    has_harms: bool = False  # whether it shows the whole list of harms
    statements: list[Statement] | None = None  # the sentences that cite works, once they are read
    load_statements: Callable[[], list[Statement]] | None = None  # reads them again, if they are cached
    results: dict[str, int] | None = None  # where the first figure of each trial stands in the text, once it is checked
    sound: str = ""  # identifies what checks of its text and its blocks that found nothing depend on besides itself
    has_preclinical: bool = False  # whether a sentence is marked that rests on animals or cells alone

    def forget_sentences(self) -> None:
        """Free what only the checks of the page read: two fifths of what it takes in memory."""
        self.statements = None
        self.source.forget_prose()

    def problem(self, position: Position, rule: str, message: str, remedy: str) -> Problem:
        """Note a problem at a position of the source, and return it."""
        found = Problem(self.source.path, *position, rule, message, remedy)
        self.problems.append(found)
        return found

    def show(self, problem: Problem, note: etree.Element) -> None:
        """Give the note of a problem the id to which the problem panel links; the first one at a position has it."""
        anchor = f"problem-{problem.line}-{problem.column}"
        if anchor not in self._shown:
            note.set("id", anchor)
            self._shown.add(anchor)
        self.anchors[problem] = anchor


class ConversionContext:
    """The document being converted, which the extensions of all pages share; ``docs`` is the folder of pages."""

    def __init__(self, docs: Path | None = None) -> None:
        self.docs = docs
        self.document = Document(SourceText("<text>", ""))
        self._given = False

    def convert(self, document: Document, render: Callable[[], Result]) -> Result:
        """Return what ``render`` returns; the extensions note on ``document`` what they find meanwhile.

        Raises RecursionError for a page whose elements are nested too deeply.
        """
        outer = self.document, self._given
        self.document, self._given = document, True
        try:
            return render()
        finally:
            self.document, self._given = outer

    def begin(self, lines: list[str]) -> None:
        """Begin a document of its own for a conversion that did not come through ``convert``."""
        if not self._given:
            self.document = Document(SourceText("<text>", "\n".join(lines), whole=True))


class _BeginDocument(Preprocessor):
    """Preprocessor that begins a document if plain Python-Markdown converts without ``convert``."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, lines: list[str]) -> list[str]:
        self.context.begin(lines)
        return lines


def get_context(md: Markdown, context: ConversionContext | None) -> ConversionContext:
    """Return the one context of a Markdown instance, which is that of the first extension to ask."""
    if _NAME not in md.preprocessors:
        md.preprocessors.register(_BeginDocument(md, context or ConversionContext()), _NAME, BEGIN_DOCUMENT)
    begin = md.preprocessors[_NAME]
    assert isinstance(begin, _BeginDocument)
    return begin.context
