"""The one form for everything that can be wrong, and the table of rules behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofdesk.common.problems import Problem

PROBLEM = Problem("docs/a.md", 3, 7, "broken-link", "“x” leads nowhere", "link to a page")


def test_problem_text_has_the_documented_form() -> None:
    """``path:line:col: rule: what (remedy)``."""
    assert str(PROBLEM) == "docs/a.md:3:7: broken-link: “x” leads nowhere (link to a page)"


def test_problems_sort_by_file_line_and_column() -> None:
    """As a log should list them: line 10 after line 9."""
    later, wider = replace(PROBLEM, line=10), replace(PROBLEM, column=11)
    assert sorted([later, wider, PROBLEM]) == [PROBLEM, wider, later]
    assert len({PROBLEM, replace(PROBLEM)}) == 1, "the same problem twice is one"


def test_unknown_rule_raises_key_error() -> None:
    """Nothing reaches an editor that the guide does not explain."""
    with pytest.raises(KeyError, match="no such rule: made-up"):
        replace(PROBLEM, rule="made-up")
