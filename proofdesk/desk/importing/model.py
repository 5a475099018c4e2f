"""Model of a manuscript between its file and the site's Markdown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.importing.beside.files import WorkBeside
from proofdesk.desk.importing.facts import DocumentFacts
from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.lines import Line

# A work as CSL-JSON describes it.
CslItem = dict[str, Any]


@dataclass
class Manuscript:
    """Content of a file. ``styled`` is true if the file marks its headings.

    ``pictures`` are bytes by the name that the text uses; ``notes`` tell the editor what was changed or left out;
    ``facts`` are what the file says about itself; ``ledger`` counts what it held and what became of it. ``cited`` has
    the records of works that the file itself describes, by the identifier that the citations in its lines have in the
    place of a key: `[see @field-1, p. 3]`. ``shown`` are the words that the file shows for such a citation. ``remarks``
    are comments and changes, for the review file. ``beside`` are the works of bibliographies in the manuscript's
    folder, by their keys. ``title_unseen`` is true if the text does not have the title that the file states.
    """

    lines: list[Line]
    title: str = ""
    styled: bool = False
    pictures: dict[PurePosixPath, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    facts: DocumentFacts = field(default_factory=DocumentFacts)
    ledger: Ledger = field(default_factory=Ledger)
    cited: dict[str, CslItem] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    remarks: list[ReviewItem] = field(default_factory=list)
    beside: dict[str, WorkBeside] = field(default_factory=dict)
    title_unseen: bool = False

    @property
    def held(self) -> Counter[str]:
        """Return what the file held; readers add to it."""
        return self.ledger.held
