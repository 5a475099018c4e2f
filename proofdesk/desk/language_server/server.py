"""The server: each saved page is checked as by `desk check`, and each key leads to its work.

Source: Language Server Protocol 3.17. What it says is what stands in the files: one is checked when it is opened, and
all that are open when one of them is saved.
"""

from __future__ import annotations

import os
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

import proofdesk
from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.problems import FaultyFile, Problem, printable
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, WARNING
from proofdesk.content.site_data import SITE
from proofdesk.desk.checking.problems import find_problems
from proofdesk.desk.checking.selection import select
from proofdesk.desk.language_server.text import FoundKey, end_of_word, key_at, lines_of
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.root import CONFIG, site_root

_SEVERITY = {ERROR: lsp.DiagnosticSeverity.Error, WARNING: lsp.DiagnosticSeverity.Warning,
             REMINDER: lsp.DiagnosticSeverity.Information, ADVICE: lsp.DiagnosticSeverity.Hint}


class DeskServer(LanguageServer):
    """A server of the site in whose folder it runs."""

    def __init__(self) -> None:
        # Whole texts, because pygls ends a line at U+2028 too, and would change another place than was edited.
        super().__init__("desk", proofdesk.__version__, lsp.TextDocumentSyncKind.Full, max_workers=1)
        self._kept: tuple[tuple[object, ...], Bibliography] | None = None

    def project(self) -> Project:
        """Return the site as its files are now. Raises UserError if there is none, or if it cannot be read.

        Only the bibliography is kept, which takes longest to read: pages and kinds come and go at any time.
        """
        project, kept = find_project(), self._kept
        project.fills_cache = True
        states = _states(project)
        if kept and kept[0] == states:
            project.bibliography = kept[1]
        else:
            self._kept = states, project.bibliography
        return project

    def name_files_as_the_editor(self) -> None:
        """Name the site's files by the way on which the editor reached its folder, which may be a symbolic link."""
        root = self.workspace.root_path
        if root and os.path.isdir(root) and os.path.samefile(root, "."):
            os.environ["PWD"] = root

    def open_files(self) -> dict[str, TextDocument]:
        """Return what is open in the editor, by real path: one file may be reached by several names."""
        return {os.path.realpath(path): each for each in self.workspace.text_documents.values()
                if (path := to_fs_path(each.uri))}

    def is_saved(self, document: TextDocument) -> bool:
        """Return whether a file that is open is as the editor shows it. No editor shows a byte order mark."""
        try:
            saved = Path(document.path).read_bytes().decode("utf-8-sig")
        except (OSError, ValueError):
            return False
        return lines_of(saved) == lines_of(document.source.removeprefix("\ufeff"))

    def lines(self, uri: str) -> list[str]:
        """Return the lines of a file as an editor has it, or as it is saved; none if it cannot be read."""
        try:
            return lines_of(self.workspace.get_text_document(uri).source)
        except (OSError, ValueError):
            return []

    def key(self, document: lsp.TextDocumentIdentifier, position: lsp.Position) -> FoundKey | None:
        """Return the key that an editor points at, if any."""
        lines = self.lines(document.uri)
        if position.line >= len(lines):
            return None
        at = self.workspace.position_codec.position_from_client_units(lines, position)
        return key_at(lines[at.line], at.character, self.project().bibliography.entries)

    def range(self, uri: str, line: int, start: int, end: int) -> lsp.Range:
        """Return a part of a line, all from 0 and in characters, as the editor counts it."""
        lines = self.lines(uri)
        convert = self.workspace.position_codec.position_to_client_units
        first, last = lsp.Position(line, start), lsp.Position(line, end)
        return lsp.Range(convert(lines, first), convert(lines, last)) if line < len(lines) else lsp.Range(first, first)

    def check(self, uri: str) -> None:
        """Send what is wrong with a page or the bibliography, as it was saved."""
        path, found, root = Path(to_fs_path(uri) or ""), list[Problem](), Path()
        try:
            root = site_root()
            project = self.project()
            if path.exists() and _is_checked(project, path):  # else it is not saved yet
                pages, bibliography, refused = select(project, (str(path),))
                found = find_problems(project, pages, bibliography, True, refused)
        except FaultyFile as error:
            found = [error.problem]
        except UserError as error:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, printable(str(error))))
        here = [problem for problem in found if (root / problem.path).resolve() == path.resolve()]
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, [self._diagnostic(uri, problem) for problem in here]))

    def _diagnostic(self, uri: str, problem: Problem) -> lsp.Diagnostic:
        lines = self.lines(uri)
        line, column = problem.line - 1, problem.column - 1
        end = end_of_word(lines[line], column) if line < len(lines) else column
        return lsp.Diagnostic(self.range(uri, line, column, end), printable(f"{problem.message} ({problem.remedy})"),
                              _SEVERITY[problem.severity], problem.rule, source="desk")


def _states(project: Project) -> tuple[object, ...]:
    """Return what tells whether the files that all pages share are as they were."""
    found = []
    for file in (project.root / CONFIG, project.root / SITE, *project.bibliography_files.watched):
        try:
            state = os.stat(file)
        except OSError:
            continue
        found.append((file, state.st_mtime_ns, state.st_size))
    return tuple(found)


def _is_checked(project: Project, path: Path) -> bool:
    if path.resolve() in {file.resolve() for file in project.bibliography_files.watched}:
        return path.suffix == ".bib"
    docs = project.docs
    if not path.is_relative_to(docs):  # reached through another link
        path, docs = path.resolve(), docs.resolve()
    return path.is_relative_to(docs) and project.is_page(path.relative_to(docs).as_posix())
