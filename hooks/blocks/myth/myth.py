"""A myth beside the reality, after the Debunking Handbook 2020: announced before it is stated, stated once."""

from __future__ import annotations

from typing import Any

from pydantic import Field, HttpUrl, model_validator

from proofdesk.blocks import (
    N_,
    BlockText,
    IncompatibleOptions,
    LabelledEnum,
    LabelledPair,
    Listing,
    MarkdownForm,
    Record,
    SchemaWords,
)


class Verdict(LabelledEnum):
    """How a myth stands against the evidence. Published on /myths/."""

    WRONG = "wrong", "Wrong", "The evidence says otherwise."
    OVERSTATED = "overstated", "Overstated", "There is something in it, but it says more than the evidence can carry."
    UNSUPPORTED = "unsupported", "Unsupported", "We found no study that says so."
    OUTDATED = "outdated", "Outdated", "It was right once; newer evidence has changed the picture."
    DISPUTED = "disputed", "Disputed", "Researchers disagree, and the question is open."

    @property
    def rating(self) -> int:
        """Return the verdict as ClaimReview asks, from 1 (not so) to 5 (so); /myths/ shows it beside the words."""
        return _RATINGS[self]


_RATINGS = {Verdict.WRONG: 1, Verdict.OUTDATED: 2, Verdict.UNSUPPORTED: 2, Verdict.OVERSTATED: 3, Verdict.DISPUTED: 3}


LONGEST_CLAIM = 75  # characters (Google's guide to ClaimReview)


class Claimant(LabelledEnum):
    """What somebody is who makes a claim."""

    PERSON = "person", "A person"
    ORGANISATION = "organisation", "An organisation"

    @property
    def type(self) -> str:
        """In schema.org's terms."""
        return "Person" if self is Claimant.PERSON else "Organization"


class Myth(Record):
    """A myth, its verdict, and the reality.

    The reality begins with the fact, says why the myth misleads, and closes with the fact. Its first sentence is set
    large above the myth, so it must be understood by itself: it names what it speaks of.
    """

    noun = "myth"
    plural = "myths"
    order = 2
    title_words = "myth"
    # Whoever skims links must not take a myth for a fact (Debunking Handbook 2020).
    link_label = N_("a myth and its reality")
    listing = Listing(
        summary=N_("each with the evidence and a verdict"),
        link_text=N_("See this myth and its reality in context"),
    )
    schema_words = SchemaWords(
        title="the myth itself (which is not so)", text="the reality",
        assessment="how a myth stands against the evidence",
    )
    markdown_form = MarkdownForm(labels=("myth__label--reality",))
    manuscript_forms = (LabelledPair(titles=("myth", "misconception"), answers=("reality", "fact", "truth")),)

    verdict: Verdict = Field(description="How the myth stands against the evidence.")
    appearance: HttpUrl | None = Field(default=None, description="The address where somebody says it, if there is one.")
    claimant: str | None = Field(default=None, min_length=1, description="Who says it there. It needs `appearance`.")
    claimant_is: Claimant = Field(default=Claimant.PERSON, description="What the claimant is.")

    @model_validator(mode="after")
    def _traceable(self) -> Myth:
        if (self.appearance is None) != (self.claimant is None):
            stated, lacking = ("claimant", "appearance") if self.appearance is None else ("appearance", "claimant")
            raise IncompatibleOptions((stated,), f"the option “{stated}” does nothing without “{lacking}”",
                           f"add a line `    {lacking}: …`, or take this one out")
        return self

    @property
    def assessment(self) -> LabelledEnum | None:
        return getattr(self, "verdict", None)  # a preview shows a myth without one, too

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        """Return a ClaimReview only if the claim can be traced; else a misconception that the page explains."""
        verdict = f"{self.verdict.label}. {self.verdict.meaning}"
        if self.appearance is None or self.claimant is None:
            return {"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/MisconceptionsHealthAspect",
                    "name": title, "abstract": verdict, "text": text.text}
        claimed = title if len(title) <= LONGEST_CLAIM else title[:LONGEST_CLAIM].rsplit(" ", 1)[0]
        return {
            "@type": "ClaimReview", "claimReviewed": claimed, "reviewBody": text.text,
            "itemReviewed": {
                "@type": "Claim", "author": {"@type": self.claimant_is.type, "name": self.claimant},
                "appearance": {"@type": "CreativeWork", "url": str(self.appearance)},
            },
            "reviewRating": {"@type": "Rating", "ratingValue": self.verdict.rating, "bestRating": 5, "worstRating": 1,
                             "alternateName": self.verdict.label},
        }
