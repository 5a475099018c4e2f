"""Read evidence that is stated beside the bibliography, in ``evidence.yml``, for works whose entry cannot be changed.

    smith2020:
      species: [human, mouse]
      design: rct
      n: 59
      x-status: record

The names are those of an entry's keywords and fields, and mean the same. A fact may be stated here or in the entry, or
in both if they agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.keywords import NAMES, OTHER_NAMES, SEVERAL, fault_of, keywords_of, known_words
from proofdesk.bibliography.evidence.own_words import MEDICINE, Vocabulary
from proofdesk.bibliography.evidence.status import Status, is_checked_day
from proofdesk.common.dates import is_day
from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.problems import Problem, conflicts
from proofdesk.common.text import did_you_mean
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.common.yaml_files.yaml_faults import reason_of

EVIDENCE = "evidence.yml"
_STATUSES = [str(status) for status in Status]
_FIELDS = ("x-status", "x-checked", "x-classified", "x-retracted", "x-correction", "x-concern",
           "x-harms", "retraction-acknowledged", "retraction-reason")
_NAMES = (*NAMES, *_FIELDS)


def read_sidecar(bibliography: Bibliography, file: Path, name: str, words: Vocabulary = MEDICINE) -> None:
    """Add to the entries what a file states of them. ``name`` is its path as problems print it."""
    try:
        text = read_ordinary(file, MAX_BIB_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        bibliography.report(Problem(name, 1, 1, "not-utf8", "this file holds bytes that are not UTF-8",
                                    "save the file as UTF-8"))
        return
    except OSError as error:
        bibliography.report(Problem(name, 1, 1, "bad-evidence", f"the file cannot be read: {explain(error)[0]}",
                                    "put the file itself there, or delete it"))
        return
    add_evidence(bibliography, text, name, words)


def add_evidence(bibliography: Bibliography, text: str, name: str, words: Vocabulary = MEDICINE) -> None:
    """Add to the entries what a text of this form states of them, and note what is wrong with it."""
    for problem in _Sidecar(bibliography, name, words).read(text):
        bibliography.report(problem)


class _Sidecar:
    """Reader of one file."""

    def __init__(self, bibliography: Bibliography, name: str, words: Vocabulary) -> None:
        self._bibliography, self._name, self._words = bibliography, name, words

    def _problem(self, node: yaml.Node, message: str, remedy: str) -> Problem:
        mark = node.start_mark
        return Problem(self._name, mark.line + 1, mark.column + 1, "bad-evidence", message, remedy)

    def read(self, text: str) -> Iterator[Problem]:
        """Take over all works of a text, and yield what is wrong with it."""
        if found := list(conflicts(self._name, text)):
            yield from found
            return
        try:
            node, values = read_yaml(text)
        except (yaml.YAMLError, ValueError) as error:
            reason, mark = reason_of(error)
            yield Problem(self._name, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, "bad-evidence",
                          f"the file cannot be read: {reason}", "write each work as a key, a colon, and its facts "
                          "indented below it, as in `design: rct`")
            return
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
            yield self._problem(node, "the file does not hold works by their keys",
                                "write each work as a key, a colon, and its facts indented below it")
            return
        seen: set[str] = set()
        for key, facts in node.value:
            entry = self._bibliography.entries.get(str(key.value))
            if key.value in seen:
                yield self._problem(key, f"“{key.value}” is stated twice", "write all its facts in one place")
            elif entry is None:
                yield self._problem(key, f"the bibliography has no “{key.value}”",
                                    did_you_mean(str(key.value), self._bibliography.entries))
            elif not isinstance(facts, yaml.MappingNode):
                yield self._problem(key, f"“{key.value}” states no facts",
                                    "indent each below it, as in `design: rct`")
            else:
                yield from self._work(entry, facts)
            seen.add(str(key.value))

    def _work(self, entry: Entry, facts: yaml.MappingNode) -> Iterator[Problem]:
        seen: set[str] = set()
        for name_node, node in facts.value:
            name = OTHER_NAMES.get(str(name_node.value), str(name_node.value))
            if name in seen:
                yield self._problem(name_node, f"“{name}” is stated twice", "keep one of the two")
            elif name not in _NAMES:
                yield self._problem(name_node, f"“{name}” is not a known name", did_you_mean(name, _NAMES))
            elif (values := _texts(node)) is None:
                yield self._problem(name_node, f"{name}: it is no text and no list of texts",
                                    "write it on one line behind the colon")
            else:
                fault = _fault(name, values, self._words)
                if fault:
                    yield self._problem(node, f"{name}: {fault[0]}", fault[1])
                    values = ["not-classified"] if name in ("species", "design") else []
                if values:
                    yield from self._add(entry, name, values, name_node)
            seen.add(name)

    def _add(self, entry: Entry, name: str, values: list[str], node: yaml.Node) -> Iterator[Problem]:
        """Add a fact to an entry, unless that states another one."""
        is_keyword = name not in _FIELDS
        stated = _keywords(entry, name) if is_keyword else [entry.fields[name]] if name in entry.fields else []
        field = "keywords" if is_keyword else name
        if stated and set(stated) != set(values):
            path, line, _ = entry.place(field)
            yield self._problem(node, f"the {name} of “{entry.key}” is “{', '.join(values)}” here and "
                                f"“{', '.join(stated)}” in {path}:{line}", "keep the one that is right")
        elif not stated:
            entry.elsewhere.setdefault(field, (self._name, node.start_mark.line + 1, node.start_mark.column + 1))
            added = ", ".join(f"{name}:{value}" for value in values) if is_keyword else values[0]
            entry.fields[field] = ", ".join(filter(None, [entry.fields.get(field, ""), added])) if is_keyword else added


def _texts(node: yaml.Node) -> list[str] | None:
    """Return a value as texts, one or several; None if it is something else, or nothing."""
    nodes: list[Any] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not nodes or not all(isinstance(each, yaml.ScalarNode) and each.value.strip() for each in nodes):
        return None
    return [" ".join(each.value.split()) for each in nodes]


def _fault(name: str, values: list[str], words: Vocabulary) -> tuple[str, str] | None:
    """Return what is wrong with the value of a fact, and what to do."""
    if name not in SEVERAL and len(values) > 1:
        return "there is more than one value", "keep one"
    for value in values:
        known = known_words(name, words) or (_STATUSES if name == "x-status" else None)
        if known and value not in known:
            return f"“{value}” is not known here", did_you_mean(value, known)
        if name in NAMES and {",", ";"} & {*value}:
            return f"“{value}” has a comma or a semicolon, which parts keywords", "write it without"
        if name in NAMES and name != "n" and (fault := fault_of(name, value, words)):
            return fault
    if name == "n" and not (values[0].isdecimal() and int(values[0]) > 0):
        return f"“{values[0]}” is not a number of participants", "write it as in `n: 59`"
    if name == "x-checked" and not is_checked_day(values[0]):
        return f"“{values[0]}” is not a date", "write it as 2026-11-22, or as 2026-11 if the day is not known"
    if name == "retraction-acknowledged" and not is_day(values[0]):
        return f"“{values[0]}” is not a date", "write it as 2026-11-22"
    return None


def _keywords(entry: Entry, name: str) -> list[str]:
    """Return what an entry's keywords state under a name."""
    return [value for word, value in keywords_of(entry) if word == name]
