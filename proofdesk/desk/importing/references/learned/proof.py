"""Prove what the model reads in an entry: that each word is in one field, that each field looks like what it is, that
the fields fit each other, and that the names are those which the forms of names find, if they find any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from proofdesk.desk.importing.references.doubts import is_marked, misread
from proofdesk.desk.importing.references.learned.checks import (
    SURE,
    THESIS,
    is_consistent,
    is_parted,
    read_values,
)
from proofdesk.desk.importing.references.learned.names import AUTHORS, EDITORS, OTHERS, SUFFIX, Run, put_together
from proofdesk.desk.importing.references.learned.runs import DAY, TITLE
from proofdesk.desk.importing.references.parsed import ParsedReference, letters
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.names.authors import Authors, names_organisation
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, ROLE
from proofdesk.desk.importing.references.parts.publishers import is_publisher, names_publisher
from proofdesk.desk.importing.references.parts.titles import BOOK_OF_CHAPTERS, JOURNAL_WORD
from proofdesk.desk.importing.references.unread import words_outside

LEAST_CHANCE_IN_FULL = 0.65  # of names in full that no form understands
PERSONS = {*AUTHORS, *EDITORS, OTHERS, SUFFIX}
DAYS = range(1, 32)
_NUMBER = re.compile(r"(?:(?P<day>\d{1,2})|\d+)(?:st|nd|rd|th)?\b")
_AND = re.compile(r"\W*(?:and|und|et|[yeu]|&)\W*")
_IS_PLACE = re.compile(r"México[.,\s]*")  # “México D.F.” is no person
_OF_A_MASTER = re.compile(r"mast|mestr|maest|magist|mémoire|\bm\.?sc\b|bach", re.I)
_TRANSLATED = re.compile(r"\btrans(?:\.|l)|\bübers|\btrad(?:\.|uc|uit|uz)|\bÇev\b", re.I)
_PREPRINTS = re.compile(r"(arXiv|PsyArXiv|\w{2,9}Rxiv)(?: preprint)?", re.I)
_REPOSITORY = re.compile(r"SSRN|OSF(?: Preprints)?|Research Square|Zenodo", re.I)
_ARTICLES = ("Der", "Die", "Das", "The", "La", "Le", "Les", "El", "Il")
_IN_FULL = re.compile(rf"[{LOWER}]{{2}}")
# Two organisations in one, or what no name has.
_NO_NAME = re.compile(r",\s&|[^\w\s.,;:&’'‘ʼ`´/(){}–-]")
# A group, or a family name with initials: whatever else a name has may belong to another name.
_SURE_NAME = re.compile(r"\{.+\}|[^,]+(?:, (?:Jr|Sr|I{2,3}|IV))?, (?:[^\W\d_]{1,2}\.[ -]?)+|others")


class Entry(NamedTuple):
    """An entry: ``text`` is what is left of it without the identifiers ``found``, ``italics`` its words in italics,
    ``head`` what the forms of names read at its beginning.
    """

    text: str
    italics: Sequence[str]
    found: dict[str, str]
    head: Head


class Learned(NamedTuple):
    """What an entry says, and its authors.

    ``is_first`` says that no chain of labels is more probable, ``is_clear`` that any other reading is much less so.
    """

    parsed: ParsedReference
    authors: Authors | None
    is_first: bool = False
    is_clear: bool = False


class _Parts(NamedTuple):
    """The runs of the title, of authors and of editors."""

    title: Run
    authors: list[Run]
    editors: list[Run]


def possible_fields(entry: Entry, runs: Sequence[Run]) -> dict[str, str]:
    """Return the fields of a reading that can be right: it has a title, and each word in one field; else none.

    Words among the authors count only if the forms of names do not read those.
    """
    text, _, _, head = entry
    fields = read_values(text, runs) or {}
    names = len(text) - len(head.rest) if head.authors and text.endswith(head.rest) else 0
    known = min(names, max((run.end for run in runs if run.label in AUTHORS), default=0))
    parts = [(0, known), *_parts(text, runs, fields.get("year", ""))]
    return fields if "title" in fields and not words_outside(text, parts) else {}


def _parts(text: str, runs: Sequence[Run], year: str) -> Iterator[tuple[int, int]]:
    """Yield the starts and ends of fields, and of numbers in dates that are days or the year of the work."""
    for run in runs:
        if run.label != DAY:
            yield run.start, run.end
            continue
        for number in _NUMBER.finditer(text, run.start, run.end):
            if number[0] == year or int(number["day"] or 0) in DAYS:
                yield number.span()


def prove(entry: Entry, runs: Sequence[Run], fields: dict[str, str]) -> Learned | None:
    """Return what runs of labels say of an entry; None if anything speaks against it."""
    text, italics, found, head = entry
    if not is_parted(text, runs):
        return None
    title, authors, editors = _people(runs)
    behind = max((run.end for run in authors), default=0)
    if behind > title.start or (authors and editors and editors[0].start < title.start):
        return None
    for before, after in pairwise(runs):
        if before.label in AUTHORS and after.label == TITLE and _AND.fullmatch(text, before.end, after.start):
            return None  # “Office of Beds and | Gardens”
        if before.label not in PERSONS and after.label not in EDITORS and ROLE.match(text, before.end):
            return None  # “Garden Team (Hrsg.)”
    if editors and _TRANSLATED.search(text[editors[0].start - 20 : editors[0].start] + text[editors[-1].end :][:12]):
        return None
    if any(run.label == EDITORS.family and _IS_PLACE.fullmatch(text, run.start, run.end) for run in editors):
        return None
    edited = put_together(text, editors, EDITORS) if editors else None
    if edited:
        fields = {"editor": edited.bibtex, **fields}
    if editors and not (edited and edited.is_whole):
        return None
    names = put_together(text, authors, AUTHORS) if authors else None
    if authors or head.authors:
        are_sure = names is not None and names.is_whole and min(run.probability for run in authors) >= SURE
        # Which of two whole names is the family name, only the model says.
        in_full = any(run.label == AUTHORS.given and _IN_FULL.search(text, run.start, run.end) for run in authors)
        chance = min((run.probability for run in authors), default=0.0)
        in_doubt = in_full and not head.authors and chance < LEAST_CHANCE_IN_FULL
        same = None if in_doubt else _same_names(text, names, head, title.start, behind, chance)
        names = same or (names if are_sure else None)
        names = _as_it_stands(text, authors) or names if names else None
        if not names or not names.is_whole or _NO_NAME.search(names.bibtex):
            return None
    elif not (edited or head.is_nameless):
        return None  # perhaps the name of an organisation is at the beginning
    kind, fields = _kind(fields, "url" in found)
    if kind.endswith("thesis") and not names:
        return None  # “Thèse.fr”
    if head.title and letters(head.title) != letters(fields["title"]):
        return None  # quotation marks say where a title ends
    if any(fields["title"].startswith(f"{words}. ") or words.startswith(f"{fields['title']}. ") for words in italics):
        return None  # and so do italics
    if head.colon_style and names and head.authors and names.bibtex != head.authors.bibtex:
        return None  # they end at the colon
    if not is_consistent(kind, fields, italics, title.probability >= SURE):
        return None
    fields = {**({"author": names.bibtex} if names else {}), **fields, **found}
    doubts = misread(fields, is_marked(fields["title"], head, italics))
    if doubts == ["author"] and not head.authors:
        del fields["author"]
        return Learned(ParsedReference(text, kind, fields, "", ("author",), head.letter), None)
    parsed = ParsedReference(text, kind, fields, names.family if names else "", (), head.letter)
    return Learned(parsed, names) if parsed.is_complete and not doubts else None


def _people(runs: Sequence[Run]) -> _Parts:
    """Return the runs of those who wrote and of those who edited the work; “et al.” is of those beside it."""
    title = next(run for run in runs if run.label == TITLE)
    has_editors = any(run.label in EDITORS for run in runs)
    authors, editors = [], []
    for run in runs:
        is_shared = run.label in (OTHERS, SUFFIX)
        if run.label in AUTHORS or (is_shared and run.end <= title.start):
            authors.append(run)
        elif run.label in EDITORS or (is_shared and has_editors):
            editors.append(run)
    return _Parts(title, authors, editors)


def _same_names(
    text: str, names: Authors | None, head: Head, title: int, behind: int, chance: float
) -> Authors | None:
    """Return the names if those that the forms of names find are the same, or end at the same place."""
    if not head.authors or head.are_editors:
        each = names.bibtex.split(" and ") if names else []
        known = all(name[0] != "{" or len(each) == 1 or names_organisation(name.strip("{}")) for name in each)
        return names if known and all(map(_SURE_NAME.fullmatch, each)) else None
    if names and names.bibtex == head.authors.bibtex:
        return names
    if names and names.bibtex.startswith(f"{head.authors.bibtex} ") and head.authors.bibtex.endswith(".") and (
            all(map(_SURE_NAME.fullmatch, names.bibtex.split(" and ")))):
        return names  # the forms took the first initial alone: “Bhat P. N., Ghosh D. K., Straw”
    if names and is_taken_for_group(head.authors) and "{" not in names.bibtex:
        return names if chance >= LEAST_CHANCE_IN_FULL else None
    at = len(text) - len(head.rest) if text.endswith(head.rest) else text.find(head.title or "\0")
    return head.authors if 0 < behind <= at <= title else None


def _as_it_stands(text: str, authors: Sequence[Run]) -> Authors | None:
    """Return the only author as the entry has it if the words may be no person’s: “Der Garten”, “Garden Review”."""
    if [run.label for run in authors] != [AUTHORS.given, AUTHORS.family]:
        return None
    given, family = (text[run.start : run.end].strip(" ,.;") for run in authors)
    is_open = len(given) > 1 and (given in _ARTICLES or JOURNAL_WORD.search(f"{given} {family}"))
    return Authors(f"{{{given} {family}}}", f"{given} {family}") if is_open else None


def is_taken_for_group(authors: Authors) -> bool:
    """Return whether the forms of names found a group that may be one person: “Ada Fern. Straw.”, no organisation."""
    group = re.fullmatch(r"\{([^{}]+)\}", authors.bibtex)
    return group is not None and not names_organisation(group[1])


def _kind(fields: dict[str, str], has_address: bool) -> tuple[str, dict[str, str]]:
    """Return the kind of an entry, and its fields by the names that the kind has."""
    named = next((fields[name] for name in ("journal", "publisher") if name in fields), "")
    preprint = _PREPRINTS.fullmatch(named)
    if (preprint or _REPOSITORY.fullmatch(named)) and not fields.keys() & {"volume", "pages", "booktitle"}:
        own = {name: value for name, value in fields.items() if name not in ("journal", "publisher", "number", "type")}
        return "misc", {**own, "howpublished": f"{preprint[1]} preprint" if preprint else named}
    if "journal" in fields and "volume" not in fields and BOOK_OF_CHAPTERS.search(fields["journal"]):
        return "incollection", {("booktitle" if name == "journal" else name): each for name, each in fields.items()}
    if "journal" in fields:
        return "article", fields
    if "booktitle" in fields:
        is_periodical = fields.keys() >= {"volume", "number", "pages"}  # “Proceedings of the Society 35(5), 221–3”
        if is_periodical and not fields.keys() & {"editor", "publisher", "address", "series"}:
            return "article", {("journal" if name == "booktitle" else name): value for name, value in fields.items()}
        return "incollection", fields
    form = fields.get("type", "")
    if THESIS.search(form):
        kind = "mastersthesis" if _OF_A_MASTER.search(form) else "phdthesis"
        return kind, {("school" if name == "publisher" else name): value for name, value in fields.items()
                      if name != "type"}
    if "publisher" not in fields or "howpublished" in fields:
        return "misc", fields
    is_alone = not fields.keys() & {"address", "editor", "edition", "series", "volume", "number", "pages", "type"}
    is_known = is_publisher(fields["publisher"]) if has_address else names_publisher(fields["publisher"])
    if is_alone and not is_known:  # a page and its site, a newspaper or an office
        return "misc", {("howpublished" if name == "publisher" else name): value for name, value in fields.items()}
    return "book", fields
