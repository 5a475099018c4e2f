"""Word what is wrong with the options of a block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from proofdesk.common.text import did_you_mean
from proofdesk.content.record import IncompatibleOptions, Record

# Takes an option or None, the rule, the message and the remedy.
Report = Callable[[str | None, str, str, str], object]
# By the begin of the name of pydantic's fault.
_TYPES = {"int": "write a whole number", "float": "write a number", "decimal": "write a number",
          "bool": "write true or false", "date": "write a day, as in 2026-01-31", "url": "write a web address"}


class _Kind(Protocol):
    """What is asked of a kind of block: its record, and its options with their descriptions and words."""

    name: str
    record: type[Record]

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]: ...


def report_pair(fault: Any, options: Mapping[str, str], report: Report) -> None:
    """Report options that are sound alone and not together; the record's error is ``IncompatibleOptions``."""
    together: IncompatibleOptions = fault["ctx"]["error"]
    stated = next((name for name in together.options if name in options), None)
    report(stated, "bad-value", str(together), together.remedy)


def report_fault(kind: _Kind, name: str, fault: Any, options: Mapping[str, str], report: Report) -> None:
    """Report an option that is unknown, missing or wrong."""
    if name == "title":
        report(None, "missing-title", f"the {kind.name} block has no {kind.record.title_words}",
               f"write it after the bar: `/// {kind.name} | …`")
    elif fault["type"] == "extra_forbidden":
        report(name, "unknown-option", f"the {kind.name} block has no option “{name}”",
               did_you_mean(name, kind.options))
    elif fault["type"] == "missing" or _is_left_empty(kind, name, options):
        rule = kind.record.missing_rules.get(name, "missing-option")
        report(name, rule, f"the {kind.name} block needs the option “{name}”",
               f"add a line `    {name}: …` under the first; {_allowed(kind, name)}")
    else:
        value, words = options.get(name, ""), kind.options[name]["words"]
        near = did_you_mean(value, map(str, words)) if words else ""
        hint = f"; {near}" if near.startswith("did you mean") else ""
        remedy = (_allowed(kind, name) or _of_type(fault["type"])) + hint
        report(name, "bad-value", f"“{value}” is not a value of the option “{name}”", remedy)


def _is_left_empty(kind: _Kind, name: str, options: Mapping[str, str]) -> bool:
    return name in kind.record.missing_rules and not options.get(name, "").strip()


def _allowed(kind: _Kind, name: str) -> str:
    words = kind.options[name]["words"]
    if words:
        return "allowed are: " + ", ".join(str(word) for word in words)
    return str(kind.options[name]["description"])


def _of_type(fault: str) -> str:
    """Return what to write for an option that its kind does not describe, by what pydantic found wrong."""
    return next((words for begin, words in _TYPES.items() if fault.startswith(begin)), "write another value")
