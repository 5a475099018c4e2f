"""Log problems through MkDocs' logger, whose warnings `--strict` counts."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from proofdesk.common.problems import Problem
from proofdesk.common.rules import ERROR, REMINDER, WARNING

log = logging.getLogger("mkdocs.plugins.plasticity")
LEVELS = {ERROR: logging.ERROR, WARNING: logging.WARNING, REMINDER: logging.INFO}


def log_problems(problems: Iterable[Problem]) -> None:
    """Log problems as MkDocs' own, so that its ``--strict`` counts the errors and warnings."""
    for problem in sorted(set(problems)):
        log.log(LEVELS[problem.severity], "%s", problem)
