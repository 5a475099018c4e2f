"""Report the problems of a page in the log of the program that converts it, at the page's own lines."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from proofdesk.common.problems import Problem, abridge, told_of
from proofdesk.common.rules import ADVICE, REMINDER
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import Document
from proofdesk.content.hosts.host import Host

# Every fault is a warning, which ends a strict build and no other one.
_LEVELS = {REMINDER: logging.INFO, ADVICE: logging.INFO}


def report(document: Document, original: SourceText | None, placed: list[Problem], host: Host) -> list[Problem]:
    """Report and return the problems of a page.

    ``original`` is its file, if another text was converted, and ``placed`` are problems at lines of the file.
    """
    found = [*document.problems]
    if original and found:
        found = _at_lines_of(original, document.source, found)
    found = sorted({*found, *placed})
    log_problems(found, host)
    return found


def log_problems(problems: Iterable[Problem], host: Host) -> None:
    """Log each problem, or for many of one rule how many there are."""
    log = logging.getLogger(host.log)
    shown, others = abridge(problems)
    for problem in shown:
        log.log(_LEVELS.get(problem.severity, logging.WARNING), "%s", problem)
    for severity, sentence in told_of(others, "PROOFDESK_MAX_LINES=1000"):
        log.log(_LEVELS.get(severity, logging.WARNING), "%s: %s", others[0].path, sentence)


def _at_lines_of(original: SourceText, converted: SourceText, problems: list[Problem]) -> list[Problem]:
    """Return the problems of a text that another plugin has changed, at the lines of the file that it came from.

    A line that the plugin wrote is reported at the last one before it that is the file's.
    """
    written, own = original.text.split("\n"), converted.text.split("\n")
    lines: dict[int, int] = {}
    for block in SequenceMatcher(None, written, own, autojunk=False).get_matching_blocks():
        lines |= {block.b + n + 1: block.a + n + 1 for n in range(block.size)}
    moved = []
    for problem in problems:
        if problem.path != converted.path:
            moved.append(problem)
        elif problem.line in lines:
            moved.append(replace(problem, line=lines[problem.line]))
        else:
            before = max((line for line in lines if line < problem.line), default=0)
            moved.append(replace(problem, line=lines.get(before, 1), column=1))
    return moved
