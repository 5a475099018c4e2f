"""Find headings without markup, as in plain text and many Word files, by their form and their position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.languages import REFERENCES, small_words
from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.lines import (
    HEADING,
    ITEM,
    TEXT,
    TITLE_LABEL,
    Line,
    strip_markup,
    unemphasised,
    within_lists,
    without_gaps,
    without_title,
)
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.typed_marks import (
    COLONS,
    MAX_LEVEL,
    NUMBERED,
    is_first_section,
    is_typed_title,
    lines_above_title,
    without_names,
    without_number,
    without_rows,
    without_title_again,
)

_CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|image|photo|chart|abbildung|abb\.|tabelle|tab\.|tableau|tabla|cuadro|figura|figuur|tabel|tabella|tabela)\s*\d",
    re.I)
_BYLINE = re.compile(
    r"\b(?:by|authors?|editors?|editorial|written|curated|reviewed|updated|published|posted|von|autor(?:in|en|es|a)?|auteurs?|autore|"
    r"door|escrito|écrit|scritto|geschreven|verfasst|publi(?:é|cado|cato)|veröffentlicht)\b", re.I)
_SENTENCE = re.compile(r"[.!?]['”’)]*+(?:\[\d[\d,; –-]*\])?\s++\S")
# “in 24 adults.1,2” is a sentence, and “in 24 adults.[1, 2]”, also with the call of a note
_CITED_END = re.compile(r"[.!?](?:\d{1,3}(?:[,–-]\d{1,3})*|\s?\[\d[\d,; –-]*\]|\[\^[^\]\s]+\])$")
# A label before what it names, as in a form (“**Name:** Jane Roe”), and the place for an answer.
_LABELLED = re.compile(r"\*\*(?=[^*]*[^\W\d_])[^*]+\*\*\s*[^\s*]")
_NO_HEADING = re.compile(r"_{3}|\.{4}|…{2}|https?://|\bdoi\b|\w@\w|\s=\s")  # also an address, and an equation
MAX_LENGTH, MAX_WORDS = 110, 14  # of a heading; a title may have twice as many
MAX_BYLINE_INDEX = 2  # a byline comes among the first lines


def is_known(text: str, forms: Forms) -> bool:
    """Return whether a heading of these words is known: by the site, or as “References” or “Abstract” are."""
    words = without_number(text).strip(COLONS)
    return forms.is_heading(words) or is_first_section(words) or bool(REFERENCES.fullmatch(words))


def is_questions(text: str, forms: Forms) -> bool:
    """Return whether a heading announces questions."""
    return forms.questions_below(without_number(text).strip(COLONS)) is not None


def mark_headings(manuscript: Manuscript, forms: Forms) -> Manuscript:
    """Return the manuscript with its title apart and its headings marked, without the numbers before them.

    If the file marks its headings, only the headings that the site knows are looked for among the other lines.
    """
    lines = manuscript.lines
    title, above, lines = _split_title(manuscript, lines, forms)
    levels = _Levels()
    marked: list[Line] = []
    guessed: list[bool] = []  # of each line, whether it only looks like a heading
    below, level_of_questions, asking = False, 2, False  # below a heading of questions, one that asks is one of them
    for index, line in enumerate(lines):
        guessed.append(False)
        if line.kind == HEADING:
            asks = line.plain.endswith("?") and not NUMBERED.match(line.plain)
            # Questions are below their heading, or at its level if none is below.
            beside = asking and asks and line.level == level_of_questions and not below
            below = asking and (below or line.level > level_of_questions)
            marked.append(replace(line, level=line.level + 1) if beside else line)
            asking = asking and asks and (beside or line.level > level_of_questions)
            if is_questions(line.plain, forms):
                asking, below, level_of_questions = True, False, line.level
            continue
        line = line.with_text(unemphasised(line.text))
        number, words = _split_number(line)
        known = line.kind in (TEXT, ITEM) and is_known(line.plain, forms) and (number or line.kind == TEXT)
        continues = asking and levels.continues(number) and not line.plain.endswith("?")
        if known or (index >= above and not manuscript.styled and _is_heading(lines, index, continues, forms)):
            asked = asking and words.endswith("?") and not levels.continues(number)
            level = 3 if asked else levels.level_of(number, bool(known))
            marked.append(Line(HEADING, words.rstrip(COLONS) if known else words, level))
            asking = asked or is_questions(line.plain, forms)
            guessed[index] = not (number or known or asked)
        else:
            marked.append(lines[index])
    marked = without_rows(lines, marked, guessed)
    marked = without_names(lines, marked) if title else marked
    marked = without_gaps(_set_missing_levels(within_lists(marked), levels.numbered))
    manuscript.notes += _number_notes(lines, marked, manuscript.ledger)
    return replace(manuscript, lines=marked, title=title)


def _number_notes(lines: list[Line], marked: list[Line], ledger: Ledger) -> Iterator[str]:
    """Yield a note for each heading whose number or colon was removed."""
    for old, new in zip(lines, marked, strict=True):
        if new.kind == HEADING and old.kind != HEADING and (old.number is not None or old.plain != new.plain):
            words = f"{'' if old.number is None else f'{old.number}. '}{old.plain}"
            ledger.by_site.append(words.removesuffix(new.plain))
            yield f"heading “{words}”: its number was removed"


def _split_title(manuscript: Manuscript, lines: list[Line], forms: Forms) -> tuple[str, int, list[Line]]:
    """Return the title as Markdown, how many lines stood above it, and the lines without each that says it."""
    above = lines_above_title(lines)
    title, below = _title_at_top(manuscript, lines[above:], forms)
    if not title:
        return "", 0, lines
    schools = [replace(line, kind=TEXT, level=0) if line.kind == HEADING else line for line in lines[:above]]
    lines, number = without_title_again([*schools, *below], strip_markup(title))
    manuscript.notes += [f"“{strip_markup(title)}”, which the text says again, was left out"] * bool(number)
    manuscript.ledger.by_site += [strip_markup(title)] * number
    return title, above, lines


def _title_at_top(manuscript: Manuscript, lines: list[Line], forms: Forms) -> tuple[str, list[Line]]:
    """Return the title as Markdown, and the lines without the one that has it.

    The title is the file's own, a first heading above all others, or a first line that looks like one.
    """
    first = lines[0] if lines else None
    if manuscript.title and not (first and manuscript.title_unseen and is_typed_title(lines)):
        return manuscript.title, without_title(lines, manuscript.title)
    if first is None:
        return "", lines
    if is_typed_title(lines):  # before what a template states in its properties
        manuscript.facts.others += [("the title that its properties state", manuscript.title)] * bool(manuscript.title)
        manuscript.title_unseen = False
        return TITLE_LABEL.sub("", unemphasised(first.text)), lines[1:]
    if first.kind == HEADING:
        others = [line.level for line in lines[1:] if line.kind == HEADING and not REFERENCES.fullmatch(line.plain)]
        is_title = first.level < min(others, default=9) and not (
            is_first_section(first.plain) or first.plain.casefold().strip(" :.") in small_words("contents")
            or REFERENCES.fullmatch(first.plain))
        return (first.text, lines[1:]) if is_title else ("", lines)
    words = first.plain
    may_be_title = not manuscript.styled or (len(lines) > 1 and lines[1].kind == HEADING)
    if (
        first.kind == TEXT and may_be_title and not is_known(words, forms) and not NUMBERED.match(words)
        and _looks_like_heading(words, forms, 2) and len(lines) > 1
    ):
        return TITLE_LABEL.sub("", first.text), lines[1:]
    return "", lines


def _split_number(line: Line) -> tuple[str, str]:
    """Return a heading's number and the rest of it, as Markdown."""
    if line.number is not None:
        return str(line.number), line.text
    match = NUMBERED.match(line.text.replace("\\.", "."))
    if match and line.kind == TEXT:
        return match.group(1), line.text[match.end() :]
    return "", line.text


def _looks_like_heading(words: str, forms: Forms, times: int = 1) -> bool:
    """Return whether words have the form of a heading; ``times`` multiplies the lengths allowed."""
    return (
        0 < len(words) <= MAX_LENGTH * times and len(words.split()) <= MAX_WORDS * times
        and words[-1] not in ".;,:!" and not _CITED_END.search(words)
        and not _SENTENCE.search(words) and bool(re.search(r"[^\W\d_]{2}", words))
        and (words[0].isupper() or words[0].isdigit() or words[0] in "“\"'‘¿")
        and not forms.is_labelled(words) and not _CAPTION.match(words) and not _NO_HEADING.search(words)
    )


def _is_heading(lines: list[Line], index: int, continues: bool, forms: Forms) -> bool:
    """Return whether a line without markup is a heading.

    ``continues`` is true for the next heading's number below questions that have numbers of their own.
    """
    line = lines[index]
    if (index and lines[index - 1].captioned) or "![" in line.text:  # a picture, whose description looks like one
        return False
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is None or line.kind not in (TEXT, ITEM) or (line.kind == ITEM and line.number is None) or (
            line.level > (line.kind == ITEM)):  # of an inner list, or a further line of an item
        return False
    line = line.with_text(unemphasised(line.text))
    _, words = _split_number(line)
    if _LABELLED.match(line.text) or not _looks_like_heading(line.with_text(words).plain, forms):
        return False
    if index <= MAX_BYLINE_INDEX and _BYLINE.search(line.plain):
        return False
    if line.kind == ITEM and not continues:  # items of a list follow each other without text between them
        before = lines[index - 1] if index else None
        in_list = any(
            other is not None and other.kind == ITEM and other.number is not None
            and abs(other.number - (line.number or 0)) == 1
            for other in (before, after)
        )
        return not in_list and (after.kind != ITEM or after.number is None)
    return True


class _Levels:
    """Levels of headings, in order. Numbers in sequence share a level; a sequence that starts again is one below."""

    def __init__(self) -> None:
        self.numbered = False
        self._top = self._below = 0

    def continues(self, number: str) -> bool:
        """Return whether a number is the next one of the first level."""
        return self.numbered and number == str(self._top + 1)

    def level_of(self, number: str, known: bool) -> int:
        """Return a heading's level, from 2; 0 without a number, until all headings are known."""
        if not number:
            return 2 if known else 0
        if "." in number:
            return min(2 + number.count("."), MAX_LEVEL)
        count = int(number)
        if count == self._top + 1 or (not self.numbered and count > 1):
            self._top, self._below, self.numbered = count, 0, True
            return 2
        self._below = count
        return 3


def _set_missing_levels(lines: list[Line], numbered: bool) -> list[Line]:
    """Set headings without a number to level 3 if others have one, else to level 2."""
    return [
        replace(line, level=3 if numbered else 2) if line.kind == HEADING and line.level == 0 else line
        for line in lines
    ]
