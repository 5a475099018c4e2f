"""Find again what a file held, by its words: in the article, in what was written beside it, or in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from proofdesk.desk.importing.accounts.in_order import find_in_order
from proofdesk.desk.importing.ledger import (
    HEADINGS,
    WORDS,
    HeldText,
    Ledger,
    letters_of,
    words_of,
)
from proofdesk.desk.importing.model import strip_markup

_HEADING_LINE = re.compile(r"^(?:title: |#{1,6} |/{3,} \w+ \|)(.*)$", re.MULTILINE)
# Ends of sentences, where a caption is parted into title and text, what Markdown puts between two cells, and brackets,
# which may hold a citation.
_PIECES = re.compile(r"[.:!?…]+(?:\s|$)|\s\|\s|[()\[\]\t\n]")
# The marks of footnotes, and the title of the source, which the page has as its own.
_NOT_TEXT = re.compile(r"\[\^[^\]\n]*\]:?|^  title: .*$", re.MULTILINE)
MIN_SHARE = 0.6  # of the runs of words of a text that the article has
MIN_JOINED = 8  # letters of a word that may be two of another place
MAX_LOST = 60  # places with lost words that the report lists
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,20000}?)(?<!`)\1(?!`)", re.DOTALL)  # in which a tag is text
_APART = re.compile(r"</?sup>|<br>")
_ROW = re.compile(r"^  (?:- |  )(.*)$", re.MULTILINE)


def find_again(ledger: Ledger, page: str, beside: Mapping[str, str], report: str) -> list[str]:
    """Account for all that was counted by its words, and return what is nowhere, as rows of the report.

    ``beside`` are the texts of what else was written, by how the report calls it: “the bibliography”.
    """
    lost = []
    page = _CODE.sub(lambda code: f" {code[2].replace('<', '&lt;')} ", _NOT_TEXT.sub("", page))
    shown = strip_markup(page)
    places = {"": letters_of(shown), **{name: letters_of(text) for name, text in beside.items()}}
    headings = letters_of("\n".join(strip_markup(found) for found in _HEADING_LINE.findall(page)))
    named = letters_of(report)
    for held in ledger.texts:
        if not _find_text(held, ledger, {**places, "": headings} if held.what == HEADINGS else places, named) \
                and not _find_text(held, ledger, places, named):
            lost.append(f"{_SINGULAR.get(held.what, held.what.removesuffix('s'))}: “{' '.join(held.words.split())}”")
            ledger.name(held.what)
    # What is raised, or stands in another line of a cell, is apart from the word before it, in the file as here.
    words = words_of(strip_markup(_APART.sub(" ", page)))
    return lost + _find_words(ledger, words, beside, report)


_SINGULAR = {"headers and footers": "header or footer", "descriptions of pictures": "description of a picture"}


def _find_text(held: HeldText, ledger: Ledger, places: Mapping[str, str], named: str) -> bool:
    """Say where a text is that was counted; return false if it is nowhere."""
    pieces = [letters for piece in _PIECES.split(held.words) if (letters := letters_of(piece))]
    whole = "".join(pieces)
    if not whole:  # a footnote that holds nothing but citations is one now
        ledger.move(held.what, "the citations")
        return True
    for name, letters in places.items():
        if whole in letters or all(piece in letters for piece in pieces):
            ledger.move(held.what, name) if name else ledger.keep(held.what)
            return True
    if all(piece in named for piece in pieces):
        ledger.name(held.what)
        return True
    everywhere = [*places.values(), named]
    if all(any(piece in letters for letters in everywhere) for piece in pieces) or _is_mostly_in(held, places[""]):
        ledger.keep(held.what)  # in parts, such as a caption without its number, or with keys for its citations
        return True
    return False


def _is_mostly_in(held: HeldText, letters: str) -> bool:
    """Return whether most runs of three words of a text are in the article, which has keys for its citations."""
    words = words_of(held.words)
    runs = ["".join(words[start : start + 3]) for start in range(max(len(words) - 2, 0))]
    return bool(runs) and sum(run in letters for run in runs) >= MIN_SHARE * len(runs)


def _find_words(ledger: Ledger, words: list[str], beside: Mapping[str, str], report: str) -> list[str]:
    """Account for the words of the file in their order, and return rows with those that are nowhere."""
    found = find_in_order(ledger.passages, words)
    ledger.keep(WORDS, sum(found))
    left = _left(ledger.passages, found)
    # The report names once what is missing several times.
    runs = [*dict.fromkeys(tuple(run.words) for run in left)]
    named = iter(find_in_order(runs, words_of("\n".join(_ROW.findall(report)))))
    in_report = {run: [next(named) for _ in run] for run in runs}
    others = {name: Counter(words_of(text)) for name, text in beside.items()}
    joined = {name: letters_of(text) for name, text in beside.items()}
    alone: list[tuple[int, str]] = []
    lost: list[tuple[int, str]] = []
    # What the report does not have needs the words of other places first.
    for at, run in sorted(enumerate(left), key=lambda each: all(in_report[tuple(each[1].words)])):
        missing = []
        last = len(run.words) - 1
        for number, (word, is_named) in enumerate(zip(run.words, in_report[tuple(run.words)], strict=True)):
            is_edge = (run.begins and number == 0) or (run.ends and number == last)
            place = next((name for name, words in others.items() if words[word]), "") or next(
                (name for name, words in others.items() if is_edge and (
                    _has_part(words, word) or (len(word) >= MIN_JOINED and word in joined[name]))), "")
            if place:
                others[place][word] -= 1
                ledger.move(WORDS, place)
            else:
                ledger.name(WORDS)
                missing += [] if is_named else [word]
        if missing and run.before:
            lost.append((at, f"words: {' '.join(missing)} (behind “{run.before}”)"))
        elif missing:
            alone.append((at, " ".join(missing)))
    rows = [f"words: {', '.join(words for _, words in sorted(alone)[:MAX_LOST])}"] if alone else []
    more = [f"words: {len(lost) - MAX_LOST} more places"] if len(lost) > MAX_LOST else []
    return [*rows, *(row for _, row in sorted(lost)[:MAX_LOST]), *more]


def _has_part(words: Iterable[str], part: str) -> bool:
    """Return whether a word begins or ends with a part of it, of which a tracked change made a passage."""
    return len(part) > 1 and any(word.startswith(part) or word.endswith(part) for word in words)


class _Run(NamedTuple):
    """Words of a passage in a row, some of those before them, and whether the passage begins and ends with them."""

    words: list[str]
    before: str
    begins: bool
    ends: bool


def _left(passages: Iterable[list[str]], found: Iterable[bool]) -> list[_Run]:
    """Return the words that were not found; those of several passages stand apart."""
    each = iter(found)
    runs: list[_Run] = []
    for passage in passages:
        at = 0
        for is_found, group in groupby([next(each) for _ in passage]):
            end = at + len([*group])
            if not is_found:
                runs.append(_Run(passage[at:end], " ".join(passage[max(at - 3, 0) : at]), at == 0, end == len(passage)))
            at = end
    return runs
