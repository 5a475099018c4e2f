"""MkDocs' log: problems go through it, and its warnings are counted as ``--strict`` counts them.

What ends a build is put into a sentence here.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateNotFound
from mkdocs.exceptions import MkDocsException

from proofdesk.common.errors import UserError, explain, internal_error
from proofdesk.common.problems import Problem, abridge, printable_lines, told_of
from proofdesk.common.rules import ERROR, REMINDER, WARNING, Severity
from proofdesk.content.record.loading import own_fault

log = logging.getLogger("mkdocs.plugins.proofdesk")
# What the build that runs reminded of, which no warning counts.
reminders: list[str] = []
_LEVELS = {ERROR: logging.ERROR, WARNING: logging.WARNING, REMINDER: logging.INFO}


def log_problems(problems: Iterable[Problem]) -> None:
    """Log each problem once, sorted, at the level that ``--strict`` expects of its severity.

    Many of one rule are counted instead, and listed only if MkDocs is verbose.
    """
    shown, others = abridge(set(problems))
    for problem in shown:
        _log(problem.severity, str(problem))
    for problem in others:
        log.debug("%s", problem)
    for severity, sentence in told_of(others, "mkdocs build --verbose"):
        _log(severity, sentence)


def remind(texts: Iterable[str]) -> None:
    """Say again what an earlier build reminded of."""
    for text in texts:
        _log(REMINDER, text)


def _log(severity: Severity, text: str) -> None:
    if severity == REMINDER:
        reminders.append(text)
    log.log(_LEVELS[severity], "%s", text)


class Printable(logging.Filter):
    """Makes what MkDocs and its plugins log safe for a terminal and for GitHub's log, with the lines that it has."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = printable_lines(record.getMessage()), None
        return True


def make_log_printable() -> None:
    """Have all handlers of MkDocs' log filter what they write. Call it again if there may be new ones."""
    for handler in logging.getLogger("mkdocs").handlers:
        if not any(isinstance(each, Printable) for each in handler.filters):
            handler.addFilter(Printable())


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


def count_warnings() -> None:
    """Have MkDocs log warnings although it is to be quiet: unlogged, none would be counted by ``--strict``."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(min(logger.level, logging.WARNING))


class ConfigErrors(logging.Handler):
    """Keeps the first setting that MkDocs refuses: its error says only that there is one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.first = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or record.getMessage()

    def __enter__(self) -> None:
        logging.getLogger("mkdocs.config").addHandler(self)

    def __exit__(self, *error: object) -> None:
        logging.getLogger("mkdocs.config").removeHandler(self)


def is_quiet() -> bool:
    """Return whether MkDocs was asked to print warnings only."""
    return not logging.getLogger("mkdocs").isEnabledFor(logging.INFO)


def explain_failure(error: BaseException, root: Path, site_dir: Path) -> str:
    """Return a sentence on what ended a build. An error of the program goes to ``.cache/crash.txt`` in full."""
    if isinstance(error, MkDocsException | UserError):
        return str(error)
    if said := own_fault(error, root):
        return f"{said}. The published site is unchanged."
    if isinstance(error, TemplateNotFound):
        return (f"There is no template “{error.name}” (write it in overrides/, or name another as the `template` of "
                "the page that asks for it). The published site is unchanged.")
    if isinstance(error, OSError):
        # The target if a file was copied; the name of a file that was open already is not known.
        file = _path(os.fsdecode(error.filename2 or error.filename or site_dir), root)
        what, remedy = explain(error)
        return f"{file}: {what} ({remedy}; the published site is unchanged)"
    return str(internal_error(error, root, "The published site is unchanged."))


def _path(file: str | Path, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
