"""A bibliography: every entry of a file and its libraries, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from proofdesk.bibliography.entry import Entry
from proofdesk.common.problems import Problem


class Chunk(NamedTuple):
    """A part of a file: a fingerprint of all that decides how it is read, and the keys of its entries that are used."""

    fingerprint: str
    keys: tuple[str, ...]


@dataclass
class Bibliography:
    """A bibliography: every entry that could be read, in the file's order, and the problems of the file.

    ``path`` is the file that commands write to. A site may add ``libraries``, which are only read: the entries of each
    are among ``entries``, apart from those of ``hidden``, which are (the entry that is used, the one that is not).
    """

    path: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    preamble: str = ""
    chunks: list[Chunk] = field(default_factory=list)  # of the file, if it was read through a cache
    keys_by_lowercase: dict[str, str] = field(default_factory=dict)
    broken_keys: dict[str, str] = field(default_factory=dict)  # file and line of entries that cannot be read, by key
    subjects: list[str] = field(default_factory=list)  # of each problem: the key of its entry, empty if it has none
    libraries: list[Bibliography] = field(default_factory=list)
    hidden: list[tuple[Entry, Entry]] = field(default_factory=list)
    samples: frozenset[str] = frozenset()  # keys of invented works, which only the guide may cite

    @property
    def title(self) -> str:
        """Return what a sentence calls it."""
        return "the bibliography" if self.libraries else self.path

    @property
    def sound(self) -> bool:
        """Return whether every entry could be read, so that other programs can read the file too."""
        return not any(p.rule in ("bib-syntax", "duplicate-key", "merge-conflict", "not-utf8") for p in self.problems)

    def report(self, problem: Problem, key: str = "") -> None:
        """Note what is wrong with the file, or with its entry of this key."""
        self.problems.append(problem)
        self.subjects.append(key)

    def add(self, entry: Entry) -> None:
        """Take an entry up, or report that its key is taken."""
        same = self.keys_by_lowercase.setdefault(entry.key.lower(), entry.key)
        if other := self.entries.get(same):
            self.report(Problem(self.path, entry.line, 1, "duplicate-key",
                                f"“{entry.key}” is already the key of line {other.line}",
                                "delete one of the two, or give it another key"), other.key)
        else:
            self.entries[entry.key] = entry
