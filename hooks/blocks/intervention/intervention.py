"""Something people do alongside change: why it might work, what it looks like, how to go about it."""

from typing import Any

from pydantic import Field

from proofdesk.blocks import (
    N_,
    BlockText,
    InNewPage,
    LabelledEnum,
    LabelledParts,
    Listing,
    MarkdownForm,
    Record,
    SchemaWords,
    Section,
    _,
)


class When(LabelledEnum):
    """When an intervention takes place, seen from a session in a lawful, supervised setting."""

    BEFORE = "before", "Before a session"
    DURING = "during", "During a session"
    AFTER = "after", "After a session"
    EVERYDAY = "everyday", "In everyday life"


class Intervention(Record):
    """An intervention in three parts, written as a definition list: Concept (why it should work), Example and Steps."""

    noun = "intervention"
    plural = "interventions"
    order = 3
    title_words = "name"
    parts = (N_("Concept"), N_("Example"), N_("Steps"))
    lacking = "an intervention without Steps"
    skeleton = (
        "Concept\n:   … [@…]\n\nExample\n:   …\n\nSteps\n:   1. …\n    2. …"
    )
    in_new_page = (InNewPage(Section.PRACTICE),)
    listing = Listing(
        name="Things to try, and how sure we are", noun="thing to try", plural="things to try", determiner="",
        summary=N_("with the idea, an example and the steps, the surest first"), surest_first=True,
    )
    schema_words = SchemaWords(parts="an intervention's Concept, Example and Steps")
    markdown_form = MarkdownForm(labels=("intervention__when-label",))
    manuscript_forms = (
        LabelledParts({"concept": "Concept", "example": "Example", "intervention": "Steps", "steps": "Steps",
                       "practice": "Steps"}),
    )

    when: When | None = Field(default=None, description="When it takes place.")

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        # No MedicalTherapy: that would claim a treatment.
        steps = [{"@type": "HowToStep", "position": number, "text": step} for number, step in enumerate(text.steps, 1)]
        return {"@type": "HowTo", "name": title, "description": text.parts.get(_("Concept"), ""), "step": steps}
