"""What reviewers said of an article, as typed data: the review file beside it, ``<page>.review.yml``.

It is the editors' own: no build publishes it, and no page shows it. ``proofdesk/desk/review/`` writes it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.lists import load_list
from proofdesk.common.yaml_files.model import Written

ENDING = ".review.yml"
RULE = "bad-review"


class ItemKind(StrEnum):
    """What a reviewer did."""

    COMMENT = "comment"  # said something of words in the text
    INSERTION = "insertion"
    DELETION = "deletion"
    REPLACEMENT = "replacement"  # other words in place of those that stood there; a moved passage too
    OTHER = "change"  # changed something else than words: paragraphs, looks, a citation
    NOTE = "note"  # said something of the page, or of a place that is no longer there


class Answer(StrEnum):
    """What became of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWERED = "answered"


def _when(value: object) -> str:
    """Return a day or a moment as it was written; raise ValueError if it is none."""
    text = "" if value is None else str(value).strip()
    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar") from None
    return text


class _Said(Written):
    # A quote and a change keep their blanks.
    model_config = ConfigDict(str_strip_whitespace=False)


class Reply(_Said):
    """What somebody said to a comment."""

    by: str = Field(default="", description="Who said it.")
    date: str = Field(default="", description="When, as 2026-11-22 or 2026-11-22T10:30:00Z.")
    says: str = Field(min_length=1, description="What was said.")

    _date = field_validator("date", mode="before")(_when)


class ReviewItem(_Said):
    """One thing that a reviewer said or changed, where it stands, and what became of it.

    ``before`` and ``after`` are the words that a change takes out and puts in; ``quote`` is the text as it stood, in
    which to find the place: the words that a comment is about, or the sentence in which the change was made.
    ``context`` is more of the text around the quote, for a quote that stands in several places.
    """

    kind: ItemKind = Field(description="What was done: " + ", ".join(ItemKind) + ".")
    by: str = Field(default="", description="Who said or changed it.")
    date: str = Field(default="", description="When, as 2026-11-22 or 2026-11-22T10:30:00Z.")
    line: int | None = Field(default=None, ge=1, description="The line of the page where it was found last.")
    quote: str = Field(default="", description="The words of the page that it is about, as they stood.")
    context: str = Field(default="", description="More of the text around the quote.")
    at: int | None = Field(default=None, ge=0, description="How many characters of the quote stand before the change.")
    before: str = Field(default="", description="The words that the change takes out.")
    after: str = Field(default="", description="The words that the change puts in.")
    marked: str = Field(default="", description="The new words as Markdown, if they look otherwise than the old ones.")
    says: str = Field(default="", description="What the reviewer said.")
    replies: list[Reply] = Field(default=[], description="What others said to it: a list of `{by, date, says}`.")
    source: str = Field(default="", description="The file that it came in.")
    version: str = Field(default="", description="The version of the text that the reviewer read.")
    answer: Answer = Field(default=Answer.OPEN, description="What became of it: " + ", ".join(Answer) + ".")
    words: str = Field(default="", description="What the editor says to it.")

    _date = field_validator("date", mode="before")(_when)

    @field_validator("by", "quote", "context", "before", "after", "marked", "says", "source", "version", "words",
                     mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        # A comment “10” or “yes” is a number or a truth to YAML, and a name without a value nothing.
        return "" if value is None else str(value) if isinstance(value, int | float) else value

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what tells it from every other item, whatever became of it since."""
        return (str(self.kind), self.by, self.date, *(" ".join(text.split()) for text in (
            self.quote, self.before, self.after, self.says)))

    @property
    def is_open(self) -> bool:
        return self.answer is Answer.OPEN

    @property
    def is_of_page(self) -> bool:
        """Return whether it is about the whole page, and no place was to be found for it."""
        return self.kind is ItemKind.NOTE and self.line is None and not (self.quote or self.context)

    @property
    def is_done(self) -> bool:
        """Return whether something has to be done on the page to accept it."""
        return self.is_change or self.kind is ItemKind.OTHER

    @property
    def is_change(self) -> bool:
        """Return whether it says which words go and come, so that the program may make it."""
        return self.kind in (ItemKind.INSERTION, ItemKind.DELETION, ItemKind.REPLACEMENT) or (
            self.kind is ItemKind.OTHER and self.at is not None)


def review_file(page: Path) -> Path:
    """Return the review file of a page, which is beside it."""
    return page.with_name(page.stem + ENDING)


def is_review_file(name: str) -> bool:
    """Return whether a file of this name or path is a review file, which is never published."""
    return name.lower().endswith(ENDING)


def reviewed_pages(path: str) -> list[str]:
    """Return the paths at which the page of a review file may be."""
    return [path[: -len(ENDING)] + ending for ending in (".md", ".markdown", ".mdown", ".mkdn", ".mkd")]


def load_review(path: Path, name: str) -> tuple[list[tuple[ReviewItem, int]], list[Problem]]:
    """Return the items of a review file with their lines, and what is wrong with the others; no file has none.

    ``name`` is its path as problems print it. What is said there may hold markup, which no reader sees.
    """
    return load_list(path, name, ReviewItem, RULE, optional=True, visible=lambda _: "")
