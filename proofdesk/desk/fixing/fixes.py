"""Fix what needs no person's judgement: the spelling of DOIs and keys, the form of blocks, lists, tables and notes.

Every byte that a fix does not concern stays as it was.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.blocks.fence_parser import read_fences
from proofdesk.blocks.kind import BlockKind
from proofdesk.checks.bibliography import doi_within
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.desk.fixing.layout import free_lists_and_tables, indent_nested_lists, unwrap_markdown
from proofdesk.desk.fixing.notes import write_notes
from proofdesk.desk.fixing.options import indent_options
from proofdesk.desk.project import PageFile, Project

_MOST_LINES = 5_000  # difflib's time grows with the square of their number
_UNREAD = ("too-large", "too-deep")
_HEADER = re.compile(r"([ \t]*)(/{3,})[ \t]*([\w-]+)[ \t]*\|[ \t]*(.*?)([ \t]*\r?)$", re.DOTALL)


@dataclass(frozen=True)
class Fix:
    """The text of a file before and after a fix, with its own line ends. ``name`` is its path as printed."""

    file: Path
    name: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """Return the changes as a unified diff, or in a sentence if the file is too long for one."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        if len(before) > _MOST_LINES:
            return f"{self.name}: {len(before):,} lines become {len(after):,}, too many to show each change\n"
        lines = difflib.unified_diff(before, after, self.name, self.name)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def fixes(project: Project, pages: Iterable[PageFile], problems: Iterable[Problem],
          with_bibliography: bool) -> list[Fix]:
    """Return a fix for each of these pages, and for the bibliography, that can be fixed safely."""
    found = [_of_page(project, page, [p for p in problems if p.path == page.path]) for page in pages]
    if with_bibliography:
        found.append(_of_bibliography(project, project.bibliography))
    return [fix for fix in found if fix and fix.before != fix.after]


def _of_page(project: Project, page: PageFile, problems: list[Problem]) -> Fix | None:
    if any(problem.rule in _UNREAD for problem in problems):
        return None  # it was not read whole, and a fix would read it
    try:
        before = page.raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\r" in before.replace("\r\n", "") or page.filled is not page.source:
        return None  # the check counts its lines in another way
    lines = before.split("\n")
    shift = 1 if before.startswith("\ufeff") else 0
    # From the end to the start, so that a change moves no position that is still to be fixed.
    for problem in sorted((p for p in problems if p.rule == "citation-case"), reverse=True):
        at = problem.column - 1 + (shift if problem.line == 1 else 0)
        line = lines[problem.line - 1]
        match = ITEM.match(line, at) or ITEM.match(line, at - 1)
        key = project.bibliography.keys_by_lowercase.get(match.group(2).strip("{}").lower()) if match else None
        if match and key:
            inner = match.group(2).replace(match.group(2).strip("{}"), key)
            lines[problem.line - 1] = line[: match.start(2)] + inner + line[match.end(2) :]
    for fence in read_fences(page.source, lambda *_: None):
        number = fence.position[0] - 1
        header = _HEADER.match(lines[number])
        if header and fence.name in project.kinds and header.group(4):
            indent, slashes, _, title, end = header.groups()
            lines[number] = f"{indent}{slashes} {header.group(3)} | {title}{end}"
    return Fix(project.root / page.path, page.path, before, _with_markup(project, page.path, "\n".join(lines)))


def _with_markup(project: Project, path: str, text: str) -> str:
    """Return a page's text with its markup as this site reads it; a page with line ends of two kinds stays."""
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix(mark).replace(end, "\n")
    if mark + plain.replace("\n", end) != text:
        return text
    return mark + fix_markup(path, plain, project.kinds).replace("\n", end)


def fix_markup(path: str, text: str, kinds: Mapping[str, BlockKind]) -> str:
    """Return the Markdown of a page with its notes, options, lists and tables written as this site reads them."""
    text = write_notes(SourceText(path, text), kinds)
    text = unwrap_markdown(SourceText(path, text))
    text = indent_options(SourceText(path, text), kinds)
    text = free_lists_and_tables(SourceText(path, text))
    return indent_nested_lists(SourceText(path, text))


def _of_bibliography(project: Project, bibliography: Bibliography) -> Fix | None:
    try:
        before = project.bib_file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    after = before
    for entry in bibliography.entries.values():
        within = doi_within(entry) if entry.path == bibliography.path else ""  # libraries are only read
        written = re.escape(entry.fields.get("doi", ""))
        stated = re.search(rf"\bdoi[ \t]*=[ \t]*[{{\"]\s*({written})\s*[}}\"]", entry.text, re.I)
        if not within or not stated:
            continue
        text = entry.text if entry.text in after else entry.text.replace("\n", "\r\n")
        if after.count(text) == 1:
            after = after.replace(text, text.replace(stated.group(1), within, 1))
    return Fix(project.bib_file, project.path(project.bib_file), before, after)
