"""Who wrote an article, how, with whose money, and who reviewed it: stated for the site, or for one article.

The facts are those that the JAMA benchmarks (authorship, disclosure) and PIF TICK ask of health information. What
nobody stated is told as not stated, never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, HttpUrl, field_validator

from proofdesk.common.dates import as_day, latest_day, longdate
from proofdesk.common.language import _
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import VERSION


def named(value: Any) -> Any:
    """Return a name alone as the record that it stands for."""
    return {"name": value} if isinstance(value, str) else value


class Author(Written):
    """Somebody who wrote."""

    name: str = Field(min_length=1, description="The author's name.")
    role: str | None = Field(default=None, description="Profession or position, as in “medical writer”.")
    orcid: str | None = Field(default=None, description="The author's ORCID iD, as 0000-0002-1825-0097.")
    url: HttpUrl | None = Field(default=None, description="A page on the author, with https://.")

    @field_validator("orcid")
    @classmethod
    def _orcid(cls, value: str | None) -> str | None:
        if value is None:
            return None
        digits = value.removeprefix("https://orcid.org/").upper()
        if not is_orcid(digits):
            raise ValueError(f"“{value}” is no ORCID iD")
        return digits

    @property
    def address(self) -> str:
        """Return the address of a page on the author: the one that is stated, else that of the ORCID iD, else none."""
        return str(self.url) if self.url else f"https://orcid.org/{self.orcid}" if self.orcid else ""


_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def is_orcid(digits: str) -> bool:
    """Return whether a text is an ORCID iD without its address, with the digit at its end that the others ask for."""
    return bool(_ORCID.fullmatch(digits)) and _check_digit(digits) == digits[-1]


def _check_digit(orcid: str) -> str:
    """Return the last digit that the others ask for (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


class Review(Written):
    """What somebody reviewed, and when."""

    name: str = Field(min_length=1, description="The reviewer's name.")
    role: str = Field(min_length=1, description="Profession or position, as in “consultant psychiatrist”.")
    day: date = Field(alias="date", description="The day of the review, as 2026-11-22.")
    scope: str = Field(
        min_length=1, validation_alias=AliasChoices("scope", "what"),
        description="What was reviewed, as in “the section on medicines”.",
    )
    version: str | None = Field(
        default=None, pattern=VERSION.pattern,
        description="The version of the text, as `desk review` writes it.",
    )

    def is_of(self, version: str) -> bool:
        """Return whether a version of the text is the one that was reviewed, as far as anybody stated it."""
        return self.version in (None, version)

    @field_validator("day", mode="before")
    @classmethod
    def _day(cls, value: Any) -> date:
        if (day := as_day(value)) > latest_day():
            raise ValueError(f"{longdate(day)} is in the future")
        return day


class Authorship(Written):
    """Who wrote, how, with whose money and interests, and who reviewed it."""

    authors: list[Annotated[Author, BeforeValidator(named)]] = Field(
        default=[], description="Who wrote it: a list of names, or of `{name: …, role: …, orcid: …, url: …}`."
    )
    method: str | None = Field(
        default=None, min_length=1, description="How it was written and checked, in a sentence or two for readers."
    )
    funding: str | None = Field(default=None, min_length=1, description="Who paid for it, in a sentence.")
    interests: str | None = Field(
        default=None, min_length=1, description="What interests its authors have in the subject, in a sentence."
    )
    reviewed_by: list[Review] = Field(
        default=[], validation_alias=AliasChoices("reviewed-by", "reviewers"), serialization_alias="reviewed-by",
        description="Who reviewed it: a list of `{name: …, role: …, date: …, scope: …}`.",
    )

    def within(self, site: Authorship) -> Authorship:
        """Return what an article states, and what its site states where the article says nothing."""
        own = {name: getattr(self, name) or getattr(site, name) for name in Authorship.model_fields}
        return Authorship.model_construct(**own)

    @property
    def unstated(self) -> list[str]:
        """Return what readers should know and nobody stated."""
        facts = {_("who wrote it"): self.authors or self.method, _("who paid for it"): self.funding,
                 _("what interests its authors have"): self.interests}
        return [words for words, stated in facts.items() if not stated]
