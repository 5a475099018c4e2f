"""MkDocs' log: problems go through it, and its warnings are counted as ``--strict`` counts them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from proofdesk.common.problems import Problem
from proofdesk.common.rules import ERROR, REMINDER, WARNING

log = logging.getLogger("mkdocs.plugins.proofdesk")
_LEVELS = {ERROR: logging.ERROR, WARNING: logging.WARNING, REMINDER: logging.INFO}


def log_problems(problems: Iterable[Problem]) -> None:
    """Log each problem once, sorted, at the level that ``--strict`` expects of its severity."""
    for problem in sorted(set(problems)):
        log.log(_LEVELS[problem.severity], "%s", problem)


class WarningCounter(logging.Handler):
    """Counts what ``--strict`` counts, so that a build that will be refused is not published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    def start(self) -> None:
        logging.getLogger("mkdocs").addHandler(self)

    def stop(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


def is_quiet() -> bool:
    """Return whether MkDocs was asked to print warnings only."""
    return not logging.getLogger("mkdocs").isEnabledFor(logging.INFO)
