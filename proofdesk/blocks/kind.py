"""A kind of block: a folder with a record, a template, a style and an example, and nothing outside it.

A kind is found by its folder: ``tip/`` holds ``tip.py`` (one subclass of ``Record``), ``tip.html`` (a well-formed Jinja
template with one ``data-slot``), ``tip.css``, ``tip.md`` (the example that the guide shows and the tests render) and,
if the listing of all tips begins with something, ``listing.html``. Adding a kind of block is adding a folder.

A template of a kind that makes claims writes ``{{ labels }}`` in its root, beside the slot (``labels.py``). It marks
with ``data-index="no"`` what search skips; the labels are skipped. ``lead.py`` fills an element with ``data-lead``.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from pydantic import ValidationError

from proofdesk.bibliography.evidence import MEDICINE, Vocabulary
from proofdesk.blocks.labels import draw_labels, templates_of
from proofdesk.blocks.option_faults import report_fault, report_pair
from proofdesk.blocks.pictures import Picture, is_picture_path
from proofdesk.common.errors import UserError
from proofdesk.common.language import _, pgettext
from proofdesk.common.text import did_you_mean, slug
from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.content.record import CLAIM_OPTIONS, Listing, Record, SchemaWords
from proofdesk.content.record.loading import (
    check_description,
    find_slot,
    load_module,
    parsed,
    place_of,
    read_own,
    read_style,
)
from proofdesk.content.site_data.parts import KindWords, StatedWord
from proofdesk.content.topics import Topics

KINDS_FOLDER = "hooks/blocks"  # the site's own, from the folder of mkdocs.yml


class BlockKind:
    """One kind of block, loaded from its folder, with the ``words`` that the site states for it."""

    def __init__(self, folder: Path, words: KindWords | None = None, topics: Topics | None = None,
                 evidence: Vocabulary = MEDICINE) -> None:
        self.folder = folder
        self._words, self.topics = words or KindWords(), topics or Topics()
        self.name = folder.name
        module = load_module(folder / f"{self.name}.py")
        records = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.__name__
        ]
        if len(records) != 1:
            raise UserError(f"{place_of(self.file('py'))}: this file has {len(records)} subclasses of Record (write "
                            "one, which is the kind of block)")
        if not self.file("html").is_file():
            raise UserError(f"{place_of(self.file('html'))}: there is no such file (write the template of this kind)")
        self.record: type[Record] = records[0]
        check_description(self.record, self.file("py"))
        self.record.take_evidence_words(evidence)
        for option, stated in self._words.words.items():
            self._rename(option, stated)

    def _rename(self, option: str, stated: Mapping[str, StatedWord]) -> None:
        """Give the words of an option the labels and meanings of the site; ``checks`` reports unknown ones."""
        for word in self.options.get(option, {}).get("words", ()):
            if own := stated.get(str(word)):
                word.rename(own.label or "", own.meaning or "")

    def file(self, ending: str) -> Path:
        return self.folder / f"{self.name}.{ending}"

    @cached_property
    def example(self) -> str:
        """Return the Markdown that an author copies."""
        return read_own(self.file("md")).strip() + "\n"

    @cached_property
    def style(self) -> str:
        return read_style(self.file("css"))

    @property
    def noun(self) -> str:
        return self._words.noun or self.record.noun or self.name

    @property
    def plural(self) -> str:
        if self._words.noun and not self._words.plural:
            return f"{self.noun}s"
        return self._words.plural or self.record.plural or f"{self.noun}s"

    @property
    def listing(self) -> Listing | None:
        """Return how other pages announce the page that lists its blocks; None if there is to be none."""
        if (stated := self.record.listing) is None:
            return None
        own = self._words
        many = own.plural or stated.plural or self.plural
        name = own.list_name or (not own.plural and stated.name) or many[:1].upper() + many[1:]
        summary = own.summary or (_(stated.summary) if stated.summary else "")
        return replace(stated, name=pgettext("name of a list", name), noun=own.noun or stated.noun or self.noun,
                       plural=many, summary=summary, link_text=_(stated.link_text))

    @property
    def schema_words(self) -> SchemaWords:
        stated = self.record.schema_words
        return replace(stated, title=stated.title or f"the {self.noun}'s {self.record.title_words}",
                       text=stated.text or f"the whole {self.noun}")

    @cached_property
    def environment(self) -> Environment:
        return templates_of(self.folder)

    @cached_property
    def _template(self) -> Any:
        return self.environment.get_template(self.file("html").name)

    @property
    def listing_head(self) -> Markup:
        """Return the head of its listing, from ``listing.html``; empty without one."""
        if not (self.folder / "listing.html").is_file():
            return Markup()
        templates = self.environment.overlay(trim_blocks=False, lstrip_blocks=False)
        return Markup(templates.get_template("listing.html").render(options=self.options))

    @cached_property
    def options(self) -> dict[str, dict[str, Any]]:
        """Return an author's options by name, each with description, allowed words and whether it is required."""
        schema = {}
        for name, field in self.record.model_fields.items():
            if name in self._no_options:
                continue
            kind = field.annotation
            kinds = (kind, *getattr(kind, "__args__", ()))
            words = next((a for a in kinds if isinstance(a, type) and issubclass(a, LabelledEnum)), None)
            schema[name] = {
                "description": self._description(name, field.description or ""),
                "required": field.is_required(),
                "words": list(words) if words else [],
            }
        return schema

    def _description(self, option: str, described: str) -> str:
        listed = ", ".join(self.topics.labels)
        return f"{described.rstrip('.')}: {listed}." if option == "topics" and listed else described

    @property
    def _no_options(self) -> tuple[str, ...]:  # the title has a place of its own, and not every kind makes claims
        return ("title",) if self.record.makes_claim else ("title", *CLAIM_OPTIONS)

    def read(
        self, title: str, options: dict[str, str], report: Callable[[str | None, str, str, str], object]
    ) -> Record:
        """Return the block's record; each fault goes to ``report(option or None, rule, message, remedy)``.

        A record is returned even if something is wrong, without the faulty parts, so that a
        preview can still show the block.
        """
        title = title or self.record.default_title(options)
        stated: dict[str, Any] = {**options, "title": title}
        for name in self._no_options:
            if name in options:
                report(name, "unknown-option", f"the {self.name} block has no option “{name}”",
                       f"write the {self.record.title_words} after the bar: `/// {self.name} | …`"
                       if name == "title" else did_you_mean(name, self.options))
        if not self.record.makes_claim:
            stated = {name: value for name, value in stated.items() if name not in CLAIM_OPTIONS}
        try:
            return self.record.model_validate(stated, context=self.topics)
        except ValidationError as error:
            faults = error.errors()
        for fault in faults:
            if fault["loc"]:
                name = str(fault["loc"][0])
                report_fault(self, name, fault, options, report)
                stated.pop(name, None)
            else:
                report_pair(fault, options, report)
        for name in stated.keys() & self.options.keys():  # sound, but not yet the words that a template reads
            words = self.options[name]["words"]
            stated[name] = next((word for word in words if word == stated[name].strip()), stated[name])
        return self.record.model_construct(**{"title": title or f"({self.record.title_words} missing)", **stated})

    @cached_property
    def picture_options(self) -> list[str]:
        """Return the options that name the file of a picture."""
        return [name for name, field in self.record.model_fields.items() if is_picture_path(field.metadata)]

    def element(
        self, record: Record, id: str, pictures: Mapping[str, Picture] | None = None
    ) -> tuple[etree.Element, etree.Element]:
        """Return the block's root element, and the slot in it for the content. ``pictures`` are by their options."""
        fields = {name: getattr(record, name, None) for name in self.record.model_fields}
        found = {name: (pictures or {}).get(name) for name in self.picture_options}
        named = (self._words.noun or "").capitalize()
        file = self.folder / f"{self.name}.html"
        values = {**fields, "labels": draw_labels(fields), **found, **record.template_values()}
        root = parsed(self._template.render({**values, "id": id, "named": named}), file)
        title = str(values.get("title") or "")
        return root, find_slot(root, file, self.name, id, title, makes_claim=self.record.makes_claim)


def in_order(kinds: Iterable[BlockKind]) -> list[BlockKind]:
    """Return kinds in the order in which pages and schemas enumerate them."""
    return sorted(kinds, key=lambda kind: (kind.record.order, kind.name))


def claim_kinds(kinds: Iterable[BlockKind]) -> list[BlockKind]:
    """Return the kinds that make claims, in order."""
    return [kind for kind in in_order(kinds) if kind.record.makes_claim]


def enumerate_words(words: Sequence[str], last: str) -> str:
    """Return words as a sentence enumerates them: “a, b or c” if ``last`` is “or”."""
    *most, end = words or ("block",)
    return f"{', '.join(most)} {last} {end}" if most else end


def permalink(kind: str, title: str) -> str:
    """Return a block's anchor on its page, made from its kind and title."""
    return f"{kind}-{slug(title) or 'untitled'}"
