"""The one form of everything that can be wrong with a site: ``path:line:col: rule: what is wrong (what to do)``."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofdesk.common.errors import UserError
from proofdesk.common.rules import RULES, Severity

# A message of more signs may quote a text that nobody would read whole; its first words are enough to find it.
_LONG = 400
_LONG_QUOTATION = re.compile(r"“([^“”]{60})[^“”]{140,}”")


@dataclass(frozen=True, order=True)
class Problem:
    """A fault at a place. ``line`` and ``column`` count from 1; ``path`` is relative to the repository.

    Of a long text that the message quotes, only the beginning stays.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise KeyError(f"no such rule: {self.rule}")
        if len(self.message) > _LONG:
            object.__setattr__(self, "message", _LONG_QUOTATION.sub(r"“\1…”", self.message))

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message} ({self.remedy})")


class FaultyFile(UserError):
    """A file without which nothing can be done cannot be used; ``problem`` has its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


# Lines of a rule in a list for people. A log that a program reads may need all.
MAX_LINES = int(os.environ.get("PROOFDESK_MAX_LINES", "20"))


def abridge(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Return the first problems of each rule, in order, and the others."""
    lists: tuple[list[Problem], list[Problem]] = [], []
    count = Counter[str]()
    for problem in sorted(problems):
        count[problem.rule] += 1
        lists[count[problem.rule] > MAX_LINES].append(problem)
    return lists


def told_of(others: Iterable[Problem], command: str) -> list[tuple[Severity, str]]:
    """Return, for each rule, a sentence on the problems that a list left out, and their severity.

    ``command`` lists all of them.
    """
    count = Counter(problem.rule for problem in others)
    return [(RULES[rule].severity, f"{rule}: {number:,} more {'is' if number == 1 else 'are'} not listed "
             f"(`{command}` lists all)") for rule, number in sorted(count.items())]


# What a terminal obeys or turns around, and what ends a line: GitHub takes a line that begins with “::” for a command.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Those that no text needs. Hebrew and Arabic need the isolates, U+2066 to U+2069.
# A set of characters comes first, because that is what a long text is searched for fastest.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e](?:(?<!\r)|(?!\n|\Z))")
# GitHub's runner reads “::name::” at the start of a line, and the older “##[name]” anywhere in it.
_COMMAND = re.compile(r"^(\s*)::")
_OLD_COMMAND = re.compile(r"##(?=\[)")
_PASSWORD = re.compile(r"(?<=://)[^\s/?#@“”]{1,500}@")


def printable(text: str) -> str:
    """Return a text on one line for a terminal or a log: control characters visible, passwords of addresses masked."""
    text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
    return mask_passwords(_OLD_COMMAND.sub(r"##\\", text))


def printable_lines(text: str) -> str:
    """Return a text of several lines for a terminal or a log; none of them is a command to GitHub's runner."""
    return "\n".join(_COMMAND.sub(r"\1\\::", printable(line)) for line in text.split("\n"))


def control_character(text: str) -> str:
    """Return the first control character of a text, as its escape; empty if there is none."""
    found = _HIDDEN.search(text)
    return found[0].encode("unicode_escape").decode("ascii") if found else ""


def control_characters(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for the first control character of each line of a file's text."""
    if not _HIDDEN.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := _HIDDEN.search(line.removesuffix("\r")):
            sign = found[0].encode("unicode_escape").decode("ascii")
            yield Problem(path, number, found.start() + 1, "control-character",
                          f"there is a control character here, {sign}, which no page can show",
                          "lines ended so on Macs of before 2001: save the file with the line ends of today" if
                          sign == r"\r" else "delete it; in most editors it is invisible, so delete the characters "
                          "around it too, and type them again")


def mask_passwords(text: str) -> str:
    """Return a text without the user names and passwords of its addresses."""
    return _PASSWORD.sub("***@", text)


# See git-merge(1), “How conflicts are presented”. The line of equals signs is not matched: Markdown headings have it.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)


def conflicts(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each conflict mark in a text."""
    for mark in _CONFLICT.finditer(text) if "<<<<<<<" in text or ">>>>>>>" in text else ():
        yield Problem(path, text.count("\n", 0, mark.start()) + 1, 1, "merge-conflict",
                      f"“{mark.group().strip()}” is a conflict mark: git could not merge two versions",
                      "keep the right version, and delete the lines with the marks")
