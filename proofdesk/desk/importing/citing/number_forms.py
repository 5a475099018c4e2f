"""Find the groups of numbers in a line that may be citations, each with its form and what stands against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from proofdesk.common.sequences import split_at
from proofdesk.common.text import UNPARTED
from proofdesk.desk.importing.citing.numbers import DASH, NumberItem, parse_numbers
from proofdesk.desk.importing.citing.quantities import (
    CITATION,
    TEXT,
    UNSURE,
    judge_bare,
    judge_bracketed,
    judge_raised,
    judge_round,
    last_word,
    may_start_item,
    noted_in_table,
    starts_item,
    starts_sentence,
)
from proofdesk.desk.importing.languages import either_of, small_words, words

RAISED, BRACKETED, ITALIC, ROUND, BARE, WORD = "raised", "bracketed", "italic", "round", "bare", "word"
NAMED = {
    RAISED: "raised numbers", BRACKETED: "numbers in square brackets", ITALIC: "italic numbers in brackets",
    ROUND: "numbers in round brackets", BARE: "bare numbers behind the words", WORD: "“ref. 3”"}
_SENTENCE_END = re.compile(r"[.!?]\s+[^\W\d_a-z]")
_BYLINE_NAME = re.compile(r"[^\W\d_],?\s?$")
AROUND, MAX_BYLINE, MAX_NAMES, MIN_ROW = 80, 400, 8, 3
MAX_BETWEEN = 15  # words from one mark of an institute to the next
_LIST = rf"\d{{1,3}}(?:{DASH}\d{{1,3}})?(?:\s?[,;]\s?\d{{1,3}}(?:{DASH}\d{{1,3}})?){{0,300}}"
_RAISED_TAG = re.compile(r"<sup>[^<>]{1,120}</sup>")
_RAISED_TAGS = re.compile(rf"{_RAISED_TAG.pattern}(?:[,–-]?{_RAISED_TAG.pattern})+")
_RAISED_SIGNS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[⁻–‐,\u2009\u00b7˒][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*")
_BRACKETED = re.compile(
    rf"\\\[\s?{_LIST}\s?\\\](?:(?:{DASH}|\s?[,;]\s?|\s?)\\\[\s?{_LIST}\s?\\\]){{0,40}}|\\\[[^\[\]\\\0]{{1,120}}\\\]")
# Behind a space, or at the end of a word of some length: “f(3)” cites nothing.
_OPEN = r"(?:(?<![\w)\]\0])|(?<=[^\W\d_A-Z][^\W\d_A-Z][^\W\d_A-Z][^\W\d_A-Z]))\("
_ROUND = re.compile(rf"{_OPEN}([^()\0]{{1,1500}})\)")
_COUNTS = re.compile(rf"^\((?:\d+ (?:{either_of('and')}) \d+|\d{{1,3}}(?:,\d{{3}})+)\)$")
_ROUNDS = re.compile(rf"{_OPEN}\*?{_LIST}\*?\)(?:(?:\s?,\s?|[–-])\(\*?{_LIST}\*?\))+")
_WORD = re.compile(
    rf"\b(?i:{either_of('reference')})\.?\s(?P<list>{_LIST}(?:\s(?:&|{either_of('and')})\s\d{{1,3}})?)(?![\w.%]\w)")
_ANDS = rf"(?:{either_of('and')}|{either_of('or')})"
_GLUED = re.compile(rf"(?<=[^\W\d_)”\"’»%][.!?,;:])(?<!&[lg]t;)(?<!&amp;)(?P<list>{_LIST})(?=[\s)]|$)|"
                    rf"(?<=[.!?,;:][”\"’»])(?P<quoted>{_LIST})(?=[\s)]|$)")
_SPACED = re.compile(rf"(?<=[.!?”\"’»)])\s(?P<list>{_LIST})(?=\s++[^\W\d_a-zß-ÿ“\"‘(]|\s++[“\"‘(]|\s*+[.,;:]?\s*+$)")
_JOINED = re.compile(rf"(?<=[^\W\d_A-Z][^\W\d_A-Z][^\W\d_A-Z][^\W\d_A-Z])(?P<list>{_LIST})(?=[.,;:)]?(?:\s|$))")
_WITHIN = re.compile(rf"(?<=[^\W\d_)])\s(?P<list>{_LIST})(?=\s++{_ANDS}\b|[.,;:](?:\s|$)|$)")


class Candidate(NamedTuple):
    """A group of numbers: its form, its place, its items, and what stands against it.

    ``certain`` is true if such a group is hardly ever anything but a citation, whatever the style.
    """

    form: str
    start: int
    end: int
    items: list[NumberItem]
    doubt: str = CITATION
    certain: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for item in self.items for number in item.numbers)


def candidates(seen: str) -> list[Candidate]:
    """Return the candidates of a line in order; what overlaps another of a more certain form is left out."""
    if not any(sign.isdigit() for sign in seen):
        return []
    found: list[Candidate] = []
    taken = bytearray(len(seen))
    for find in (_raised, _bracketed, _round, _word, _bare):
        for each in find(seen):
            if not any(taken[each.start : each.end]):
                taken[each.start : each.end] = b"1" * (each.end - each.start)
                found.append(each)
    found.sort(key=lambda each: each.start)
    doubts = _counts(seen, found) | _enumerations(seen, found) | _bylines(seen, found) | _explained(seen, found)
    return [each._replace(doubt=doubts.get(each.start, each.doubt)) for each in found]


def like(form: str, numbers: list[int]) -> str:
    """Return numbers in the form of the group that they were in."""
    text = ", ".join(map(str, numbers))
    written = {RAISED: f"<sup>{text}</sup>", BRACKETED: f"\\[{text}\\]", ROUND: f"({text})", ITALIC: f"(*{text}*)"}
    return written.get(form, text)


def _around(seen: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind a place, as far as it matters there."""
    return seen[max(0, start - AROUND) : start], seen[end : end + AROUND]


def _raised(seen: str) -> Iterator[Candidate]:
    for match in (*_RAISED_TAGS.finditer(seen), *_RAISED_TAG.finditer(seen), *_RAISED_SIGNS.finditer(seen)):
        written = re.sub(r"</?sup>|\\?[\[\]]|\*", "", match.group()).replace("⁻", "–").strip()
        items = parse_numbers(re.sub(r"^\((.*)\)$", r"\1", written.strip(" ,;")))
        if items:
            doubt = judge_raised(*_around(seen, *match.span()), _numbers(items))
            yield Candidate(RAISED, match.start(), match.end(), items, doubt, True)


def _bracketed(seen: str) -> Iterator[Candidate]:
    for match in _BRACKETED.finditer(seen):
        written = match.group()
        inner = re.sub(rf"\\\]({DASH})\\\[", "–", written)
        inner = re.sub(r"\\\]\s?[,;]?\s?\\\[", ", ", inner)
        items = parse_numbers(inner.strip("\\[] "))
        if items:
            doubt = judge_bracketed(*_around(seen, *match.span()), _numbers(items), written)
            yield Candidate(BRACKETED, match.start(), match.end(), items, doubt, True)


def _round(seen: str) -> Iterator[Candidate]:
    for match in (*_ROUNDS.finditer(seen), *_ROUND.finditer(seen)):
        items = parse_numbers(re.sub(r"^\(|\)$|\)(?=\s?[,–-])|(?<=[\s,–-])\(|\*", "", match.group()))
        if items:
            numbers = _numbers(items)
            form = ITALIC if match.group()[1] == "*" else ROUND
            doubt = judge_round(*_around(seen, *match.span()), numbers, len(numbers) == 1)
            if doubt == CITATION and form == ROUND and _COUNTS.search(match.group()):
                doubt = UNSURE  # “the distance (1 and 4)”, “Moss (1,151)”
            if doubt == TEXT and form == ROUND and len(numbers) == 1 and (
                    last_word(seen[: match.start()]) in small_words("numbered")):
                doubt = UNSURE  # “in phase (2)” is the second of them, or cites
            if form == ITALIC:  # hardly a count
                doubt = UNSURE if doubt == TEXT else CITATION
            certain = form == ITALIC or len(numbers) > 1 or bool(items[0].suffix or items[0].prefix)
            yield Candidate(form, match.start(), match.end(), items, doubt, certain)


def _word(seen: str) -> Iterator[Candidate]:
    for match in _WORD.finditer(seen):
        items = parse_numbers(match["list"])
        if items:
            yield Candidate(WORD, match.start("list"), match.end("list"), items, CITATION, False)


def _bare(seen: str) -> Iterator[Candidate]:
    for pattern, glued in ((_GLUED, True), (_JOINED, True), (_SPACED, False), (_WITHIN, False)):
        for match in pattern.finditer(seen):
            group = "quoted" if pattern is _GLUED and match["quoted"] else "list"
            if not (items := parse_numbers(match[group])):
                continue
            doubt = judge_bare(*_around(seen, *match.span(group)), glued)
            yield Candidate(BARE, match.start(), match.end(), items, doubt, pattern is _GLUED)


def _numbers(items: list[NumberItem]) -> tuple[int, ...]:
    return tuple(number for item in items for number in item.numbers)


def _bylines(seen: str, found: list[Candidate]) -> dict[int, str]:
    """Return the marks of authors' institutes as text: “A. Author¹, B. Writer²”."""
    marks = [each for each in found if each.form in (RAISED, BARE) and _BYLINE_NAME.search(seen, 0, each.start)]
    if not marks:
        return {}
    named = _NAMES.findall(seen.replace("sup>", ""))
    others = [word for word in named if word not in _JOINING]
    if len(others) < 2 or any(word[0].islower() or _WORDS_UNPARTED.match(word) for word in others):
        return {}
    ends = [0, *(each.end for each in marks)]
    is_row = len(marks) >= MIN_ROW and all(
        len(_NAMES.findall(seen, end, each.start)) <= MAX_BETWEEN for end, each in zip(ends, marks, strict=False))
    is_sentence = seen.rstrip().endswith((".", "!", "?", "。")) and len(named) > MAX_NAMES
    return {} if not is_row and (len(seen) > MAX_BYLINE or is_sentence) else {each.start: TEXT for each in marks}


_NAMES = re.compile(r"[^\W\d_]{2,}")
_WORDS_UNPARTED = re.compile(rf"[{UNPARTED}]{{5}}")  # no name: Chinese and Japanese ones have four letters at most
_NEW_NOTE = re.compile(r"[.;,]\s*$")
_JOINING = {*words("and"), "de", "van", "von", "der", "den", "da", "di", "the", "on", "behalf", "of", "for"}


def _explained(seen: str, found: list[Candidate]) -> dict[int, str]:
    """Return the marks of notes that a line explains one after the other as text: “¹Garden School. ² Bed Institute”."""
    below = noted_in_table(seen)
    doubts = {each.start: TEXT for each in found if each.form == RAISED and below.issuperset(each.numbers)}
    last = 0
    for each in found:
        if each.form != RAISED or len(each.numbers) != 1:
            continue
        first = not last and not seen[: each.start].strip(" *_")
        if first or (last and each.numbers[0] == last + 1 and _NEW_NOTE.search(seen, 0, each.start)):
            doubts[each.start], last = TEXT, each.numbers[0]
    return doubts


def _enumerations(seen: str, found: list[Candidate]) -> dict[int, str]:
    """Return the numbers that mark the items of a sentence as text: “(1) to describe, (2) to test”."""
    doubts: dict[int, str] = {}
    for form in (ROUND, BRACKETED, ITALIC):
        single = [each for each in found if each.form == form and len(each.numbers) == 1 and not each.items[0].suffix]
        for run in split_at(single, lambda last, each: each.numbers[0] != last.numbers[0] + 1):
            sure, may, sentence = (
                [place(*_around(seen, each.start, each.end)) for each in run]
                for place in (starts_item, may_start_item, starts_sentence))
            at_item = may if form == ROUND or any(sure) else sure
            count, first = sum(at_item), run[0].numbers[0] == 1
            if len(run) == 1:
                if count and form == ROUND and run[0].doubt == CITATION:
                    doubts[run[0].start] = UNSURE
                continue
            whole = count + sum(sentence) >= len(run)
            items = first and ((count * 2 >= len(run) and at_item[-1]) or (whole and sure[0]))
            if form == ITALIC and not first:
                continue
            if items or (whole and count > 1):
                doubts |= {each.start: TEXT if any(sure) and (first or form == BRACKETED) else UNSURE for each in run}
            elif whole:
                doubts |= {each.start: UNSURE for each in run}
    return doubts


def _counts(seen: str, found: list[Candidate]) -> dict[int, str]:
    """Return numbers in a row that do not rise as not certain: “roses (2), tulips (3), beds (2)” may count."""
    doubts: dict[int, str] = {}
    row: list[Candidate] = []
    single = [each for each in found
              if each.form == ROUND and each.doubt == CITATION and len(each.numbers) == 1 and not each.certain]
    for each in [*single, None]:
        if each and (not row or not _SENTENCE_END.search(seen, row[-1].end, each.start)):
            row.append(each)
            continue
        numbers = [one.numbers[0] for one in row]
        if len(row) >= MIN_ROW and any(later <= one for one, later in pairwise(numbers)):
            doubts |= {one.start: UNSURE for one in row}
        row = [each] if each else []
    return doubts
