"""A myth beside the reality, after the Debunking Handbook 2020: announced before it is stated, stated once."""

from typing import ClassVar

from pydantic import Field

from hooks.blocks.room import Record
from hooks.words import Word


class Verdict(Word):
    """How a myth stands against the evidence. Published on /myths/."""

    WRONG = "wrong", "Wrong", "The evidence says otherwise."
    OVERSTATED = "overstated", "Overstated", "There is something in it, but it says more than the evidence can carry."
    UNSUPPORTED = "unsupported", "Unsupported", "We found no study that says so."
    OUTDATED = "outdated", "Outdated", "It was right once; newer evidence has changed the picture."
    DISPUTED = "disputed", "Disputed", "Researchers disagree, and the question is open."


class Myth(Record):
    """A myth, its verdict, and the reality.

    The reality begins with the fact, says why the myth misleads, and closes with the fact.
    """

    title_words: ClassVar[str] = "myth"

    verdict: Verdict = Field(description="How the myth stands against the evidence.")
