"""The base of every block's record: what one block states, checked."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from proofdesk.bibliography.evidence import Certainty
from proofdesk.content.block_text import BlockText


class IncompatibleOptions(ValueError):
    """Raised by a record's own check where options that are sound alone do not go together."""

    def __init__(self, options: tuple[str, ...], message: str, remedy: str) -> None:
        super().__init__(message)
        self.options = options
        self.remedy = remedy


class Record(BaseModel):
    """What one block states, checked. A room adds its own options as fields.

    ``title_words`` says what the title is in the room's own terms, for messages and the guide.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    # Whether the block makes a claim that must rest on something; a list of key points repeats the page's.
    makes_claim: ClassVar[bool] = True
    title_words: ClassVar[str] = "title"
    # What an empty block holds, for a new page and for editors' snippets: “…” stands for words to write.
    skeleton: ClassVar[str] = "… [@…]"

    title: str = Field(min_length=1, description="The text after the bar in the first line.")
    id: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="The end of the block's address, where it must not change with the title: "
        "small letters, digits and hyphens.",
    )

    certainty: Certainty | None = Field(
        default=None,
        description="How sure the evidence makes us (GRADE). It may not be more than the cited works can carry.",
    )

    @classmethod
    def missing_parts(cls, slot: etree.Element) -> list[tuple[str, str]]:
        """What the block's content lacks, as (what is wrong, remedy). Called before inline conversion."""
        return []

    def node(self, title: str, said: BlockText) -> dict[str, Any]:
        """What the block is in schema.org's terms, without its address and its sources; empty where it has none.

        ``title`` and ``said`` are what its page shows, without markup. Nothing may be stated that does not stand there.
        """
        return {}
