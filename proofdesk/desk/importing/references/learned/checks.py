"""Check what the model reads in an entry: each field is stated once, looks like what it is, and fits the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.desk.importing.references.learned.names import EDITORS, Run
from proofdesk.desk.importing.references.learned.runs import DAY, PART_OF_NAME, TITLE
from proofdesk.desk.importing.references.learned.tokens import is_year
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER
from proofdesk.desk.importing.references.parts.publishers import (
    PUBLISHER_WORD,
    is_city,
    is_publisher,
    names_publisher,
)
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME
from proofdesk.desk.importing.references.parts.titles import (
    JOURNAL_WORD,
    begins_abbreviated,
    is_one_name,
    is_title,
)

SURE = 0.8  # how probable the least sure token of a title must be for a stop within to count
THESIS = re.compile(
    r"thes[ie]s|dissert|\bdiss\b|thès|tes[ei]\b|tesis|arbeit|mémoire|proef|scriptie|monografia"
    r"|trabalho de conclusão", re.I)
_TYPE = re.compile(
    r"report|paper|manual|data|software|package|patent|standard|brief|bericht|rapport|informe|relatório|monograf|document"
    r"|guide|norm|law|gesetz|heft|memo|thes|diss|tes[ei]s?\b|arbeit|proef|script|bulletin|note", re.I)
_IN_WORDS = {"JO", "BO", "SI", "SE", "PU", "PL"}  # labels of what only punctuation parts
_FIELDS = {
    TITLE: "title", "JO": "journal", "BO": "booktitle", "SI": "howpublished", "SE": "series", "VO": "volume",
    "IS": "number", "NU": "number", "PA": "pages", "PU": "publisher", "PL": "address", "ED": "edition", "GE": "type",
    "YE": "year"}
_SHAPES = {
    "volume": r"(?:[A-Z]{0,3}\d{1,4}[A-Z]?|[IVXLC]{1,7})(?:[-–/]\d{1,4})?",
    "pages": r"(?!(?:19|20)\d\d:)[\w.:]{1,20}(?:--[\w.:]{1,20})?",
    "year": r"(?:1[5-9]|20)\d\d", "number": r"(?!\d+\s\d)\w[\w ./–-]{0,19}", "address": r"(?!.*\bby\s)[^\d()]{2,60}",
    "publisher": r"(?!Mémoire|Th[eè]s|Press$|.*\w{5}\.\s)"
                 r"[^\d\W](?:(?!\d{3}|Conference|Congress|Symposium|Workshop)[^:;“”]){1,99}",
    "edition": r".{1,30}", "type": r"\D{4,80}"}
_EDITION = re.compile(r"\b(?:editions?|édition|edición|edição|edizione|Aufl(?:age)?|Ausg(?:abe)?|druk)\b", re.I)
_WITH_EDITION = re.compile(
    r"(?:\(|,\s)[^(),]*\b(?:ed|édition|Aufl\w*|edition|first|second|third|fourth|fifth)\b[^(),]*\)?$", re.I)
_BARE_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ENDS_WITH_A_STOP = re.compile(r"\b[A-Z]\.[A-Z]\.$|\b(?:Inc|Ltd|Co|Corp|D\.C)\.$")
# More of a word or a range; of a number the name of a month, or “435 p.”
_GOES_ON = re.compile(r"[^\W_]|\s?[-–—‐‑]\s?\d|[-–—‐‑][^\W_]")
_NUMBER_GOES_ON = re.compile(rf"\.?\s(?:de\s)?{MONTH_NAME}|\s(?:pp?|pages|Seiten)\b", re.I)
_VOLUME_WORD = re.compile(r"\b(?:vol(?:ume)?|Bd|Band|tome?|v|t)\.?\s$", re.I)
_ENDS_WITHIN = re.compile(
    r"\b(?:trans|transl|eds?|vol|volume|cilt|no|pp?|hrsg|(?:master|bachelor)[’']s(?:\sdegree)?)$"
    rf"|(?:^|[.,]\s){MONTH_NAME}(?:\s\d+)?$", re.I)
_COMPANY = re.compile(r"\b(?:Ltd|Inc(?:orporated)?|GmbH|Publications|Publishers)\b")
_NOT_YET_PRINTED = re.compile(r",?\s(?:early view|in press|online first|forthcoming|ahead of print)$", re.I)
# “Straw, by Ada Fern”, “Ada C. Fern and Carl Moss, Straw”
_WITH_NAMES = re.compile(r",\sby\s(?=[A-Z])|^(?:\S+\s){0,2}[A-Z]\.\s\w+(?:,|\sand)\s")
# “Plenitud. La mirada del Nahual”; a series or who translated a book has capitals, or numbers.
_SENTENCE = re.compile(rf"\s[{LOWER}]{{5,}}")
# “Solidarität. Begriff und Problem”; “On hay. Garden History” may end with a series.
_GOES_ON_SMALL = re.compile(rf"\s(?!(?:of|and|in|on|for|the|de|des|di|der|für|und)\b)[{LOWER}]")
_OF_A_WORK = re.compile(
    r"\d|\b(?:by|von|par|por|tez|thes|dissert|trans|trad|edi[ct]|vol|report|series|manuals|studies)", re.I)
_OF_A_DAY = re.compile(rf"\b{MONTH_NAME}\s$", re.I)
# MLA: “53.17 (2010)”; “26/9”
_WITH_ISSUE = re.compile(r"(?P<volume>\d{1,3})(?:\.|(?P<slash>/))(?P<number>\d{1,2})")
_UNCLOSED = re.compile(r"(?:„[^“”]*|“[^”]*|«[^»]*)$")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def read_values(text: str, runs: Sequence[Run]) -> dict[str, str] | None:
    """Return the value of each field; None if one is stated twice, or does not look like what it is."""
    fields: dict[str, str] = {}
    for run in runs:
        name = _FIELDS.get(run.label)
        if not name:
            continue
        value = text[run.start : run.end].strip(" ,;:|")
        closing = text[run.end : run.end + 1]
        if _UNCLOSED.search(value) and closing and closing in "“”»\"":  # the mark closes words within the value
            value += closing
        value = value if _ENDS_WITH_A_STOP.search(value) else value.rstrip(".")
        if name == "journal":
            value = _NOT_YET_PRINTED.sub("", value)
        if name == "year":
            value = value.rstrip("abcdefgh")
        issue = _WITH_ISSUE.fullmatch(value) if name == "volume" else None
        if issue and "number" not in fields and (issue["slash"] or text[run.end :].startswith(" (")):
            fields[name], fields["number"] = issue["volume"], issue["number"]
            continue
        if name == "pages":
            value = re.sub(r"\s?[-–—]+\s?", "--", value)
            value = re.sub(r"^(?:pp?\.?|Art(?:icle|\.)?)\s?(?=\d)|(?<=-)pp?(?=\d)", "", value)
        # Behind a comma a title may go on: “… in Queensland, Australia. Biotropica”.
        is_parted = not (name == "journal" and ". " in value and text[: run.start].rstrip().endswith(",")) or (
            begins_abbreviated(value))
        has_publisher = "PU" in (each.label for each in runs)
        if name == "address" and not (is_city(value) or run.probability >= SURE or has_publisher):
            return None  # perhaps a publisher
        is_right = is_parted and _looks_right(name, value, run.probability >= SURE)
        if name in fields or not is_right or _GOES_ON.match(text, run.end) or (
                name in ("volume", "number") and text[: run.start].endswith("-")) or (  # “-1(-1)”
                name != "year" and value[-1:].isdigit() and _NUMBER_GOES_ON.match(text, run.end)):
            return None
        fields[name] = value
    return fields


def _looks_right(name: str, value: str, is_sure: bool) -> bool:
    value = re.sub("„([^“”]*)“", r"“\1”", value)
    if any(value.count(opening) != value.count(closing) for opening, closing in _PAIRS):
        return False
    if name in ("title", "journal", "booktitle") and _ENDS_WITHIN.search(value):
        return False
    if name == "title":
        return is_title(value) and not _WITH_EDITION.search(value)
    if name == "journal":
        return is_one_name(PART_OF_NAME.sub("", value)) and not _COMPANY.search(value)
    if name in ("journal", "booktitle", "howpublished") and any(map(is_city, value.split(". "))):
        return False  # “Leeds. Dipl.-Arb.”
    if name == "publisher" and re.search(rf"\b{MONTH_NAME}\sde$", value, re.I):
        return False
    if name == "address" and (_has_publisher(value) or _COMPANY.search(value)):
        return False
    if name == "booktitle" and _WITH_NAMES.search(value):
        return False
    if name == "booktitle" and is_sure and _GOES_ON_SMALL.search(value):
        return is_title(value) and not re.search(rf"[“”]|\b{MONTH_NAME}$", value, re.I)
    if name in ("booktitle", "howpublished", "series"):
        return is_title(value) and not re.search(rf"[“”]|[.?!]\s|\b{MONTH_NAME}(?:\sde)?$", value, re.I)
    return re.fullmatch(_SHAPES[name], value) is not None


def _has_publisher(address: str) -> bool:
    """Return whether a publisher is within a place: “Springer, Berlin”, “Englewood Cliffs, NJ Prentice-Hall”."""
    *parts, last = address.split(", ")
    words = last.split()
    return any(map(is_publisher, [*parts, *(" ".join(words[at:]) for at in range(len(words)))]))


def is_parted(text: str, runs: Sequence[Run]) -> bool:
    """Return whether punctuation parts the title from what it is in, and no number is left that may be another’s."""
    labels = [run.label for run in runs]
    if "JO" in labels[: labels.index(TITLE)]:
        return False  # “Archives of straw (2019). A title.”
    for before, run in pairwise(runs):
        between = text[before.end : run.start]
        if before.label == TITLE and run.label in ("JO", "BO", "SI", "PU") and not (
                re.search(r"[^\w\s]", between) or text[before.end - 1] in "?!"):
            return False  # “… graphs in R. Journal …”
        if run.label == "PA" and re.search(r"\barXiv[:\s]$", text[: run.start], re.I):
            return False  # “arXiv:12095145”
        if before.label == TITLE and run.label == "VO" and not between.strip():
            return False  # “Methods in straw 4:133–142”
        if before.label == TITLE and run.label == "PL" and "PU" not in labels and "JO" in labels:
            return False  # “Straw in the beds of Jackson, Mississippi. Roses”
        if before.label == "PU" and run.label == "VO":
            return False  # a publisher between a journal and its volume
        if before.label == "PU" and run.label == "JO" and ":" in between:
            return False  # “Garden Reviews: Straw in Beds 12”
        if before.label == TITLE and run.label == "JO" and _only_comma(text, before, run):
            return False  # “Straw in the beds of Wales, Guinea. 2004.”
        if before.label == "JO" and run.label == "PA" and not re.search(r"[,:]|\w", between):
            return False  # “Genet. 12–13”: volumes or pages
        is_bare = run.label == "VO" and not _VOLUME_WORD.search(text[: run.start])
        if is_bare and not {"JO", "BO"} & {each.label for each in runs} and "PU" in (each.label for each in runs):
            return False  # a number of a report, or of pages
        ends_with_a_letter = re.search(r"\b[A-Z]$", text[before.start : before.end])
        if before.label == TITLE and ends_with_a_letter and re.match(r"\.(?![”\"»’])", between):
            return False  # “… in the U.S. 2019”
        if {before.label, run.label} <= _IN_WORDS and not re.search(r"[^\w\s]", between):
            return False  # “ACM International Conference”
        if run.label == "PA" and _OF_A_DAY.search(text[: run.start]):
            return False  # “May 8–10”
        if run.label == DAY and is_year(text[run.start : run.end]):
            return False  # “… in Ireland, 2020.”
        if run.label == "IS" and "PA" not in (each.label for each in runs) and re.fullmatch(r"\W*,\s", between):
            return False  # “12, 1044”: perhaps the pages
    opened = re.search(r"[.?!”]\s[Ii]n:?\s", text)
    for run in runs if opened else ():
        between = text[opened.end() : run.start] if run.label == "BO" else ""  # type: ignore[union-attr]
        has_editors = any(each.label in EDITORS and each.end <= run.start for each in runs)
        if not has_editors and re.search(r"\w{3}", between):
            return False  # “In 9th Straw in Science Conference”
    outside = text
    for run in reversed([run for run in runs if run.label != DAY]):
        outside = f"{outside[: run.start]} {outside[run.end :]}"
    has_year = "YE" in (run.label for run in runs)
    return not _EDITION.search(outside) and (has_year or not _BARE_YEAR.search(outside))


def _only_comma(text: str, title: Run, journal: Run) -> bool:
    """Return whether a comma alone parts a title from a journal without a volume, in a style that has a stop there."""
    has_commas = text[: title.start].rstrip().endswith((",", ":", ";"))
    return not has_commas and text[title.end : journal.start].strip() == "," and not re.match(
        r",?\s(?:[Vv]ol\.?\s)?\d", text[journal.end :]) and not JOURNAL_WORD.search(text[journal.start : journal.end])


def is_consistent(kind: str, fields: dict[str, str], italics: Sequence[str], is_sure: bool) -> bool:
    """Return whether the fields of an entry are those that an entry of its kind can have together.

    ``is_sure`` says that the model is sure of each word and mark of the title, so that it may have a stop in it.
    """
    _, *others = re.split(r"(?<!\bvs)[.?!]\s", fields["title"])
    is_subtitle = kind == "book" and fields.keys() >= {"publisher", "address"} and len(others) == 1 and (
        _SENTENCE.search(others[0]) and not _OF_A_WORK.search(others[0]))
    if others and fields["title"] not in italics and not (
            is_subtitle or (is_sure and _GOES_ON_SMALL.search(others[-1]))) and (
            kind != "article" or JOURNAL_WORD.search(others[-1])):
        return False  # perhaps the title ends at the stop
    publisher = fields.get("publisher", "")
    is_known = names_publisher(publisher)
    if kind == "article":
        is_named = "volume" in fields or not (fields.keys() & {"publisher", "address"} or (
            has_organisation_word(fields["journal"]) or PUBLISHER_WORD.search(fields["journal"])))
        is_book = fields.keys() >= {"publisher", "address"}
        return is_named and (is_known or not publisher) and not (
            is_book or fields.keys() & {"booktitle", "editor", "type"})
    if kind == "book" and not _TYPE.search(fields.get("type", "report")):
        return False  # “Straw, Vol. 2: The Beds”
    if kind.endswith("thesis"):
        return not fields.keys() & {"volume", "number", "pages"}
    if kind == "incollection" and THESIS.search(fields.get("type", "")):
        return False
    if kind == "incollection" and "," in publisher and not is_known:
        return False  # “Lund, Sweden”
    if kind == "incollection":
        return bool(fields.keys() & {"editor", "publisher"}) or not fields.keys() & {"volume", "number"}
    if kind == "book":
        return (is_known or "address" in fields) and not fields.keys() >= {"series", "editor"}
    has_numbers = bool(fields.keys() & {"volume", "number", "pages"})
    return not (fields.keys() & {"series", "editor"} or (has_numbers and fields.keys() & {"address", "publisher"}))
