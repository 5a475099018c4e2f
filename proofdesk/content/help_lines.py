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

from pydantic import Field, HttpUrl, ValidationInfo, field_validator

from proofdesk.common.dates import latest_day, longdate, today
from proofdesk.common.problems import Problem
from proofdesk.common.vocabulary import LabelledEnum, LabelledWord
from proofdesk.common.yaml_files.lists import load_list
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import PHONE
from proofdesk.content.site_data.needs import Need
from proofdesk.content.site_data.parts import HelpLineSettings

# The editors' help lines, beside mkdocs.yml.
SAFETY = "safety.yml"
# Every build reminds of lines that were compared with their source longer ago.
CHECK_EVERY = timedelta(days=183)


class HeadedNeed(LabelledWord):
    """A need with the heading and the sentence that the site's pages have for it."""

    is_emergency: bool = False

    @classmethod
    def made(cls, name: str, title: str, note: str, is_emergency: bool) -> HeadedNeed:
        need = cls(name, title, note)
        need.is_emergency = is_emergency
        return need

    @property
    def anchor(self) -> str:
        """Return the id of its lines at the foot of every page."""
        return f"help-{self}"


def needs_of(settings: HelpLineSettings | None) -> list[HeadedNeed]:
    """Return the needs that a site's lines may serve, the most urgent first, as it heads them."""
    listed = (settings and settings.needs) or dict.fromkeys(map(str, Need))
    stated = settings.headings if settings else {}
    ours = {str(need): need for need in Need}
    found = []
    for name, own in listed.items():
        heading, known = stated.get(name), ours.get(name)
        title = (own and own.title) or (heading and heading.title) or (known.label if known else name)
        note = (own and own.note) or (heading and heading.note) or (known.meaning if known else "")
        urgent = own.emergency if own and own.emergency is not None else name == Need.DANGER
        found.append(HeadedNeed.made(name, title, note, urgent))
    return found


def known_need(value: object, context: object) -> str:
    """Return a need that an item of a list states. Raises ValueError if it is none of the site's, the ``context``."""
    known = [*map(str, context if isinstance(context, list) else Need)]
    if value not in known:
        raise ValueError(f"“{value}” is none of {', '.join(known)}")
    return str(value)


class How(LabelledEnum):
    """How an editor saw a line, the weakest first. Readers are told."""

    LISTED = "public-list", "public list", "Its address stood in a public list; the line’s own page was not seen."
    STORED = "stored-copy", "stored copy", "It was copied from a stored copy of the line’s own page."
    READ = "own-page", "own page", "It was read on the line’s own page, on the web."
    CALLED = "call", "called", "Somebody called it, and the line answered."


class LineSource(Written):
    """Who says that this is the number."""

    name: str = Field(min_length=1)
    url: HttpUrl


class HelpLine(Written):
    """One help line."""

    need: str = Field(description="What it is for: danger, poison, crisis, afterwards, abuse, or one of site.yml.")
    where: str = Field(min_length=1, description="The country or countries it serves.")
    short: str | None = Field(
        default=None, min_length=1, max_length=6,
        description="The country in a few letters, as in `UK`, for the line at the head of every page.")
    name: str | None = Field(default=None, description="What the line is called, if it has a name.")
    call: str | None = Field(
        default=None, pattern=PHONE.pattern,
        description="The number, between quotes. Leave it out if you did not see it on the line’s own page: the line "
                    "is then a link.",
    )
    sources: list[LineSource] = Field(
        min_length=1, description="The official sites that state it, each with its name and its url."
    )
    taken: date = Field(description="The day on which it was copied, read or called, as 2026-11-22.")
    how: How = Field(description="How it was seen: public-list, stored-copy, own-page or call.")
    note: str | None = Field(default=None, description="What a caller must know, in one sentence.")

    @field_validator("need", mode="before")
    @classmethod
    def _known_need(cls, value: object, info: ValidationInfo) -> str:
        return known_need(value, info.context)

    @field_validator("how", mode="before")
    @classmethod
    def _known(cls, value: object) -> LabelledEnum:
        known = {str(word): word for word in How}
        if str(value) not in known:
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
    headings: list[HeadedNeed] = field(default_factory=lambda: needs_of(None))

    @property
    def needs(self) -> list[tuple[HeadedNeed, list[HelpLine]]]:
        return [(need, lines) for need in self.headings if (
            lines := [each for each in self.lines if each.need == need])]

    @property
    def emergency(self) -> list[HelpLine]:
        """Return the lines for an emergency that have a number."""
        return [line for line in self.lines if line.need in self.urgent and line.call]

    @property
    def urgent(self) -> list[HeadedNeed]:
        """Return the needs whose numbers are those to call when a life is in danger."""
        return [need for need in self.headings if need.is_emergency]

    @property
    def usual(self) -> HeadedNeed | None:
        """Return the need whose lines search shows, before the urgent ones, for words that do not say which."""
        return next((need for need in self.headings if str(need) == Need.CRISIS), None)

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
    needs = needs_of(settings)
    items, problems = load_list(path, name, HelpLine, "bad-safety", optional=True, context=needs)
    safety = HelpLines([line for line, _ in items], needs)
    wanted = bool(items) or bool(settings and settings.show)
    if wanted and not safety.emergency and not problems:
        problems.append(Problem(name, 1, 1, "bad-safety", "no line says whom to call when a life is in danger",
                                f"add a line with `need: {_urgent(needs)}` and a number from its own page"))
    first: dict[tuple[str, str, str], int] = {}
    for line, number in items:
        before = first.setdefault((line.need, line.where, line.call or str(line.sources[0].url)), number)
        if before != number:
            problems.append(Problem(name, number, 1, "bad-safety",
                                    f"the line for {line.where} is there already, in line {before}, and every page "
                                    "would show both", "delete one of the two"))
        if today() - line.taken > CHECK_EVERY:
            problems.append(Problem(name, number, 1, "stale-safety",
                                    f"the line for {line.where} was last compared with its source on "
                                    f"{longdate(line.taken)}",
                                    "compare it again, then set `taken` to that day, and `how` to what you did"))
    return safety, problems


def _urgent(needs: list[HeadedNeed]) -> str:
    """Return the need for an emergency; a site that lists needs states one (``site_data``)."""
    return next((str(need) for need in needs if need.is_emergency), str(Need.DANGER))
