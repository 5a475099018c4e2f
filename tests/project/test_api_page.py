"""The page on the public API: each public name of the rooms that others build on, with what its source says of it."""

from __future__ import annotations

import importlib.util
import re
from importlib import import_module
from types import ModuleType

import pytest
from sites import ROOT

ROOMS = ("blocks", "citations")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api", ROOT / "tools" / "api.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def headings(text: str) -> set[str]:
    return set(re.findall(r"^### `(\w+)`", text, re.M))


def test_it_has_every_public_name(tool: ModuleType) -> None:
    text = tool.page()
    assert headings(text) == {name for room in ROOMS for name in import_module(f"proofdesk.{room}").__all__}
    assert "- `order`: Its place among the kinds wherever they are enumerated" in text  # from a comment
    assert "- `title`: The text after the bar in the first line." in text  # from a field
    assert "- `draw()`: Return what is drawn of the block's table" in text  # from a docstring


def test_no_name_on_it_is_gone(tool: ModuleType) -> None:
    assert headings(tool.PAGE.read_text(encoding="utf-8")) <= headings(tool.page())
