"""Questions, myths, interventions and key points of a manuscript → the site's blocks, and the rest → plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from desk.importing.manuscript import HEADING, IMAGE, ITEM, QUOTE, RAW, TEXT, Line, opened
from desk.importing.outline import POINTS, QUESTIONS, TAKEAWAYS, is_questions, sections, without_number

_LABEL = re.compile(
    r"(?:\*\*|\*)?(?P<name>Myth|Misconception|Reality|Fact|Truth|"
    r"Concept|Example|Intervention|Steps|Practice|Question|Answer|Q|A)"
    r"(?:\s?#?\d{1,2})?\s?(?:\*\*|\*)?\s?:\s?(?:\*\*|\*)?\s*(?P<text>.*)$", re.I | re.S,
)
_PARTS = {"concept": "Concept", "example": "Example", "intervention": "Steps", "steps": "Steps", "practice": "Steps"}
_MYTHS, _REALITIES = ("myth", "misconception"), ("reality", "fact", "truth")
_ASKING, _ANSWERING = ("q", "question"), ("a", "answer")
# Where one item runs into the next one's label or question.
_RUN_MYTH = re.compile(
    r"\s+(?:[-–—•*]|\\\*)\s+(?=(?:\*\*)?(?:Myth|Misconception)\b)|"
    r"\s+(?=(?:\*\*)?(?:Reality|Fact|Truth|Myth)(?:\s?#?\d{1,2})?\s?(?:\*\*)?:\s)"
)
_RUN_PARTS = re.compile(r"\s+(?=(?:\*\*)?(?:Example|Intervention)(?:\*\*)?:\s)")
_RUN_QUESTION = re.compile(r"(?<=[.!?)\]⟧])\s+[-–—•*]\s+(?=[A-Z“\"‘][^.!?\n]{3,200}\?(?:\s|$|\*))")
_QUESTION = re.compile(r"(?:\*\*|\*)?(?P<text>[^?]{3,300}\?)(?:\*\*|\*)?(?P<rest>.*)$", re.S)


@dataclass
class Counted:
    """How many of each kind were found, and what an editor has to see to."""

    kinds: dict[str, int] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def one(self, kind: str) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + 1


def written(lines: list[Line]) -> tuple[str, Counted]:
    """The body of a page in our Markdown, and what was found."""
    counted = Counted()
    pieces: list[str] = []
    parts = list(sections(list(_untangled(lines))))
    asking: Line | None = None  # the heading of questions that we are below
    for place, (heading, under) in enumerate(parts):
        words = without_number(heading.plain).strip(" :") if heading else ""
        after = parts[place + 1][0] if place + 1 < len(parts) else None
        if QUESTIONS.fullmatch(words):
            asking = heading
            counted.one("heading")
            asked_below = after is not None and after.plain.endswith("?")
            pieces += [_heading(heading), *_questions(under, counted, asked_below)]
            continue
        if asking and heading and words.endswith("?") and heading.level > asking.level:
            pieces += _asked(heading, under, counted)
            continue
        asking = None
        if POINTS.fullmatch(words) or TAKEAWAYS.fullmatch(words):
            pieces += _points(heading, under, counted)
        elif heading and _is_intervention(under):
            pieces += _intervention(heading, under, counted)
        else:
            pieces += [_heading(heading)] if heading else []
            counted.kinds["heading"] = counted.kinds.get("heading", 0) + bool(heading)
            pieces += _myths_and_text(under, counted)
    return "\n\n".join(piece for piece in pieces if piece) + "\n", counted


def _heading(heading: Line | None) -> str:
    return f"{'#' * heading.level} {heading.text}" if heading else ""


def _untangled(lines: list[Line]) -> Iterator[Line]:
    """Each label and question on a line of its own."""
    asking = False
    for line in lines:
        if line.kind == HEADING:
            asking = is_questions(line.plain)
        if line.kind not in (TEXT, ITEM):
            yield line
            continue
        label = _LABEL.match(line.text)
        name = label["name"].lower() if label else ""
        pieces = [line.text]
        if name in (*_MYTHS, *_REALITIES):
            pieces = _RUN_MYTH.split(line.text)
        elif name == "concept":
            pieces = _RUN_PARTS.split(line.text)
        elif asking:
            pieces = _RUN_QUESTION.split(line.text)
        yield line.with_text(pieces[0])
        for piece in pieces[1:]:
            yield Line(TEXT if _named(piece) in _REALITIES else ITEM if asking else TEXT, piece, line.level)


def _named(text: str) -> str:
    match = _LABEL.match(text)
    return match["name"].lower() if match else ""


def _content(text: str) -> str:
    match = _LABEL.match(text)
    return match["text"].strip() if match else text


# --- Questions


def _questions(under: list[Line], counted: Counted, asked_below: bool) -> Iterator[str]:
    """Questions as items, bold lines or labels, each with what follows it up to the next."""
    asked: str | None = None
    answer: list[Line] = []
    before: list[Line] = []
    for line in under:
        if _named(line.text) in (*_ASKING, *_ANSWERING):
            counted.taken.append(line.text.split(":")[0] + ":")
        question, rest = _question(line)
        if question:
            counted.taken += [f"{line.number}."] if line.number is not None else []
            if asked:
                yield _faq(asked, answer, counted)
            asked, answer = question, [Line(TEXT, rest)] if rest else []
        elif asked:
            answer.append(_answered(line))
        else:
            before.append(line)
    if before:
        yield _plain(before)
    if asked:
        yield _faq(asked, answer, counted)
    elif not asked_below:
        counted.notes.append("under the heading of questions none was found: look whether there are any")


def _question(line: Line) -> tuple[str, str]:
    """The question that a line begins with, and the rest of it; empty where it asks none."""
    text = line.text
    name = _named(text)
    if name in _ASKING:
        text = _content(text)
    elif name in _ANSWERING or line.kind not in (ITEM, TEXT):
        return "", ""
    match = _QUESTION.match(text)
    if not match:
        return "", ""
    rest = match["rest"].strip()
    bold = text.startswith("**")
    # An answer may hold a question; one that stands alone, as an item, in bold or behind a label is what is asked.
    alone = name in _ASKING or bold or line.strong or line.kind == ITEM or not rest
    return (match["text"].strip("* "), rest) if alone and len(match["text"].split()) <= 40 else ("", "")


def _answered(line: Line) -> Line:
    return line.with_text(_content(line.text)) if _named(line.text) in _ANSWERING else line


def _asked(heading: Line, under: list[Line], counted: Counted) -> Iterator[str]:
    counted.taken += [line.text.split(":")[0] + ":" for line in under if _named(line.text) in _ANSWERING]
    yield _faq(heading.text, [_answered(line) for line in under], counted)


def _faq(question: str, answer: list[Line], counted: Counted) -> str:
    counted.one("faq")
    if not answer:
        counted.notes.append(f"the question “{question}” has no answer")
    return f"/// faq | {question}\n{_plain(_shallower(answer))}\n///"


def _shallower(lines: list[Line]) -> list[Line]:
    """Lines that belonged to an item, on their own: one level up, so that they are no code."""
    lists = {line.level for line in lines if line.kind == ITEM}
    least = min(lists, default=1)
    return [
        Line(line.kind, line.text, max(line.level - least + 1, 1) if line.kind == ITEM else
             max(line.level - least, 0) if lists and line.level > least else 0, line.number)
        for line in lines
    ]


# --- Myths


def _myths_and_text(under: list[Line], counted: Counted) -> Iterator[str]:
    waiting: list[Line] = []
    place = 0
    while place < len(under):
        line = under[place]
        if line.kind in (TEXT, ITEM) and _named(line.text) in _MYTHS:
            real = place + 1
            while real < len(under) and under[real].kind in (TEXT, ITEM) and not _named(under[real].text):
                real += 1
            if real < len(under) and _named(under[real].text) in _REALITIES and real - place <= 3:
                end = real + 1
                while end < len(under) and under[end].level > line.level and under[end].kind != HEADING:
                    end += 1
                if waiting:
                    yield _plain(waiting)
                    waiting = []
                yield _myth(under[place:end], real - place, counted)
                place = end
                continue
            counted.notes.append(f"a myth has no reality beside it: “{line.plain[:80]}”")
        waiting.append(line)
        place += 1
    if waiting:
        yield _plain(waiting)


def _myth(lines: list[Line], real: int, counted: Counted) -> str:
    counted.one("myth")
    title = " ".join(_content(line.text) for line in lines[:real])
    text = [Line(TEXT, _content(lines[real].text)), *_shallower(lines[real + 1 :])]
    counted.notes.append(
        f"choose a verdict for the myth “{Line(TEXT, title).plain}”: a line `    verdict: …` under its first"
    )
    counted.taken += [f"{lines[0].text.split(':')[0]}:", f"{lines[real].text.split(':')[0]}:"]
    return f"/// myth | {title}\n{_plain(text)}\n///"


# --- Interventions


def _is_intervention(under: list[Line]) -> bool:
    names = [_PARTS.get(_named(line.text)) for line in under if line.kind in (TEXT, ITEM)]
    return "Concept" in names and len({*names} - {None}) >= 2 and names[:1] == ["Concept"]


def _intervention(heading: Line, under: list[Line], counted: Counted) -> Iterator[str]:
    counted.one("intervention")
    parts: dict[str, list[Line]] = {}
    after: list[Line] = []
    part = ""
    for line in under:
        name = _PARTS.get(_named(line.text), "") if line.kind in (TEXT, ITEM) else ""
        if name and name not in parts:
            part = name
            counted.taken.append(line.text.split(":")[0] + ":")
            parts[part] = [Line(TEXT, _content(line.text))] if _content(line.text) else []
        elif part == "Steps" and (after or (line.kind != ITEM and any(each.kind == ITEM for each in parts[part]))):
            after.append(line)
        else:
            counted.taken += [f"{line.number}."] if part == "Steps" and line.number is not None else []
            parts[part].append(line)
    missing = [name for name in ("Concept", "Example", "Steps") if name not in parts]
    if missing:
        lacking = " and no ".join(missing)
        counted.notes.append(f"the intervention “{heading.plain}” has no {lacking}: the build will say so")
    body = "\n\n".join(f"{name}\n{_indented(name, lines)}" for name, lines in parts.items())
    yield f"/// intervention | {heading.text}\n{body}\n///"
    if after:
        yield _plain(after)


def _indented(name: str, lines: list[Line]) -> str:
    if name == "Steps":
        lines = [Line(ITEM, line.text, max(line.level, 1), 1 if line.level <= 1 else line.number) for line in lines]
        lines = _counted_on(lines)
    text = _plain(lines).replace("\n", "\n    ")
    return ":   " + re.sub(r"\n +(?=\n)", "\n", text)


def _counted_on(lines: list[Line]) -> list[Line]:
    found, count = [], 0
    for line in lines:
        count += line.level == 1
        found.append(Line(line.kind, line.text, line.level, count if line.level == 1 else line.number))
    return found


# --- Key points


def _points(heading: Line | None, under: list[Line], counted: Counted) -> Iterator[str]:
    assert heading is not None
    kind = "takeaways" if TAKEAWAYS.fullmatch(heading.plain) or "take" in heading.plain.lower() else "points"
    first = next((n for n, line in enumerate(under) if line.kind == ITEM), None)
    if first is None:
        counted.notes.append(f"under “{heading.plain}” there is no list: it is kept as a section")
        yield _heading(heading)
        yield from _myths_and_text(under, counted)
        return
    last = first
    while last < len(under) and (under[last].kind == ITEM or under[last].level > 0):
        last += 1
    counted.one(kind)
    if first:
        yield _heading(heading)
        yield _plain(under[:first])
    yield f"/// points | {heading.text}\n    kind: {kind}\n{_plain(under[first:last])}\n///"
    if under[last:]:
        yield from _myths_and_text(under[last:], counted)


# --- Everything else


def _plain(lines: list[Line]) -> str:
    """Lines as Markdown: items close together, everything else a paragraph apart."""
    text = ""
    before: Line | None = None
    for line in lines:
        piece = _one(line)
        close = before is not None and before.kind == ITEM and line.kind == ITEM
        text += ("\n" if close else "\n\n") if before is not None else ""
        text += piece
        before = line
    return text


def _one(line: Line) -> str:
    indent = "    " * (line.level - 1 if line.kind == ITEM else line.level if line.kind != HEADING else 0)
    if line.kind == HEADING:
        return _heading(line)
    if line.kind == ITEM:
        return f"{indent}{'-' if line.number is None else f'{line.number}.'} {opened(line.text)}"
    if line.kind == QUOTE:
        return f"{indent}> {opened(line.text)}"
    if line.kind in (RAW, IMAGE):
        return "\n".join(indent + row if row else "" for row in line.text.split("\n"))
    return indent + opened(line.text)
