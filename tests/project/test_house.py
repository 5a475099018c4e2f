"""The order of the house: rooms that load nothing, public names that resolve, modules that stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
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


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@pytest.mark.parametrize("room", ROOMS)
def test_importing_a_room_loads_none_of_its_modules(room: str) -> None:
    code = f"import sys, proofdesk.{room}; print(*(name for name in sys.modules if name.startswith('proofdesk')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"proofdesk", "proofdesk._lazy", f"proofdesk.{room}"}


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


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_has_few_modules(folder: Path) -> None:
    assert len([file for file in folder.glob("*.py") if file.name != "__init__.py"]) <= MAX_MODULES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_long_module_says_why_it_is_long(module: Path) -> None:
    """By the words “Long because” in its docstring."""
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_LINES or "Long because" in (ast.get_docstring(ast.parse(text)) or "")


def test_mkdocs_events_are_short() -> None:
    assert (ROOT / "hooks" / "events.py").read_text(encoding="utf-8").count("\n") <= MAX_EVENT_LINES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_function_docstring_begins_with_a_verb(module: Path) -> None:
    first = {each.name: (ast.get_docstring(each) or "").split(" ")[0] for each in functions(module)}
    assert {name: word for name, word in first.items() if word in ("What", "The")} == {}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_imports_a_private_name(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith("proofdesk") for name in node.names]
    # gettext's own name for the words of a language is none.
    assert [name for name in imported if name.startswith("_") and name != "_"] == []


@pytest.mark.parametrize("module", sorted((ROOT / "hooks" / "blocks").rglob("*.py")), ids=lambda file: file.name)
def test_a_kind_of_block_uses_the_public_names_only(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in froms if name and name.startswith("proofdesk")} <= {"proofdesk.blocks"}


def test_no_two_files_of_tests_share_a_name() -> None:
    """Pytest cannot collect two of one name in folders that are no packages, and then runs no test at all."""
    files = [file.name for file in (ROOT / "tests").rglob("test_*.py") if not (file.parent / "__init__.py").exists()]
    assert [name for name, number in Counter(files).items() if number > 1] == []
