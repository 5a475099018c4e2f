"""Read LaTeX of which Pandoc refuses a part: the part is told at its line, and its words stay between ⟦ and ⟧.

Pandoc reads a file whole or not at all, and stops at what TeX allows: a definition that holds half of an environment,
an environment that a journal's class opened, a command in the options of another. So what it stopped at is replaced by
its words, in steps of growing size, for as long as it gets further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from proofdesk.desk.importing.pandoc_process import Refused
from proofdesk.desk.importing.readers.held.latex_words import words_alone

MAX_ROUNDS = 40  # of parts that are replaced
MAX_LINES = 40  # of one part that is found by its line
_TOKEN = re.compile(
    r"\\begin\s*\{(?:verbatim|lstlisting|minted|Verbatim)\*?\}.{0,50000}?\\end\{(?:verbatim|lstlisting|minted|Verbatim)"
    r"\*?\}|\\(?P<way>begin|end)\s*\{(?P<name>[^{}]*)\}|\\.|(?P<brace>[{}])|%[^\n]*", re.DOTALL)
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|(?:re)?newenvironment|NewDocumentCommand|[gex]?def|let|newcolumntype|newtheorem"
    r"|Declare\w+|set\w+|@\w+|ifx|makeatletter|title(?:format|spacing)\*?|fancy\w+|\w+setup|\w+set)(?![a-z])")
_BEFORE_GROUPS = re.compile(r"(?:\\[A-Za-z@]+|\\?~|\[[^\[\]]*\]|#[1-9]|[ \t*=])*(?:%?\n[ \t]*)?")
_BETWEEN_GROUPS = re.compile(r"(?:\[[^\[\]]*\]|[\s%])*")
_SIGN = re.compile(r"[\\{}$&#_^~%]")  # without any of them, it is plain text, which is never refused
_DOCUMENT = "\\begin{document}"


class Token(NamedTuple):
    """A brace, or a beginning or an end of an environment, at its place."""

    start: int
    end: int
    opens: bool
    name: str


class Left(NamedTuple):
    """A part of the text that Pandoc refused, at its line; ``words`` says whether they stay in the article."""

    line: int
    column: int
    written: str
    words: bool


def read_most(text: str, read: Callable[[str], str], tell: Callable[[Left, str], None]) -> tuple[str, str]:
    """Return what ``read`` returns, and the text that it read: the whole, or all but what it refuses.

    ``tell`` is called with each part that is left out, and with the text that its line is in. Raise Refused if nothing
    helps.
    """
    try:
        return read(text), text
    except Refused as refused:
        first = reason = refused
    for _ in range(MAX_ROUNDS):
        for left, changed in _ways(text, reason, read):
            outcome = _outcome(changed, read)
            if isinstance(outcome, str):
                tell(left, text)
                return outcome, changed
            if _is_further(outcome, reason, text, changed):
                tell(left, text)
                text, reason = changed, outcome
                break
        else:
            raise first if reason is first else reason
    raise reason


def _outcome(text: str, read: Callable[[str], str]) -> str | Refused:
    try:
        return read(text)
    except Refused as refused:
        return refused


def _is_further(now: Refused, before: Refused, text: str, changed: str) -> bool:
    """Return whether Pandoc stopped behind the place where it stopped before, counted from the end of the text."""
    return text.count("\n") - before.line > changed.count("\n") - now.line or (
        _at_end(before, text) and not _at_end(now, changed))


def _at_end(refused: Refused, text: str) -> bool:
    return refused.line > text.rstrip().count("\n") + 1


def _ways(text: str, refused: Refused, read: Callable[[str], str]) -> Iterator[tuple[Left, str]]:
    """Yield what may be left out so that Pandoc gets further, with the text without it."""
    tokens = [*_tokens(text)]
    loose = _loose(tokens)
    body = text.find(_DOCUMENT)
    at = _offset(text, refused)
    if not _at_end(refused, text):
        loose.sort(key=lambda each: abs(each.start - at))
    for token in loose[:6]:
        if token.start > body or token.name == "{":  # a definition may hold half of an environment
            yield _cut(text, token.start, token.end, "")
    if _at_end(refused, text):
        found = _first_refused(text, tokens, read)
        if found:
            yield _cut(text, *found, words_alone(text[slice(*found)]))
        return
    if definition := _definition_at(text, at, tokens):
        yield _cut(text, *definition, "")
    if at < body:
        return
    for start, end in _around(text, at, tokens):
        if _SIGN.search(text, start, end):
            yield _cut(text, start, end, words_alone(text[start:end]))


def _cut(text: str, start: int, end: int, words: str) -> tuple[Left, str]:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Left(line, column, text[start:end], bool(words)), text[:start] + words + text[end:]


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        if found["brace"] or found["way"]:
            yield Token(found.start(), found.end(), found["brace"] == "{" or found["way"] == "begin",
                        found["name"] if found["way"] else "{")


def _loose(tokens: list[Token]) -> list[Token]:
    """Return the braces, beginnings and ends that have no other one."""
    opened: list[Token] = []
    loose: list[Token] = []
    for token in tokens:
        if token.opens:
            opened.append(token)
            continue
        names = [each.name for each in opened]
        if token.name not in names:
            loose.append(token)
            continue
        place = len(names) - 1 - names[::-1].index(token.name)
        loose += opened[place + 1 :]
        del opened[place:]
    return sorted(loose + opened)


def _offset(text: str, refused: Refused) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: refused.line - 1]) + max(0, refused.column - 1)


def _definition_at(text: str, at: int, tokens: list[Token]) -> tuple[int, int] | None:
    """Return the definition that a place is in: from its command to the end of the last of its groups."""
    line = text.rfind("\n", 0, at) + 1
    for _ in range(MAX_LINES):
        found = [each for each in _DEFINITION.finditer(text, line, max(at, text.find("\n", line)) + 1)]
        for each in reversed(found):
            end = _end_of_groups(text, each.end(), tokens)
            if end > at or not line <= at:
                return each.start(), end
        if not line:
            return None
        line = text.rfind("\n", 0, line - 1) + 1
    return None


def _end_of_groups(text: str, start: int, tokens: list[Token]) -> int:
    """Return the end of the groups that follow a command, with nothing between them but its name and signs."""
    depth, end = 0, start
    for token in tokens:
        if token.start < start or token.name != "{":
            continue
        between = _BEFORE_GROUPS if end == start else _BETWEEN_GROUPS
        if depth == 0 and not between.fullmatch(text, end, token.start):
            break
        depth += 1 if token.opens else -1
        end = token.end if depth <= 0 else end
        if depth < 0:
            return token.start
    if end == start:
        line_end = text.find("\n", start)
        return line_end if line_end >= 0 else len(text)
    return end


def _around(text: str, at: int, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield parts around a place whose braces and environments are whole: its line, lines around it, its paragraph."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    number = text.count("\n", 0, at)
    body = text.find(_DOCUMENT) + len(_DOCUMENT)
    for size in range(1, MAX_LINES):
        for first in range(number, max(-1, number - size), -1):
            last = first + size - 1
            if last < number or last >= len(ends) or starts[first] < body:
                continue
            inside = [each for each in tokens if starts[first] <= each.start < ends[last]]
            if not _loose(inside):
                yield starts[first], ends[last]
                if size > 3:
                    break
    yield from (piece for piece in _paragraphs(text, tokens) if piece[0] <= at < piece[1])


def _paragraphs(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the paragraphs of the document; an environment is a part of the paragraph that it stands in."""
    start = text.find(_DOCUMENT)
    start = start + len(_DOCUMENT) if start >= 0 else 0
    end = text.rfind("\\end{document}")
    end = end if end >= 0 else len(text)
    pieces, depth, place = [], 0, start
    inside = iter([each for each in tokens if start <= each.start < end])
    token = next(inside, None)
    for gap in re.finditer(r"\n[ \t]*\n\s*", text[:end]):
        if gap.start() < start:
            continue
        while token and token.start < gap.start():
            depth = max(0, depth + (1 if token.opens else -1))
            token = next(inside, None)
        if depth == 0:
            pieces.append((place, gap.start()))
            place = gap.end()
    return [piece for piece in [*pieces, (place, end)] if piece[1] > piece[0]]


def _first_refused(text: str, tokens: list[Token], read: Callable[[str], str]) -> tuple[int, int] | None:
    """Return the first paragraph with which Pandoc refuses the text up to it: it begins what nothing ends."""
    pieces = _paragraphs(text, tokens)
    tail = "\n\n\\end{document}\n" if "\\end{document}" in text else "\n"
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high) // 2
        if isinstance(_outcome(text[: pieces[middle][1]] + tail, read), str):
            low = middle + 1
        else:
            high = middle
    return pieces[low] if low < len(pieces) else None
