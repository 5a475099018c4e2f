"""The one form of everything that can be wrong with a site: ``path:line:col: rule: what is wrong (what to do)``."""

from __future__ import annotations

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
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message} ({self.remedy})"
