"""The parts of ``site.yml`` that have names of their own: publisher, licences, advice, help lines, kinds of block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, HttpUrl, ValidationInfo, field_validator

from proofdesk.bibliography.evidence.own_words import MEDICINE, Vocabulary
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import SCHEMA_TYPE
from proofdesk.content.site_data.needs import Need
from proofdesk.content.topics import SLUG, Topics

_SHORT, _SENTENCES = 80, 600  # characters


class StatedPublisher(Written):
    """Who answers for the site."""

    name: str | None = Field(default=None, min_length=1, description="Who publishes it; the site's name if left out.")
    contact: str | None = Field(default=None, min_length=3, description="A mail address, or a page with https://.")
    address: str | None = Field(default=None, min_length=3, description="The postal address, on one line.")


class StatedLicence(Written):
    """A licence."""

    name: str = Field(min_length=1, description="The licence's name, as in `CC BY 4.0`.")
    url: HttpUrl = Field(description="The address of its text, with https://.")


class StatedLicences(Written):
    """Under which terms text and code may be used."""

    text: StatedLicence | None = Field(default=None, description="Of the texts: `{name: …, url: …}`.")
    code: StatedLicence | None = Field(default=None, description="Of the program and its pages: `{name: …, url: …}`.")


class Notice(Written):
    """A notice at the foot of every page."""

    title: str = Field(min_length=2, max_length=_SHORT, description="What it is about, in a few words.")
    text: str = Field(min_length=3, max_length=_SENTENCES, description="The notice, in plain text.")


class Advice(Written):
    """What readers are told beside the subject itself: of the law, and what this site is not."""

    foot: tuple[Notice, ...] = Field(
        default=(), max_length=6, description="Notices at the foot of every page: a list of `{title: …, text: …}`.")
    harms: str | None = Field(
        default=None, min_length=3, max_length=_SENTENCES,
        description="A sentence at the end of each box of harms, and at the head of each sheet to take along.")
    programs: str | None = Field(
        default=None, min_length=3, max_length=_SENTENCES,
        description="A sentence for programs that read the site, in `llms.txt`.")


class NeedWords(Written):
    """How the lines for one need are headed."""

    title: str | None = Field(default=None, min_length=2, max_length=_SHORT, description="The heading.")
    note: str | None = Field(default=None, min_length=2, max_length=_SENTENCES, description="The sentence below it.")


class OwnNeed(NeedWords):
    """A need that a site lists, with its heading."""

    emergency: bool | None = Field(
        default=None, description="`true` if its numbers are those to call when a life is in danger; so is `danger`, "
        "unless it says `false`.")


def _headed(value: Any) -> Any:
    """Return a title alone, or nothing, as the need that it heads."""
    return {"title": value} if isinstance(value, str) else {} if value is None else value


_NeedName = Annotated[str, Field(pattern=SLUG, max_length=_SHORT)]


class HelpLineSettings(Written):
    """Whether every page shows the help lines of ``safety.yml``, and how they are headed."""

    show: bool | None = Field(
        default=None, description="`true` demands an emergency number, `false` shows no line; if it is left out, pages "
        "show the lines of safety.yml if there are any.")
    needs: dict[_NeedName, Annotated[OwnNeed, BeforeValidator(_headed)]] = Field(
        default={}, description="The needs that lines may serve, the most urgent first, each `{title: …, note: …}` or "
        "its title alone; those of the program (" + ", ".join(Need) + ") have a heading already, as in `danger:`.")
    headings: dict[str, NeedWords] = Field(
        default={}, description="Other headings than the program's, by need: " + ", ".join(Need) + ".")

    @field_validator("needs")
    @classmethod
    def _sound_needs(cls, needs: dict[str, OwnNeed]) -> dict[str, OwnNeed]:
        for name, need in needs.items():
            if not need.title and name not in [*map(str, Need)]:
                raise ValueError(f"the need “{name}” has no title; write `{name}: What the heading says`")
        if needs and not any(need.emergency if need.emergency is not None else name == Need.DANGER
                             for name, need in needs.items()):
            raise ValueError("none of the needs is an emergency; list `danger:`, or write `emergency: true` below one")
        return needs

    @field_validator("headings")
    @classmethod
    def _known_needs(cls, headings: dict[str, NeedWords], info: ValidationInfo) -> dict[str, NeedWords]:
        known = [*(info.data.get("needs") or map(str, Need))]
        for name in headings:
            if name not in known:
                raise ValueError(f"“{name}” is no need that help lines serve; {did_you_mean(name, known)}")
        return headings


class StatedWord(Written):
    """What readers see of a word that editors write."""

    label: str | None = Field(default=None, min_length=1, max_length=_SHORT, description="What readers see.")
    meaning: str | None = Field(default=None, min_length=3, max_length=_SENTENCES, description="What it means.")


class KindWords(Written):
    """Whether the site has a kind of block, and what it is called."""

    use: bool = Field(default=True, description="`false` if the site is to have no block of this kind.")
    noun: str | None = Field(default=None, min_length=1, max_length=_SHORT, description="One block, in a sentence.")
    plural: str | None = Field(default=None, min_length=1, max_length=_SHORT, description="Several of them.")
    list_name: str | None = Field(default=None, alias="list-name", min_length=1, max_length=_SHORT,
                                  description="What the list of all is called where other pages lead to it.")
    summary: str | None = Field(default=None, min_length=1, max_length=_SENTENCES,
                                description="What such a link says of the list, after the number of its entries.")
    words: dict[str, dict[str, StatedWord]] = Field(
        default={}, description="What readers see of the words of an option, by option and word, as in "
        "`verdict: {wrong: {label: …, meaning: …}}`.")

    def __hash__(self) -> int:
        return hash(self.model_dump_json())


@dataclass(frozen=True)
class BlockWords:
    """What a site states of its blocks: the topics that they may have, the words of each kind by its name, and
    those of evidence."""

    topics: Topics = field(default_factory=Topics)
    kinds: tuple[tuple[str, KindWords], ...] = ()
    evidence: Vocabulary = MEDICINE


class SchemaTypes(Written):
    """The schema.org types by which programs know pages and things."""

    article: str = Field(default="WebPage", pattern=SCHEMA_TYPE.pattern,
                         description="Of the page of an article, as `MedicalWebPage`.")
    substance: str = Field(default="Thing", pattern=SCHEMA_TYPE.pattern,
                           description="Of a substance in the list of harms, as `Drug`.")
    health: bool = Field(
        default=False, description="`true` if the site is about health: an untrue claim is then HealthTopicContent.")
