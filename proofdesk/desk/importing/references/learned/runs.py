"""Put right what the model labels word by word, where the words around say what a run of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from proofdesk.desk.importing.references.learned.names import AUTHORS, EDITORS, Run
from proofdesk.desk.importing.references.parts.names.name_forms import ROLE, UPPER
from proofdesk.desk.importing.references.parts.publishers import is_city, is_publisher
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

TITLE, DAY, YEAR = "TI", "DA", "YE"
_NUMBERS = {"VO", "IS", "NU", "ED", "PA", DAY}
# “, 23. Oktober 2025”, “, 18–23 July 2010”, “(CIKM), November 3-7, 2019”: days, and no volume or pages.
_DAYS = re.compile(r"(?:3[01]|[12]\d|0?[1-9])(?:\s?[-–]\s?(?:3[01]|[12]\d|0?[1-9]))?")
_MONTH_BEHIND = re.compile(rf"(?:\.|st|nd|rd|th)?\s(?:de\s)?{MONTH_NAME}\W", re.I)
_MONTH_BEFORE = re.compile(rf"\b{MONTH_NAME}\s$", re.I)
_LAST_NUMBER, _ISSUE_BEHIND = re.compile(r"\s(\d{1,4})(?!\S)"), re.compile(r"\s?\([\w–/-]{1,9}\)[:.,]")
_A_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
# “(March 2004)”, “September 18, 2017”, “, (2017)”, “9.4.2006”
_DATED = re.compile(rf"(?:\b{MONTH_NAME}(?:\s\d{{1,2}})?,?\s|\(|\d[./]\d{{1,2}}[./])$", re.I)
# “J. Traffic Transp. Eng. (Engl. Ed.)”
_PUBLISHING_HOUSE = re.compile(r":\s([EÉ]d\.\s)$")  # “São Paulo: Ed. Escrituras”
# “Science (New York, N.Y.)”
PART_OF_NAME = re.compile(rf"\s?\([{UPPER}][\w.]*(?:,?\s[{UPPER}][\w.]*){{0,3}}\)(?=[,;.\s]|$)")


def put_right(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return the runs with the labels that their place in the entry demands."""
    for mend in (_with_places, _with_days, _with_year, _with_roles, _with_volume, _with_whole_journal,
                 _with_whole_publisher):
        runs = [*mend(text, runs)]
    return [*runs]


def _with_places(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return runs in which “Albany: Straw Press” is a place and a publisher, and “Bern, Switzerland” one place."""
    found: list[Run] = []
    for run in _with_parted_places(text, runs):
        before = found[-1] if found and found[-1].label in ("PL", "PU") else None
        between = text[before.end : run.start].strip() if before else ""
        if before and run.label == "PU" and between == ":":
            found[-1] = before._replace(label="PL")
        elif before and before.label == run.label == "PL" and between == ",":
            first, second = (text[place.start : place.end].strip(" .,") for place in (before, run))
            if not is_city(second) or is_city(first):
                found[-1] = before._replace(end=run.end)
                continue
            found[-1] = before._replace(label="PU")  # “Melampo, Milano”
        found.append(run)
    return found


def _with_parted_places(text: str, runs: Sequence[Run]) -> Iterable[Run]:
    """Return runs in which “Melampo, Milano” is a publisher and a place, and “Köln, Böhlau” a place and a publisher."""
    for run in runs:
        first, comma, second = text[run.start : run.end].partition(", ")
        middle = run.start + len(first)
        if run.label != "PL" or not comma or "," in second or is_city(first) == is_city(second):
            yield run
        elif is_city(second):
            yield from (run._replace(label="PU", end=middle), run._replace(start=middle + 2))
        elif is_publisher(second):
            yield from (run._replace(end=middle), run._replace(label="PU", start=middle + 2))
        else:
            yield run


def _with_days(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return runs in which the numbers beside a month are days."""
    is_talk = "BO" in (run.label for run in runs)

    def is_day(run: Run) -> bool:
        before = text[: run.start]
        if run.label not in _NUMBERS or not _DAYS.fullmatch(text[run.start : run.end]):
            return False
        if _MONTH_BEHIND.match(text, run.end):
            return re.search(r"[,.(”»]\s?$", before) is not None
        return is_talk and _MONTH_BEFORE.search(before) is not None and text[run.end :][:1] == ","

    return [run._replace(label=DAY) if is_day(run) else run for run in runs]


def _with_year(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return runs in which the year of a date is the year of the work if no other is stated."""
    if YEAR in (run.label for run in runs):
        return [*runs]
    found: list[Run] = []
    for run in runs:
        year = _A_YEAR.search(text[run.start : run.end]) if run.label == DAY else None
        start = run.start + year.start() if year else run.end
        if year and _DATED.search(text[:start]) and YEAR not in (each.label for each in found):
            found += [run._replace(end=start)] if start > run.start else []
            run = Run(YEAR, start, run.end)
        found.append(run)
    return found


def _with_roles(text: str, runs: Sequence[Run]) -> Iterable[Run]:
    """Return runs in which those named before the title are its authors, and those behind it, if any is, editors."""
    title = next((run.start for run in runs if run.label == TITLE), len(text))
    roles = dict(zip(EDITORS[:2], AUTHORS[:2], strict=True))
    others = {author: editor for editor, author in roles.items()}
    before = [run for run in runs if run.start < title and run.label in {*roles, *others}]
    has_both = {run.label in roles for run in before} == {True, False}
    if has_both:
        first = others if ROLE.match(text, before[-1].end) else roles
        runs = [run._replace(label=first.get(run.label, run.label)) if run.start < title else run for run in runs]
    behind = [run for run in runs if run.start > title and run.label in roles]
    end = next((run.end for run in behind if ROLE.match(text, run.end)), len(text))  # “… und V. Peng, Hrsg., Lund”
    return [run._replace(label=others.get(run.label, run.label)) if behind and title < run.start < end else run
            for run in runs]


def _with_volume(text: str, runs: Sequence[Run]) -> Iterable[Run]:
    """Return runs in which the number between a journal and its issue in brackets is the volume: “ROSES 2674 (12)”."""
    has_volume = "VO" in (run.label for run in runs)
    for run in runs:
        number = _LAST_NUMBER.search(text, run.start, run.end) if run.label == "JO" and not has_volume else None
        if number and number.end() == run.end and _ISSUE_BEHIND.match(text, run.end):
            yield run._replace(end=number.start())
            run = run._replace(label="VO", start=number.start(1))
        yield run


def _with_whole_journal(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return runs in which a journal has the part of its name that is in brackets, be it a place."""
    found: list[Run] = []
    for run in runs:
        if found and run.end <= found[-1].end:
            continue
        behind = PART_OF_NAME.match(text, run.end) if run.label == "JO" else None
        found.append(run._replace(end=behind.end()) if behind else run)
    return found


def _with_whole_publisher(text: str, runs: Sequence[Run]) -> Iterable[Run]:
    """Return runs in which a publisher has the “Ed.” with which its name begins."""
    for run in runs:
        before = _PUBLISHING_HOUSE.search(text[: run.start]) if run.label == "PU" else None
        yield run._replace(start=before.start(1)) if before else run
