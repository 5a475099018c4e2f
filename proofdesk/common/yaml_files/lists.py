"""Read editors' lists and records: YAML files whose items are validated, each problem at its line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from proofdesk.common.errors import explain, explain_value
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.problems import Problem, conflicts
from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.reading import read_yaml, reason_of, stated_twice, written_name

Item = TypeVar("Item", bound=BaseModel)


def load_list(
    path: Path, name: str, kind: type[Item], rule: str, *, optional: bool = False, faultless: bool = False,
    visible: Callable[[str], str] = str,
) -> tuple[list[tuple[Item, int]], list[Problem]]:
    """Return the valid items of a list with their lines, and the problems of the others.

    ``name`` is the file's path as problems print it, ``rule`` the rule of the problems. An ``optional`` file may be
    missing or empty. With ``faultless``, items that hold markup are left out too.
    ``visible`` returns a text without the markup that it may hold.
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
        item = _validate(entry, value, name, kind, rule, problems, visible)
        if item is not None and not (faultless and len(problems) > before):
            items.append((item, entry.start_mark.line + 1))
    return items, problems


def load_record(path: Path, name: str, kind: type[Item], rule: str) -> tuple[Item | None, list[Problem]]:
    """Return what a file of `name: value` states, or None, and its problems. An empty file states nothing."""
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
    return _validate(node, stated, name, kind, rule, problems), problems


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
        problems.append(Problem(name, mark.line + 1 if mark else 1, 1, rule, f"the list cannot be read: {reason}",
                                "indent with blanks, close each bracket and quote, and put a text between quotes that "
                                "has a colon in it or begins with a sign"))
    return None, None


def _validate(
    node: yaml.Node, value: Any, name: str, kind: type[Item], rule: str, problems: list[Problem],
    visible: Callable[[str], str] = str,
) -> Item | None:
    """Return an item, or None; add what is wrong with it to the problems."""
    try:
        item = kind.model_validate(value)
    except ValidationError as error:
        problems += [Problem(name, _line(node, fault["loc"]), 1, rule, *_explain_error(kind, fault))
                     for fault in error.errors()]
        return None
    problems += [Problem(name, _line(node, path), 1, rule, f"“{markup}” would reach the reader as it is",
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


def _line(node: yaml.Node, path: tuple[str | int, ...]) -> int:
    """Return the line of the innermost node that exists on a path."""
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if str(k.value) == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return int(line)


def _explain_error(kind: type[BaseModel], fault: Any) -> tuple[str, str]:
    """Return message and remedy of a validation error."""
    path = [str(part) for part in fault["loc"] if not isinstance(part, int)]
    fields = {written_name(name, field): field for name, field in kind.model_fields.items()}
    field = fields.get(path[0]) if path else None
    remedy = (field.description or "").rstrip(".") if field else "write it like the other items"
    if fault["type"] == "missing":
        return f"an item does not state its {'.'.join(path)}", remedy
    if fault["type"] == "extra_forbidden":
        return f"“{path[-1]}” is not a known name", did_you_mean(path[-1], fields)
    return f"{'.'.join(path) + ': ' if path else ''}{explain_value(fault)}", remedy
