"""Read YAML within limits: no document ends the program, keeps it busy, or loses a value in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

import yaml
from pydantic.fields import FieldInfo

from proofdesk.common.problems import control_character

# What is no text although no quotes stand around it: of YAML 1.2 what an editor means by it. In YAML 1.1, which PyYAML
# reads, `no`, `on` and `y` would be truths, `12:30`, `1_000` and `010` other numbers, and an impossible day a fault.
_TEXT = "tag:yaml.org,2002:str"
_RESOLVED = (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)\Z", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+\Z", "-+0123456789"),
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
    ("merge", r"<<\Z", "<"),
)


def _plain(loader: Any) -> Any:
    """Return a loader that takes for a text whatever an editor would, and for a text each name of a value."""
    class PlainLoader(loader):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            if isinstance(node, yaml.MappingNode):
                self.flatten_mapping(node)
                for key, _ in node.value:
                    key.tag = _TEXT if isinstance(key, yaml.ScalarNode) else key.tag
            return super().construct_mapping(node, deep)

    for name, pattern, first in _RESOLVED:
        PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(pattern), list(first))
    return PlainLoader


MAX_DEPTH, MAX_VALUES = 50, 100_000
MAX_NUMBER = 300  # digits; Python takes minutes for the largest
_TOO_DEEP = "values are inside each other too often"

_PURE_LOADER = _plain(yaml.SafeLoader)
# LibYAML's reader is ten times as fast, but its messages are less precise, and not every PyYAML has it.
_C_LOADER = _plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class TooMuch(ValueError):
    """A YAML document has too much in one value. ``problem_mark`` is its place."""

    def __init__(self, message: str, mark: yaml.Mark | None) -> None:
        super().__init__(message)
        self.problem_mark = mark


def read_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """Return a YAML document as nodes with positions, and as values. Raises ``YAMLError`` and ``ValueError``."""
    return _read(text, lambda loader, node: None if node is None else loader.construct_document(node))


def read_yaml_nodes(text: str) -> yaml.Node | None:
    """Return a YAML document as nodes with positions, whatever its tags. Raises ``YAMLError`` and ``ValueError``."""
    return _read(text, lambda loader, node: None)[0]


def _read(text: str, construct: Callable[[Any, yaml.Node | None], Any]) -> tuple[yaml.Node | None, Any]:
    try:
        _refuse_depth(text)
        return _read_by(_C_LOADER, text, construct)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, TooMuch):
            raise
    try:
        return _read_by(_PURE_LOADER, text, construct)
    except RecursionError:
        raise TooMuch(_TOO_DEEP, None) from None


def _read_by(kind: Any, text: str, construct: Callable[[Any, yaml.Node | None], Any]) -> tuple[yaml.Node | None, Any]:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _size_of(node, {}, 0)
        return node, construct(loader, node)
    finally:
        loader.dispose()


def _refuse_depth(text: str) -> None:
    """Raise ``TooMuch`` for values that are so often inside each other that LibYAML's reader would end the program.

    It reads values inside each other by calling itself, without a limit. Its events come one by one.
    """
    # Each bracket opens a value. Without brackets, what is inside stands further to the right, or a dash is before it.
    if text.count("[") + text.count("{") + 2 * max(map(len, text.splitlines()), default=0) < 20 * MAX_DEPTH:
        return
    depth = 0
    events: Iterable[Any] = yaml.parse(text, Loader=_C_LOADER)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise TooMuch(_TOO_DEEP, event.start_mark)


def _size_of(node: yaml.Node, sizes: dict[int, int], depth: int) -> int:
    """Return how many values a node holds, those behind aliases too. Raises ``TooMuch``."""
    if depth > MAX_DEPTH:
        raise TooMuch(_TOO_DEEP, node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        if node.tag != _TEXT and len(node.value) > MAX_NUMBER:
            raise TooMuch(f"a number has {len(node.value):,} digits", node.start_mark)
        if sign := control_character(node.value):
            raise TooMuch(f"the value has the control character {sign}, which no page can show", node.start_mark)
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = MAX_VALUES  # if it holds itself
        inside = node.value if isinstance(node, yaml.SequenceNode) else [each for pair in node.value for each in pair]
        sizes[id(node)] = 1 + sum(_size_of(each, sizes, depth + 1) for each in inside)
    if sizes[id(node)] > MAX_VALUES:
        raise TooMuch("it holds too many values, or itself, by its aliases", node.start_mark)
    return sizes[id(node)]


def stated_twice(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Yield each name that stands a second time among its values: YAML would take the last one in silence."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from stated_twice(item)
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if str(key.value) in names:
                yield key
            names.add(str(key.value))
            yield from stated_twice(value)


def written_name(name: str, field: FieldInfo) -> str:
    """Return the name by which editors write a field of a model."""
    return field.alias or field.serialization_alias or name
