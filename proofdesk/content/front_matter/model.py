"""The facts of a page, as typed data.

The dates follow the PIF TICK and JAMA benchmarks:
when a page was published, when it was last checked as a whole, and when that is next due.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, HttpUrl, ValidationInfo, field_validator, model_validator

from proofdesk.common.dates import as_day, today
from proofdesk.common.language import Language, known_language, spoken
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import DOI
from proofdesk.content.front_matter.authorship import Authorship, named
from proofdesk.content.front_matter.status import UNWRITTEN, Status
from proofdesk.content.question import Question
from proofdesk.content.topics import known_topics

REVIEW_EVERY = timedelta(days=365)


# A template that can stand for a page: none that others include, nor one that the build itself uses.
_OF_A_PAGE = re.compile(r"(?!partials/|blocks/)(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.(?:html|xml|txt|json)")
_OF_THE_BUILD = ("cached.html",)


class ArticleSource(Written):
    """Where an article comes from, as far as it is known. What is left out is said to be not known."""

    title: str | None = Field(default=None, description="The source's own title.")
    publisher: str | None = Field(default=None, description="Who published it.")
    author: str | None = Field(default=None, description="Who wrote it.")
    date: str | None = Field(default=None, description="When it appeared, in words.")
    url: HttpUrl | None = Field(default=None, description="Its address on the web.")
    doi: str | None = Field(
        default=None, pattern=DOI.pattern, description="Its DOI in bare form, as 10.1000/182."
    )
    licence: str | None = Field(default=None, description="Under which terms it may be used.")
    note: str | None = Field(default=None, description="What kind of text it is, in one sentence.")


class Correction(Written):
    """One change that a reader must be able to see: it is dated, says what changed, and stays (BMJ)."""

    day: date = Field(alias="date", description="The day of the change, as 2026-11-22.")
    what: str = Field(min_length=1, description="What was wrong and what changed, in a sentence.")

    @field_validator("day", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        return as_day(value)


class Series(Written):
    """The articles that an article is one of."""

    name: str = Field(min_length=1, max_length=100, description="The name of the series, the same in each part.")
    part: int | None = Field(default=None, ge=1, description="Which part it is, from 1.")


class FrontMatter(Written):
    """What every page states. A page that is no article may state its days and topics as an article must."""

    model_config = ConfigDict(extra="allow")

    title: str = Field(min_length=1, description="The page's title.")
    description: str = Field(
        min_length=1, max_length=320, description="What the page says, in at most two sentences (320 characters)."
    )
    published: date | None = Field(default=None, description="The day it first appeared, as 2026-11-22.")
    reviewed: date | None = Field(default=None, description="The day the whole page was last checked, as 2026-11-22.")
    due: date | None = Field(
        default=None, description="When the next check is due; a year after the last if it is left out."
    )
    topics: list[str] = Field(default=[], description="What it is about, by the topics of the site.")
    status: Status = Field(
        default=Status.READY, description="`draft` keeps it out of the published site, `ready` does not."
    )
    publish_on: date | None = Field(
        default=None, alias="publish-on", description="The day from which it is published, as 2026-11-22."
    )

    lang: str | None = Field(
        default=None, description="The language of the page if it is not that of the site, as `de`."
    )

    def __repr__(self) -> str:
        """Return all facts in a tenth of Pydantic's time: the keys of a page's caches are made of them."""
        return f"{type(self).__name__}({vars(self)!r}, {self.model_extra!r})"

    @field_validator("published", "reviewed", "due", "publish_on", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        return as_day(value)

    @field_validator("lang")
    @classmethod
    def _known_language(cls, code: str | None) -> str | None:
        return known_language(code)

    @field_validator("topics")
    @classmethod
    def _known_topics(cls, topics: list[str], info: ValidationInfo) -> list[str]:
        known = known_topics(info)
        for topic in topics:
            if fault := known.fault(topic):
                raise ValueError(f"{fault}; {known.remedy(topic)}")
        return topics

    @property
    def check_due(self) -> date | None:
        """Return the day of the next check, or None if no check is stated."""
        return self.due or (self.reviewed and self.reviewed + REVIEW_EVERY)


class PageFrontMatter(FrontMatter):
    """What a page states that is no article."""

    template: str | None = Field(
        default=None, description="The template that renders it: one of the theme's, or of your own in overrides/."
    )

    @field_validator("template")
    @classmethod
    def _renders_a_page(cls, name: str | None) -> str | None:
        if name is not None and (not _OF_A_PAGE.fullmatch(name) or name in _OF_THE_BUILD):
            raise ValueError(f"“{name}” renders no page")
        return name


class ArticleFrontMatter(Authorship, FrontMatter):
    """What every article states; of who wrote and reviewed it only what differs from the rest of the site."""

    model_config = ConfigDict(extra="forbid")

    published: date = Field(description="The day it first appeared, as 2026-11-22.")
    reviewed: date = Field(description="The day the whole page was last checked, as 2026-11-22.")
    topics: list[str] = Field(min_length=1, description="What it is about, by the topics of the site.")
    source: ArticleSource | None = Field(
        default=None, description="Where it comes from."
    )
    series: Annotated[Series, BeforeValidator(named)] | None = Field(
        default=None, description="The series that it is a part of: its name, or `{name: …, part: 2}`."
    )
    translation_of: str | None = Field(
        default=None, alias="translation-of",
        description="The file of the article that it is a translation of, as `articles/name.md`.",
    )
    order: int | None = Field(
        default=None, ge=1, description="Its place in the listings, from 1. Articles without one follow."
    )
    corrections: list[Correction] = Field(
        default=[], description="What was corrected after it was published: a list of `{date: …, what: …}`."
    )
    ask: list[Question] = Field(
        default=[], max_length=6,
        description="Questions on its subject for a reader to ask a doctor, for the sheet to take along: at most six, "
        "of 160 characters.",
    )
    hide: list[str] = Field(default=[], description="Parts of the page not to show: navigation, toc.")

    @model_validator(mode="before")
    @classmethod
    def _days_to_come(cls, facts: Any) -> Any:
        """Let the day of publication be that of `publish-on`."""
        if isinstance(facts, dict) and facts.get("publish-on"):
            return {"published": facts["publish-on"], **facts}
        return facts

    @property
    def next_check(self) -> date:
        return self.due or self.reviewed + REVIEW_EVERY

    @property
    def changed(self) -> date:
        """Return the day of its last check or correction, of which a reader should know, or of its publication."""
        return max([self.published, self.reviewed, *(correction.day for correction in self.corrections)])


def language_of(facts: FrontMatter | None) -> Language:
    """Return the language that a page states, else the one that is spoken, which is that of the site."""
    return spoken().other(facts.lang) if facts and facts.lang else spoken()


def is_article(uri: str) -> bool:
    """Return whether the page at ``uri``, relative to the folder of pages, is an article."""
    return uri.startswith("articles/") and uri != "articles/index.md"


def model_of(uri: str) -> type[FrontMatter]:
    """Return what the page at ``uri`` may state."""
    return ArticleFrontMatter if is_article(uri) else PageFrontMatter


class FreeFrontMatter(ArticleFrontMatter):
    """What an article states on a site that lists no topics: it may have some or none."""

    topics: list[str] = Field(default=[], description="What it is about, by the topics of the site.")


class DraftFrontMatter(ArticleFrontMatter):
    """What an article states while it is a draft: it may leave out what it is too early to know."""

    description: str = Field(default=UNWRITTEN, min_length=1, max_length=320)
    published: date = Field(default_factory=today)
    reviewed: date = Field(default_factory=today)
    topics: list[str] = []
