"""Check the redirects of `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Collection

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.suggest import did_you_mean


def check(moves: dict[str, str], pages: Collection[str], config: str, name: str) -> list[Problem]:
    """What is wrong with the moves that ``config``, the text of the file ``name``, states. Paths are from docs/."""
    problems: list[Problem] = []
    for old, new in moves.items():
        target = str(new).partition("#")[0]
        if old in pages:
            problems.append(Problem(name, *position_in_config(config, old), "redirect-over-page",
                                    f"“{old}” is a page, and a redirect would take its place",
                                    "take the line out, or rename the page"))
        elif not old.endswith(".md"):
            problems.append(Problem(name, *position_in_config(config, old), "bad-redirect", f"“{old}” is no page's file",
                                    "write the old file as it was, from docs/: `articles/old-name.md`"))
        if not target.startswith(("https://", "http://")) and target not in pages:
            problems.append(Problem(name, *position_in_config(config, str(new)), "bad-redirect",
                                    f"“{old}” leads to “{target}”, which is no page", did_you_mean(target, pages)))
    return problems


def position_in_config(config: str, needle: str) -> Position:
    """Where in ``mkdocs.yml`` something stands that is no remark; its beginning where it does not."""
    for number, line in enumerate(config.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return Position(number, line.index(needle) + 1)
    return Position(1, 1)
