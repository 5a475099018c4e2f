"""What a Word file holds, as a reviewer left it: paragraphs before and after their changes, and comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofdesk.desk.word.looks import heading_level

CITATION = "\ufffc"  # stands for a citation's field, whose words a reference manager may write anew


@dataclass(frozen=True)
class Change:
    """A tracked change: where in the paragraph's old text it begins, and the words that it takes out and puts in."""

    start: int
    before: str
    after: str
    by: str
    date: str
    note: str = ""


@dataclass
class WordParagraph:
    """A paragraph; ``old`` is its text without tracked insertions, ``new`` without tracked deletions.

    ``mark`` is the change of its end: “in” for a paragraph that was begun, “out” for two that were joined.
    """

    old: str = ""
    new: str = ""
    changes: list[Change] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    in_table: bool = False
    note: bool = False  # of a footnote or an endnote
    reference: bool = False  # of the list that a reference manager writes
    mark: str = ""
    mark_by: str = ""
    mark_date: str = ""
    restyled: bool = False  # tracked: what it is was another

    @property
    def heading(self) -> int:
        """Return the level of a heading, from 1; 0 for another paragraph."""
        return heading_level(self.style)


@dataclass
class WordComment:
    """A comment: the words that it is about as they are seen, and where they begin: paragraph and offset in ``old``."""

    id: str
    by: str = ""
    date: str = ""
    says: str = ""
    quote: str = ""
    paragraph: int = -1
    start: int = 0
    resolved: bool = False
    replies: list[WordComment] = field(default_factory=list)


@dataclass(frozen=True)
class Remark:
    """What a reviewer did that changes no words of the text: how words look, or what a citation shows."""

    paragraph: int
    quote: str
    says: str
    by: str
    date: str


@dataclass
class WordText:
    """All that a reviewer wrote into a Word file."""

    paragraphs: list[WordParagraph] = field(default_factory=list)
    comments: list[WordComment] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    citations: list[tuple[int, str]] = field(default_factory=list)  # of each, its paragraph and what it showed
    pictures: int = 0  # those that nobody put in or took out tracked, and objects
    saved_by: str = ""
    saved: str = ""
