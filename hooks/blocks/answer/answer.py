"""The answer to a page's question before its text: what is known, what is not, and what follows for the reader."""

from collections.abc import Mapping

from proofdesk.blocks import N_, InNewPage, Record, Section, _


class Answer(Record):
    """The short answer at the top of an article, as a definition list of three parts. It repeats what the text shows.

    Ninety words fill about the first screen of a phone, and the rest of the page has room for everything else.
    """

    makes_claim = False
    noun = "short answer"
    plural = "short answers"
    order = 0
    listing = None
    own_search_record = False  # every page has one, and a result that is called “The short answer” says nothing
    skeleton = "What we know\n:   … [@…]\n\nWhat we don’t know\n:   …\n\nWhat it means for you\n:   …"
    in_new_page = (InNewPage(Section.OPENING, "below the short answer"),)
    parts = (N_("What we know"), N_("What we don’t know"), N_("What it means for you"))

    max_words = 90
    opens_article = True

    @property
    def on_doctor_sheet(self) -> bool:
        return True

    @classmethod
    def default_title(cls, options: Mapping[str, str]) -> str:
        return _("The short answer")
