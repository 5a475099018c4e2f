"""Write docs/generator/api.md: the public names of the rooms that others build on, from their docstrings.

Usage: api.py [--check], after a change of a public name; with --check it only says whether the page is current.
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "generator" / "api.md"
ROOMS = ("blocks", "citations")
HEAD = """\
# The public API

Written by `tools/api.py` from the docstrings; do not edit it. What each name promises is in [versions.md](versions.md).

It is what a kind of block is made of, and the two Markdown extensions. Any other name may change in every version:
import from these two rooms, never from a module within one.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(line for room in ROOMS for line in _room(room))])


def _room(name: str) -> Iterator[str]:
    room = import_module(f"proofdesk.{name}")
    yield f"## `proofdesk.{name}`\n\n{_text(room.__doc__)}\n"
    for public in sorted(room.__all__, key=str.lower):
        yield from _name(public, getattr(room, public))


def _name(name: str, value: Any) -> Iterator[str]:
    kind = "class" if inspect.isclass(value) else "function" if callable(value) else "value"
    yield f"### `{name}`{_signature(value) if kind == 'function' else ''}\n\n{_text(_own_doc(value)) or kind}\n"
    if not inspect.isclass(value):
        return
    if issubclass(value, enum.Enum):
        yield "\n".join(f"- `{each.value}`" for each in value) + "\n"
        return
    members = [*_fields(value), *_members(value)]
    if members:
        yield "\n".join(members) + "\n"


def _fields(value: type) -> Iterator[str]:
    """Yield the variables of a class: each that its source comments on, or that describes itself."""
    described = {name: field.description for name, field in getattr(value, "model_fields", {}).items()}
    comment: list[str] = []
    for line in inspect.getsource(value).splitlines():
        stated = re.match(r" {4}(\w+): (?!.*->)", line)
        if line.startswith("    # "):
            comment.append(line[6:])
        elif stated and not stated[1].startswith("_"):
            words = described.get(stated[1]) or " ".join(comment) or line.partition("  # ")[2]
            yield f"- `{stated[1]}`" + (f": {_text(words)}" if words else "")
            comment = []
        else:
            comment = []


def _members(value: type) -> Iterator[str]:
    for name, member in vars(value).items():
        if name.startswith(("_", "extendMarkdown")):
            continue
        target = member.fget if isinstance(member, property) else getattr(member, "func", None) or getattr(
            member, "__func__", member)
        if inspect.isfunction(target) and (first := _text(inspect.getdoc(target)).split("\n\n")[0]):
            call = "" if isinstance(member, property) or hasattr(member, "func") else "()"
            yield f"- `{name}{call}`: {' '.join(first.split())}"


def _own_doc(value: Any) -> str:
    return (value.__dict__.get("__doc__") or "") if inspect.isclass(value) else (
        inspect.getdoc(value) or "") if callable(value) else ""


def _signature(value: Any) -> str:
    try:
        names = [str(each).split(":")[0].split("=")[0].strip() for each in inspect.signature(value).parameters.values()]
    except (TypeError, ValueError):
        return ""
    return f" `({', '.join(names)})`"


def _text(docstring: str | None) -> str:
    """Return a docstring as Markdown: reStructuredText's double marks are code."""
    return re.sub(r"``(.+?)``", r"`\1`", inspect.cleandoc(docstring or "")).replace("::\n", ":\n")


def main(arguments: list[str]) -> int:
    """Write the page, or compare it. The exit code is 1 if it is not current."""
    text = page()
    if arguments == ["--check"]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
