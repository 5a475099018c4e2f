"""Settings that a version renamed, and the files of a site in which `desk upgrade` writes the new name.

The old name is read until the next major version (docs/generator/versions.md), so nothing has to be mended at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from proofdesk.common.files import MAX_PAGE_BYTES, read_ordinary, walk
from proofdesk.common.yaml_files.reading import read_yaml_nodes

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*$", re.S | re.M)


@dataclass(frozen=True)
class Renamed:
    """A name of a setting: the names above it, “*” for each entry of a list, then the old one and the new one."""

    path: tuple[str, ...]
    new: str


# In site.yml and at the top of pages alike.
RENAMED = (Renamed(("reviewers", "*", "what"), "scope"), Renamed(("reviewed-by", "*", "what"), "scope"),
           Renamed(("reviewers",), "reviewed-by"))


@dataclass(frozen=True)
class Mend:
    """A file with settings under their new names, and which those are."""

    path: str
    before: bytes
    after: bytes
    names: tuple[str, ...]


def mends(root: Path, docs: Path) -> Iterator[Mend]:
    """Yield each file of a site that has a setting under an old name, mended; ``docs`` is the folder of its pages."""
    pages = sorted(Path(folder, name) for folder, _, names in walk(docs) for name in names
                   if name.endswith(".md"))
    for file in (root / "site.yml", *pages):
        try:
            before = read_ordinary(file, MAX_PAGE_BYTES)
            text = before.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # `desk check` says what is wrong with it
        match = None if file.suffix == ".yml" else _FRONT_MATTER.match(text)
        if file.suffix != ".yml" and match is None:
            continue
        start, end = match.span(1) if match else (0, len(text))
        stated, names = rename(text[start:end], RENAMED)
        if names:
            after = (text[:start] + stated + text[end:]).encode("utf-8")
            yield Mend(file.relative_to(root).as_posix(), before, after, tuple(names))


def rename(text: str, renamed: tuple[Renamed, ...]) -> tuple[str, list[str]]:
    """Return YAML with the new names, and which were old; nothing else of the text changes."""
    try:
        root = read_yaml_nodes(text)
    except (yaml.YAMLError, ValueError):
        return text, []
    places = {}
    for each in renamed:
        for key, siblings in _keys(root, each.path):
            if each.new not in siblings:  # both are stated: an editor has to choose
                places[key.start_mark.index, key.end_mark.index] = each.new
    names = []
    for (start, end), new in sorted(places.items(), reverse=True):
        names.append(f"{text[start:end]} → {new}")
        text = text[:start] + new + text[end:]
    return text, names[::-1]


def _keys(node: yaml.Node | None, path: tuple[str, ...]) -> Iterator[tuple[yaml.ScalarNode, set[str]]]:
    """Yield the nodes of a setting's name, each with the names beside it."""
    first, *rest = path
    if first == "*" and isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _keys(each, tuple(rest))
    elif isinstance(node, yaml.MappingNode):
        siblings = {str(key.value) for key, _ in node.value}
        for key, value in node.value:
            if key.value == first and isinstance(key, yaml.ScalarNode):
                if rest:
                    yield from _keys(value, tuple(rest))
                else:
                    yield key, siblings
