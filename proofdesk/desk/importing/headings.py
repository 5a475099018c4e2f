"""Headings that carry no markup, as plain text and many Word files have them: told by their form and their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.model import HEADING, ITEM, TEXT, Line, Manuscript, unmarked

# A heading that means something to every site, whatever stands around it.
REFERENCES = re.compile(
    r"(?:list of )?references?(?: list| cited)?|bibliography|works cited|literature(?: cited)?|sources|citations|"
    r"further reading and references", re.I,
)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=\S)")
_CAPTION = re.compile(r"(?:figure|fig\.|table|box|image|photo|chart)\s*\d", re.I)
_BYLINE = re.compile(r"\b(?:by|authors?|editors?|editorial|written|curated|reviewed|updated|published|posted)\b", re.I)
_SENTENCE = re.compile(r"[.!?]['”’)]*\s+\S")
LONGEST, MOST_WORDS = 110, 14  # of a heading; a title may have twice as many words


def is_known(text: str, forms: Forms) -> bool:
    """Whether a heading's words, without number and colon, are ones that the site knows."""
    words = without_number(text).strip(" :")
    return bool(REFERENCES.fullmatch(words)) or forms.is_heading(words)


def is_questions(text: str, forms: Forms) -> bool:
    return forms.questions_below(without_number(text).strip(" :")) is not None


def without_number(text: str) -> str:
    return _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text


def with_headings(manuscript: Manuscript, forms: Forms) -> Manuscript:
    """The manuscript with its title taken out and its headings marked, the numbers before them taken off.

    Where headings are marked already, only the known ones are looked for among the rest.
    """
    lines = manuscript.lines
    title, lines = _title(manuscript, lines, forms)
    levels = _Levels()
    marked: list[Line] = []
    below, level_of_questions = False, 2
    asking = False  # below a heading of questions, a heading that asks is one of them
    for place, line in enumerate(lines):
        if line.kind == HEADING:
            asks = line.plain.endswith("?") and not _NUMBERED.match(line.plain)
            # Questions stand below their heading, or beside it where none stands below.
            beside = asking and asks and line.level == level_of_questions and not below
            below = asking and (below or line.level > level_of_questions)
            marked.append(replace(line, level=line.level + 1) if beside else line)
            asking = asking and asks and (beside or line.level > level_of_questions)
            if is_questions(line.plain, forms):
                asking, below, level_of_questions = True, False, line.level
            continue
        number, words = _number(line)
        known = line.kind in (TEXT, ITEM) and is_known(line.plain, forms) and (number or line.kind == TEXT)
        goes_on = asking and levels.goes_on(number) and not line.plain.endswith("?")
        if known or (not manuscript.styled and _is_heading(lines, place, goes_on, forms)):
            asked = asking and words.endswith("?") and not levels.goes_on(number)
            level = 3 if asked else levels.of(number, bool(known))
            marked.append(Line(HEADING, words.rstrip(": ") if known else words, level))
            asking = asked or is_questions(line.plain, forms)
        else:
            marked.append(line)
    marked = _settled(marked, levels.numbered)
    changed = [
        f"heading “{old.plain if old.number is None else f'{old.number}. {old.plain}'}”: its number was taken off"
        for old, new in zip(lines, marked, strict=True)
        if new.kind == HEADING and old.kind != HEADING and (old.number is not None or old.plain != new.plain)
    ]
    return replace(manuscript, lines=marked, title=title, notes=[*manuscript.notes, *changed])


def _title(manuscript: Manuscript, lines: list[Line], forms: Forms) -> tuple[str, list[Line]]:
    """The title as Markdown, and the lines without it: the file's own, its only first heading, or its first line."""
    if manuscript.title:
        same = lines and lines[0].plain == unmarked(manuscript.title)
        return manuscript.title, lines[1:] if same else lines
    if not lines:
        return "", lines
    first = lines[0]
    if first.kind == HEADING:
        alone = first.level < min((line.level for line in lines[1:] if line.kind == HEADING), default=9)
        return (first.text, lines[1:]) if alone else ("", lines)
    words = first.plain
    named = not manuscript.styled or (len(lines) > 1 and lines[1].kind == HEADING)
    if (
        first.kind == TEXT and named and not is_known(words, forms) and not _NUMBERED.match(words)
        and _looks_like_heading(words, forms, 2) and len(lines) > 1
    ):
        return first.text, lines[1:]
    return "", lines


def _number(line: Line) -> tuple[str, str]:
    """A heading's number and the rest of it, as Markdown."""
    if line.number is not None:
        return str(line.number), line.text
    match = _NUMBERED.match(line.text.replace("\\.", "."))
    if match and line.kind == TEXT:
        return match.group(1), line.text[match.end() :]
    return "", line.text


def _looks_like_heading(words: str, forms: Forms, times: int = 1) -> bool:
    return (
        0 < len(words) <= LONGEST * times and len(words.split()) <= MOST_WORDS * times
        and words[-1] not in ".;,:!" and not _SENTENCE.search(words) and bool(re.search(r"[^\W\d_]{2}", words))
        and (words[0].isupper() or words[0].isdigit() or words[0] in "“\"'‘¿")
        and not forms.is_labelled(words) and not _CAPTION.match(words) and not re.search(r"https?://|\bdoi\b", words)
    )


def _is_heading(lines: list[Line], place: int, goes_on: bool, forms: Forms) -> bool:
    """``goes_on`` says that its number is the next heading's, below questions that have numbers of their own."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    if after is None or line.kind not in (TEXT, ITEM) or (line.kind == ITEM and line.number is None) or line.level > 1:
        return False
    _, words = _number(line)
    if not _looks_like_heading(line.with_text(words).plain, forms):
        return False
    if place < 3 and _BYLINE.search(line.plain):
        return False
    if line.kind == ITEM and not goes_on:  # a list counts on without a word between its items
        before = lines[place - 1] if place else None
        in_list = any(
            other is not None and other.kind == ITEM and other.number is not None
            and abs(other.number - (line.number or 0)) == 1
            for other in (before, after)
        )
        return not in_list and (after.kind != ITEM or after.number is None)
    return True


class _Levels:
    """The level of each heading in turn. Numbers that count on are of one level; those that begin anew are below it."""

    def __init__(self) -> None:
        self.numbered = False
        self._top = self._below = 0

    def goes_on(self, number: str) -> bool:
        """Whether a number is the next one of the first level."""
        return self.numbered and number == str(self._top + 1)

    def of(self, number: str, known: bool) -> int:
        """2 or more where the number says it; 0 for a heading without one, which `_settled` decides."""
        if not number:
            return 2 if known else 0
        if "." in number:
            return min(2 + number.count("."), 6)
        count = int(number)
        if count == self._top + 1 or (not self.numbered and count > 1):
            self._top, self._below, self.numbered = count, 0, True
            return 2
        self._below = count
        return 3


def _settled(lines: list[Line], numbered: bool) -> list[Line]:
    """Headings without a number are below those with one; where none has one, all are of the second level."""
    return [
        replace(line, level=3 if numbered else 2) if line.kind == HEADING and line.level == 0 else line
        for line in lines
    ]


def sections(lines: list[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Each heading with what stands under it, up to the next; None for what stands before the first."""
    heading: Line | None = None
    under: list[Line] = []
    for line in lines:
        if line.kind == HEADING:
            if heading or under:
                yield heading, under
            heading, under = line, []
        else:
            under.append(line)
    if heading or under:
        yield heading, under
