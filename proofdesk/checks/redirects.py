"""Check the redirects of `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Collection

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.suggest import did_you_mean


def check_redirects(moves: dict[str, str], pages: Collection[str], config: str, name: str) -> list[Problem]:
    """Return the problems of redirects, old path to new. ``config`` is the text of the file ``name``.

    Paths are relative to docs/.
    """
    problems: list[Problem] = []
    for old, new in moves.items():
        target = str(new).partition("#")[0]
        if old in pages:
            problems.append(Problem(name, *position_in_config(config, old), "redirect-over-page",
                                    f"“{old}” is a page, which the redirect would replace",
                                    "delete the redirect, or rename the page"))
        elif not old.endswith(".md"):
            problems.append(Problem(name, *position_in_config(config, old), "bad-redirect",
                                    f"“{old}” is not the file of a page",
                                    "write its old path from docs/, as in `articles/old-name.md`"))
        if not target.startswith(("https://", "http://")) and target not in pages:
            problems.append(Problem(name, *position_in_config(config, str(new)), "bad-redirect",
                                    f"“{old}” leads to “{target}”, which is not a page", did_you_mean(target, pages)))
    return problems


def position_in_config(config: str, needle: str) -> Position:
    """Return the position of a text in ``mkdocs.yml`` outside comments, or of its start."""
    for number, line in enumerate(config.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Position(number, line.index(needle) + 1)
    return Position(1, 1)
