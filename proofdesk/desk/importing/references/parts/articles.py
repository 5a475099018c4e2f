"""Read an article in a journal whose title no quotation marks hold: “Title. Journal …volume, pages”."""

from __future__ import annotations

import re

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.names.authors import VANCOUVER_NAMES, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER, VANCOUVER
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, is_publisher, may_be_place
from proofdesk.desk.importing.references.parts.tails import ONLINE_FIRST, split_tail
from proofdesk.desk.importing.references.parts.titles import (
    JOURNAL_WORD,
    is_journal,
    is_title,
    split_at_comma,
    split_title,
)

# PLOS names who handled an article between its title and the journal: “Straw at night. Leaf C, editor. Roses.”
_HANDLED_BY = lazy(rf"(?:[.?!]\s|[?!])(?P<editor>{VANCOUVER.pattern}),\seditor\.")
_ISSUER = lazy(rf"(?<=[.?!])\s(?P<publisher>[{UPPER}\d][^.;:]{{2,80}}?(?:,\s(?:Inc|Ltd)\.?)?)$")
_COMPANY = lazy(r"\s(?:Limited|Ltd|LLC|Inc|GmbH|B\.?V|AG|SA)\.?$")


def read_article(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. Journal …volume, pages”."""
    tail = split_tail(head.rest, head.year)
    if not tail:
        return None
    before, stated = tail
    has_issuer = head.rest[len(before) :].startswith(";")
    handled = _HANDLED_BY.search(before)
    if handled:
        before = f"{before[: handled.start()]}{handled[0][0]}{before[handled.end() :]}"
        stated = {**stated, "editor": split_authors(handled["editor"], VANCOUVER_NAMES)[0].bibtex}  # type: ignore[union-attr]
    # PLOS puts the publisher between the journal and the year: “Straw. Roses. Garden Press; 2014;5: 12–18.”
    issuer = _ISSUER.search(before)
    if issuer and is_issuer(issuer["publisher"]) and split_title(before[: issuer.start()]):
        before, stated = before[: issuer.start()], {**stated, "publisher": issuer["publisher"]}
        has_issuer = False
    parted = _of_geology(before, head.rest) or split_title(ONLINE_FIRST.sub("", before))
    at_comma = split_at_comma(ONLINE_FIRST.sub("", before)) if not parted or head.comma_style else None
    if at_comma and (head.comma_style or head.colon_style or JOURNAL_WORD.search(at_comma[1])):
        parted = at_comma
    elif (head.comma_style and (not parted or ", " in parted[1])) or (head.colon_style and not parted):
        title, _, journal = before.rpartition(", ")
        is_sure = "," not in (title if head.colon_style else journal)
        parted = (title, journal) if is_title(title) and is_journal(journal) and is_sure else None
    place, colon, publisher = parted[1].rpartition(": ") if parted else ("", "", "")
    if colon and is_publisher(publisher) and may_be_place(place.split(". ")[-1]):
        return None  # “New York: Straw Press, v. 1, 2012”
    if parted and stated.keys() == {"pages", "year"} and (
            re.search(rf": [{UPPER}]", parted[1]) or PUBLISHER_WORD.search(parted[1])):
        return None  # “Bern: Straw Press, p. 4–9, 2019”
    if has_issuer and parted and ". " in parted[0] and not JOURNAL_WORD.search(parted[1]):
        parted = None  # perhaps the journal and its publisher
    # Nobody knows whether an entry without authors that could be read begins with names of another form.
    if not parted or (not head.authors and ". " in parted[0]):
        if stated.keys() == {"volume"}:
            stated = {}  # “Straw. Xiii, 320.”
        is_page = stated.keys() == {"year"} and "url" in found  # “Straw at night. 2017; Available: https://…”
        return None if is_page else ("article", stated, ("title", "journal"))
    return "article", {"title": parted[0], "journal": parted[1], **stated}, ()


def _of_geology(before: str, text: str) -> tuple[str, str] | None:
    """Return the title and the journal that geologists part by a colon: “Straw of Wales: Roses, v. 12, p. 4–9.”"""
    title, _, journal = before.rpartition(": ")
    is_form = title and ". " not in before and re.match(r",\sv\.\s\d+(?:,\sno\.\s\d+)?,\sp\.\s\d", text[len(before) :])
    return (title, journal) if is_form and is_title(title) and is_journal(journal) else None


def is_issuer(words: str) -> bool:
    """Return whether words beside a volume name who publishes a journal, and not the journal."""
    bare = re.sub(r"\s\([^()]*\)", "", words)
    if _COMPANY.search(bare):
        return True  # “Frontiers Media SA”
    is_office = has_organisation_word(bare) and not re.search(r",\s(?!Inc|Ltd)", bare)  # “Information, Roses & Society”
    is_known = is_publisher(bare) or is_office or bare in ("F1000", "PeerJ")
    return bool(is_known) and not JOURNAL_WORD.search(re.sub(r"\b(?:Nature|Science)\b", "", bare))
