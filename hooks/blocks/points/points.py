"""What to keep from a page: its key points at the top, its takeaways at the end."""

from pydantic import Field

from proofdesk.blocks import InNewPage, LabelledEnum, ListUnderHeading, Record, Section


class Kind(LabelledEnum):
    """Which of the two lists it is."""

    POINTS = "points", "Key points"
    TAKEAWAYS = "takeaways", "Key takeaways"


class Points(Record):
    """A short list of what the page says: key points near the top, takeaways near the end."""

    makes_claim = False
    noun = "list of key points"
    plural = "lists of key points"
    listing = None
    needs_list = True
    title_words = "heading"
    skeleton = "- … [@…]\n- … [@…]"
    in_new_page = (InNewPage(Section.ENDING, "the takeaways, if the page is long", {"kind": "takeaways"}),)
    manuscript_forms = (
        ListUnderHeading(
            headings=r"(?:the )?(?:key|main|summary) (?:points|messages|facts|findings|insights)|in brief|at a glance|"
            r"highlights",
            options={"kind": "points"},
        ),
        ListUnderHeading(
            headings=r"(?:the )?(?:key |main )?take-?\s?aways?(?: messages?)?", options={"kind": "takeaways"},
            noun="list of takeaways", plural="lists of takeaways",
        ),
    )

    kind: Kind = Field(default=Kind.POINTS, description="Whether these are the key points or the takeaways.")

    @property
    def on_doctor_sheet(self) -> bool:
        return self.kind is Kind.POINTS  # the takeaways say the same again
