"""What an article says differently from the text that it comes from, folded at its end."""

from collections.abc import Mapping

from proofdesk.blocks import N_, InNewPage, Record, Section, _


class Changes(Record):
    """The claims of the source that were wrong, out of date or unsupported, and what the page says instead.

    Readers who want the answer pass it over, so it is folded; a link at the head of the article leads to it.
    """

    makes_claim = False
    noun = "list of changes"
    plural = "lists of changes"
    listing = None
    own_search_record = False  # it repeats claims that do not hold, and nobody should find those as answers
    head_link = N_("How our text differs")
    needs_list = True
    title_words = "heading"
    skeleton = "- **…** …\n- **…** … [@…]"
    in_new_page = (InNewPage(Section.CHANGES),)

    @classmethod
    def default_title(cls, options: Mapping[str, str]) -> str:
        return _("How our text differs from its source")
