"""What to keep from a page: its key points at the top, its takeaways at the end."""

import xml.etree.ElementTree as etree
from typing import ClassVar

from pydantic import Field

from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.content.record import Record


class Kind(LabelledEnum):
    """Which of the two lists it is."""

    POINTS = "points", "Key points"
    TAKEAWAYS = "takeaways", "Key takeaways"


class Points(Record):
    """A short list of what the page says: key points near the top, takeaways near the end."""

    makes_claim: ClassVar[bool] = False
    title_words: ClassVar[str] = "heading"
    skeleton: ClassVar[str] = "- … [@…]\n- … [@…]"

    kind: Kind = Field(default=Kind.POINTS, description="Whether these are the key points or the takeaways.")

    @classmethod
    def missing_parts(cls, slot: etree.Element) -> list[tuple[str, str]]:
        if slot.find("./ul") is None and slot.find("./ol") is None:
            return [("the points block has no list", "begin each point with `- ` on a line of its own")]
        return []
