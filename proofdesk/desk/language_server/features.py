"""What the server does for an editor's program: one function for each message that it understands."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path
from pygls.workspace import TextDocument

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.bibliography.entry import Entry
from proofdesk.common.errors import UserError
from proofdesk.common.problems import printable
from proofdesk.desk.affected import affected
from proofdesk.desk.fixing.fixes import Fix
from proofdesk.desk.fixing.renamed_key import rename_key
from proofdesk.desk.language_server.server import DeskServer
from proofdesk.desk.language_server.text import begun_key, lines_of

_REQUEST_FAILED = -32803  # of the protocol: what was asked for is right, and cannot be done
server = DeskServer()


def serve() -> None:
    """Talk to an editor's program until it ends. What else is printed, as by a kind of block, goes into its log."""
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_no_refusal)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(stdout=answers)


@server.feature(lsp.INITIALIZED)
def begin(desk: DeskServer, params: lsp.InitializedParams) -> None:
    """Learn how the editor names the site's folder."""
    desk.name_files_as_the_editor()


@server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def check_opened(desk: DeskServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Check what was opened."""
    desk.check(params.text_document.uri)


@server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def check_saved(desk: DeskServer, params: lsp.DidSaveTextDocumentParams) -> None:
    """Check what was saved and, as other pages may depend on it, all else that is open."""
    saved = params.text_document.uri
    uris = [each.uri for each in desk.workspace.text_documents.values()]  # its keys have lost their escapes
    for uri in sorted(uris, key=lambda uri: uri != saved):
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
        project, found = desk.project(), desk.key(params.text_document, params.position)
        if found is None:
            return None
        fixes, opened = rename_key(project, found.key, params.new_name), desk.open_files()
        names = {os.path.realpath(fix.file): fix.name for fix in fixes}
        for path, document in opened.items():
            if (path in names or found.key in document.source) and not desk.is_saved(document):
                name = names.get(path) or project.path(Path(document.path))
                raise UserError(f"{name} is not saved yet (save it, then rename the work again)")
        return _edits(desk, fixes, opened)


def _edits(desk: DeskServer, fixes: list[Fix], opened: Mapping[str, TextDocument]) -> lsp.WorkspaceEdit | None:
    """Return changed lines. An editor that counts versions refuses them if somebody has typed meanwhile."""
    changes, versions = dict[str, list[lsp.TextEdit]](), dict[str, int | None]()
    for fix in fixes:
        document = opened.get(os.path.realpath(fix.file))
        uri = document.uri if document else from_fs_path(str(fix.file)) or ""
        before, after = (lines_of(text.removeprefix("\ufeff")) for text in (fix.before, fix.after))
        changes[uri] = [lsp.TextEdit(desk.range(uri, number, 0, len(old)), new)
                        for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        versions[uri] = document.version if document else None
    capabilities = desk.client_capabilities.workspace
    if changes and capabilities and capabilities.workspace_edit and capabilities.workspace_edit.document_changes:
        return lsp.WorkspaceEdit(document_changes=[
            lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), [*edits])
            for uri, edits in changes.items()])
    return lsp.WorkspaceEdit(changes) if changes else None


@contextmanager
def _told() -> Iterator[None]:
    """Tell the editor's program in words what cannot be done, in place of a traceback."""
    try:
        yield
    except UserError as error:
        raise JsonRpcException(printable(str(error)), _REQUEST_FAILED) from None


def _short(entry: Entry) -> str:
    return f"{entry.short_names} {entry.year}: {entry.plain('title')}"


def _words(entry: Entry) -> str:
    """Return a work in three lines: title; authors, year and container; the words of its evidence."""
    where = entry.plain("journal") or entry.plain("booktitle") or entry.plain("publisher")
    named = f"{entry.short_names}, {entry.year}" + (f". {where}" if where else "")
    return "\n".join(filter(None, (entry.plain("title"), named, entry.value("keywords"), entry.doi)))


def _is_no_refusal(record: logging.LogRecord) -> bool:
    """Return whether something failed, and is no request whose answer says why it cannot be done."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, JsonRpcException) and error.code == _REQUEST_FAILED)
