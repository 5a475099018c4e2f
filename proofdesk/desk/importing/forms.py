"""Labels and headings by which manuscripts mark the site's kinds of block.

The kinds list them in English; the table of languages has the same in the other languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from proofdesk.blocks.kind import BlockKind, in_order
from proofdesk.content.record import (
    CaptionedPicture,
    LabelledPair,
    LabelledParts,
    LabelledText,
    ListUnderHeading,
    ManuscriptForm,
    QuestionsUnderHeading,
)
from proofdesk.desk.importing.languages import heading_in_english, in_all_languages

Form = TypeVar("Form", QuestionsUnderHeading, LabelledPair, LabelledParts, ListUnderHeading, LabelledText,
               CaptionedPicture)
_NEVER = r"(?!)"


class Forms:
    """Forms of all kinds of block, by type of form. Labels are compared in small letters."""

    def __init__(self, kinds: Mapping[str, BlockKind]) -> None:
        declared = [(kind, _in_all_languages(form))
                    for kind in in_order(kinds.values()) for form in kind.record.manuscript_forms]
        self.questions = _select(declared, QuestionsUnderHeading)
        self.pairs = _select(declared, LabelledPair)
        self.parts = _select(declared, LabelledParts)
        self.lists = _select(declared, ListUnderHeading)
        self.texts = _select(declared, LabelledText)
        self.pictures = _select(declared, CaptionedPicture)
        self.boxes = {name: (kind, options) for kind in in_order(kinds.values())
                      for name, options in kind.record.callouts.items()}
        self.asking = {label for _, form in self.questions for label in form.questions}
        self.answering = {label for _, form in self.questions for label in form.answers}
        self.pair_answers = {label for _, form in self.pairs for label in form.answers}
        labels = either([
            *(label for _, form in self.pairs for label in (*form.titles, *form.answers)),
            *(label for _, parts in self.parts for label in parts.parts),
            *(label for _, form in self.texts for label in form.labels), *self.asking, *self.answering,
        ])
        self._label = re.compile(
            rf"(?:\*\*|\*)?(?P<name>{labels})(?:\s?#?\d{{1,2}})?\s?(?:\*\*|\*)?\s?:\s?(?:\*\*|\*)?\s*(?P<text>.*)$",
            re.I | re.S,
        )
        self._begins_with_label = re.compile(rf"(?:{labels})\b[^:]{{0,4}}:", re.I)
        self._headings = [
            re.compile(headings, re.I) for headings in (*(form.headings for _, form in self.questions),
                                                        *(form.headings for _, form in self.lists))]

    def label(self, text: str) -> str:
        """Return the label that a text begins with, in small letters; empty without one."""
        match = self._label.match(text)
        return match["name"].lower() if match else ""

    def content(self, text: str) -> str:
        """Return a text without its label."""
        match = self._label.match(text)
        return match["text"].strip() if match else text

    def is_labelled(self, words: str) -> bool:
        """Return whether plain words begin with a label, so that they are no heading."""
        return bool(self._begins_with_label.match(words))

    def is_heading(self, words: str) -> bool:
        """Return whether a heading announces a kind of block."""
        english = heading_in_english(words)
        return any(heading.fullmatch(each) for heading in self._headings for each in (words, english))

    def questions_below(self, words: str) -> tuple[BlockKind, QuestionsUnderHeading] | None:
        """Return the kind whose questions are below a heading of these words."""
        return _first_match(self.questions, words)

    def list_below(self, words: str) -> tuple[BlockKind, ListUnderHeading] | None:
        """Return the kind whose list is below a heading of these words."""
        return _first_match(self.lists, words)


def _in_all_languages(form: ManuscriptForm) -> ManuscriptForm:
    """Return a form with its labels in every language of the table."""
    if isinstance(form, QuestionsUnderHeading):
        return replace(form, questions=in_all_languages(form.questions), answers=in_all_languages(form.answers))
    if isinstance(form, LabelledPair):
        return replace(form, titles=in_all_languages(form.titles), answers=in_all_languages(form.answers))
    if isinstance(form, LabelledParts):
        parts: dict[str, str] = {}
        for label, part in form.parts.items():
            parts |= {each: part for each in in_all_languages((label,)) if each not in parts}
        return replace(form, parts=parts)
    if isinstance(form, LabelledText):
        return replace(form, labels=in_all_languages(form.labels))
    return form


def either(labels: Iterable[str]) -> str:
    """Return a regular expression for any of the labels; it matches nothing if there is none."""
    return "|".join(labels) or _NEVER


def capitalized(labels: Iterable[str]) -> str:
    """Return a regular expression for any of the labels with a capital, as within a line only a label has it."""
    return either(label[:1].upper() + label[1:] for label in labels)


def _select(declared: Iterable[tuple[BlockKind, ManuscriptForm]], form: type[Form]) -> list[tuple[BlockKind, Form]]:
    return [(kind, each) for kind, each in declared if isinstance(each, form)]


Headed = TypeVar("Headed", QuestionsUnderHeading, ListUnderHeading)


def _first_match(forms: list[tuple[BlockKind, Headed]], words: str) -> tuple[BlockKind, Headed] | None:
    found: Iterator[tuple[BlockKind, Headed]] = (
        (kind, form) for kind, form in forms for each in (words, heading_in_english(words))
        if re.fullmatch(form.headings, each, re.I))
    return next(found, None)
