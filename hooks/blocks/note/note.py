"""Something set apart from the text: a note, a warning, or when to get help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator

from proofdesk.blocks import IncompatibleOptions, InNewPage, LabelledEnum, MarkdownForm, Record, Section


class Type(LabelledEnum):
    """What a note is for. Its label announces it, so that nobody has to see its colour."""

    NOTE = "note", "Note", "More about the text, which a reader may pass over."
    WARNING = "warning", "Warning", "What can go wrong, or what nobody should do."
    HELP = "help", "When to get help", "Signs that somebody needs help, and whom to ask."


class Urgency(LabelledEnum):
    """How soon somebody needs help, in the three steps of the NHS's care cards."""

    NON_URGENT = "non-urgent", "When to ask for advice", "Within the next weeks."
    URGENT = "urgent", "When to get help today", "Today, without an ambulance."
    IMMEDIATE = "immediate", "When to get help at once", "Now: somebody is in danger."

# What MkDocs' Material, GitHub, Obsidian, Quarto, Docusaurus and MyST call their boxes.
_NOTES = """abstract admonition check cite done example faq hint help info note question quote seealso success summary
tip tldr todo"""
_WARNINGS = "attention bug caution critical danger error fail failure important missing warning"


class Note(Record):
    """A note, a warning, or when to get help.

    The title may be left out: readers then see the label of its type, such as “Warning”. Warn of one thing at a time,
    and only of what does harm, or readers learn to pass warnings over.
    """

    makes_claim = False
    noun = "note"
    plural = "notes"
    listing = None
    own_search_record = False  # its words belong to the section, and a result that is called “Note” says nothing
    skeleton = "…"
    in_new_page = (InNewPage(Section.RISKS, "and when to get help", {"type": "help"}),)
    markdown_form = MarkdownForm(labels=("note__label",), quoted=True)
    callouts: ClassVar[Mapping[str, Mapping[str, str]]] = {
        **{name: {} for name in _NOTES.split()}, **{name: {"type": "warning"} for name in _WARNINGS.split()}}

    type: Type = Field(default=Type.NOTE, description="What the note is for.")
    urgency: Urgency | None = Field(default=None, description="How soon to get help. It needs `type: help`.")

    @classmethod
    def default_title(cls, options: Mapping[str, str]) -> str:
        stated = {str(word): word.label for word in (*Type, *Urgency)}
        fitting = (stated.get(options.get(name, "").strip()) for name in ("urgency", "type"))
        return next(filter(None, fitting), Type.NOTE.label)

    @model_validator(mode="after")
    def _urgency_of_help(self) -> Note:
        if self.urgency and self.type is not Type.HELP:
            raise IncompatibleOptions(("urgency",), "the option “urgency” does nothing without `type: help`",
                                      "add a line `    type: help`, or take this one out")
        return self
