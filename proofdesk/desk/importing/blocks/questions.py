"""Find the questions below a heading such as “Frequently asked questions”, and write each as a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.blocks.kind import BlockKind
from proofdesk.desk.importing.blocks.counts import BlockCounts
from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.lines import ITEM, TEXT, Line
from proofdesk.desk.importing.markdown_writer import block_markdown, lines_markdown, outdent

MAX_QUESTION_WORDS = 40
_QUESTION = re.compile(r"(?:\*\*|\*)?(?P<text>[^?]{3,300}\?)(?:\*\*|\*)?(?P<rest>.*)$", re.S)


class QuestionWriter:
    """Writer of questions with their answers."""

    def __init__(self, forms: Forms, counts: BlockCounts) -> None:
        self.forms = forms
        self.counts = counts

    def write_list(self, kind: BlockKind, lines: list[Line], more_below: bool) -> Iterator[str]:
        """Yield blocks for questions that are items, bold lines or labelled; each ends where the next begins.

        ``more_below`` is true if questions follow as headings, so that none is needed among these lines.
        """
        question = ""
        answer: list[Line] = []
        before: list[Line] = []
        for line in lines:
            if self.forms.label(line.text) in self.forms.asking | self.forms.answering:
                self.counts.remove_label(line)
            next_question, rest = self._split_question(line)
            if next_question:
                self.counts.remove_number(line)
                if question:
                    yield self._block(kind, question, answer)
                question, answer = next_question, [Line(TEXT, rest)] if rest else []
            elif question:
                answer.append(self._without_answer_label(line))
            else:
                before.append(line)
        if before:
            yield lines_markdown(before)
        if question:
            yield self._block(kind, question, answer)
        elif not more_below:
            self.counts.notes.append(
                f"under the heading of {kind.plural} none was found: look whether there are any")

    def write_heading(self, kind: BlockKind, heading: Line, lines: list[Line]) -> Iterator[str]:
        """Yield the block of a question that is a heading; the lines below it are its answer."""
        for line in lines:
            if self.forms.label(line.text) in self.forms.answering:
                self.counts.remove_label(line)
        yield self._block(kind, heading.text, [self._without_answer_label(line) for line in lines])

    def _split_question(self, line: Line) -> tuple[str, str]:
        """Return the question that a line begins with and the rest of the line; both are empty without one."""
        text = line.text
        label = self.forms.label(text)
        if label in self.forms.asking:
            text = self.forms.content(text)
        elif label in self.forms.answering or line.kind not in (ITEM, TEXT):
            return "", ""
        match = _QUESTION.match(text)
        if not match:
            return "", ""
        rest = match["rest"].strip()
        bold = text.startswith("**") or line.strong
        # An answer may hold a question, so only a line, an item, bold text or a labelled one is a new question.
        is_new = label in self.forms.asking or bold or line.kind == ITEM or not rest
        if not is_new or len(match["text"].split()) > MAX_QUESTION_WORDS:
            return "", ""
        return match["text"].strip("* "), rest

    def _without_answer_label(self, line: Line) -> Line:
        is_answer = self.forms.label(line.text) in self.forms.answering
        return line.with_text(self.forms.content(line.text)) if is_answer else line

    def _block(self, kind: BlockKind, question: str, answer: list[Line]) -> str:
        self.counts.add_block(kind)
        if not answer:
            self.counts.notes.append(f"the {kind.noun} “{question}” has no answer")
        return block_markdown(kind, question, lines_markdown(outdent(answer)))
