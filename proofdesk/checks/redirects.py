"""Check the redirects of `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Collection

from proofdesk.common.problems import Problem
from proofdesk.common.suggest import did_you_mean


def check(moves: dict[str, str], pages: Collection[str], config: str, name: str) -> list[Problem]:
    """What is wrong with the moves that ``config``, the text of the file ``name``, states. Paths are from docs/."""
    problems: list[Problem] = []
    for old, new in moves.items():
        target = str(new).partition("#")[0]
        if old in pages:
            problems.append(Problem(name, *place(config, old), "redirect-over-page",
                                    f"“{old}” is a page, which the redirect would replace",
                                    "delete the redirect, or rename the page"))
        elif not old.endswith(".md"):
            problems.append(Problem(name, *place(config, old), "bad-redirect", f"“{old}” is not the file of a page",
                                    "write its old path from docs/, as in `articles/old-name.md`"))
        if not target.startswith(("https://", "http://")) and target not in pages:
            problems.append(Problem(name, *place(config, str(new)), "bad-redirect",
                                    f"“{old}” leads to “{target}”, which is not a page", did_you_mean(target, pages)))
    return problems


def place(config: str, needle: str) -> tuple[int, int]:
    """Where in ``mkdocs.yml`` something stands that is no remark; its beginning where it does not."""
    for number, line in enumerate(config.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return number, line.index(needle) + 1
    return 1, 1
