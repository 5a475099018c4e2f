"""Read an entry by the model, and take the reading only if nothing speaks against it.

Every word must be in a field or be one of those that only say what stands beside them, each field must be stated
once and look like what it is (``checks``), and the model must be sure of each word. The names must be those that the
forms of names find, if they find any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from proofdesk.desk.importing.references.learned.checks import (
    SURE,
    THESIS,
    is_all_read,
    is_consistent,
    is_parted,
    read_values,
)
from proofdesk.desk.importing.references.learned.features import Features
from proofdesk.desk.importing.references.learned.labels import label, model
from proofdesk.desk.importing.references.learned.names import AUTHORS, EDITORS, OTHERS, SUFFIX, Run, put_together
from proofdesk.desk.importing.references.learned.runs import DAY, TITLE, put_right
from proofdesk.desk.importing.references.learned.tokens import split_tokens
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.names.authors import Authors, names_organisation
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD
from proofdesk.desk.importing.references.unread import says_what_is_beside

# How probable the label of each word must be, and of one that is in no field and only says what stands beside it. Of
# 2,198 entries that the forms read whole too, 9 were read wrong at 0.6.
LEAST_CHANCE, LEAST_CHANCE_OF_NAME, LEAST_CHANCE_OF_LABEL = 0.5, 0.55, 0.4
LEAST_CHANCE_IN_FULL = 0.65  # of names in full that no form understands
MAX_TOKENS = 200
_OUTSIDE = "O"
_IS_PLACE = re.compile(r"México[.,\s]*")  # “México D.F.” is no person
_OF_A_MASTER = re.compile(r"mast|mestr|maest|magist|mémoire|\bm\.?sc\b", re.I)
_TRANSLATED = re.compile(r"\btrans(?:\.|l)|\bübers|\btrad(?:\.|uc|uit|uz)|\bÇev\b", re.I)
_PREPRINTS = re.compile(r"(arXiv|bioRxiv|medRxiv|PsyArXiv)(?: preprint)?", re.I)
_REPOSITORY = re.compile(r"SSRN|OSF(?: Preprints)?|Research Square|Zenodo", re.I)
_ARTICLES = ("Der", "Die", "Das", "The", "La", "Le", "Les", "El", "Il")
_IN_FULL = re.compile(rf"[{LOWER}]{{2}}")
# Two organisations in one, or what no name has.
_NO_NAME = re.compile(r",\s&|[^\w\s.,;:&’'‘ʼ`´/(){}–-]")
# A group, or a family name with initials: whatever else a name has may belong to another name.
_SURE_NAME = re.compile(r"\{.+\}|[^,]+(?:, (?:Jr|Sr|I{2,3}|IV))?, (?:[^\W\d_]{1,2}\.[ -]?)+|others")


class Learned(NamedTuple):
    """Kind and fields of an entry, and its authors."""

    kind: str
    fields: dict[str, str]
    authors: Authors | None


class _Parts(NamedTuple):
    """The runs of the title, of authors and of editors."""

    title: Run
    authors: list[Run]
    editors: list[Run]


def read_learned(text: str, italics: Sequence[str], found: Iterable[str], head: Head) -> Learned | None:
    """Return what the model reads in an entry without its identifiers; None if anything is not sure.

    ``found`` are the identifiers that the entry had, ``head`` what the forms of names read at its beginning.
    """
    runs = _label(text, italics, found)
    fields = read_values(text, runs) or {}
    if "title" not in fields or not is_parted(text, runs):
        return None
    if re.search(rf"[{UPPER}{LOWER}]{{2}}", text[: runs[0].start]):
        return None  # the beginning of a name, or a name without its label
    title, authors, editors = _people(runs)
    behind = max((run.end for run in authors), default=0)
    if behind > title.start or (authors and editors and editors[0].start < title.start):
        return None
    if editors and _TRANSLATED.search(text[editors[0].start - 20 : editors[0].start] + text[editors[-1].end :][:12]):
        return None
    if any(run.label == EDITORS.family and _IS_PLACE.fullmatch(text, run.start, run.end) for run in editors):
        return None
    edited = put_together(text, editors, EDITORS) if editors else None
    if edited:
        fields = {"editor": edited.bibtex, **fields}
    if (editors and not (edited and edited.is_whole)) or not is_all_read(text[behind:], fields):
        return None
    names = put_together(text, authors, AUTHORS) if authors else None
    if authors or head.authors:
        are_sure = names is not None and names.is_whole and all(run.probability >= SURE for run in authors)
        # Which of two whole names is the family name, only the model says.
        in_full = any(run.label == AUTHORS.given and _IN_FULL.search(text, run.start, run.end) for run in authors)
        in_doubt = in_full and not head.authors and min(run.probability for run in authors) < LEAST_CHANCE_IN_FULL
        same = None if in_doubt else _same_names(text, names, head, title.start, behind)
        names = same or (names if are_sure else None)
        names = _as_it_stands(text, authors) or names if names else None
        if not names or not names.is_whole or _NO_NAME.search(names.bibtex):
            return None
    elif not (edited or head.is_nameless):
        return None  # perhaps the name of an organisation is at the beginning
    kind, fields = _kind(fields)
    if kind.endswith("thesis") and not names:
        return None  # “Thèse.fr”
    is_sure = title.probability >= SURE
    return Learned(kind, fields, names) if is_consistent(kind, fields, italics, is_sure) else None


def _label(text: str, italics: Sequence[str], found: Iterable[str]) -> list[Run]:
    """Return the runs of tokens with one label; none if the model is not sure of a word."""
    tokens = split_tokens(text)
    if not 2 < len(tokens) <= MAX_TOKENS:
        return []
    runs: list[Run] = []
    unsure: list[int] = []
    before = _OUTSIDE
    labels = label(Features(text, tokens, italics, [*found], model().given).rows())
    for token, (name, probability) in zip(tokens, labels, strict=True):
        is_label = name == _OUTSIDE and says_what_is_beside(token.text)
        is_name = name in AUTHORS or name in EDITORS
        least = LEAST_CHANCE_OF_LABEL if is_label else LEAST_CHANCE_OF_NAME if is_name else LEAST_CHANCE
        if token.is_word and probability < least:
            unsure.append(token.start)
        if name == before != _OUTSIDE:
            runs[-1] = runs[-1]._replace(end=token.end, probability=min(probability, runs[-1].probability))
        elif name != _OUTSIDE:
            runs.append(Run(name, token.start, token.end, probability))
        before = name
    runs = put_right(text, runs)
    days = [run for run in runs if run.label == DAY]
    return runs if all(any(day.start <= at < day.end for day in days) for at in unsure) else []


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


def _same_names(text: str, names: Authors | None, head: Head, title: int, behind: int) -> Authors | None:
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
        return names
    at = len(text) - len(head.rest) if text.endswith(head.rest) else text.find(head.title or "\0")
    return head.authors if 0 < behind <= at <= title else None


def _as_it_stands(text: str, authors: Sequence[Run]) -> Authors | None:
    """Return the only author as the entry has it if the words may be no person’s: “Der Garten”, “Garden Review”."""
    if [run.label for run in authors] != [AUTHORS.given, AUTHORS.family]:
        return None
    given, family = (text[run.start : run.end].strip(" ,.;") for run in authors)
    is_open = len(given) > 1 and (given in _ARTICLES or JOURNAL_WORD.search(f"{given} {family}"))
    return Authors(f"{{{given} {family}}}", f"{given} {family}") if is_open else None


def seems_person(text: str, italics: Sequence[str], found: Iterable[str], head: Head) -> bool:
    """Return whether the forms of names read a group where the model rather reads the name of a person."""
    if not head.authors or not is_taken_for_group(head.authors):
        return False
    tokens = split_tokens(text)
    first = [name for name, _ in label(Features(text, tokens, italics, [*found], model().given).rows())][:2]
    return sorted(first) == ["AF", "AG"]


def is_taken_for_group(authors: Authors) -> bool:
    """Return whether the forms of names found a group that may be one person: “Ada Fern. Straw.”, no organisation."""
    group = re.fullmatch(r"\{([^{}]+)\}", authors.bibtex)
    return group is not None and not names_organisation(group[1])


def _kind(fields: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the kind of an entry, and its fields by the names that the kind has."""
    named = next((fields[name] for name in ("journal", "publisher") if name in fields), "")
    preprint = _PREPRINTS.fullmatch(named)
    if (preprint or _REPOSITORY.fullmatch(named)) and not fields.keys() & {"volume", "pages", "booktitle"}:
        own = {name: value for name, value in fields.items() if name not in ("journal", "publisher", "number", "type")}
        return "misc", {**own, "howpublished": f"{preprint[1]} preprint" if preprint else named}
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
    return ("book" if "publisher" in fields and "howpublished" not in fields else "misc"), fields
