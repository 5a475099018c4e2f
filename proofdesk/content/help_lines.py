"""Load the help lines of every page: whom to call, in which country, by which source, checked when.

A number that nobody confirmed is left out, and its line is a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator

from proofdesk.common.dates import longdate, today
from proofdesk.common.problems import Problem
from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.common.yaml_lists import load_list

# The editors' help lines, beside mkdocs.yml.
SAFETY = "safety.yml"
# Every build reminds of lines that were checked longer ago.
CHECK_EVERY = timedelta(days=183)


class Need(LabelledEnum):
    """A need that a line serves, the most urgent first."""

    DANGER = "danger", "If someone’s life is in danger", "Call your emergency number now."
    CRISIS = "crisis", "In a crisis, or thinking about suicide", "Talk to someone now."
    AFTERWARDS = "afterwards", "If a psychedelic experience is hard, now or later", "Not for emergencies."


class LineSource(BaseModel):
    """Who says that this is the number."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=1)
    url: HttpUrl


class HelpLine(BaseModel):
    """One help line."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    need: Need = Field(description="What it is for: danger, crisis or afterwards.")
    where: str = Field(min_length=1, description="The country or countries it serves.")
    name: str | None = Field(default=None, description="What the line is called, if it has a name.")
    call: str | None = Field(
        default=None, pattern=r"^[0-9][0-9 -]*[0-9]$",
        description="The number, between quotes. Leave it out if nobody confirmed it: the line is then a link.",
    )
    sources: list[LineSource] = Field(
        min_length=1, description="The official sites that state it, each with its name and its url."
    )
    checked: date = Field(description="The day on which someone compared the line with its source, as 2026-11-22.")
    note: str | None = Field(default=None, description="What a caller must know, in one sentence.")

    @field_validator("need", mode="before")
    @classmethod
    def _need(cls, value: object) -> Need:
        known = {str(need): need for need in Need}
        if value not in known:
            raise ValueError(f"“{value}” is none of {', '.join(known)}")
        return known[str(value)]

    @field_validator("checked")
    @classmethod
    def _past(cls, day: date) -> date:
        if day > today():
            raise ValueError(f"{longdate(day)} is in the future")
        return day

    @property
    def dial(self) -> str:
        """Return the number as a telephone link (RFC 3966)."""
        return "tel:" + re.sub(r"[ -]", "", self.call or "")


@dataclass
class HelpLines:
    """The lines by need, the most urgent first."""

    lines: list[HelpLine] = field(default_factory=list)

    @property
    def needs(self) -> list[tuple[Need, list[HelpLine]]]:
        return [(need, lines) for need in Need if (lines := [line for line in self.lines if line.need is need])]

    @property
    def emergency(self) -> list[HelpLine]:
        """Return the lines for danger that have a number."""
        return [line for line in self.lines if line.need is Need.DANGER and line.call]


def load_help_lines(path: Path, name: str) -> tuple[HelpLines, list[Problem]]:
    """Return the editors' lines and what is wrong with them; a site needs an emergency number."""
    items, problems = load_list(path, name, HelpLine, "bad-safety")
    safety = HelpLines([line for line, _ in items])
    if not safety.emergency and not problems:
        problems.append(Problem(name, 1, 1, "bad-safety", "no line says whom to call when a life is in danger",
                                "add a line with `need: danger` and a number that someone confirmed"))
    for line, number in items:
        if today() - line.checked > CHECK_EVERY:
            problems.append(Problem(name, number, 1, "stale-safety",
                                    f"the line for {line.where} was last checked on {longdate(line.checked)}",
                                    "compare it with its source, then set `checked` to the day on which you did"))
    return safety, problems
