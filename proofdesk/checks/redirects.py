"""Check the redirects of `mkdocs.yml`."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from proofdesk.common.addresses import page_address
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import did_you_mean


def check_redirects(moves: Mapping[str, str], pages: Collection[str], config: str, name: str) -> list[Problem]:
    """Return the problems of redirects, old path to new. ``config`` is the text of the file ``name``.

    Paths are relative to docs/.
    """
    problems: list[Problem] = []
    addresses = {page_address(page) for page in pages}
    for stated, new in moves.items():
        old, target = str(stated), str(new).partition("#")[0]
        if old.endswith(".md") and page_address(old) in addresses:
            problems.append(Problem(name, *position_in_config(config, old), "redirect-over-page",
                                    f"“{old}” is a page, which the redirect would replace",
                                    "delete the redirect, or rename the page"))
        elif not old.endswith(".md") or posixpath.normpath(old) != old or old.startswith(("/", "..")):
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
