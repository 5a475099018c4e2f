"""Questions, myths, interventions and key points of a manuscript → the site's blocks; the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from proofdesk.desk.importing.headings import POINTS, QUESTIONS, TAKEAWAYS, sections, without_number
from proofdesk.desk.importing.labels import ANSWERING, ASKING, MYTHS, REALITIES, content, named, untangled
from proofdesk.desk.importing.markdown_writer import heading_of, plain, shallower
from proofdesk.desk.importing.model import HEADING, ITEM, TEXT, Line

_PARTS = {"concept": "Concept", "example": "Example", "intervention": "Steps", "steps": "Steps", "practice": "Steps"}
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
    parts = list(sections(list(untangled(lines))))
    asking: Line | None = None  # the heading of questions that we are below
    for place, (heading, under) in enumerate(parts):
        words = without_number(heading.plain).strip(" :") if heading else ""
        after = parts[place + 1][0] if place + 1 < len(parts) else None
        if QUESTIONS.fullmatch(words):
            asking = heading
            counted.one("heading")
            asked_below = after is not None and after.plain.endswith("?")
            pieces += [heading_of(heading), *_questions(under, counted, asked_below)]
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
            pieces += [heading_of(heading)] if heading else []
            counted.kinds["heading"] = counted.kinds.get("heading", 0) + bool(heading)
            pieces += _myths_and_text(under, counted)
    return "\n\n".join(piece for piece in pieces if piece) + "\n", counted


# --- Questions


def _questions(under: list[Line], counted: Counted, asked_below: bool) -> Iterator[str]:
    """Questions as items, bold lines or labels, each with what follows it up to the next."""
    asked: str | None = None
    answer: list[Line] = []
    before: list[Line] = []
    for line in under:
        if named(line.text) in (*ASKING, *ANSWERING):
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
        yield plain(before)
    if asked:
        yield _faq(asked, answer, counted)
    elif not asked_below:
        counted.notes.append("under the heading of questions none was found: look whether there are any")


def _question(line: Line) -> tuple[str, str]:
    """The question that a line begins with, and the rest of it; empty where it asks none."""
    text = line.text
    name = named(text)
    if name in ASKING:
        text = content(text)
    elif name in ANSWERING or line.kind not in (ITEM, TEXT):
        return "", ""
    match = _QUESTION.match(text)
    if not match:
        return "", ""
    rest = match["rest"].strip()
    bold = text.startswith("**")
    # An answer may hold a question; one that stands alone, as an item, in bold or behind a label is what is asked.
    alone = name in ASKING or bold or line.strong or line.kind == ITEM or not rest
    return (match["text"].strip("* "), rest) if alone and len(match["text"].split()) <= 40 else ("", "")


def _answered(line: Line) -> Line:
    return line.with_text(content(line.text)) if named(line.text) in ANSWERING else line


def _asked(heading: Line, under: list[Line], counted: Counted) -> Iterator[str]:
    counted.taken += [line.text.split(":")[0] + ":" for line in under if named(line.text) in ANSWERING]
    yield _faq(heading.text, [_answered(line) for line in under], counted)


def _faq(question: str, answer: list[Line], counted: Counted) -> str:
    counted.one("faq")
    if not answer:
        counted.notes.append(f"the question “{question}” has no answer")
    return f"/// faq | {question}\n{plain(shallower(answer))}\n///"


# --- Myths


def _myths_and_text(under: list[Line], counted: Counted) -> Iterator[str]:
    waiting: list[Line] = []
    place = 0
    while place < len(under):
        line = under[place]
        if line.kind in (TEXT, ITEM) and named(line.text) in MYTHS:
            real = place + 1
            while real < len(under) and under[real].kind in (TEXT, ITEM) and not named(under[real].text):
                real += 1
            if real < len(under) and named(under[real].text) in REALITIES and real - place <= 3:
                end = real + 1
                while end < len(under) and under[end].level > line.level and under[end].kind != HEADING:
                    end += 1
                if waiting:
                    yield plain(waiting)
                    waiting = []
                yield _myth(under[place:end], real - place, counted)
                place = end
                continue
            counted.notes.append(f"a myth has no reality beside it: “{line.plain[:80]}”")
        waiting.append(line)
        place += 1
    if waiting:
        yield plain(waiting)


def _myth(lines: list[Line], real: int, counted: Counted) -> str:
    counted.one("myth")
    title = " ".join(content(line.text) for line in lines[:real])
    text = [Line(TEXT, content(lines[real].text)), *shallower(lines[real + 1 :])]
    counted.notes.append(
        f"choose a verdict for the myth “{Line(TEXT, title).plain}”: a line `    verdict: …` under its first"
    )
    counted.taken += [f"{lines[0].text.split(':')[0]}:", f"{lines[real].text.split(':')[0]}:"]
    return f"/// myth | {title}\n{plain(text)}\n///"


# --- Interventions


def _is_intervention(under: list[Line]) -> bool:
    names = [_PARTS.get(named(line.text)) for line in under if line.kind in (TEXT, ITEM)]
    return "Concept" in names and len({*names} - {None}) >= 2 and names[:1] == ["Concept"]


def _intervention(heading: Line, under: list[Line], counted: Counted) -> Iterator[str]:
    counted.one("intervention")
    parts: dict[str, list[Line]] = {}
    after: list[Line] = []
    part = ""
    for line in under:
        name = _PARTS.get(named(line.text), "") if line.kind in (TEXT, ITEM) else ""
        if name and name not in parts:
            part = name
            counted.taken.append(line.text.split(":")[0] + ":")
            parts[part] = [Line(TEXT, content(line.text))] if content(line.text) else []
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
        yield plain(after)


def _indented(name: str, lines: list[Line]) -> str:
    if name == "Steps":
        lines = [Line(ITEM, line.text, max(line.level, 1), 1 if line.level <= 1 else line.number) for line in lines]
        lines = _counted_on(lines)
    text = plain(lines).replace("\n", "\n    ")
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
        yield heading_of(heading)
        yield from _myths_and_text(under, counted)
        return
    last = first
    while last < len(under) and (under[last].kind == ITEM or under[last].level > 0):
        last += 1
    counted.one(kind)
    if first:
        yield heading_of(heading)
        yield plain(under[:first])
    yield f"/// points | {heading.text}\n    kind: {kind}\n{plain(under[first:last])}\n///"
    if under[last:]:
        yield from _myths_and_text(under[last:], counted)
