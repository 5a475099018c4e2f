"""The one form of everything that can be wrong with a site: ``path:line:col: rule: what is wrong (what to do)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofdesk.common.rules import RULES, Severity


@dataclass(frozen=True, order=True)
class Problem:
    """A fault at a place. ``line`` and ``column`` count from 1; ``path`` is relative to the repository."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise KeyError(f"no such rule: {self.rule}")

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message} ({self.remedy})")


# What a terminal obeys or turns around, and what ends a line: GitHub takes a line that begins with “::” for a command.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PASSWORD = re.compile(r"(?<=://)[^\s/?#@“”]{1,500}@")


def printable(text: str) -> str:
    """Return a text on one line for a terminal or a log: control characters visible, passwords of addresses masked."""
    text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
    return mask_passwords(text)


def mask_passwords(text: str) -> str:
    """Return a text without the user names and passwords of its addresses."""
    return _PASSWORD.sub("***@", text)


# See git-merge(1), “How conflicts are presented”. The line of equals signs is not matched: Markdown headings have it.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)


def conflicts(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each conflict mark in a text."""
    for mark in _CONFLICT.finditer(text):
        yield Problem(path, text.count("\n", 0, mark.start()) + 1, 1, "merge-conflict",
                      f"“{mark.group().strip()}” is a conflict mark: git could not merge two versions",
                      "keep the right version, and delete the lines with the marks")
