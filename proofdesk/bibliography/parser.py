"""Parse the BibTeX file into entries with positions.

One entry is read at a time, so that a fault affects one entry only and has a line; pybtex reads the unusual ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.textutils import normalize_whitespace
from pybtex.utils import CaseInsensitiveDict

from proofdesk.bibliography.bibtex.entry_text import (
    end_of,
    read_plainly,
    second_position,
    with_braces,
    without_comments,
)
from proofdesk.bibliography.bibtex.faults import fault_of
from proofdesk.bibliography.citation_syntax import can_be_cited
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.inheritance import resolve_inheritance
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.problems import Problem, conflicts, control_characters
from proofdesk.common.source_text import Position

# An entry begins a line, or follows another one on the same line.
_ENTRY_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_NEXT_ENTRY = re.compile(r"[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]")
_KEY = re.compile(r"@\s*[\w-]+\s*[{(]\s*([^\s,{}()\"=]+)\s*,")
# “@comment” and what follows is one, without braces too.
_AT = re.compile(r"^[ \t]*(@(?![ \t]*comment\b)[^\n]*)", re.MULTILINE | re.IGNORECASE)
# BibTeX ignores a comma between entries; a field after it belonged to the entry.
_LEFT_OVER = re.compile(r"\s*(\}|,(?=\s*[\w-]+\s*=))")
UNCONFIRMED = ("unconfirmed", "not-found")


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
    digest: str = ""  # of the file's content
    keys_by_lowercase: dict[str, str] = field(default_factory=dict)
    broken_keys: dict[str, str] = field(default_factory=dict)  # file and line of entries that cannot be read, by key
    subjects: list[str] = field(default_factory=list)  # of each problem: the key of its entry, empty if it has none
    libraries: list[Bibliography] = field(default_factory=list)
    hidden: list[tuple[Entry, Entry]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return what a sentence calls it."""
        return "the bibliography" if self.libraries else self.path

    @property
    def sound(self) -> bool:
        """Return whether every entry could be read, so that other programs can read the file too."""
        return not any(p.rule in ("bib-syntax", "duplicate-key", "not-utf8") for p in self.problems)

    def report(self, problem: Problem, key: str = "") -> None:
        """Note what is wrong with the file, or with its entry of this key."""
        self.problems.append(problem)
        self.subjects.append(key)


def read_bibliography(path: Path, name: str, cache_dir: Path | None = None) -> Bibliography:
    """Read a BibTeX file. ``name`` is its path as problems print it. Faults in it are problems, never exceptions.

    With a ``cache_dir``, an unchanged file is read from the cache.
    """
    try:
        content = read_ordinary(path, MAX_BIB_BYTES)
    except OSError as error:
        bibliography = Bibliography(name)
        bibliography.report(Problem(name, 1, 1, "bib-syntax", f"the file cannot be read: {explain(error)[0]}",
                                    "put the bibliography at this path, or name another in mkdocs.yml"))
        return bibliography
    if cache_dir is None:
        return parse_bibliography(content, name)
    code = fingerprint(code_fingerprint("common", "bibliography"), version("pybtex"), version("latexcodec"))
    found = Cache(cache_dir, code).json((name, content), lambda: _as_json(parse_bibliography(content, name)))
    entries = {key: Entry(**entry) for key, entry in found["entries"].items()}
    problems = [Problem(**problem) for problem in found["problems"]]
    return Bibliography(**{**found, "entries": entries, "problems": problems})


def _as_json(bibliography: Bibliography) -> dict[str, Any]:
    """Return a bibliography of one file as JSON values."""
    entries = {key: {each.name: getattr(entry, each.name) for each in dataclass_fields(entry)}
               for key, entry in bibliography.entries.items()}
    return {**vars(bibliography), "entries": entries, "problems": [asdict(each) for each in bibliography.problems]}


def parse_bibliography(content: bytes, name: str) -> Bibliography:
    """Return the bibliography that a file with this content holds."""
    bibliography = Bibliography(name, digest=sha256(content).hexdigest())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        bibliography.report(Problem(name, line, 1, "not-utf8", "this line holds bytes that are not UTF-8",
                                    "save the file as UTF-8"))
        text = content.decode("utf-8-sig", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for problem in (*conflicts(name, text), *control_characters(name, text)):
        bibliography.report(problem)
    macros = CaseInsensitiveDict({**month_names, **{name.lower(): name for name in month_names.values()}})
    match, end, lines = _ENTRY_START.search(text), 0, _Lines(text)
    while match:
        _check_between(bibliography, text, end, match.start(), lines)
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = _read_longest(bibliography, text, start, macros, lines)
        match = _NEXT_ENTRY.match(text, end) or _ENTRY_START.search(text, end)
        left = _LEFT_OVER.match(text, end)
        if left:
            position = Position(lines.of(left.start(1)), left.start(1) - text.rfind("\n", 0, left.start(1)))
            bibliography.report(
                Problem(name, *position, "bib-syntax", "the text from here on belongs to no entry: the entry above has "
                        "already ended", "check its braces; there is a } too many")
            )
    _check_between(bibliography, text, end, len(text), lines)
    resolve_inheritance(bibliography.entries)
    return bibliography


class _Lines:
    """Index of a text's lines, so that finding one does not count from the start of a long file."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_left(self._ends, offset) + 1


def _check_between(bibliography: Bibliography, text: str, start: int, end: int, lines: _Lines) -> None:
    """Report text between entries that begins like an entry: as a comment, an entry would be lost."""
    for match in _AT.finditer(text, start, end):
        line = lines.of(match.start())
        bibliography.report(
            Problem(bibliography.path, line, 1, "bib-syntax", f"“{match[1][:40]}” begins no entry that can be read",
                    "write it as `@article{key,` on a line of its own, or delete the @"))


def _read_longest(
    bibliography: Bibliography, text: str, start: int, macros: CaseInsensitiveDict, lines: _Lines
) -> int:
    """Read the entry at ``start`` and return the offset of its end.

    It ends at its closing brace. If that is missing, or belongs to another entry and the whole cannot be read, it ends
    before the next entry, so that a fault affects one entry only.
    """
    line = lines.of(start)
    following = _ENTRY_START.search(text, start + 1)
    cut = following.start() if following else len(text)
    end = end_of(text, start)
    if end is None or (end > cut and isinstance(_parse(text[start:end], 1, CaseInsensitiveDict(macros))[0], int)):
        end = cut
    _read_entry(bibliography, with_braces(text[start:end].rstrip()), line, macros)
    return end


def _parse(text: str, line: int, macros: CaseInsensitiveDict) -> tuple[int, str] | tuple[str, Any]:
    """Return one entry as pybtex reads it: (command, body), or (line, reason) if it cannot."""
    errors: list[tuple[int, str]] = []

    def note(error: PybtexError) -> None:
        at = getattr(error, "lineno", None) or 1
        errors.append((line + at - 1, re.sub(r" in line \d+(?=: )", "", str(error)).removeprefix("syntax error: ")))

    found = None
    text = without_comments(text)
    if plain := read_plainly(text, macros):
        command, key, fields = plain
        return command, (key, [(name, [value]) for name, value in fields])
    try:
        for command, body in LowLevelParser(text, macros=macros, handle_error=note):
            found = found or (command, body)
    except (PybtexError, RecursionError, IndexError) as error:
        errors.append((line, str(error)))
    return errors[0] if errors else found or (line, "it is empty")


def _read_entry(bibliography: Bibliography, text: str, line: int, macros: CaseInsensitiveDict) -> None:
    kind = re.match(r"@\s*(\w+)", text)
    if kind and kind.group(1).lower() == "comment":
        return
    found = _parse(text, line, macros)
    if isinstance(found[0], int):
        at, reason = found
        key_of = _KEY.match(text)
        if key_of:
            bibliography.broken_keys[key_of[1]] = f"{bibliography.path}:{line}"
        problem = fault_of(bibliography.path, text, line, macros) or Problem(
            bibliography.path, at, 1, "bib-syntax", f"the entry that begins on line {line} cannot be read: {reason}",
            "check its commas, quotes and braces; every { needs its }")
        bibliography.report(problem, key_of[1] if key_of else "")
        return
    command, body = found
    if command.lower() in ("string", "preamble"):
        bibliography.preamble += text.strip() + "\n"
        return
    key, values = body
    if not can_be_cited(key):
        bibliography.report(Problem(bibliography.path, line, 1, "bib-syntax", f"the key “{key}” has a brace in it",
                                    "take it out, because nothing could cite it"))
        return
    names = Counter(name.lower() for name, _ in values)
    if twice := next((name for name, count in names.items() if count > 1), ""):
        bibliography.broken_keys[key] = f"{bibliography.path}:{line}"
        bibliography.report(Problem(bibliography.path, *second_position(text, twice, line), "bib-syntax",
                                    f"“{key}” has the field “{twice}” twice", "delete one of the two"), key)
        return
    fields = {name.lower(): normalize_whitespace("".join(parts)) for name, parts in values}
    same = bibliography.keys_by_lowercase.setdefault(key.lower(), key)
    if same in bibliography.entries:
        other = bibliography.entries[same]
        bibliography.report(
            Problem(bibliography.path, line, 1, "duplicate-key", f"“{key}” is already the key of line {other.line}",
                    "delete one of the two, or give it another key"), other.key)
        return
    bibliography.entries[key] = Entry(key, command.lower(), fields, text, line, path=bibliography.path)
