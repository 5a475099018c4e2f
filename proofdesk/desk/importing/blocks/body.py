"""Write the body of a page: what has the form of a kind of block becomes a block, the rest stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from proofdesk.blocks.kind import BlockKind
from proofdesk.common.addresses import repeats_file_name
from proofdesk.content.record import CaptionedPicture, LabelledPair, LabelledParts, ListUnderHeading
from proofdesk.desk.importing.blocks.counts import BlockCounts
from proofdesk.desk.importing.blocks.labels import split_labels
from proofdesk.desk.importing.blocks.questions import QuestionWriter
from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.lines import HEADING, ITEM, TEXT, Line, Section, split_sections
from proofdesk.desk.importing.markdown_writer import block_markdown, boxes, heading_markdown, lines_markdown, outdent
from proofdesk.desk.importing.readers.captions import parts_of_caption
from proofdesk.desk.importing.typed_marks import COLONS, without_number

MAX_PAIR_LINES = 3  # from a labelled title to the label of its answer
MAX_QUOTED_LENGTH = 80  # of a line that a note quotes
_SENTENCE_END = re.compile(r"(?<=[.!?])\s++")


def write_body(lines: list[Line], forms: Forms, folder: str) -> tuple[str, BlockCounts]:
    """Return the body of a page as the site's Markdown, and what was found in it.

    ``folder`` is that of its pictures, from the page.
    """
    writer = _BodyWriter(forms, folder)
    lines = boxes(lines, forms.boxes, writer.counts.add_block)
    pieces = list(writer.write(list(split_sections(list(split_labels(lines, forms))))))
    return "\n\n".join(piece for piece in pieces if piece) + "\n", writer.counts


class _BodyWriter:
    """Writer of a manuscript's sections, one after the other."""

    def __init__(self, forms: Forms, folder: str) -> None:
        self.forms = forms
        self.folder = folder
        self.counts = BlockCounts()
        self.questions = QuestionWriter(forms, self.counts)

    def write(self, sections: list[Section]) -> Iterator[str]:
        """Yield Markdown for each section in order."""
        asking: tuple[Line, BlockKind] | None = None  # the heading of questions above, and the kind of its questions
        for index, (heading, under) in enumerate(sections):
            words = without_number(heading.plain).strip(COLONS) if heading else ""
            after = sections[index + 1].heading if index + 1 < len(sections) else None
            questions = self.forms.questions_below(words)
            if heading and questions:
                asking = heading, questions[0]
                self.counts.add_heading()
                yield heading_markdown(heading)
                more_below = after is not None and after.plain.endswith("?")
                yield from self.questions.write_list(questions[0], under, more_below)
            elif asking and heading and words.endswith("?") and heading.level > asking[0].level:
                yield from self.questions.write_heading(asking[1], heading, under)
            else:
                asking = None
                yield from self._section(heading, words, under)

    def _section(self, heading: Line | None, words: str, under: list[Line]) -> Iterator[str]:
        listed = self.forms.list_below(words)
        if heading and listed:
            yield from self._list_below(*listed, heading, under)
        elif heading and (with_parts := self._find_parts(under)):
            yield from self._parts(*with_parts, heading, under)
        else:
            yield heading_markdown(heading)
            self.counts.add_heading(bool(heading))
            yield from self._labelled_and_text(under)

    # --- Labelled pairs and texts

    def _labelled_and_text(self, under: list[Line]) -> Iterator[str]:
        """Yield a block for each labelled pair or text, and the lines between them."""
        pending: list[Line] = []
        index = 0
        while index < len(under):
            block, end = self._labelled(under, index)
            if not block:
                pending.append(under[index])
                index += 1
                continue
            if pending:
                yield lines_markdown(pending)
                pending = []
            yield block
            index = end
        if pending:
            yield lines_markdown(pending)

    def _labelled(self, under: list[Line], start: int) -> tuple[str, int]:
        """Return the block whose label is at ``start`` and the index after it; the block is empty without one."""
        line = under[start]
        if line.captioned and line.level == 0 and start + 1 < len(under):
            for kind, picture in self.forms.pictures:
                return self._captioned(kind, picture, line, under[start + 1]), start + 2
        label = self.forms.label(line.text) if line.kind in (TEXT, ITEM) else ""
        if not label:
            return "", start
        for kind, pair in self.forms.pairs:
            if label in pair.titles:
                return self._pair(kind, pair, under, start)
        for kind, form in self.forms.texts:
            if label in form.labels:
                end = _end_of_children(under, start, line)
                return self._labelled_text(kind, under[start:end]), end
        return "", start

    def _pair(self, kind: BlockKind, form: LabelledPair, under: list[Line], start: int) -> tuple[str, int]:
        answer = start + 1
        while answer < len(under) and under[answer].kind in (TEXT, ITEM) and not self.forms.label(under[answer].text):
            answer += 1
        has_answer = answer < len(under) and self.forms.label(under[answer].text) in form.answers
        if not has_answer or answer - start > MAX_PAIR_LINES:
            quoted = under[start].plain[:MAX_QUOTED_LENGTH]
            self.counts.notes.append(f"a {kind.noun} has no {form.answers[0]} beside it: “{quoted}”")
            return "", start
        end = _end_of_children(under, answer, under[start])
        title = " ".join(self.forms.content(line.text) for line in under[start:answer])
        text = [Line(TEXT, self.forms.content(under[answer].text)), *outdent(under[answer + 1 : end])]
        self.counts.remove_label(under[start])
        self.counts.remove_label(under[answer])
        return self._titled(kind, title, text), end

    def _labelled_text(self, kind: BlockKind, lines: list[Line]) -> str:
        title, *rest = _SENTENCE_END.split(self.forms.content(lines[0].text), maxsplit=1)
        text = [*(Line(TEXT, each) for each in rest), *outdent(lines[1:])]
        self.counts.remove_label(lines[0])
        if not text:
            self.counts.notes.append(f"the {kind.noun} “{Line(TEXT, title).plain}” has no text")
        return self._titled(kind, title, text)

    def _captioned(self, kind: BlockKind, form: CaptionedPicture, picture: Line, caption: Line) -> str:
        self.counts.add_block(kind)
        number, title, rest = parts_of_caption(caption.text)
        if number:
            self.counts.removed.append(number)
        file, alt = picture.text.rpartition("](")[2].rstrip(")"), picture.plain.strip()
        shown = "" if not alt or repeats_file_name(alt, file) else " " + json.dumps(alt, ensure_ascii=False)
        options = f"    {form.picture}: {self.folder}/{file}\n    {form.words}:{shown}\n"
        text = lines_markdown([Line(TEXT, rest)] if rest else [])
        return block_markdown(kind, title.removesuffix("."), text, options)

    def _titled(self, kind: BlockKind, title: str, text: list[Line]) -> str:
        """Return a block, and note each option that only an editor can choose."""
        self.counts.add_block(kind)
        self.counts.notes += [
            f"choose a {name} for the {kind.noun} “{Line(TEXT, title).plain}”: a line `    {name}: …` under its first"
            for name, option in kind.options.items() if option["required"]
        ]
        return block_markdown(kind, title, lines_markdown(text))

    # --- Labelled parts below a heading

    def _find_parts(self, under: list[Line]) -> tuple[BlockKind, LabelledParts] | None:
        """Return the kind whose parts are below a heading: the first part, and at least one more."""
        for kind, form in self.forms.parts:
            first = next(iter(form.parts.values()))
            names = [form.parts.get(self.forms.label(line.text)) for line in under if line.kind in (TEXT, ITEM)]
            if names[:1] == [first] and len({*names} - {None}) >= 2:
                return kind, form
        return None

    def _parts(self, kind: BlockKind, form: LabelledParts, heading: Line, under: list[Line]) -> Iterator[str]:
        self.counts.add_block(kind)
        *_, steps = form.parts.values()
        parts, rest = self._split_parts(form, steps, under)
        missing = [name for name in dict.fromkeys(form.parts.values()) if name not in parts]
        if missing:
            self.counts.notes.append(
                f"the {kind.noun} “{heading.plain}” has no {' and no '.join(missing)}: the build will report it")
        body = "\n\n".join(f"{name}\n{_definition(lines, name == steps)}" for name, lines in parts.items())
        yield block_markdown(kind, heading.text, body)
        if rest:
            yield lines_markdown(rest)

    def _split_parts(
        self, form: LabelledParts, steps: str, under: list[Line]
    ) -> tuple[dict[str, list[Line]], list[Line]]:
        """Return the lines of each part, and those that follow the list of steps."""
        parts: dict[str, list[Line]] = {}
        rest: list[Line] = []
        part = ""
        for line in under:
            name = form.parts.get(self.forms.label(line.text), "") if line.kind in (TEXT, ITEM) else ""
            if name and name not in parts:
                part = name
                self.counts.remove_label(line)
                content = self.forms.content(line.text)
                parts[part] = [Line(TEXT, content)] if content else []
            elif part == steps and (rest or (line.kind != ITEM and any(each.kind == ITEM for each in parts[part]))):
                rest.append(line)
            else:
                if part == steps:
                    self.counts.remove_number(line)
                parts[part].append(line)
        return parts, rest

    # --- Lists below a heading

    def _list_below(self, kind: BlockKind, form: ListUnderHeading, heading: Line, under: list[Line]) -> Iterator[str]:
        first = next((index for index, line in enumerate(under) if line.kind == ITEM), None)
        if first is None:
            self.counts.notes.append(f"under “{heading.plain}” there is no list: it stays a section")
            yield heading_markdown(heading)
            yield from self._labelled_and_text(under)
            return
        end = first
        while end < len(under) and (under[end].kind == ITEM or under[end].level > 0):
            end += 1
        self.counts.add_block(kind, form.noun, form.plural)
        if first:
            yield heading_markdown(heading)
            yield lines_markdown(under[:first])
        options = "".join(f"    {name}: {value}\n" for name, value in form.options.items())
        yield block_markdown(kind, heading.text, lines_markdown(under[first:end]), options)
        if under[end:]:
            yield from self._labelled_and_text(under[end:])


def _end_of_children(under: list[Line], index: int, parent: Line) -> int:
    """Return the index after the lines that follow ``index`` and belong to ``parent``."""
    end = index + 1
    while end < len(under) and under[end].level > parent.level and under[end].kind != HEADING:
        end += 1
    return end


def _definition(lines: list[Line], steps: bool) -> str:
    """Return the text of a part as a definition; ``steps`` makes all its lines a numbered list."""
    text = lines_markdown(_number_steps(lines) if steps else lines).replace("\n", "\n    ")
    return ":   " + re.sub(r"\n +(?=\n)", "\n", text)


def _number_steps(lines: list[Line]) -> list[Line]:
    found, count = [], 0
    for line in lines:
        level = max(line.level, 1)
        count += level == 1
        found.append(Line(ITEM, line.text, level, count if level == 1 else line.number))
    return found
