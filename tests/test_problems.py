"""The one form for everything that can be wrong, and the table of rules behind it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache

import pytest
from conftest import ROOT

from proofdesk.common.problems import Problem
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, RULES, WARNING
from proofdesk.common.suggest import did_you_mean, nearest

PROBLEM = Problem("docs/a.md", 3, 7, "broken-link", "“x” leads nowhere", "link to a page")


CODE = sorted([*(ROOT / "hooks").rglob("*.py"), *(ROOT / "proofdesk").rglob("*.py")])


@cache
def strings_of_the_code() -> frozenset[str]:
    """Return every string in the program outside the table of rules, read from its syntax tree."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in CODE if file.name != "rules.py")
    return frozenset(node.value for tree in trees for node in ast.walk(tree)
                     if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def rules_raised() -> set[str]:
    """The rule of every ``Problem(…)``, ``problem(…)`` and ``report(…)`` that names it in place."""
    found = set()
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            if getattr(name, "attr", getattr(name, "id", "")) in ("Problem", "problem", "report"):
                words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                # The rule is the first kebab-case word among the arguments; a path or a field's name has none.
                found |= set([word for word in words if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", word)][:1])
    return found


def test_a_problem_reads_as_editors_and_machines_expect() -> None:
    """``path:line:col: rule: what (remedy)``."""
    assert str(PROBLEM) == "docs/a.md:3:7: broken-link: “x” leads nowhere (link to a page)"


def test_problems_sort_by_file_line_and_column() -> None:
    """As a log should list them: line 10 after line 9."""
    later, wider = replace(PROBLEM, line=10), replace(PROBLEM, column=11)
    assert sorted([later, wider, PROBLEM]) == [PROBLEM, wider, later]
    assert len({PROBLEM, replace(PROBLEM)}) == 1, "the same problem twice is one"


def test_an_unknown_rule_cannot_be_raised() -> None:
    """Nothing reaches an editor that the guide does not explain."""
    with pytest.raises(KeyError, match="no such rule: made-up"):
        replace(PROBLEM, rule="made-up")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_is_explained_and_raised_somewhere(rule: object) -> None:
    """A stable kebab-case name, a sentence for the guide, and a place in the program that uses it."""
    name, severity, meaning = rule.name, rule.severity, rule.meaning  # type: ignore[attr-defined]
    assert name == name.lower() and all(part.isalnum() for part in name.split("-"))
    assert severity in (ERROR, WARNING, REMINDER, ADVICE)
    assert meaning.endswith(".") and len(meaning) > 20
    assert name in set(strings_of_the_code()), "no module names this rule"


def test_every_rule_that_the_code_raises_exists() -> None:
    """So that reporting a fault can never be a fault itself."""
    raised = rules_raised()
    assert len(raised) > 15, "the calls are found"
    assert raised <= set(RULES)


def test_nearest_names_come_best_first_and_in_their_own_capitals() -> None:
    """Capitals do not count in the comparison."""
    assert nearest("faqs", ["myth", "FAQ", "points"]) == ["FAQ"]
    assert nearest("ly2019", ["ly2018", "shao2021", "lyy2019"])[0] == "lyy2019"
    assert nearest("zzz", ["faq"]) == []


def test_a_remedy_names_the_nearest_or_all_or_says_that_none_is_near() -> None:
    """Whichever helps."""
    assert did_you_mean("faqs", ["faq", "myth"]) == "did you mean “faq”?"
    assert did_you_mean("colour", ["colours", "colors"]) == "did you mean “colours” or “colors”?"
    assert did_you_mean("zzz", ["myth", "faq"]) == "known are: faq, myth"
    assert did_you_mean("zzz", [f"name{n}" for n in range(21)]) == "no similar name is known"
    assert did_you_mean("zzz", (name for name in ["faq"])) == "known are: faq"
