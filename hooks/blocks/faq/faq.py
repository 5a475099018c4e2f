"""A question that readers ask, with its answer open beneath it (GOV.UK: nothing that all readers need is hidden)."""

from typing import Any, ClassVar

from proofdesk.content.block_text import BlockText
from proofdesk.content.record import Record


class Faq(Record):
    """A question and its answer. The answer's first sentence answers, the rest explains.

    Both are visible without a click.
    """

    title_words: ClassVar[str] = "question"

    def node(self, title: str, said: BlockText) -> dict[str, Any]:
        return {"@type": "Question", "name": title, "acceptedAnswer": {"@type": "Answer", "text": said.text}}
