"""One form for everything that can be wrong with a site: ``path:line:col: rule: what (remedy)``.

Knows nothing of pages, blocks or MkDocs. Every rule is declared here once; the editors'
guide prints this table, so a rule without an explanation cannot exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofdesk.common.rules import RULES


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong at a place. ``line`` and ``column`` count from 1; ``path`` is relative to the repository."""

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
    def severity(self) -> str:
        return RULES[self.rule].severity

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message} ({self.remedy})"
