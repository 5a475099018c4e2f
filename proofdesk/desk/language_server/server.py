"""The server: each saved page is checked as by `desk check`, and each key leads to its work.

Source: Language Server Protocol 3.17. What it says is what stands in the files: one is checked when it is opened, and
all that are open when one of them is saved.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

import proofdesk
from proofdesk.bibliography.citation_syntax import mark
from proofdesk.bibliography.entry import Entry
from proofdesk.common.errors import UserError
from proofdesk.common.problems import FaultyFile, Problem, printable
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, WARNING
from proofdesk.content.site_data import SITE
from proofdesk.desk.affected import affected
from proofdesk.desk.checking.problems import find_problems
from proofdesk.desk.checking.selection import select
from proofdesk.desk.fixing.renamed_key import rename_key
from proofdesk.desk.language_server.text import FoundKey, begun_key, end_of_word, key_at, lines_of
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.root import CONFIG, site_root

_SEVERITY = {ERROR: lsp.DiagnosticSeverity.Error, WARNING: lsp.DiagnosticSeverity.Warning,
             REMINDER: lsp.DiagnosticSeverity.Information, ADVICE: lsp.DiagnosticSeverity.Hint}
_REQUEST_FAILED = -32803  # of the protocol: what was asked for is right, and cannot be done


class DeskServer(LanguageServer):
    """A server of the site in whose folder it runs."""

    def __init__(self) -> None:
        # Whole texts, because pygls ends a line at U+2028 too, and would change another place than was edited.
        super().__init__("desk", proofdesk.__version__, lsp.TextDocumentSyncKind.Full, max_workers=1)
        self._project: tuple[tuple[object, ...], Project] | None = None

    def project(self) -> Project:
        """Return the site as its files are now. Raises UserError if there is none, or if it cannot be read."""
        if self._project is None or self._project[0] != _states(self._project[1]):
            project = find_project()
            project.fills_cache = True
            self._project = _states(project), project
        return self._project[1]

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


def _is_no_refusal(record: logging.LogRecord) -> bool:
    """Return whether something failed, and is no request whose answer says why it cannot be done."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, JsonRpcException) and error.code == _REQUEST_FAILED)


logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_no_refusal)
server = DeskServer()


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def check_opened(desk: DeskServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Check what was opened."""
    desk.check(params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def check_saved(desk: DeskServer, params: lsp.DidSaveTextDocumentParams) -> None:
    """Check what was saved and, as other pages may depend on it, all else that is open."""
    saved = params.text_document.uri
    for uri in sorted(desk.workspace.text_documents, key=lambda uri: uri != saved):
        desk.check(uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
def forget_closed(desk: DeskServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Take back what was said of a file that is closed."""
    desk.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


@server.feature(lsp.TEXT_DOCUMENT_HOVER)
def say_the_work(desk: DeskServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """Say which work a key stands for, and what kind of evidence it is."""
    with _told():
        found = desk.key(params.text_document, params.position)
        entry = desk.project().bibliography.entries.get(found.key) if found else None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, _words(entry))) if entry else None


@server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
def go_to_the_entry(desk: DeskServer, params: lsp.DefinitionParams) -> lsp.Location | None:
    """Return where the entry of a key stands."""
    with _told():
        project, found = desk.project(), desk.key(params.text_document, params.position)
        entry = project.bibliography.entries.get(found.key) if found else None
        if entry is None:
            return None
        uri = from_fs_path(str(project.root / entry.path)) or ""
        return lsp.Location(uri, desk.range(uri, entry.line - 1, 0, 0))


@server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
def list_citing_pages(desk: DeskServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Return the first citation of a work on each page."""
    with _told():
        project, found = desk.project(), desk.key(params.text_document, params.position)
        places = affected(project, [found.key]) if found else ()
        return [lsp.Location(uri, desk.range(uri, at.line - 1, at.column - 1, at.column - 1))
                for (path, at), _ in places for uri in [from_fs_path(str(project.root / path)) or ""]]


@server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["@"]))
def complete_keys(desk: DeskServer, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """Return all works where a key is begun behind an `@`."""
    with _told():
        lines = desk.lines(params.text_document.uri)
        at = desk.workspace.position_codec.position_from_client_units(lines, params.position)
        begun = begun_key(lines[at.line], at.character) if at.line < len(lines) else None
        if begun is None:
            return []
        place = desk.range(params.text_document.uri, at.line, at.character - len(begun), at.character)
        return [lsp.CompletionItem(key, kind=lsp.CompletionItemKind.Reference, detail=_short(entry),
                                   filter_text=f"{key} {entry.plain('title')}",
                                   text_edit=lsp.TextEdit(place, mark(key).removeprefix("@")))
                for key, entry in desk.project().bibliography.entries.items()]


@server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
def can_be_renamed(desk: DeskServer, params: lsp.PrepareRenameParams) -> lsp.Range | None:
    """Return where the key stands that would be renamed, if one does."""
    with _told():
        found = desk.key(params.text_document, params.position)
        return desk.range(params.text_document.uri, params.position.line, found.start, found.end) if found else None


@server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
def rename(desk: DeskServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Return the lines that change wherever a work is named, as `desk cite --rename` changes them."""
    with _told():
        found, changes = desk.key(params.text_document, params.position), dict[str, list[lsp.TextEdit]]()
        for fix in rename_key(desk.project(), found.key, params.new_name) if found else ():
            uri = from_fs_path(str(fix.file)) or ""
            before, after = (lines_of(text.removeprefix("\ufeff")) for text in (fix.before, fix.after))
            open_now = "\n".join(desk.lines(uri)).removeprefix("\ufeff")  # editors show no byte order mark
            if open_now != "\n".join(before):
                raise UserError(f"{fix.name} is not saved yet (save it, then rename the work again)")
            changes[uri] = [lsp.TextEdit(desk.range(uri, number, 0, len(old)), new)
                            for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        return lsp.WorkspaceEdit(changes) if changes else None


@contextmanager
def _told() -> Iterator[None]:
    """Tell the editor's program in words what cannot be done, in place of a traceback."""
    try:
        yield
    except UserError as error:
        raise JsonRpcException(printable(str(error)), _REQUEST_FAILED) from None


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
    return path.is_relative_to(project.docs) and project.is_page(path.relative_to(project.docs).as_posix())


def _short(entry: Entry) -> str:
    return f"{entry.short_names} {entry.year}: {entry.plain('title')}"


def _words(entry: Entry) -> str:
    """Return a work in three lines: title; authors, year and container; the words of its evidence."""
    where = entry.plain("journal") or entry.plain("booktitle") or entry.plain("publisher")
    named = f"{entry.short_names}, {entry.year}" + (f". {where}" if where else "")
    return "\n".join(filter(None, (entry.plain("title"), named, entry.value("keywords"), entry.doi)))
