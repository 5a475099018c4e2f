"""MkDocs' log: problems go through it, and its warnings are counted as ``--strict`` counts them.

What ends a build is put into a sentence here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError
from mkdocs.exceptions import MkDocsException

from proofdesk.common.errors import internal_error
from proofdesk.common.files import remedy_of
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


def explain_failure(error: BaseException, root: Path, site_dir: Path) -> str:
    """Return a sentence on what ended a build. An error of the program goes to ``.cache/crash.txt`` in full."""
    if isinstance(error, MkDocsException):
        return str(error)
    if isinstance(error, TemplateNotFound):
        return (f"There is no template “{error.name}”. The published site is unchanged. Write it into overrides/, or "
                "change the line `template:` of the page, or the template, that names it.")
    if isinstance(error, TemplateSyntaxError):
        return (f"{_path(error.filename or error.name or 'a template', root)}:{error.lineno}: the template cannot be "
                f"read: {error.message} (the published site is unchanged)")
    if isinstance(error, OSError):
        # The target if a file was copied; the name of a file that was open already is not known.
        file = error.filename2 or error.filename or site_dir
        return (f"{_path(file, root)}: {error.strerror or error} (the published site is unchanged; {remedy_of(error)})")
    return str(internal_error(error, root, "The published site is unchanged."))


def _path(file: str | Path, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
