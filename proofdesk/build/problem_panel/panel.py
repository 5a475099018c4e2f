"""List the problems of a page that is being written, each with links to its line and to its note on the page.

Only ``mkdocs serve`` shows the panel, because it holds paths of the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from proofdesk.common.problems import Problem


@dataclass(frozen=True)
class Shown:
    """A problem as the panel lists it.

    ``editor`` opens its line in VS Code; ``anchor`` is the id of its note on the page, empty if there is none.
    """

    problem: Problem
    editor: str
    anchor: str = ""

    @property
    def place(self) -> str:
        return f"{self.problem.path}:{self.problem.line}:{self.problem.column}"


def list_problems(problems: Iterable[Problem], anchors: Mapping[Problem, str], root: Path) -> list[Shown]:
    """Return problems as the panel lists them; ``anchors`` are the ids of those that the page shows."""
    return [Shown(problem, _editor_address(problem, root), anchors.get(problem, "")) for problem in problems]


def _editor_address(problem: Problem, root: Path) -> str:
    """Return an address that opens a problem's line in VS Code."""
    return f"vscode://file/{quote(str(root / problem.path).lstrip('/'))}:{problem.line}:{problem.column}"
