"""How a manuscript writes a kind of block, for ``desk import``. Labels and headings are regular expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class QuestionsUnderHeading:
    """Questions below a heading of their own, each followed by its answer; both may have labels."""

    headings: str
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelledPair:
    """A labelled line and its labelled answer: the first is the block's title, the second its text."""

    titles: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class LabelledParts:
    """A heading with labelled parts below it. ``parts`` gives the part that each label begins; the last has steps."""

    parts: Mapping[str, str]


@dataclass(frozen=True)
class ListUnderHeading:
    """A list below a heading of its own, as a block with these options; ``noun`` and ``plural`` may differ by form."""

    headings: str
    options: Mapping[str, str] = field(default_factory=dict)
    noun: str = ""
    plural: str = ""


@dataclass(frozen=True)
class LabelledText:
    """A labelled paragraph: its first sentence is the block's title, the rest its text."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class CaptionedPicture:
    """A picture with its caption: the first sentence of that is the block's title, the rest its text.

    ``picture`` and ``words`` are the options for the file and for the alternative text.
    """

    picture: str
    words: str


ManuscriptForm = (
    QuestionsUnderHeading | LabelledPair | LabelledParts | ListUnderHeading | LabelledText | CaptionedPicture
)
