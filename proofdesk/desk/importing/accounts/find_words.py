"""Find the words of a file again, line by line: in the article, in what was written beside it, or in the report.

Nothing is found for standing anywhere: a word has to be at its place among the words beside it, or in the entry or the
comment that has most of its line. What is not found so is left, and kept whole by its line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from proofdesk.desk.importing.accounts.as_often import words_as_often
from proofdesk.desk.importing.accounts.in_order import Search, find_in_order
from proofdesk.desk.importing.ledger import (
    BY_SITE,
    DELETED,
    DESCRIPTION,
    LINKED,
    OF_PAGES,
    OF_REVIEW,
    REVIEW_FILE,
    WORDS,
    HeldWords,
    Ledger,
    LeftLine,
    bare_address,
    letters_of,
    words_of,
)
from proofdesk.desk.importing.readers.held.signs import with_letters, without_commands

MIN_JOINED = 8  # letters of a word that may be two of another place
MIN_LINE = 20  # letters of a line that is nothing else's
MAX_LOST = 60  # places with lost words that the report lists
_PIECE = re.compile(r"\n{2,}|\n(?=@)")
_ROW = re.compile(r"^  (?:- |  )(.*)$", re.MULTILINE)
_QUOTED = re.compile(r"“([^“”\n]*)”")
# What a registry's address says, of which an entry has the number alone.
_REGISTRY = re.compile(
    r"(?:dx\.)?doi\.org/|(?:pubmed\.)?ncbi\.nlm\.nih\.gov/(?:pubmed/|pmc/articles/)?|arxiv\.org/(?:abs|pdf)/")


def find_words(
    ledger: Ledger, words: Sequence[str], page: str, beside: Mapping[str, str], report: str, keys: Container[str] = (),
) -> list[str]:
    """Account for each word of the file, and return rows with those that neither the article nor the report has.

    ``words`` are those of the article, ``page`` is its text, ``keys`` are the words of the keys that it cites by. The
    lines that are not there whole are in ``ledger.left``.
    """
    # What somebody deleted or commented is not in the article, though the article may have the same words.
    places = ["" if held.place in OF_REVIEW else "?" for held in ledger.passages for _ in held.words]
    numbers = [number for number, place in enumerate(places) if place]
    passages = [held.words for held in ledger.passages if held.place not in OF_REVIEW]
    found = Search(passages, words, keys=keys).found
    for number in [*words_as_often(passages, found, words)]:
        found[number] = True
    for number, is_found in zip(numbers, found, strict=True):
        places[number] = "the article" if is_found else ""
    _find_repeated(ledger.passages, places, "".join(words))
    in_letters = without_commands if ledger.has_commands else with_letters
    for name, written in beside.items():
        if written and not all(places):
            _find_beside(ledger.passages, places, name, in_letters(written))
    for place, number in Counter(places).items():
        if place == "the article":
            ledger.keep(WORDS, number)
        elif place:
            ledger.move(WORDS, place, number)
    addresses = _lost_addresses(ledger, page, beside)
    left_runs = [*_runs(ledger.passages, places)]
    ledger.name(WORDS, sum(len(run.words) for run in left_runs))
    ledger.left = _left_lines(ledger.passages, places, addresses)
    return _rows(left_runs, in_letters(report))


def _find_repeated(passages: Iterable[HeldWords], places: list[str], letters: str) -> None:
    """Find what the article has once, and each page or a picture repeats, such as the title or a caption."""
    for held, span in _spans(passages):
        if (held.place.endswith(OF_PAGES) or held.place == DESCRIPTION) and "".join(held.words) in letters:
            places[span] = ["the article"] * len(held.words)


def _spans(passages: Iterable[HeldWords]) -> Iterator[tuple[HeldWords, slice]]:
    """Yield each passage, and where its words are among those of all passages."""
    at = 0
    for held in passages:
        yield held, slice(at, at + len(held.words))
        at += len(held.words)


def _find_beside(passages: list[HeldWords], places: list[str], name: str, text: str) -> None:
    """Find what is left in a text beside the article: in rows of words, then in the piece that has most of a line."""
    pieces = [words_of(piece) for piece in _PIECE.split(text)]
    left = [number for number, place in enumerate(places) if not place]
    runs = [*_runs(passages, places)]
    parts = {number for number, run in enumerate(runs) if run.is_part and name not in (BY_SITE, LINKED)}
    search = Search([run.words for run in runs], [word for piece in pieces for word in piece], parts, apart=True)
    for number, is_found in zip(left, search.found, strict=True):
        places[number] = name if is_found else ""
    _find_in_pieces(passages, places, name, pieces, search)
    if name == REVIEW_FILE:
        _find_parts(passages, places, search)


def _find_in_pieces(
    passages: list[HeldWords], places: list[str], name: str, pieces: Sequence[Sequence[str]], search: Search
) -> None:
    """Find what is left of each line in the entry, or the comment, that has most of its words, or is mostly of it."""
    counts = [Counter(piece) for piece in pieces]
    starts = [*accumulate(map(len, pieces), initial=0)]
    holders: dict[str, list[int]] = {}
    for number, piece in enumerate(counts):
        for word in piece:
            holders.setdefault(word, []).append(number)
    for held, span in _spans(passages):
        left = [(number, word) for number, word in enumerate(held.words, span.start) if not places[number]]
        if not left:
            continue
        line = Counter(held.words)
        rare = sorted(line, key=lambda word: len(holders.get(word, ())))
        # A piece that has half of the words has one of those that are more than the other half.
        likely = (*rare[: len(rare) // 2 + 1], *(word for _, word in left))
        near = {number for word in likely for number in holders.get(word, ())}
        shared = [((line & counts[number]).total(), -number) for number in near]
        most, best = max((each for each in shared
                          if 2 * each[0] >= min(len(held.words), len(pieces[-each[1]]))), default=(0, 0))
        window = range(starts[-best], starts[-best + 1]) if most else range(0)
        for number, word in left if most else ():
            if search.take(word, window):
                places[number] = name


def _find_parts(passages: list[HeldWords], places: list[str], search: Search) -> None:
    """Find the first and the last words of passages as parts of others, as a tracked change makes them.

    A deletion of letters within words is found if its letters are there as often as somebody deleted them.
    """
    everywhere = range(len(search.text))
    written = "".join(search.text)
    deleted = "\n".join("".join(held.words) for held in passages if held.place == DELETED)
    for held, span in _spans(passages):
        whole = "".join(held.words)
        if held.place == DELETED and not all(places[span]) and written.count(whole) >= deleted.count(whole):
            places[span] = [place or REVIEW_FILE for place in places[span]]
        for number in {span.start, span.stop - 1} if held.words else ():
            word = held.words[number - span.start]
            if not places[number] and len(word) > 1 and (
                    search.take_part(word, everywhere)
                    or (len(word) >= MIN_JOINED and search.take_joined(word, everywhere))):
                places[number] = REVIEW_FILE


def _lost_addresses(ledger: Ledger, page: str, beside: Mapping[str, str]) -> list[list[str]]:
    """Account for the addresses of each line as wholes, and return those that are nowhere."""
    texts = {"": bare_address(page), **{name: bare_address(text) for name, text in beside.items()}}
    found: list[list[str]] = []
    for held in ledger.passages:
        lost = []
        for address in held.addresses:
            short = _REGISTRY.sub("", address)
            place = next((name for name, text in texts.items() if address in text or short in text), None)
            if place is None:
                ledger.name(WORDS)
                lost.append(address)
            elif place:
                ledger.move(WORDS, place)
            else:
                ledger.keep(WORDS)
        found.append(lost)
    return found


class _Run(NamedTuple):
    """Words of a line in a row that are left, some of those before them, the line's letters, and where it is."""

    words: list[str]
    before: str
    line: str
    place: str
    is_part: bool  # of a line that is elsewhere


def _runs(passages: Iterable[HeldWords], places: Sequence[str]) -> Iterator[_Run]:
    """Yield the words that have no place; those of several lines stand apart."""
    for held, span in _spans(passages):
        at = 0
        for is_left, group in groupby(places[span], lambda place: not place):
            end = at + len([*group])
            if is_left:
                yield _Run(held.words[at:end], " ".join(held.words[max(at - 3, 0) : at]), letters_of(held.written),
                           held.place, end - at < len(held.words))
            at = end


def _left_lines(passages: Iterable[HeldWords], places: Sequence[str], addresses: list[list[str]]) -> list[LeftLine]:
    found = []
    for (held, span), lost in zip(_spans(passages), addresses, strict=True):
        missing = [word for word, place in zip(held.words, places[span], strict=True) if not place]
        if missing or lost:
            found.append(LeftLine(held, (*missing, *lost)))
    return found


def _rows(left: list[_Run], report: str) -> list[str]:
    """Return rows with the words that the report does not have; it names once what is missing several times.

    What it quotes, or has as a whole line of the file, such as an entry of the list, it has with all words.
    """
    written = "\n".join(_ROW.findall(report))
    quoted, letters = {letters_of(each) for each in _QUOTED.findall(written)}, letters_of(written)
    left = [run for run in left if run.line not in quoted and (len(run.line) < MIN_LINE or run.line not in letters)]
    runs = [*dict.fromkeys(tuple(run.words) for run in left)]
    named = iter(find_in_order(runs, words_of(written)))
    in_report = {run: [next(named) for _ in run] for run in runs}
    alone: dict[str, list[str]] = {}
    lost: list[str] = []
    for run in left:
        missing = [word for word, is_named in zip(run.words, in_report[tuple(run.words)], strict=True) if not is_named]
        is_line = run.place[:1].isdigit()
        if missing and run.before:
            where = f"line {run.place}, " if is_line else f"{run.place}, " * bool(run.place)
            lost.append(f"words: {' '.join(missing)} ({where}behind “{run.before}”)")
        elif missing:
            alone.setdefault("" if is_line else run.place, []).append(" ".join(missing))
    rows = [f"words: {', '.join(words[:MAX_LOST])}" + f" ({place})" * bool(place) for place, words in alone.items()]
    more = sum(max(len(each) - MAX_LOST, 0) for each in (lost, *alone.values()))
    return [*rows, *lost[:MAX_LOST], *([f"words: {more} more places"] if more else [])]
