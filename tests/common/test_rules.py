"""The one form for everything that can be wrong, and the table of rules behind it."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain
from pathlib import Path

from conftest import ROOT

from proofdesk.common.rules import ADVICE, ERROR, REMINDER, RULES, WARNING

CODE = sorted([*(ROOT / "hooks").rglob("*.py"), *(ROOT / "proofdesk").rglob("*.py")])


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """The nodes of the syntax tree of each file of the program that make a call or are a value."""
    return {str(file): [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                        if isinstance(node, (ast.Call, ast.Constant))] for file in CODE}


@cache
def strings_of_the_code() -> frozenset[str]:
    """Return every string in the program outside the table of rules, read from its syntax tree."""
    return frozenset(node.value for file, found in nodes().items() if Path(file).name != "rules.py" for node in found
                     if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def rules_raised() -> set[str]:
    """The rule of every ``Problem(…)``, ``problem(…)`` and ``report(…)`` that names it in place."""
    found = set()
    for node in chain.from_iterable(nodes().values()):
        if isinstance(node, ast.Call):
            name = node.func
            if getattr(name, "attr", getattr(name, "id", "")) in ("Problem", "problem", "report"):
                words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                # The rule is the first kebab-case word among the arguments; a path or a field's name has none.
                found |= set([word for word in words if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", word)][:1])
    return found


def test_every_rule_is_explained_and_used() -> None:
    """A stable kebab-case name, a sentence for the guide, and a place in the program that uses it."""
    rules, used = RULES.values(), strings_of_the_code()
    wrong = [
        *(f"{rule.name}: no kebab-case" for rule in rules if rule.name != rule.name.lower()
          or not all(part.isalnum() for part in rule.name.split("-"))),
        *(f"{rule.name}: {rule.severity}" for rule in rules if rule.severity not in (ERROR, WARNING, REMINDER, ADVICE)),
        *(f"{rule.name}: {rule.meaning}" for rule in rules
          if not rule.meaning.endswith(".") or len(rule.meaning) <= 20),
        *(f"{rule.name}: no module names this rule" for rule in rules if rule.name not in used)]
    assert not wrong, "\n".join(wrong)


def test_every_raised_rule_exists() -> None:
    """So that reporting a fault can never be a fault itself."""
    raised = rules_raised()
    assert len(raised) > 15, "the calls are found"
    assert raised <= set(RULES)
