"""Format problems for a person, a program or GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from proofdesk.common.problems import Problem, mask_passwords, printable
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, WARNING

# Severity in the words of GitHub's workflow commands (docs.github.com, “Workflow commands”).
_GITHUB = {ERROR: "error", WARNING: "warning", REMINDER: "notice", ADVICE: "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def marked_faults(number: int, path: str) -> str:
    """Return what an editor is told whose page shows its problems to a reviewer."""
    marked = "One problem is" if number == 1 else f"{number} problems are"
    return f"{marked} marked in it, and its reviewer will see that: correct the page first (desk check {path})."


def as_text(problems: Iterable[Problem]) -> str:
    """Return a line for each problem, as ``path:line:col: rule: what is wrong (what to do)``."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """Return a JSON list of objects with path, line, column, rule, severity, message and remedy."""
    return json.dumps([
        {"path": each.path, "line": each.line, "column": each.column, "rule": each.rule, "severity": each.severity,
         "message": mask_passwords(each.message), "remedy": mask_passwords(each.remedy)} for each in problems
    ], ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """Return workflow commands, which GitHub shows as annotations on their lines."""
    return "".join(
        f"::{_GITHUB[each.severity]} file={_escaped(each.path, _PROPERTY)},line={each.line},col={each.column},"
        f"title={_escaped(each.rule, _PROPERTY)}::{_escaped(f'{each.message} ({each.remedy})', _DATA)}\n"
        for each in problems
    )


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for line in text.splitlines(keepends=True) for sign in _without_controls(line))


def _without_controls(line: str) -> str:
    """Return a line as ``printable`` does, with the end that GitHub has a code for."""
    bare = line.rstrip("\r\n")
    return printable(bare) + line[len(bare) :]


FORMATS: dict[str, Callable[[Iterable[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}
