"""Turn what a manuscript writes in the form of a kind of block into such a block; the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from proofdesk.blocks.kind import BlockKind
from proofdesk.content.record import LabelledPair, LabelledParts, ListUnderHeading
from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.headings import sections, without_number
from proofdesk.desk.importing.labels import untangled
from proofdesk.desk.importing.markdown_writer import heading_of, plain, shallower
from proofdesk.desk.importing.model import HEADING, ITEM, TEXT, Line

SECTION = "heading"  # what a heading is called among the things found
_QUESTION = re.compile(r"(?:\*\*|\*)?(?P<text>[^?]{3,300}\?)(?:\*\*|\*)?(?P<rest>.*)$", re.S)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass
class Counted:
    """How many of each thing were found, by its noun, and what an editor has to see to."""

    found: dict[str, int] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=lambda: {SECTION: "headings"})
    taken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def heading(self, count: int = 1) -> None:
        self.found[SECTION] = self.found.get(SECTION, 0) + count

    def one(self, kind: BlockKind, noun: str = "", plural: str = "") -> None:
        """Count a block; ``noun`` and ``plural`` are its form's own, if they differ from the kind's."""
        noun, plural = noun or kind.noun, plural or kind.plural
        self.plurals[noun] = plural
        self.found[noun] = self.found.get(noun, 0) + 1

    def label(self, line: Line) -> None:
        """Note a label that the site writes itself."""
        self.taken.append(line.text.split(":")[0] + ":")


def written(lines: list[Line], forms: Forms) -> tuple[str, Counted]:
    """Return the body of a page in our Markdown, and what was found."""
    writer = _Writer(forms)
    pieces = list(writer.body(list(sections(list(untangled(lines, forms))))))
    return "\n\n".join(piece for piece in pieces if piece) + "\n", writer.counted


class _Writer:
    """Writes a manuscript's sections one after the other and counts what it finds."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.counted = Counted()

    def body(self, parts: list[tuple[Line | None, list[Line]]]) -> Iterator[str]:
        asking: tuple[Line, BlockKind] | None = None  # the heading of questions that we are below, and what asks there
        for place, (heading, under) in enumerate(parts):
            words = without_number(heading.plain).strip(" :") if heading else ""
            after = parts[place + 1][0] if place + 1 < len(parts) else None
            questions, listed = self.forms.questions_below(words), self.forms.list_below(words)
            if heading and questions:
                asking = heading, questions[0]
                self.counted.heading()
                yield heading_of(heading)
                yield from self.questions(questions[0], under, after is not None and after.plain.endswith("?"))
                continue
            if asking and heading and words.endswith("?") and heading.level > asking[0].level:
                yield from self.asked(asking[1], heading, under)
                continue
            asking = None
            if heading and listed:
                yield from self.list_below(*listed, heading, under)
            elif heading and (in_parts := self.in_parts(under)):
                yield from self.parts(*in_parts, heading, under)
            else:
                yield heading_of(heading)
                self.counted.heading(bool(heading))
                yield from self.labelled_and_text(under)

    # --- Questions

    def questions(self, kind: BlockKind, under: list[Line], asked_below: bool) -> Iterator[str]:
        """Questions as items, bold lines or labels, each with what follows it up to the next."""
        asked: str | None = None
        answer: list[Line] = []
        before: list[Line] = []
        for line in under:
            if self.forms.label(line.text) in self.forms.asking | self.forms.answering:
                self.counted.label(line)
            question, rest = self.question(line)
            if question:
                self.counted.taken += [f"{line.number}."] if line.number is not None else []
                if asked:
                    yield self.answered(kind, asked, answer)
                asked, answer = question, [Line(TEXT, rest)] if rest else []
            elif asked:
                answer.append(self.without_answer_label(line))
            else:
                before.append(line)
        if before:
            yield plain(before)
        if asked:
            yield self.answered(kind, asked, answer)
        elif not asked_below:
            self.counted.notes.append(
                f"under the heading of {kind.plural} none was found: look whether there are any")

    def question(self, line: Line) -> tuple[str, str]:
        """The question that a line begins with, and the rest of it; empty if it asks none."""
        text = line.text
        name = self.forms.label(text)
        if name in self.forms.asking:
            text = self.forms.content(text)
        elif name in self.forms.answering or line.kind not in (ITEM, TEXT):
            return "", ""
        match = _QUESTION.match(text)
        if not match:
            return "", ""
        rest = match["rest"].strip()
        bold = text.startswith("**")
        # An answer may hold a question; one that stands alone, as an item, in bold or behind a label is what is asked.
        alone = name in self.forms.asking or bold or line.strong or line.kind == ITEM or not rest
        return (match["text"].strip("* "), rest) if alone and len(match["text"].split()) <= 40 else ("", "")

    def without_answer_label(self, line: Line) -> Line:
        answers = self.forms.label(line.text) in self.forms.answering
        return line.with_text(self.forms.content(line.text)) if answers else line

    def asked(self, kind: BlockKind, heading: Line, under: list[Line]) -> Iterator[str]:
        for line in under:
            if self.forms.label(line.text) in self.forms.answering:
                self.counted.label(line)
        yield self.answered(kind, heading.text, [self.without_answer_label(line) for line in under])

    def answered(self, kind: BlockKind, question: str, answer: list[Line]) -> str:
        self.counted.one(kind)
        if not answer:
            self.counted.notes.append(f"the {kind.noun} “{question}” has no answer")
        return _block(kind, question, plain(shallower(answer)))

    # --- Labelled pairs and texts

    def labelled_and_text(self, under: list[Line]) -> Iterator[str]:
        waiting: list[Line] = []
        place = 0
        while place < len(under):
            block, end = self.labelled(under, place)
            if block:
                if waiting:
                    yield plain(waiting)
                    waiting = []
                yield block
                place = end
                continue
            waiting.append(under[place])
            place += 1
        if waiting:
            yield plain(waiting)

    def labelled(self, under: list[Line], place: int) -> tuple[str, int]:
        """The block that begins with a label at a place, and where it ends; empty if none does."""
        line = under[place]
        name = self.forms.label(line.text) if line.kind in (TEXT, ITEM) else ""
        if not name:
            return "", place
        for kind, pair in self.forms.pairs:
            if name in pair.titles:
                return self.pair(kind, pair, under, place)
        for kind, form in self.forms.texts:
            if name in form.labels:
                end = _below(under, place, line)
                return self.labelled_text(kind, under[place:end]), end
        return "", place

    def pair(self, kind: BlockKind, form: LabelledPair, under: list[Line], place: int) -> tuple[str, int]:
        answer = place + 1
        while answer < len(under) and under[answer].kind in (TEXT, ITEM) and not self.forms.label(under[answer].text):
            answer += 1
        if not (answer < len(under) and self.forms.label(under[answer].text) in form.answers and answer - place <= 3):
            self.counted.notes.append(
                f"a {kind.noun} has no {form.answers[0]} beside it: “{under[place].plain[:80]}”")
            return "", place
        end = _below(under, answer, under[place])
        title = " ".join(self.forms.content(line.text) for line in under[place:answer])
        text = [Line(TEXT, self.forms.content(under[answer].text)), *shallower(under[answer + 1 : end])]
        self.counted.label(under[place])
        self.counted.label(under[answer])
        return self.titled(kind, title, text), end

    def labelled_text(self, kind: BlockKind, lines: list[Line]) -> str:
        title, *rest = _SENTENCE_END.split(self.forms.content(lines[0].text), maxsplit=1)
        text = [*(Line(TEXT, each) for each in rest), *shallower(lines[1:])]
        self.counted.label(lines[0])
        if not text:
            self.counted.notes.append(f"the {kind.noun} “{Line(TEXT, title).plain}” has no text")
        return self.titled(kind, title, text)

    def titled(self, kind: BlockKind, title: str, text: list[Line]) -> str:
        """A block whose options only an editor can choose."""
        self.counted.one(kind)
        self.counted.notes += [
            f"choose a {name} for the {kind.noun} “{Line(TEXT, title).plain}”: a line `    {name}: …` under its first"
            for name, option in kind.options.items() if option["required"]
        ]
        return _block(kind, title, plain(text))

    # --- Labelled parts below a heading

    def in_parts(self, under: list[Line]) -> tuple[BlockKind, LabelledParts] | None:
        """The kind whose parts stand below a heading: its first one, and at least one more."""
        for kind, form in self.forms.parts:
            first = next(iter(form.parts.values()))
            names = [form.parts.get(self.forms.label(line.text)) for line in under if line.kind in (TEXT, ITEM)]
            if names[:1] == [first] and len({*names} - {None}) >= 2:
                return kind, form
        return None

    def parts(self, kind: BlockKind, form: LabelledParts, heading: Line, under: list[Line]) -> Iterator[str]:
        self.counted.one(kind)
        parts: dict[str, list[Line]] = {}
        after: list[Line] = []
        *_, steps = form.parts.values()
        part = ""
        for line in under:
            name = form.parts.get(self.forms.label(line.text), "") if line.kind in (TEXT, ITEM) else ""
            if name and name not in parts:
                part = name
                self.counted.label(line)
                content = self.forms.content(line.text)
                parts[part] = [Line(TEXT, content)] if content else []
            elif part == steps and (after or (line.kind != ITEM and any(each.kind == ITEM for each in parts[part]))):
                after.append(line)
            else:
                self.counted.taken += [f"{line.number}."] if part == steps and line.number is not None else []
                parts[part].append(line)
        missing = [name for name in dict.fromkeys(form.parts.values()) if name not in parts]
        if missing:
            lacking = " and no ".join(missing)
            self.counted.notes.append(f"the {kind.noun} “{heading.plain}” has no {lacking}: the build will say so")
        body = "\n\n".join(f"{name}\n{_indented(lines, name == steps)}" for name, lines in parts.items())
        yield _block(kind, heading.text, body)
        if after:
            yield plain(after)

    # --- Lists below a heading

    def list_below(self, kind: BlockKind, form: ListUnderHeading, heading: Line, under: list[Line]) -> Iterator[str]:
        first = next((n for n, line in enumerate(under) if line.kind == ITEM), None)
        if first is None:
            self.counted.notes.append(f"under “{heading.plain}” there is no list: it is kept as a section")
            yield heading_of(heading)
            yield from self.labelled_and_text(under)
            return
        last = first
        while last < len(under) and (under[last].kind == ITEM or under[last].level > 0):
            last += 1
        self.counted.one(kind, form.noun, form.plural)
        if first:
            yield heading_of(heading)
            yield plain(under[:first])
        options = "".join(f"    {name}: {value}\n" for name, value in form.options.items())
        yield _block(kind, heading.text, plain(under[first:last]), options)
        if under[last:]:
            yield from self.labelled_and_text(under[last:])


def _block(kind: BlockKind, title: str, body: str, options: str = "") -> str:
    return f"/// {kind.name} | {title}\n{options}{body}\n///"


def _below(under: list[Line], place: int, head: Line) -> int:
    """Where the lines end that follow a place and belong to a line above them."""
    end = place + 1
    while end < len(under) and under[end].level > head.level and under[end].kind != HEADING:
        end += 1
    return end


def _indented(lines: list[Line], steps: bool) -> str:
    if steps:
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
