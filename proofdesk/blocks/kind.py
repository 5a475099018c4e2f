"""A kind of block: a folder with a record, a template, a style and an example, and nothing outside it.

A kind is found by its folder: ``tip/`` holds ``tip.py`` (one subclass of ``Record``), ``tip.html`` (a well-formed Jinja
template with one ``data-slot``), ``tip.css``, ``tip.md`` (the example that the guide shows and the tests render) and,
if the listing of all tips begins with something, ``listing.html``. Adding a kind of block is adding a folder.

A template of a kind that makes claims writes ``{{ labels }}`` in its root, beside the slot (``labels.py``). It marks
with ``data-index="no"`` what search skips; the labels are skipped. ``lead.py`` fills an element with ``data-lead``.
"""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from pydantic import ValidationError

from proofdesk.blocks.labels import draw_labels, templates_of
from proofdesk.blocks.pictures import Picture, is_picture_path
from proofdesk.common.language import _, pgettext
from proofdesk.common.text import did_you_mean, slug
from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.content.markup import DATA_SLOT
from proofdesk.content.record import CLAIM_OPTIONS, IncompatibleOptions, Listing, Record, SchemaWords

KINDS_FOLDER = "hooks/blocks"  # the site's own, from the folder of mkdocs.yml


class BlockKind:
    """One kind of block, loaded from its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name
        module = _load(folder / f"{self.name}.py")
        records = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.__name__
        ]
        if len(records) != 1:
            raise TypeError(f"{folder} must define exactly one Record, not {len(records)}")
        self.record: type[Record] = records[0]

    def file(self, ending: str) -> Path:
        return self.folder / f"{self.name}.{ending}"

    @cached_property
    def example(self) -> str:
        """Return the Markdown that an author copies."""
        return self.file("md").read_text(encoding="utf-8").strip() + "\n"

    @cached_property
    def style(self) -> str:
        return self.file("css").read_text(encoding="utf-8")

    @property
    def noun(self) -> str:
        return self.record.noun or self.name

    @property
    def plural(self) -> str:
        return self.record.plural or f"{self.noun}s"

    @property
    def listing(self) -> Listing | None:
        """Return how other pages announce the page that lists its blocks; None if there is to be none."""
        if (stated := self.record.listing) is None:
            return None
        many = stated.plural or self.plural
        return replace(
            stated, name=pgettext("name of a list", stated.name or many[:1].upper() + many[1:]),
            noun=stated.noun or self.noun, plural=many, summary=_(stated.summary) if stated.summary else "",
            link_text=_(stated.link_text))

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
            schema[name] = {"description": field.description or "", "required": field.is_required(),
                            "words": list(words) if words else []}
        return schema

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
            return self.record(**stated)
        except ValidationError as error:
            faults = error.errors()
        for fault in faults:
            if fault["loc"]:
                name = str(fault["loc"][0])
                self._report_fault(name, fault, options, report)
                stated.pop(name, None)
            else:
                self._report_pair(fault, options, report)
        for name in stated.keys() & self.options.keys():  # sound, but not yet the words that a template reads
            words = self.options[name]["words"]
            stated[name] = next((word for word in words if word == stated[name].strip()), stated[name])
        return self.record.model_construct(**{"title": title or f"({self.record.title_words} missing)", **stated})

    def _report_pair(
        self, fault: Any, options: dict[str, str], report: Callable[[str | None, str, str, str], object]
    ) -> None:
        """Report options that are sound alone and not together; the record's error is ``IncompatibleOptions``."""
        together: IncompatibleOptions = fault["ctx"]["error"]
        stated = next((name for name in together.options if name in options), None)
        report(stated, "bad-value", str(together), together.remedy)

    def _report_fault(
        self, name: str, fault: Any, options: dict[str, str], report: Callable[[str | None, str, str, str], object]
    ) -> None:
        if name == "title":
            report(None, "missing-title", f"the {self.name} block has no {self.record.title_words}",
                   f"write it after the bar: `/// {self.name} | …`")
        elif fault["type"] == "extra_forbidden":
            known = self.options
            report(name, "unknown-option", f"the {self.name} block has no option “{name}”", did_you_mean(name, known))
        elif fault["type"] == "missing" or self._is_left_empty(name, options):
            rule = self.record.missing_rules.get(name, "missing-option")
            report(name, rule, f"the {self.name} block needs the option “{name}”",
                   f"add a line `    {name}: …` under the first; {self._allowed(name)}")
        else:
            value = options.get(name, "")
            near = did_you_mean(value, map(str, self.options[name]["words"])) if self.options[name]["words"] else ""
            hint = f"; {near}" if near.startswith("did you mean") else ""
            report(name, "bad-value", f"“{value}” is not a value of the option “{name}”", self._allowed(name) + hint)

    def _is_left_empty(self, name: str, options: dict[str, str]) -> bool:
        return name in self.record.missing_rules and not options.get(name, "").strip()

    def _allowed(self, name: str) -> str:
        words = self.options[name]["words"]
        if words:
            return "allowed are: " + ", ".join(str(word) for word in words)
        return str(self.options[name]["description"])

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
        root = etree.fromstring(self._template.render(
            {**fields, "labels": draw_labels(fields), **found, **record.template_values(), "id": id}))
        # The slot keeps its mark, because programs tell an author's text from the template's by it.
        slot = next(element for element in root.iter() if DATA_SLOT in element.attrib)
        return root, slot


@cache  # a record is compared by its class, so each folder is loaded once
def block_kinds(folder: Path) -> dict[str, BlockKind]:
    """Return every kind of block that has a folder in ``folder``, by name, in alphabetical order."""
    folders = sorted(each for each in (folder.iterdir() if folder.is_dir() else ()) if (
        each / f"{each.name}.py").is_file())
    return {each.name: BlockKind(each) for each in folders}


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


def _load(file: Path) -> ModuleType:
    """Import a file that belongs to the site, not to an installed package."""
    spec = importlib.util.spec_from_file_location(f"proofdesk_kind_{file.stem}", file)
    assert spec and spec.loader, "a .py file has a loader"
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks up the names in annotations there
    spec.loader.exec_module(module)
    return module


def permalink(kind: str, title: str) -> str:
    """Return a block's anchor on its page, made from its kind and title."""
    return f"{kind}-{slug(title) or 'untitled'}"
