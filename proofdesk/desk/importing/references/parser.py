"""Parse one entry of a list of references into BibTeX fields. Only what the entry says for sure is a field.

Read are the forms of Vancouver, NLM and AMA, APA, Nature, Science, IEEE, MLA, Chicago (notes and author-date), Harvard,
Cell, Elsevier, Springer, ACS, MDPI and EndNote, for articles, books, chapters, reports, theses, web pages and trials.
An entry is read from both ends: its authors and the year behind them, then its volume and pages or its
publisher; what is left between is the title, and the journal or book that it is in. What could be read in two ways is
left out, and named in ``unsure``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parts.authors import Authors
from proofdesk.desk.importing.references.parts.heads import read_head
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from proofdesk.desk.importing.references.parts.italics import read_italics
from proofdesk.desk.importing.references.parts.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.unread import unread_words
from proofdesk.desk.importing.references.parts.works import read_work

# Word writes two stops behind a group: “Garden Bank. . (2017). Straw.”
_GROUP_OF_WORD = re.compile(r"([^.,;:()]{3,120})\.\s\.\s(?=\()")
_LINKS_OF_A_PAGE = re.compile(r"(?:[\s|]+(?:PubMed Abstract|(?:Publisher|Free) Full Text))+$")
MAX_LENGTH = 6000  # letters; entries with all authors of a large trial have some thousand


def parse_reference(
    text: str, before: Authors | None = None, italics: Sequence[str] = (), lacks_initials: bool = False
) -> ParsedReference:
    """Parse an entry. If its style is unknown, the result has identifiers only, and no title.

    ``before`` are the authors of the entry before this one, for which a dash may stand, ``italics`` the words that the
    manuscript has in italics. ``lacks_initials`` says that the list has family names alone.
    """
    if len(text) > MAX_LENGTH:
        return ParsedReference(text)
    written = _normalized(text)
    group = _GROUP_OF_WORD.match(written)
    if group:  # read as the authors that a dash stands for
        before, written = Authors(f"{{{group[1]}}}", group[1]), f"———. {written[group.end() :]}"
    rest, found = split_identifiers(written)
    head = read_head(rest, before, "number" in found, lacks_initials)
    read = partial(read_work, found=found)
    kind, fields, unsure = read_italics(head, [*map(_normalized, italics)], read, read(head))
    fields = {name: value for name, value in {**fields, **found}.items() if value}
    if head.authors:
        fields = {"editor" if head.are_editors else "author": head.authors.bibtex, **fields}
    if head.year:
        fields.setdefault("year", head.year)
    if not all(map(braces_match, fields.values())):
        return ParsedReference(text, "misc", found)  # no bibliography can hold it, so it stays text
    missing = tuple(name for name, given in (("author", head.authors or head.is_nameless), ("title", "title" in fields))
                    if not given)
    family = head.authors.family if head.authors else ""
    if head.authors and not head.authors.is_whole:
        unsure = (*unsure, "further authors")
    if not unsure and "title" in fields and unread_words(head.rest, fields):
        unsure = ("further words",)
    return ParsedReference(text, kind, fields, family, tuple(dict.fromkeys((*missing, *unsure))), head.letter)


def _normalized(text: str) -> str:
    """Return a reference in one line, with plain hyphens and spaces and without its number."""
    text = re.sub("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    text = text.rstrip("; \t\n").replace("\u2011", "-").replace("\u2010", "-")
    text = re.sub(rf",(?=(?:19|20)\d\d;)|(?<=\s[{UPPER}]),(?=[{UPPER}][{LOWER}])", ", ", " ".join(text.split()))
    text = re.sub(rf"(?<=[{UPPER}]\.)\s\([{UPPER}][{LOWER}]+\)(?=;)", "", text)  # “Wang, Y. (Lindsay); …”
    copied = _LINKS_OF_A_PAGE.search(text)
    if copied:  # a journal's page, whose copy has lost spaces too
        text = re.sub(rf"(?<=[{LOWER}]{{3}})\.(?=[{UPPER}])", ". ", text[: copied.start()])
    if text.count('"') == 1 == text.count("“") - text.count("”"):
        text = text.replace('"', "”")
    return re.sub(r"^(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s?(?=[^\W\d_]|[“\"'‘])", "", text)
