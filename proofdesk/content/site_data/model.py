"""What is of one site and no other: the typed form of ``site.yml``.

Each fact has a default that fits any site, so that one about soil needs none of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from proofdesk.bibliography.evidence.own_words import Vocabulary
from proofdesk.common.language import N_
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.value_faults import PICTURE
from proofdesk.content.front_matter.authorship import Authorship
from proofdesk.content.harms.substances import Stated, StatedSubstance, Substances, substances_from
from proofdesk.content.question import Question
from proofdesk.content.site_data.colours import Colours
from proofdesk.content.site_data.evidence_words import EvidenceWords
from proofdesk.content.site_data.parts import (
    Advice,
    BlockWords,
    HelpLineSettings,
    KindWords,
    SchemaTypes,
    StatedLicences,
    StatedPublisher,
)
from proofdesk.content.topics import SLUG, StatedTopic, Topics, topics_from

# Beside mkdocs.yml.
SITE = "site.yml"
_Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]


class SiteData(Authorship):
    """What ``site.yml`` states, and what holds where it states nothing."""

    unreviewed: str = Field(
        default=N_("Nobody is named as its reviewer."), min_length=1,
        description="What a page says that nobody reviewed, in a sentence.",
    )
    publisher: StatedPublisher = Field(
        default=StatedPublisher(), description="Who answers for the site: `{name: …, contact: …, address: …}`.")
    licences: StatedLicences = Field(
        default=StatedLicences(),
        description="Under which terms `text` and `code` may be used, each `{name: …, url: …}`.")
    topics: dict[_Slug, StatedTopic] = Field(
        default={}, description="What articles may be about, each with its label, as in `compost: Compost`, or "
        "`{label: …, words: […], note: …}`. Without a list, any word may be a topic.")
    default_topic: str | None = Field(
        default=None, alias="default-topic", description="The topic of an article that `desk new` writes; the first "
        "of `topics` if it is left out.")
    substances: dict[_Slug, Stated] = Field(
        default={}, description="What `harms.yml` lists harms of: `{label: …, names: […], words: […], family: …}`.")
    evidence: EvidenceWords = Field(
        default=EvidenceWords(), description="The site's own words for what studies were done in and by which design, "
        "in place of those of medicine: `kinds`, `studied`, `designs`, `counted`.")
    advice: Advice = Field(
        default=Advice(), description="What readers are told of the law, and what the site is not: `foot`, `harms`, "
        "`programs`.")
    help_lines: HelpLineSettings = Field(
        default=HelpLineSettings(), alias="help-lines",
        description="Whether pages show the lines of safety.yml (`show`), and other `headings`.")
    doctor_sheet: bool = Field(
        default=False, alias="doctor-sheet",
        description="`true` if each article has a sheet of two pages to take to a doctor.")
    ask: list[Question] = Field(
        default=[], max_length=4,
        description="Questions to ask a doctor, for every article's sheet to take along: at most four, of 160 "
        "characters.",
    )
    tell: list[Annotated[str, Field(min_length=3, max_length=100)]] = Field(
        default=[], max_length=6,
        description="What to tell the doctor, each a line to fill in on that sheet: at most six, of 100 characters.",
    )
    schema_types: SchemaTypes = Field(
        default=SchemaTypes(), alias="schema-types",
        description="By which schema.org types programs know its pages: `article`, `substance`, `health`.")
    blocks: dict[_Slug, KindWords] = Field(
        default={}, description="Which kinds of block there are, and what they are called, by the kind: "
        "`{use: …, noun: …, plural: …, list-name: …, summary: …, words: …}`.")
    mark: str | None = Field(
        default=None, min_length=1, pattern=PICTURE.pattern,
        description="The file of the site's mark in the folder of pages, as `assets/mark.svg`; without one, the first "
        "letter of its name.")
    colours: Colours = Field(
        default=Colours(), description="The site's own colours, for `light` and `dark`, as `{accent: \"#0d5b62\"}`.")

    @field_validator("default_topic")
    @classmethod
    def _known_topic(cls, topic: str | None, info: ValidationInfo) -> str | None:
        topics = info.data.get("topics")
        if topic and topics and topic not in topics:
            raise ValueError(f"“{topic}” is not one of the topics; {did_you_mean(topic, topics)}")
        return topic

    @field_validator("substances")
    @classmethod
    def _known_families(cls, substances: dict[str, StatedSubstance]) -> dict[str, StatedSubstance]:
        for name, each in substances.items():
            if each.family and (each.family not in substances or each.family == name):
                raise ValueError(f"“{each.family}”, the family of “{name}”, is not another one of the substances; "
                                 f"{did_you_mean(each.family, substances)}")
        return substances

    @cached_property
    def vocabulary(self) -> Topics:
        """Return the topics, with all that depends on their list."""
        return topics_from(self.topics)

    @cached_property
    def block_words(self) -> BlockWords:
        """Return what the site states of its blocks."""
        return BlockWords(self.vocabulary, tuple(self.blocks.items()), self.words_of_evidence)

    @cached_property
    def words_of_evidence(self) -> Vocabulary:
        """Return the words of evidence: the site's own, or else those of medicine."""
        return self.evidence.vocabulary

    @cached_property
    def harmful(self) -> Substances:
        """Return what the site lists harms of."""
        return substances_from(self.substances)

    @property
    def first_topic(self) -> str:
        """Return the topic of an article that `desk new` writes; empty if the site lists none."""
        return self.default_topic or next(iter(self.topics), "")
