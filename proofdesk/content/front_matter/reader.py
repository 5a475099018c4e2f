"""Read and check a page's front matter, with the position of each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.source_text import Position
from proofdesk.common.text import UNSEEN, did_you_mean
from proofdesk.common.yaml_files.reading import read_yaml, stated_twice, written_name
from proofdesk.common.yaml_files.value_faults import explain_value
from proofdesk.common.yaml_files.yaml_faults import reason_of
from proofdesk.content.document import Document
from proofdesk.content.front_matter.authorship import Author, Review
from proofdesk.content.front_matter.faults import has_source, misdated
from proofdesk.content.front_matter.model import (
    ArticleFrontMatter,
    ArticleSource,
    Correction,
    DraftFrontMatter,
    FreeFrontMatter,
    FrontMatter,
    Series,
)
from proofdesk.content.front_matter.sound import SoundFacts
from proofdesk.content.front_matter.status import Status
from proofdesk.content.markup import SYNTAX_MARKERS
from proofdesk.content.topics import Topics


def read_front_matter(
    document: Document, model: type[FrontMatter], topics: Topics | None = None, known: SoundFacts | None = None
) -> FrontMatter | None:
    """Return the page's front matter; None, with problems on the document, if it is missing or wrong.

    ``topics`` are those of the site; without them any word may be one. What is ``known`` is not read again.
    """
    topics = topics or Topics()
    text, before = document.source.front_matter, len(document.problems)
    if text is None:
        hidden = document.source.text[:1] and UNSEEN.match(document.source.text)
        document.problem(Position(1, 1), "missing-front-matter", "the page does not begin with its facts" + (
            ", but with a sign that nobody sees" if hidden else ""),
            "delete the first line, and type it again" if hidden else
            "begin it with a line `---`, then title and description, then a line `---`")
        return None
    if known and (stated := known.load(text)):
        document.stated = stated
        with suppress(ValidationError):
            facts = _validated(document, model, topics)
            if not misdated(document.stated, facts) and has_source(facts):
                return facts
    node = _read(document, text)
    if node is None:
        return None
    twice = list(stated_twice(node))
    for key in twice:
        document.problem(Position(key.start_mark.line + 2, key.start_mark.column + 1), "front-matter",
                         f"“{key.value}” is stated twice", "keep one of the two")
    try:
        facts = _validated(document, model, topics)
    except ValidationError as error:
        for fault in error.errors():
            _report(document, _model(document, model, topics), node, fault, topics)
        return None
    wrong_dates = misdated(document.stated, facts)
    for name, message, remedy in wrong_dates:
        document.problem(_position(node, name.split(".")), "misdated", message, remedy)
    if not has_source(facts):
        document.problem(_position(node, ["source"]), "missing-front-matter", "the page does not state its source",
                         "add a line `source: …`: Where it comes from; or `authors: […]`, if it was written for this "
                         "site")
    sound = [not wrong_dates, has_source(facts), _free_of_markup(document, node), _whole(document, node), not twice]
    if known and len(document.problems) == before:
        known.store(text, document.stated)
    return facts if all(sound) else None


def _read(document: Document, text: str) -> yaml.MappingNode | None:
    """Read what a page states, as it is written; return its nodes, or None with a problem on the document."""
    try:
        node, values = read_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        reason, mark = reason_of(error)
        position = Position(mark.line + 2, mark.column + 1) if mark else Position(2, 1)
        document.problem(position, "front-matter", f"the facts at the top cannot be read: {reason}",
                         "write each as `name: value`; put a value with a colon in it between quotes")
        return None
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        document.problem(Position(2, 1), "front-matter", "the facts at the top are not `name: value` pairs",
                         "write each on a line of its own as `name: value`")
        return None
    document.stated = {str(name): _LINE_ENDS.sub(" ", value).strip() if isinstance(value, str) else value
                       for name, value in values.items()}
    return node


def _model(document: Document, model: type[FrontMatter], topics: Topics) -> type[FrontMatter]:
    """Return what a page has to state: of an article that is a draft less, and any topic in a site that lists none."""
    if model is not ArticleFrontMatter:
        return model
    if document.stated.get("status") == Status.DRAFT:
        return DraftFrontMatter
    return model if topics.stated else FreeFrontMatter


def _validated(document: Document, model: type[FrontMatter], topics: Topics) -> FrontMatter:
    """Return what a page states. Raises ``ValidationError``. A name with nothing after it states nothing."""
    return _model(document, model, topics).model_validate(
        {name: value for name, value in document.stated.items() if value is not None}, context=topics)


_LINE_ENDS = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"[ \t]*#")
# The facts that are words of their own, and not one of a list, a date or a number.
_TEXTS = frozenset({"title", "description", "publisher", "author", "licence", "note", "what", "name", "role",
                    "scope", "method", "funding", "interests"})
# The facts that hold facts of their own.
_WITHIN: dict[str, type[BaseModel]] = {
    "source": ArticleSource, "corrections": Correction, "authors": Author, "reviewed-by": Review, "reviewers": Review,
    "series": Series,
}
# What a fact was called before, in pages that have not followed.
_FORMER = {"reviewed-by": "reviewers", "scope": "what"}


def _report(document: Document, model: type[BaseModel], node: yaml.MappingNode, fault: Any, topics: Topics) -> None:
    path = [str(part) for part in fault["loc"]]
    position = _position(node, path)
    field = topics.described.rstrip(".") if path[:1] == ["topics"] else _field(model, path)
    name = ".".join(part for part in path if not part.isdigit())
    if fault["type"] == "missing":
        document.problem(position, "missing-front-matter", f"the page does not state its {name}",
                         f"add a line `{path[-1]}: …`: {field}")
    elif fault["type"] == "extra_forbidden":
        document.problem(position, "unknown-front-matter", f"there is no fact named “{path[-1]}”",
                         did_you_mean(path[-1], _fields(model, path)))
    else:
        document.problem(position, "bad-front-matter", f"{name}: {explain_value(fault)}", field or "correct the value")


def _field(model: type[BaseModel], path: list[str]) -> str:
    """Return the guide's description of the fact at a path."""
    names = [part for part in path if not part.isdigit()]
    found = _fields(model, path).get(names[-1]) if names else None
    return (found.description or "").rstrip(".") if found else ""


def _fields(model: type[BaseModel], path: list[str]) -> dict[str, Any]:
    """Return the facts possible at the end of a path, by the names that editors write."""
    names = [part for part in path if not part.isdigit()]
    within = _WITHIN.get(names[0], model) if len(names) > 1 else model
    return {written_name(name, field): field for name, field in within.model_fields.items()}


def _position(node: yaml.MappingNode, path: list[str]) -> Position:
    """Return a fact's position, or the page's first line if it is missing; lines count the opening dashes."""
    position = Position(1, 1)
    here: Any = node
    for part in path:
        if isinstance(here, yaml.SequenceNode) and part.isdigit() and int(part) < len(here.value):
            here = here.value[int(part)]
            position = Position(here.start_mark.line + 2, here.start_mark.column + 1)
            continue
        if not isinstance(here, yaml.MappingNode):
            break
        for key, value in here.value:
            if str(key.value) in (part, _FORMER.get(part)):
                position = Position(key.start_mark.line + 2, key.start_mark.column + 1)
                here = value
                break
        else:
            break
    return position


def _free_of_markup(document: Document, node: yaml.MappingNode) -> bool:
    """Report markup in facts, which would reach the reader as plain text; return whether none is ours."""
    sound = True
    for path, text in _strings(document.stated):
        # A text that begins like a list or a heading is neither: the facts are one line each.
        found = [syntax for syntax in SYNTAX_MARKERS if syntax in text]
        # A lone “<i>” in a title may be what it is about; a pair is markup.
        for syntax in found or [raw.syntax for raw in find_raw_markup(text, one_line=True)
                                if raw.name != "HTML" or "</" in text]:
            sound = sound and not found  # what only looks like markup, a preview can show
            document.problem(_position(node, path), "raw-syntax", f"“{syntax}” would reach the reader as it is",
                             "the facts are plain text: take the markup out")
    return sound


def _whole(document: Document, node: yaml.MappingNode) -> bool:
    """Report texts of which YAML takes the end for a comment; return whether there are none."""
    text, sound = document.source.front_matter or "", True
    lines = text.split("\n")
    for path, value in _scalars(node) if "#" in text else ():
        end = value.end_mark
        rest = lines[end.line][end.column :]
        if path[-1] in _TEXTS and not value.style and _COMMENT.match(rest):
            sound = False
            lost = rest.strip()
            document.problem(_position(node, path), "front-matter",
                             f"“{lost}” would be lost: behind a space, a # begins a comment",
                             f"put the whole value in quotes, as in `{path[-1]}: \"… {lost[:20]}\"`")
    return sound


def _scalars(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], yaml.ScalarNode]]:
    """Yield every single value with the names that lead to it."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _scalars(item, (*path, str(number)))
    elif isinstance(node, yaml.ScalarNode) and path:
        yield list(path), node


def _strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], str]]:
    """Yield every text among the facts with the names that lead to it; addresses are no texts."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, (*path, str(name))) if name != "url" else ()
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*path, str(number)))
    elif isinstance(value, str):
        yield list(path), value
