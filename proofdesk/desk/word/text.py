"""What a Word file holds, as a reviewer left it: paragraphs before and after their changes, and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from proofdesk.desk.word.looks import PLAIN, Looks, heading_level, without_bold
from proofdesk.desk.word.styled import BREAK, THINGS, Styled, said_of_looks, written

EQUAL, IN, OUT, UNDONE = "equal", "in", "out", "undone"


@dataclass(frozen=True)
class Change:
    """A change: where in the paragraph's old text it begins, and the words that it takes out and puts in.

    ``marked`` are the new words as Markdown, if they look otherwise than those there; ``said`` says how they look.
    """

    start: int
    before: str
    after: str
    by: str
    date: str
    note: str = ""
    marked: str = ""
    said: str = ""


def change_of(old: Styled, start: int, end: int, after: Styled, by: str = "", date: str = "", note: str = "") -> Change:
    """Return the change that puts words in place of a part of a text."""
    beside = old.text[max(start - 1, 0) : start + 1]
    if start == end and beside[:1] == " " == after.text[-1:] and beside[1:] in THINGS:
        # Of the two spaces the words are behind the first one: only then do they stand beside words, and not beside
        # what the text has no words for.
        start, end, after = start - 1, end - 1, after.part(len(after.text) - 1, None) + after.part(0, -1)
    before, around = old.part(start, end), old.look_at(start)
    return Change(start, before.text, after.text, by, date, note, written(after, before.seen() or {around}),
                  said_of_looks(before, after, around))


@dataclass(frozen=True)
class Segment:
    """Words of a paragraph and what became of them: ``kind`` is one of those above."""

    kind: str
    words: str
    by: str = ""
    date: str = ""
    note: str = ""
    looks: Looks = PLAIN


@dataclass
class WordParagraph:
    """A paragraph; ``old`` is its text without tracked insertions, ``new`` without tracked deletions.

    ``mark`` is the change of its end: “in” for a paragraph that was begun, “out” for two that were joined.
    ``followed`` says that another paragraph comes next, in the same cell or box.
    """

    old: str = ""
    new: str = ""
    changes: list[Change] = field(default_factory=list)
    style: str = ""
    sort: str = ""  # what it is, in words (``word.looks.style_of``)
    listed: bool = False
    in_table: bool = False
    box: int = 0  # the number of the box that it is in; 0 outside of boxes
    in_head: bool = False  # in the first row of a table
    note: bool = False  # of a footnote or an endnote
    reference: bool = False  # of the list that a reference manager writes
    mark: str = ""
    mark_by: str = ""
    mark_date: str = ""
    followed: bool = False
    restyled: bool = False  # tracked: what it is was another
    is_mixed: bool = False  # several that were parted or joined, which are not of one sort
    looks: Sequence[str] = ()  # of each character of ``old``
    segments: list[Segment] = field(default_factory=list)

    @property
    def heading(self) -> int:
        """Return the level of a heading, from 1; 0 for another paragraph."""
        return heading_level(self.style)

    @property
    def styled(self) -> Styled:
        return Styled(self.old, self.looks)

    @property
    def is_new(self) -> bool:
        """Return whether all of it was put in, with its end."""
        return not self.old.strip() and bool(self.changes) and self.mark == IN

    @property
    def is_gone(self) -> bool:
        """Return whether all of it was taken out, with its end."""
        return not self.new.strip() and bool(self.old.strip()) and self.mark == OUT


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
    """What a reviewer did that changes no words of the text: what a paragraph is, or what a citation shows."""

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
    saved_by: str = ""
    saved: str = ""


def complete(paragraph: WordParagraph, segments: list[Segment]) -> None:
    """Give a paragraph its texts and its changes; those side by side of one person are one replacement."""
    if paragraph.in_head:  # the page sets it bold by itself, and so do some programs
        segments = [replace(each, looks=without_bold(each.looks)) for each in segments]
    paragraph.segments = segments
    old, new = Styled(), ""
    drafts: list[tuple[int, int, Styled, Segment]] = []
    beside = False
    for each in segments:
        was, now = (Styled(each.words, (look,) * len(each.words)) for look in (each.looks.was, each.looks.now))
        at, is_set = len(old.text), each.kind == EQUAL and was.looks != now.looks and bool(each.words.strip())
        old += was if each.kind in (EQUAL, OUT) else Styled()
        new += each.words if each.kind in (EQUAL, IN) else ""
        if each.kind == EQUAL and not is_set:
            beside = beside and not each.words
            continue
        after = Styled() if each.kind == OUT else now
        maker = Segment(each.kind, "", each.looks.by, each.looks.date) if is_set else each
        if beside and (drafts[-1][3].by, drafts[-1][3].note) == (maker.by, maker.note):
            drafts[-1] = drafts[-1][0], len(old.text), drafts[-1][2] + after, drafts[-1][3]
        else:
            drafts.append((at, len(old.text), after, maker))
        beside = True
    settled = old.settled()
    paragraph.old, paragraph.new, paragraph.looks = old.text, new, settled.looks
    paragraph.changes = [change_of(settled, start, end, after, maker.by, maker.date, maker.note)
                         for start, end, after, maker in drafts]


def tracked_texts(paragraphs: Sequence[WordParagraph]) -> Iterator[tuple[int, WordParagraph]]:
    """Yield the paragraphs of a file with their numbers; those that were parted or joined, tracked, are one.

    Its text has a ``BREAK`` between two of them, which is a change.
    """
    at = 0
    while at < len(paragraphs):
        last = at
        while _goes_on(paragraphs[last]) and last + 1 < len(paragraphs) and (last > at or not (
                paragraphs[at].is_new or paragraphs[at].is_gone)):
            last += 1
        if last == at:
            yield at, paragraphs[at]
        else:
            whole = WordParagraph(is_mixed=len({each.sort for each in paragraphs[at : last + 1]}) > 1)
            segments: list[Segment] = []
            for each in paragraphs[at : last + 1]:
                segments += each.segments
                segments.append(Segment(each.mark or EQUAL, BREAK, each.mark_by, each.mark_date))
            complete(whole, segments[:-1])
            yield at, whole
        at = last + 1


def _goes_on(paragraph: WordParagraph) -> bool:
    return bool(paragraph.mark) and paragraph.followed
