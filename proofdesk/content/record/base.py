"""The base of every block's record: what one block states, checked, and all that its kind says about itself.

All that a kind may say is declared here, in one list for whoever writes one; ``descriptions`` has the forms of it.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from proofdesk.bibliography.evidence import Certainty, Vocabulary
from proofdesk.common.language import _
from proofdesk.common.text import did_you_mean, slug
from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.common.yaml_files.model import Written
from proofdesk.content.block_text import BlockText
from proofdesk.content.record.block_table import BlockTable, Drawn
from proofdesk.content.record.columns import Column
from proofdesk.content.record.descriptions import InNewPage, JsonLdGroup, Listing, MarkdownForm, SchemaWords
from proofdesk.content.record.manuscript_forms import ManuscriptForm
from proofdesk.content.topics import known_topics, split_topics

LONGEST_REASON = 200  # characters of a certainty's reason, which is one line of a block
# The options of a block that makes a claim, which other kinds do not have.
CLAIM_OPTIONS = ("certainty", "because", "topics")


class IncompatibleOptions(ValueError):
    """Raised by a record's own check if options that are sound alone do not go together."""

    def __init__(self, options: tuple[str, ...], message: str, remedy: str) -> None:
        super().__init__(message)
        self.options = options
        self.remedy = remedy


class Record(Written):
    """What one block states, checked. A kind of block adds its own options as fields.

    The class variables are what the rest of the program says about the kind. Each has a default that fits a kind with a
    title of its own, so a kind states only what differs. ``BlockKind`` fills in what follows from the kind's name.
    """

    # Whether the block makes a claim that must rest on something; a list of key points repeats the page's. A kind that
    # makes none has none of ``CLAIM_OPTIONS``.
    makes_claim: ClassVar[bool] = True
    # Whether its title may occur only once on the site, as a question does.
    unique_title: ClassVar[bool] = False
    # One block and several, in a sentence; the kind's name by default.
    noun: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    # Its place among the kinds wherever they are enumerated; kinds of the same order are sorted by name.
    order: ClassVar[int] = 100
    # What the title is, for messages and the guide.
    title_words: ClassVar[str] = "title"
    # What a link to the block says, if its title must not be a link's text because it is not so.
    link_label: ClassVar[str] = ""
    # The rule that an option breaks if it is missing, if that is not `missing-option`.
    missing_rules: ClassVar[Mapping[str, str]] = {}
    # What it may lack, as an example of the rule `missing-part`.
    lacking: ClassVar[str] = ""

    # The parts that it has as the terms of a definition list, no more and no fewer; whether it must be a list instead;
    # the most words that it may have, if there is a limit.
    parts: ClassVar[tuple[str, ...]] = ()
    needs_list: ClassVar[bool] = False
    # The columns of its table, if it is drawn from one; and whether the table itself is shown too, folded below the
    # drawing. A kind with columns has a template ``<name>.drawing.html`` for what ``draw`` returns.
    columns: ClassVar[tuple[Column, ...]] = ()
    folds_table: ClassVar[bool] = True
    max_words: ClassVar[int | None] = None
    # Whether an article is to open with one, before its first paragraph.
    opens_article: ClassVar[bool] = False
    # The text of a link to it at the head of its article; without it there is no such link.
    head_link: ClassVar[str] = ""

    # What an empty block holds, for a new page and for editors' snippets: “…” is for words to write.
    skeleton: ClassVar[str] = "… [@…]"
    in_new_page: ClassVar[tuple[InNewPage, ...]] = (InNewPage(),)
    # How `desk import` recognizes it; without a form it recognizes none.
    manuscript_forms: ClassVar[tuple[ManuscriptForm, ...]] = ()
    # Which boxes of other programs it takes the place of, by their names there (`> [!TIP]`, `!!! tip`), each with the
    # options that it has here. `desk check --fix` writes them as this kind.
    callouts: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    # Whether search finds it at its own address; otherwise its words belong to the section around it.
    own_search_record: ClassVar[bool] = True

    listing: ClassVar[Listing | None] = Listing()
    schema_words: ClassVar[SchemaWords] = SchemaWords()
    markdown_form: ClassVar[MarkdownForm] = MarkdownForm()
    json_ld_group: ClassVar[JsonLdGroup | None] = None

    title: str = Field(min_length=1, description="The text after the bar in the first line.")
    id: str | None = Field(
        default=None,
        pattern=r"^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$",
        description="The end of the block's address, if it must not change with the title: "
        "small letters, digits and hyphens.",
    )

    certainty: Certainty | None = Field(
        default=None,
        description="How sure the evidence makes us (GRADE). It may not be more than the cited works can carry.",
    )
    because: str | None = Field(
        default=None, min_length=1, max_length=LONGEST_REASON,
        description=f"Why it is so certain: the review or the reason that `certainty` rests on, in at most "
        f"{LONGEST_REASON} characters. It may cite.",
    )

    topics: list[str] = Field(
        default=[],
        description="What it is about, if its own words do not tell, separated by commas.",
    )

    @field_validator("topics", mode="before")
    @classmethod
    def _split_topics(cls, stated: Any) -> Any:
        return split_topics(stated) if isinstance(stated, str) else stated

    @model_validator(mode="after")
    def _known_topics(self, info: ValidationInfo) -> Self:
        for topic in self.topics:
            if fault := known_topics(info).fault(topic):
                raise IncompatibleOptions(("topics",), fault, known_topics(info).remedy(topic))
        return self

    @property
    def stated_topics(self) -> list[str]:
        """Return the topics that the block states; a faulty one, which only a preview shows, may name others too."""
        return split_topics(self.topics) if isinstance(self.topics, str) else self.topics

    @model_validator(mode="after")
    def _reason_of_certainty(self) -> Self:
        if self.because and self.certainty is None:
            raise IncompatibleOptions(("because",), "the option “because” does nothing without “certainty”",
                                      "add a line `    certainty: …`, or take this one out")
        return self

    @property
    def on_doctor_sheet(self) -> bool:
        """Whether the sheet that a reader takes to a doctor repeats it."""
        return False

    @property
    def assessment(self) -> LabelledEnum | None:
        """Return how the title stands against the evidence, for ``claims.json``; None if the kind does not judge it."""
        return None

    @classmethod
    def default_title(cls, options: Mapping[str, str]) -> str:
        """Return the title of a block that states none, from its options as they are written; empty if it must."""
        return ""

    def template_values(self) -> dict[str, Any]:
        """Return what the template shows besides the fields. A faulty block, which only a preview shows, lacks some."""
        return {}

    @classmethod
    def take_evidence_words(cls, words: Vocabulary) -> None:
        """Take the site's words of evidence, once, before anything else is asked of the kind."""

    def draw(self, table: BlockTable) -> Drawn:
        """Return what is drawn of the block's table; each fault of a cell goes to the table, which is then not drawn.

        A faulty block, which only a preview shows, lacks some fields.
        """
        raise NotImplementedError(f"{type(self).__name__} has columns and no drawing")

    @classmethod
    def missing_parts(cls, slot: etree.Element, name: str) -> list[tuple[str, str]]:
        """Return what the block's content lacks, as (what is wrong, remedy). Called before inline conversion."""
        if cls.needs_list and slot.find("./ul") is None and slot.find("./ol") is None:
            return [(f"the {name} block has no list", "begin each point with `- ` on a line of its own")]
        terms = [(term.text or "").strip() for term in slot.findall("./dl/dt")] if cls.parts else []
        found = {slug(term): term for term in terms}
        parts = [_(part) for part in cls.parts]  # in the language of the page
        faults = [(f"the {name} block has a part “{part}” that is none of {', '.join(parts)}",
                   did_you_mean(part, parts)) for own, part in found.items() if own not in map(slug, parts)]
        if missing := [part for part in parts if slug(part) not in found]:
            faults.append((f"the {name} block has no {' and no '.join(missing)}",
                           f"write `{missing[0]}` on a line of its own, and under it `:   ` with the text"))
        return faults

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        """Return the block in schema.org's terms, without its address and its sources; empty if it has no such form.

        ``title`` and ``text`` are what its page shows, without markup. State nothing that the page does not show.
        """
        return {}
