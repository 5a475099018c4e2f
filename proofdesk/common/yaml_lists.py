"""Read editors' lists: YAML files of like items, each validated by itself and returned with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from proofdesk.common.errors import explain
from proofdesk.common.problems import Problem
from proofdesk.common.raw_markup import find_raw_markup
from proofdesk.common.text import did_you_mean

Item = TypeVar("Item", bound=BaseModel)


def _without_dates(loader: Any) -> Any:
    """Return a loader that leaves dates as text, so that an impossible one can be shown as it is written."""
    resolvers = {
        first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return type("PlainLoader", (loader,), {"yaml_implicit_resolvers": resolvers})


_PURE_LOADER = _without_dates(yaml.SafeLoader)
# LibYAML's reader is ten times as fast, but its messages are less precise, and not every PyYAML has it.
_C_LOADER = _without_dates(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """Return a YAML document as nodes with positions, and as values. Raises ``YAMLError`` and ``ValueError``."""
    try:
        return _read_by(_C_LOADER, text)
    except (yaml.YAMLError, ValueError):
        return _read_by(_PURE_LOADER, text)


def _read_by(kind: Any, text: str) -> tuple[yaml.Node | None, Any]:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def load_list(path: Path, name: str, kind: type[Item], rule: str) -> tuple[list[tuple[Item, int]], list[Problem]]:
    """Return the valid items of a list with their lines, and the problems of the others.

    ``name`` is the file's path as problems print it, ``rule`` the rule of the problems.
    """

    def problem(line: int, message: str, remedy: str) -> Problem:
        return Problem(name, line, 1, rule, message, remedy)

    try:
        text = path.read_text(encoding="utf-8-sig")
        node, values = read_yaml(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = explain(error)[0] if isinstance(error, OSError) else (
            getattr(error, "problem", None) or str(error).splitlines()[0])
        return [], [problem(mark.line + 1 if mark else 1, f"the list cannot be read: {reason}",
                            "write it like the other lists of this site")]
    if not isinstance(node, yaml.SequenceNode) or not isinstance(values, list):
        return [], [problem(1, "the file does not hold a list", "begin each item with a dash, as in `- term: …`")]
    items, problems = [], []
    for entry, value in zip(node.value, values, strict=True):
        line = entry.start_mark.line + 1
        try:
            item = kind.model_validate(value)
            items.append((item, line))
            problems += [problem(line, f"“{markup}” would reach the reader as it is",
                                 "this is plain text: take the markup out")
                         for text in _texts(item.model_dump(mode="json")) for markup in _markup(text)]
        except ValidationError as error:
            for fault in error.errors():
                problems.append(problem(_line(entry, fault["loc"]), *_explain_error(kind, fault)))
    return items, problems


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of an item; addresses are none."""
    if isinstance(value, str):
        if not value.startswith(("https:", "http:")):
            yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _markup(text: str) -> list[str]:
    """Return what a reader would take for markup; a text is no list or heading, however it begins."""
    own = [mark for mark in ("///", "[@", "[^") if mark in text]
    return own or [found.syntax for found in find_raw_markup(f"… {text}")]


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
    field = kind.model_fields.get(path[0]) if path else None
    remedy = (field.description or "").rstrip(".") if field else "write it like the other items"
    if fault["type"] == "missing":
        return f"an item does not state its {'.'.join(path)}", remedy
    if fault["type"] == "extra_forbidden":
        return f"“{path[-1]}” is not a known name", did_you_mean(path[-1], kind.model_fields)
    message = fault["msg"].removeprefix("Value error, ")
    return f"{'.'.join(path) or 'item'}: {message[:1].lower()}{message[1:]}", remedy
