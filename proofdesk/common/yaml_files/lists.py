"""Read editors' lists and records: YAML files whose items are validated, each problem at its line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.problems import Problem, conflicts
from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.reading import read_yaml, stated_twice, written_name
from proofdesk.common.yaml_files.value_faults import NAME, explain_value
from proofdesk.common.yaml_files.yaml_faults import reason_of

Item = TypeVar("Item", bound=BaseModel)


def load_list(
    path: Path, name: str, kind: type[Item], rule: str, *, optional: bool = False, faultless: bool = False,
    visible: Callable[[str], str] = str, context: object = None,
) -> tuple[list[tuple[Item, int]], list[Problem]]:
    """Return the valid items of a list with their lines, and the problems of the others.

    ``name`` is the file's path as problems print it, ``rule`` the rule of the problems. An ``optional`` file may be
    missing or empty. With ``faultless``, items that hold markup are left out too.
    ``visible`` returns a text without the markup that it may hold, ``context`` is what the items' validators read.
    """
    if optional and not os.path.lexists(path):
        return [], []
    problems: list[Problem] = []
    node, values = _load(path, name, rule, problems)
    if problems:
        return [], problems
    if optional and node is None:
        return [], []
    if not isinstance(node, yaml.SequenceNode) or not isinstance(values, list):
        return [], [Problem(name, 1, 1, rule, "the file does not hold a list",
                            f"begin each item with a dash, as in `- {next(iter(kind.model_fields))}: …`")]
    items = []
    for entry, value in zip(node.value, values, strict=True):
        before = len(problems)
        item = _validate(entry, value, name, kind, rule, problems, visible, context)
        if item is not None and not (faultless and len(problems) > before):
            items.append((item, entry.start_mark.line + 1))
    return items, problems


def load_record(
    path: Path, name: str, kind: type[Item], rule: str, *, in_part: bool = False
) -> tuple[Item | None, list[Problem]]:
    """Return what a file of `name: value` states, or None, and its problems. An empty file states nothing.

    With ``in_part``, of a file with faults what its other names state, so that nothing else seems wrong for them.
    """
    problems: list[Problem] = []
    node, values = _load(path, name, rule, problems)
    if problems:
        return None, problems
    if node is None:
        return kind(), []
    if not isinstance(node, yaml.MappingNode):
        return None, [Problem(name, 1, 1, rule, "the file does not hold `name: value` pairs",
                              "write each on a line of its own as `name: value`")]
    # A name with nothing after it states nothing.
    stated = {each: value for each, value in values.items() if value is not None}
    # Unlike those of an item, its names stand at many depths, so the column is needed to tell which is meant.
    item = _validate(node, stated, name, kind, rule, problems, with_columns=True)
    return item or (_sound_part(stated, kind) if in_part else None), problems


def _sound_part(stated: dict[str, Any], kind: type[Item]) -> Item | None:
    """Return what is stated by the names that are sound, also together; None if that is not to be told."""
    for _ in range(2):  # without one name another may be wrong
        try:
            return kind.model_validate(stated)
        except ValidationError as error:
            faulty = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
            stated = {name: value for name, value in stated.items() if name not in faulty}
    return None


def _load(path: Path, name: str, rule: str, problems: list[Problem]) -> tuple[yaml.Node | None, Any]:
    """Return a file as nodes and as values; add a problem if it cannot be read, or states a name twice."""
    content = b""
    try:
        content = read_ordinary(path, MAX_LIST_BYTES)
        text = content.decode("utf-8-sig")
        if not (found := list(conflicts(name, text))):
            node, values = read_yaml(text)
            found = [Problem(name, key.start_mark.line + 1, 1, rule, f"“{key.value}” is stated twice",
                             "keep one of the two") for key in stated_twice(node)]
        problems += found
        return (None, None) if found else (node, values)
    except UnicodeDecodeError as error:
        problems.append(Problem(name, content.count(b"\n", 0, error.start) + 1, 1, rule,
                                "this line holds bytes that are not UTF-8", "save the file as UTF-8"))
    except (OSError, yaml.YAMLError, ValueError) as error:
        reason, mark = (explain(error)[0], None) if isinstance(error, OSError) else reason_of(error)
        remedy = explain(error)[1] if isinstance(error, OSError) else (
            "indent with blanks, close each bracket and quote, and put a text between quotes that has a colon in it or "
            "begins with a sign")
        problems.append(Problem(name, mark.line + 1 if mark else 1, 1, rule, f"the list cannot be read: {reason}",
                                remedy))
    return None, None


def _validate(
    node: yaml.Node, value: Any, name: str, kind: type[Item], rule: str, problems: list[Problem],
    visible: Callable[[str], str] = str, context: object = None, with_columns: bool = False,
) -> Item | None:
    """Return an item, or None; add what is wrong with it to the problems."""
    def place(path: tuple[str | int, ...]) -> tuple[int, int]:
        line, column = _position(node, path)
        return line, column if with_columns else 1

    try:
        item = kind.model_validate(value, context=context)
    except ValidationError as error:
        problems += [Problem(name, *place(fault["loc"]), rule, *_explain_error(kind, fault))
                     for fault in error.errors()]
        return None
    problems += [Problem(name, *place(path), rule, f"“{markup}” would reach the reader as it is",
                         "this is plain text: take the markup out")
                 for path, text in _texts(item.model_dump(mode="json", by_alias=True))
                 for markup in _markup(visible(text))]
    return item


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of an item with the way to it; addresses are none."""
    if isinstance(value, str):
        if not value.startswith(("https:", "http:")):
            yield path, value
    elif isinstance(value, dict | list):
        for part, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, part))


def _markup(text: str) -> list[str]:
    """Return what a reader would take for markup; a text is no list or heading, however it begins."""
    own = [mark for mark in ("///", "[@", "[^") if mark in text]
    return own or [found.syntax for found in find_raw_markup(text, one_line=True)]


def _position(node: yaml.Node, path: tuple[str | int, ...]) -> tuple[int, int]:
    """Return line and column of the innermost node that exists on a path."""
    mark = node.start_mark
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if str(k.value) == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        else:
            found = None
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return mark.line + 1, mark.column + 1


def position_in_list(path: Path, names: tuple[str | int, ...]) -> tuple[int, int]:
    """Return line and column of what these names lead to in a file that was read before."""
    node, _ = read_yaml(read_ordinary(path, MAX_LIST_BYTES).decode("utf-8-sig"))
    return _position(node, names) if node else (1, 1)


def _explain_error(kind: type[BaseModel], fault: Any) -> tuple[str, str]:
    """Return message and remedy of a validation error."""
    path = [str(part) for part in fault["loc"] if not isinstance(part, int) and part != "[key]"]
    fields, field = _facts_at(kind, path)
    remedy = (field.description or "").rstrip(".") if field else "write it like the other items"
    if fault["type"] == "missing":
        return f"an item does not state its {'.'.join(path)}", remedy
    if fault["type"] == "extra_forbidden":
        return f"“{path[-1]}” is not a known name", did_you_mean(path[-1], fields)
    if fault["type"] in ("enum", "literal_error"):
        near = did_you_mean(str(fault["input"]), re.findall(r"'([^']+)'", fault["ctx"]["expected"]))
        return (f"{'.'.join(path)}: {explain_value(fault)}",
                near if near.startswith("did you mean") or not remedy else remedy)
    if "[key]" in fault["loc"] and fault.get("ctx", {}).get("pattern") == NAME.pattern:
        return (f"“{fault['input']}” cannot be a name here",
                "write it in small letters, digits and hyphens, and begin with a letter or a digit")
    return f"{'.'.join(path) + ': ' if path else ''}{explain_value(fault)}", remedy


def _facts_at(kind: type[BaseModel], path: list[str]) -> tuple[dict[str, FieldInfo], FieldInfo | None]:
    """Return the facts that may stand where a path ends, by their names, and the fact that the path leads to.

    Parts of the path that are no fact's are names that editors choose, such as that of a topic.
    """
    fields = _fields(kind)
    field: FieldInfo | None = None
    for number, part in enumerate(path, 1):
        if part in fields:
            field = fields[part]
            within = model_in(field.annotation)
            fields = _fields(within) if within and number < len(path) else fields
    return fields, field


def _fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    return {written_name(name, field): field for name, field in kind.model_fields.items()}


def model_in(kind: Any) -> type[BaseModel] | None:
    """Return the model of which a value is, or of which the values in it are."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for inner in get_args(kind) if (found := model_in(inner))), None)
