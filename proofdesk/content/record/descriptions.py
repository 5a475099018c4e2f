"""What a kind of block says of itself to lists, exports and new pages, each as a small frozen class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from markupsafe import Markup

from proofdesk.common.language import N_, _, npgettext, spoken


@dataclass(frozen=True)
class Listing:
    """How other pages announce the page that lists a kind's blocks; that page states its own address and title.

    ``noun`` and ``plural`` are what it counts, ``summary`` says what each entry has. Empty texts come from the kind.
    """

    name: str = ""
    noun: str = ""
    plural: str = ""
    summary: str = ""
    determiner: str = "the "  # before what it counts, in an English sentence
    link_text: str = N_("See it in context")
    surest_first: bool = False  # whether its list begins with what is most certain

    def nouns(self, number: int) -> str:
        """Return what it lists, in the number that fits a count."""
        return npgettext("what a list has", self.noun, self.plural, number)

    def counted(self, number: int) -> str:
        """Return “12 claims”."""
        return _("%(number)s %(entries)s", number=number, entries=self.nouns(number))

    def door(self, address: str) -> Markup:
        """Return a link to it as part of a sentence: “the claims”. Its name may be a title, with a comma of its own."""
        determiner = self.determiner if spoken().locale is None else ""
        return Markup('{}<a href="{}">{}</a>').format(determiner, address, self.nouns(2))


@dataclass(frozen=True)
class SchemaWords:
    """How the schema of ``claims.json`` names a kind's title and text, its parts and its assessment, within a sentence.

    Empty texts come from the kind; a kind without ``parts`` or ``assessment`` is not named there.
    """

    title: str = ""
    text: str = ""
    parts: str = ""
    assessment: str = ""


@dataclass(frozen=True)
class MarkdownForm:
    """How the Markdown export writes a block: classes of its template that become bold, and words before its title.

    ``quoted`` writes it as a quotation, so that its end is seen.
    """

    labels: tuple[str, ...] = ()
    title_prefix: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class JsonLdGroup:
    """A schema.org node that holds a page's nodes of one kind as ``mainEntity``; ``anchor`` ends its address."""

    type: str
    anchor: str


class Section(Enum):
    """A section of a new article, by what an author is asked to write there."""

    OPENING = "what the page says, in two or three sentences"
    KNOWN = "what studies have found; in the sentence, whether in people, in animals or in cells"
    RISKS = "the limits of the evidence, and every risk beside its benefit"
    PRACTICE = "what may help in everyday life, if anything"
    ENDING = ""
    CHANGES = "each claim of the source that was wrong, outdated or unsupported, and what the page says instead"

    @property
    def heading(self) -> str:
        """Return the heading that a new article has above it, in the language that is spoken; empty for none."""
        return {Section.KNOWN: _("What is known"), Section.RISKS: _("What is not known, and what can go wrong"),
                Section.PRACTICE: _("What people do")}.get(self, "")


@dataclass(frozen=True)
class InNewPage:
    """Where ``desk new`` shows an empty block, with which options, and what it adds to the section's instruction."""

    section: Section = Section.KNOWN
    note: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
