"""Tell what is wrong with libraries, which nobody can correct here: as errors only what a page cites.

The rest is a reminder for each file and rule, however many entries it concerns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.libraries.sidecar import EVIDENCE
from proofdesk.common.problems import Problem
from proofdesk.common.text import listed, plain_letters

READ_ONLY = "this library is only read: change it in the program that writes it"
BESIDE = f"this library is only read: state it in {EVIDENCE}"
_BESIDE = ("unclassified-evidence", "retracted-work", "bad-acknowledgement", "acknowledgement-expired",
           "expression-of-concern", "corrected-work")


def library_problems(bibliography: Bibliography, cited: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the libraries of a bibliography; ``cited`` are the keys that pages mention."""
    mentioned = {key.lower() for key in cited}
    for library in bibliography.libraries:
        if not library.entries:
            yield _without_entries(library)
            continue
        later: dict[str, list[tuple[int, str]]] = {}  # by rule: line, and what it concerns
        for problem, key in zip(library.problems, _subjects(library), strict=True):
            if key.lower() in mentioned:
                yield problem
            else:
                later.setdefault(problem.rule, []).append((problem.line, key or f"line {problem.line}"))
        doubles: dict[str, list[tuple[int, str]]] = {}
        for used, entry in bibliography.hidden:
            if entry.path != library.path:
                continue
            if is_same_work(used, entry):
                doubles.setdefault(used.path, []).append((entry.line, entry.key))
            elif used.key.lower() in mentioned:
                yield Problem(*entry.place(), "duplicate-key", f"“{entry.key}” is another work here than in "
                              f"{used.where}, which is the one that readers see", "give one of the two another key")
            else:
                later.setdefault("duplicate-key", []).append((entry.line, entry.key))
        for path, found in doubles.items():
            yield Problem(library.path, min(found)[0], 1, "library-entry",
                          f"{path} also has {listed(_once(found), 'work')}, and readers see what it says",
                          "nothing needs to be done; the site's own entries come first, then its libraries in order")
        for rule, found in later.items():
            yield Problem(library.path, min(found)[0], 1, "library-entry",
                          f"{rule} would be reported of {listed(_once(found), 'place')}",
                          "nothing needs to be done before a page cites them; then change them in the program that "
                          "writes this file")


def _once(found: list[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(key for _, key in found))


def _without_entries(library: Bibliography) -> Problem:
    """Return why a library brings nothing."""
    first = next(iter(library.problems), None)
    if first and "the file cannot be read" in first.message:
        return replace(first, rule="unreadable-library", remedy="see whether the program that exports it still writes "
                       "it there; then name its place in mkdocs.yml, or take it out")
    if first:
        return replace(first, rule="unreadable-library", message=f"no entry can be read here: {first.message}")
    return Problem(library.path, 1, 1, "unreadable-library", "this library has no entry",
                   "export it again, or take it out of mkdocs.yml")


def _subjects(library: Bibliography) -> Iterator[str]:
    """Yield the key that each problem of a library concerns: its own, or that of the entry whose lines it is in."""
    entries = sorted(library.entries.values(), key=lambda entry: entry.line)
    starts = [entry.line for entry in entries]
    for problem, key in zip(library.problems, library.subjects, strict=True):
        found = bisect_right(starts, problem.line) - 1
        if not key and found >= 0 and problem.line <= starts[found] + entries[found].text.count("\n"):
            key = entries[found].key
        yield key


def is_same_work(one: Entry, other: Entry) -> bool:
    """Return whether two entries are of one work, by an identifier that both state, or else by title and year."""
    pairs = [(a.lower(), b.lower()) for a, b in zip(vars(one.identifiers).values(), vars(other.identifiers).values(),
                                                    strict=True) if a and b]
    if pairs:
        return any(a == b for a, b in pairs)
    return one.year == other.year and plain_letters(one.plain("title")) == plain_letters(other.plain("title"))


def with_remedies(bibliography: Bibliography, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of which those in a library say that it is only read here."""
    libraries = {library.path for library in bibliography.libraries}
    return [replace(each, remedy=f"{each.remedy}; {BESIDE if each.rule in _BESIDE else READ_ONLY}")
            if each.path in libraries and each.rule not in _TOLD else each for each in problems]


_TOLD = ("library-entry", "unreadable-library", "uncited-entry", "dead-link", "no-answer")
