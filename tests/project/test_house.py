"""The order of the house: rooms that load nothing, public names that resolve, modules that stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "proofdesk"
ROOMS = sorted(file.parent.name for file in PACKAGE.glob("*/__init__.py"))
FOLDERS = sorted({file.parent for file in PACKAGE.rglob("*.py")})
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_ROOMS, MAX_MODULES, MAX_LINES, MAX_EVENT_LINES = 10, 15, 250, 80


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def assert_none(wrong: Iterable[object]) -> None:
    """Fail with a line for each thing that is not in order: pytest would cut a long list short."""
    said = [str(each) for each in wrong]
    assert not said, "\n".join(said)


@pytest.fixture(scope="module")
def nodes() -> dict[str, list[ast.AST]]:
    """All nodes of each module's code. A test looks at all modules, and says in one failure which are not in order."""
    return {name_of(module): list(ast.walk(ast.parse(module.read_text(encoding="utf-8")))) for module in MODULES}


def test_importing_a_room_loads_none_of_its_modules() -> None:
    """One process imports all, one after another, and says after each what it has loaded since."""
    code = f"""
import importlib, sys
before = set()
for room in {ROOMS}:
    importlib.import_module(f"proofdesk.{{room}}")
    loaded = {{name for name in sys.modules if name.startswith("proofdesk")}}
    print(room, *sorted(loaded - before))
    before = loaded"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {room: set(names) for room, *names in map(str.split, done.stdout.splitlines())}
    assert list(loaded) == ROOMS
    assert_none(f"{room}: {sorted(more)}" for room, names in loaded.items()
                if (more := names - {"proofdesk", "proofdesk._lazy", f"proofdesk.{room}"}))


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_of_a_room_resolves(room: str) -> None:
    module = import_module(f"proofdesk.{room}")
    assert module.__doc__ and module.__all__
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_the_map_names_every_room() -> None:
    text = import_module("proofdesk").__doc__ or ""
    assert {room for room in ROOMS if f"\n    {room} " in text} == set(ROOMS)


def test_there_are_few_rooms() -> None:
    assert len(ROOMS) <= MAX_ROOMS


def test_a_folder_has_few_modules() -> None:
    modules = {name_of(folder): [file.name for file in folder.glob("*.py") if file.name != "__init__.py"]
               for folder in FOLDERS}
    assert_none(f"{folder}: {len(names)} modules" for folder, names in modules.items() if len(names) > MAX_MODULES)


def test_a_long_module_says_why_it_is_long(nodes: dict[str, list[ast.AST]]) -> None:
    """By the words “Long because” in its docstring."""
    lines = {name_of(module): module.read_text(encoding="utf-8").count("\n") for module in MODULES}
    assert_none(f"{name}: {lines[name]} lines" for name, (module, *_) in nodes.items() if lines[name] > MAX_LINES
                and "Long because" not in (ast.get_docstring(module) or ""))  # type: ignore[arg-type]


def test_mkdocs_events_are_short() -> None:
    assert (ROOT / "hooks" / "events.py").read_text(encoding="utf-8").count("\n") <= MAX_EVENT_LINES


def test_a_function_docstring_begins_with_a_verb(nodes: dict[str, list[ast.AST]]) -> None:
    first = [(module, each.name, (ast.get_docstring(each) or "").split(" ")[0]) for module, found in nodes.items()
             for each in found if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert len(first) > 1_000
    assert_none(each for each in first if each[2] in ("What", "The"))


def test_no_module_imports_a_private_name(nodes: dict[str, list[ast.AST]]) -> None:
    imported = [(module, name.name) for module, found in nodes.items() for node in found
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("proofdesk")
                for name in node.names]
    # gettext's own name for the words of a language is none.
    assert len(imported) > 1_000
    assert_none(each for each in imported if each[1].startswith("_") and each[1] != "_")


def test_a_kind_of_block_uses_the_public_names_only() -> None:
    froms = {(module.name, node.module) for module in (ROOT / "hooks" / "blocks").rglob("*.py")
             for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)}
    assert any(name == "proofdesk.blocks" for _, name in froms)
    assert_none(each for each in froms if (each[1] or "").startswith("proofdesk") and each[1] != "proofdesk.blocks")


def test_no_two_files_of_tests_share_a_name() -> None:
    """Pytest cannot collect two of one name in folders that are no packages, and then runs no test at all."""
    files = [file.name for file in (ROOT / "tests").rglob("test_*.py") if not (file.parent / "__init__.py").exists()]
    assert [name for name, number in Counter(files).items() if number > 1] == []
