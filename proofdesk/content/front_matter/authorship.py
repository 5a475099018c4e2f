"""Who wrote an article, how, with whose money, and who reviewed it: stated for the site, or for one article.

The facts are those that the JAMA benchmarks (authorship, disclosure) and PIF TICK ask of health information. What
nobody stated is told as not stated, never guessed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from proofdesk.common.dates import as_day, latest_day, longdate
from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.lists import load_record
from proofdesk.content.question import Question

# What the editors say of the whole site, beside mkdocs.yml.
SITE = "site.yml"


class Author(BaseModel):
    """Somebody who wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1, description="The author's name.")
    role: str | None = Field(default=None, description="Profession or position, as in “medical writer”.")


class Review(BaseModel):
    """What somebody reviewed, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1, description="The reviewer's name.")
    role: str = Field(min_length=1, description="Profession or position, as in “consultant psychiatrist”.")
    day: date = Field(alias="date", description="The day of the review, as 2026-11-22.")
    what: str = Field(min_length=1, description="What was reviewed, as in “the section on medicines”.")

    @field_validator("day", mode="before")
    @classmethod
    def _day(cls, value: Any) -> date:
        if (day := as_day(value)) > latest_day():
            raise ValueError(f"{longdate(day)} is in the future")
        return day


class Authorship(BaseModel):
    """Who wrote, how, with whose money and interests, and who reviewed it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    authors: list[Author] = Field(default=[], description="Who wrote it: a list of `{name: …, role: …}`.")
    method: str | None = Field(
        default=None, min_length=1, description="How it was written and checked, in a sentence or two for readers."
    )
    funding: str | None = Field(default=None, min_length=1, description="Who paid for it, in a sentence.")
    interests: str | None = Field(
        default=None, min_length=1, description="What interests its authors have in the subject, in a sentence."
    )
    reviewers: list[Review] = Field(
        default=[], description="Who reviewed it: a list of `{name: …, role: …, date: …, what: …}`."
    )

    def within(self, site: Authorship) -> Authorship:
        """Return what an article states, and what its site states where the article says nothing."""
        own = {name: getattr(self, name) or getattr(site, name) for name in Authorship.model_fields}
        return Authorship.model_construct(**own)

    @property
    def unstated(self) -> list[str]:
        """Return what readers should know and nobody stated."""
        facts = {"who wrote it": self.authors or self.method, "who paid for it": self.funding,
                 "what interests its authors have": self.interests}
        return [words for words, stated in facts.items() if not stated]


class SiteFacts(Authorship):
    """What ``site.yml`` states."""

    unreviewed: str = Field(
        default="Nobody is named as its reviewer.", min_length=1,
        description="What a page says that nobody reviewed, in a sentence.",
    )
    ask: list[Question] = Field(
        default=[], max_length=4,
        description="Questions to ask a doctor, for every article's sheet to take along: at most four, of 160 "
        "characters.",
    )
    tell: list[Annotated[str, Field(min_length=3, max_length=100)]] = Field(
        default=[], max_length=6,
        description="What to tell the doctor, each a line to fill in on that sheet: at most six, of 100 characters.",
    )


def load_site_facts(path: Path, name: str) -> tuple[SiteFacts, list[Problem]]:
    """Return what the file states, and what is wrong with it; a site need not have the file."""
    if not path.exists() and not path.is_symlink():
        return SiteFacts(), []
    facts, problems = load_record(path, name, SiteFacts, "bad-site")
    return facts or SiteFacts(), problems
