"""Load the help lines of every page: whom to call, in which country, from which source, seen when and how.

A site without the list has no help lines, unless its ``site.yml`` says that it shows them.

A number that was not found on the line's own page is left out, and its line is a link. What readers are told of it is
what was done: a number that was copied from a stored page was neither read there today nor called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationInfo, field_validator

from proofdesk.common.dates import latest_day, longdate, today
from proofdesk.common.problems import Problem
from proofdesk.common.vocabulary import LabelledEnum, LabelledWord
from proofdesk.common.yaml_files.lists import load_list

if TYPE_CHECKING:
    from proofdesk.content.site_data.parts import HelpLineSettings

# The editors' help lines, beside mkdocs.yml.
SAFETY = "safety.yml"
# Every build reminds of lines that were compared with their source longer ago.
CHECK_EVERY = timedelta(days=183)


class Need(LabelledEnum):
    """A need that a line serves, the most urgent first. A site may state other headings than these."""

    DANGER = "danger", "If someone’s life is in danger", "Call your emergency number now."
    POISON = "poison", "If someone took too much, or the wrong thing", (
        "If they collapse, have a fit, cannot breathe or cannot be woken, call your emergency number first.")
    CRISIS = "crisis", "In a crisis, or thinking about suicide", "Talk to someone now."
    AFTERWARDS = "afterwards", "If it is hard, now or later", "Not for emergencies."
    ABUSE = "abuse", "If somebody whom you trusted crossed a line", (
        "Where to report it. Not for emergencies: if you are in danger, call your emergency number.")

    @property
    def anchor(self) -> str:
        """Return the id of its lines at the foot of every page."""
        return f"help-{self}"


class HeadedNeed(LabelledWord):
    """A need with the heading and the sentence that the site's pages have for it."""

    @property
    def anchor(self) -> str:
        return Need(self).anchor  # type: ignore[call-arg]


class How(LabelledEnum):
    """How an editor saw a line, the weakest first. Readers are told."""

    LISTED = "public-list", "public list", "Its address stood in a public list; the line’s own page was not seen."
    STORED = "stored-copy", "stored copy", "It was copied from a stored copy of the line’s own page."
    READ = "own-page", "own page", "It was read on the line’s own page, on the web."
    CALLED = "call", "called", "Somebody called it, and the line answered."


class LineSource(BaseModel):
    """Who says that this is the number."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1)
    url: HttpUrl


class HelpLine(BaseModel):
    """One help line."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    need: Need = Field(description="What it is for: danger, poison, crisis, afterwards or abuse.")
    where: str = Field(min_length=1, description="The country or countries it serves.")
    short: str | None = Field(
        default=None, min_length=1, max_length=6,
        description="The country in a few letters, as in `UK`, for the line at the head of every page.")
    name: str | None = Field(default=None, description="What the line is called, if it has a name.")
    call: str | None = Field(
        default=None, pattern=r"^[0-9][0-9 -]*[0-9]$",
        description="The number, between quotes. Leave it out if you did not see it on the line’s own page: the line "
                    "is then a link.",
    )
    sources: list[LineSource] = Field(
        min_length=1, description="The official sites that state it, each with its name and its url."
    )
    taken: date = Field(description="The day on which it was copied, read or called, as 2026-11-22.")
    how: How = Field(description="How it was seen: public-list, stored-copy, own-page or call.")
    note: str | None = Field(default=None, description="What a caller must know, in one sentence.")

    @field_validator("need", "how", mode="before")
    @classmethod
    def _known(cls, value: object, info: ValidationInfo) -> LabelledEnum:
        words: type[LabelledEnum] = Need if info.field_name == "need" else How
        known = {str(word): word for word in words}
        if value not in known:
            raise ValueError(f"“{value}” is none of {', '.join(known)}")
        return known[str(value)]

    @field_validator("how")
    @classmethod
    def _number_from_its_page(cls, how: How, info: ValidationInfo) -> How:
        if how is How.LISTED and info.data.get("call"):
            raise ValueError("a number must stand on the line’s own page, and a public list is not that")
        return how

    @field_validator("taken")
    @classmethod
    def _past(cls, day: date) -> date:
        if day > latest_day():
            raise ValueError(f"{longdate(day)} is in the future")
        return day

    @property
    def dial(self) -> str:
        """Return the number as a telephone link (RFC 3966)."""
        return "tel:" + re.sub(r"[ -]", "", self.call or "")


@dataclass
class HelpLines:
    """The lines by need, the most urgent first, below the site's ``headings``."""

    lines: list[HelpLine] = field(default_factory=list)
    headings: list[HeadedNeed] = field(
        default_factory=lambda: [HeadedNeed(need.value, need.label, need.meaning) for need in Need])

    @property
    def needs(self) -> list[tuple[HeadedNeed, list[HelpLine]]]:
        return [(need, lines) for need in self.headings if (
            lines := [each for each in self.lines if str(each.need) == str(need)])]

    @property
    def emergency(self) -> list[HelpLine]:
        """Return the lines for danger that have a number."""
        return [line for line in self.lines if line.need is Need.DANGER and line.call]

    @property
    def uncalled(self) -> bool:
        """Whether no number of them was called, which readers must know."""
        return all(line.how is not How.CALLED for line in self.lines)


def load_help_lines(
    path: Path, name: str, settings: HelpLineSettings | None = None
) -> tuple[HelpLines, list[Problem]]:
    """Return the editors' lines and what is wrong with them; a site that shows any needs an emergency number."""
    if settings and settings.show is False:
        return HelpLines(), []
    items, problems = load_list(path, name, HelpLine, "bad-safety", optional=True)
    safety = HelpLines([line for line, _ in items], _headings(settings))
    wanted = bool(items) or bool(settings and settings.show)
    if wanted and not safety.emergency and not problems:
        problems.append(Problem(name, 1, 1, "bad-safety", "no line says whom to call when a life is in danger",
                                "add a line with `need: danger` and a number from its own page"))
    for line, number in items:
        if today() - line.taken > CHECK_EVERY:
            problems.append(Problem(name, number, 1, "stale-safety",
                                    f"the line for {line.where} was last compared with its source on "
                                    f"{longdate(line.taken)}",
                                    "compare it again, then set `taken` to that day, and `how` to what you did"))
    return safety, problems


def _headings(settings: HelpLineSettings | None) -> list[HeadedNeed]:
    """Return the needs as the site heads them."""
    stated = settings.headings if settings else {}
    found = ((need, stated.get(str(need))) for need in Need)
    return [HeadedNeed(need.value, (own and own.title) or need.label, (own and own.note) or need.meaning)
            for need, own in found]
