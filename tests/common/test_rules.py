"""The one form for everything that can be wrong, and the table of rules behind it."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from conftest import ROOT

from proofdesk.common.rules import ADVICE, ERROR, REMINDER, RULES, WARNING

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


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_is_explained_and_used(rule: object) -> None:
    """A stable kebab-case name, a sentence for the guide, and a place in the program that uses it."""
    name, severity, meaning = rule.name, rule.severity, rule.meaning  # type: ignore[attr-defined]
    assert name == name.lower() and all(part.isalnum() for part in name.split("-"))
    assert severity in (ERROR, WARNING, REMINDER, ADVICE)
    assert meaning.endswith(".") and len(meaning) > 20
    assert name in set(strings_of_the_code()), "no module names this rule"


def test_every_raised_rule_exists() -> None:
    """So that reporting a fault can never be a fault itself."""
    raised = rules_raised()
    assert len(raised) > 15, "the calls are found"
    assert raised <= set(RULES)
