"""A question that readers ask, with its answer open beneath it (GOV.UK: nothing that all readers need is hidden)."""

from typing import Any

from proofdesk.blocks import (
    N_,
    BlockText,
    JsonLdGroup,
    Listing,
    MarkdownForm,
    QuestionsUnderHeading,
    Record,
    SchemaWords,
)


class Faq(Record):
    """A question and its answer. The answer's first sentence answers, the rest explains.

    Both are visible without a click.
    """

    noun = "question"
    plural = "questions"
    order = 1
    title_words = "question"
    unique_title = True  # schema.org's FAQPage is unique over a site
    listing = Listing(summary=N_("answered in the first sentence"))
    schema_words = SchemaWords(title="the question", text="the answer")
    markdown_form = MarkdownForm(title_prefix=N_("Question: "))
    json_ld_group = JsonLdGroup("FAQPage", "questions")
    manuscript_forms = (
        QuestionsUnderHeading(
            headings=r"(?:frequently asked|common|your) questions(?: answered)?|faqs?|questions (?:and|&) answers|"
            r"q ?& ?a",
            questions=("question", "q"), answers=("answer", "a"),
        ),
    )

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "Question", "name": title, "acceptedAnswer": {"@type": "Answer", "text": text.text}}
