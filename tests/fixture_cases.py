"""Load fixtures: the input as an editor writes it, then one section for each thing that is expected of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

FIXTURES = Path(__file__).resolve().parent / "fixtures"
SUFFIXES = (".md", ".bib", ".yml", ".html")
_MARKER = re.compile(r"^=== (\w+)\n", re.MULTILINE)


class Case(NamedTuple):
    """An input, and what is expected of it: the text of each section by the section's name."""

    name: str
    source: str
    expected: dict[str, str]

    def lines(self, section: str) -> list[str]:
        """Return the lines of a section."""
        return self.expected[section].splitlines()

    def problems(self, path: str, lines_above: int = 0, **lists: str) -> list[str]:
        """
        Return the expected problems as the program words them for a file.

        ``lines_above`` are the lines that a test puts above the input. ``lists`` replace ``{name}`` in the messages.
        """
        problems = []
        for problem in self.lines("problems"):
            line, message = problem.split(":", 1)
            for name, listed in lists.items():
                message = message.replace(f"{{{name}}}", listed)
            problems.append(f"{path}:{int(line) + lines_above}:{message}")
        return problems


def load_cases(folder: str) -> list[Case]:
    """Return every case of a folder of ``tests/fixtures``, sorted by name."""
    cases = []
    for file in sorted(file for file in (FIXTURES / folder).iterdir() if file.suffix in SUFFIXES):
        source, *parts = _MARKER.split(file.read_bytes().decode("utf-8"))
        expected = dict(zip(parts[::2], (part.strip("\n") for part in parts[1::2]), strict=True))
        assert expected, f"{file} expects nothing: it has no line such as `=== problems`"
        cases.append(Case(file.stem, source, expected))
    assert cases, f"no fixtures in {folder}"
    return cases


def each_case(folder: str) -> pytest.MarkDecorator:
    """Run a test once for each file of a folder of ``tests/fixtures``, under the file's name, as its ``case``."""
    return pytest.mark.parametrize("case", load_cases(folder), ids=lambda case: case.name)
