"""``desk language-server``, as an editor's program talks to it: by the protocol, with a process of its own."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from desk_site import PAGE
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient
from sites import EPOCH, ROOT, Site, article, environment, make_site

TEXT = article("Cells 🌱 grew [see @ly2018, p. 3].\n\nSo it is [@nobody2020], and @sh\n")
PATIENCE = 60.0


class Editor:
    """An editor's program with the server that it started."""

    def __init__(self, client: LanguageClient, site: Site) -> None:
        self.client, self.site = client, site
        self.sent: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.shown: list[str] = []

    def uri(self, name: str) -> str:
        return (self.site.root / name).as_uri()

    async def open(self, name: str) -> list[str]:
        """Open a file; the problems that the server then sends, as an editor lists them."""
        text = (self.site.root / name).read_bytes().decode("utf-8-sig")
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(
            lsp.TextDocumentItem(self.uri(name), "markdown", 1, text)))
        return await self.problems()

    async def save(self, name: str, text: str) -> list[str]:
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(2, self.uri(name)), [lsp.TextDocumentContentChangeWholeDocument(text)]))
        self.site.write({name: text})
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(self.uri(name))))
        return await self.problems()

    async def problems(self) -> list[str]:
        sent = await asyncio.wait_for(self.sent.get(), PATIENCE)
        return [f"{each.range.start.line}:{each.range.start.character}-{each.range.end.character} {each.code}"
                for each in sent.diagnostics]

    def at(self, name: str, line: int, character: int) -> dict[str, Any]:
        return {"text_document": lsp.TextDocumentIdentifier(self.uri(name)), "position": lsp.Position(line, character)}


def edit(site: Site, session: Callable[[Editor], Awaitable[None]], versions: bool = False) -> None:
    """Start the server in the site's folder as an editor does, do what a test does, and end it.

    An editor that counts ``versions`` takes changes of a text by its version.
    """
    capabilities = lsp.ClientCapabilities(lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=versions)))

    async def run() -> None:
        client = LanguageClient("editor", "1")
        editor = Editor(client, site)

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def take(params: lsp.PublishDiagnosticsParams) -> None:
            editor.sent.put_nowait(params)

        @client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def show(params: lsp.ShowMessageParams) -> None:
            editor.shown.append(params.message)

        await client.start_io(sys.executable, "-m", "proofdesk.desk", "language-server", cwd=site.root,
                              env=environment({"SOURCE_DATE_EPOCH": EPOCH}))
        try:
            await client.initialize_async(lsp.InitializeParams(
                capabilities, root_uri=site.root.as_uri(), process_id=None))
            client.initialized(lsp.InitializedParams())
            await asyncio.wait_for(session(editor), PATIENCE * 2)
        finally:
            await client.shutdown_async(None)
            client.exit(None)
            await client.stop()

    with ThreadPoolExecutor(1) as apart:  # the tests in a browser leave a loop in the thread that runs them
        apart.submit(lambda: asyncio.run(run())).result()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site as the editor sees it: by a link, in a folder whose name has signs that addresses escape."""
    made = make_site(tmp_path / "site", {PAGE: TEXT})
    (tmp_path / "C# %41 (ü)").symlink_to(made.root)
    return Site(tmp_path / "C# %41 (ü)")


@pytest.mark.build
def test_opened_and_saved_pages_are_checked(site: Site) -> None:
    async def session(editor: Editor) -> None:
        found = await editor.open(PAGE)
        assert "11:10-21 unknown-citation" in found, "the @ and the key"
        found = await editor.save(PAGE, TEXT.replace("nobody2020", "shao2021").replace(", and @sh", ""))
        assert [problem for problem in found if "citation" in problem] == []
        site.write({"bibliography.bib": (site.root / "bibliography.bib").read_text("utf-8").replace("shao2021", "s1")})
        found = await editor.save(PAGE, TEXT.replace("nobody2020", "shao2021").replace(", and @sh", ""))
        assert "11:10-19 unknown-citation" in found, "another program wrote the bibliography meanwhile"

    edit(site, session)


@pytest.mark.build
def test_open_pages_are_checked_when_another_file_is_saved(site: Site) -> None:
    """Also while the site has a kind of block that prints."""
    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        kind = (site.root / "hooks/blocks/note/note.py").read_text("utf-8")
        (site.root / "hooks").unlink()
        shutil.copytree(ROOT / "hooks", site.root / "hooks")
        site.write({"hooks/blocks/note/note.py": f"{kind}\nprint('Printed where the answers go.')\n"})
        await editor.open("bibliography.bib")
        entry = (site.root / "bibliography.bib").read_text("utf-8").partition("\n\n")[0]
        added = f"{entry.replace('ly2018', 'nobody2020').replace('10.1016', '10.1017')}\n\n"
        await editor.save("bibliography.bib", added + (site.root / "bibliography.bib").read_text("utf-8"))
        assert [problem for problem in await editor.problems() if "11:" in problem] == []
        editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(
            lsp.TextDocumentIdentifier(editor.uri(PAGE))))
        assert await editor.problems() == []

    edit(site, session)


@pytest.mark.build
def test_a_key_says_its_work_and_leads_to_it(site: Site) -> None:
    """Columns are counted as the protocol does: the plant before the key is two."""
    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(PAGE, 9, 26)))
        assert hover and isinstance(hover.contents, lsp.MarkupContent)
        assert hover.contents.value == (
            "Psychedelics promote structural and functional neural plasticity\nLy and colleagues, 2018. Cell Reports\n"
            "species:cell, design:cell-experiment\n10.1016/j.celrep.2018.05.022")
        entry = await editor.client.text_document_definition_async(lsp.DefinitionParams(**editor.at(PAGE, 9, 26)))
        assert isinstance(entry, lsp.Location)
        assert (entry.uri, entry.range.start.line) == (editor.uri("bibliography.bib"), 0)
        none = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(PAGE, 9, 2)))
        assert none is None
        cited = await editor.client.text_document_references_async(
            lsp.ReferenceParams(lsp.ReferenceContext(True), **editor.at("bibliography.bib", 0, 12)))
        assert cited and [(each.uri, each.range.start.line) for each in cited] == [
            (editor.uri(PAGE), 9), (editor.uri("docs/index.md"), 7)]
        assert cited[0].range.start.character == 19

    edit(site, session)


@pytest.mark.build
def test_keys_are_completed_behind_an_at(site: Site) -> None:
    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        line = TEXT.splitlines()[11]
        offered = await editor.client.text_document_completion_async(
            lsp.CompletionParams(**editor.at(PAGE, 11, len(line))))
        assert isinstance(offered, list)
        assert [(each.label, each.detail) for each in offered][1] == (
            "shao2021", "Shao and Kwan 2021: Psilocybin induces rapid and persistent growth of dendritic spines")
        put = offered[1].text_edit
        assert isinstance(put, lsp.TextEdit)
        assert (put.new_text, put.range.start.character, put.range.end.character) == (
            "shao2021", len(line) - 2, len(line))
        assert await editor.client.text_document_completion_async(lsp.CompletionParams(**editor.at(PAGE, 9, 3))) == []

    edit(site, session)


@pytest.mark.build
def test_a_key_is_renamed_wherever_it_is_cited(site: Site) -> None:
    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        place = await editor.client.text_document_prepare_rename_async(
            lsp.PrepareRenameParams(**editor.at(PAGE, 9, 24)))
        assert place == lsp.Range(lsp.Position(9, 20), lsp.Position(9, 26))
        made = await editor.client.text_document_rename_async(
            lsp.RenameParams(new_name="ly2018x", **editor.at(PAGE, 9, 24)))
        assert made and made.changes
        assert {uri: [(each.range.start.line, each.new_text) for each in edits] for uri, edits in made.changes.items()
                } == {editor.uri("bibliography.bib"): [(0, "@article{ly2018x,")],
                      editor.uri("docs/index.md"): [(7, "Both works are cited here [@ly2018x; @shao2021].")],
                      editor.uri(PAGE): [(9, "Cells 🌱 grew [see @ly2018x, p. 3].")]}

        async def refused(new: str) -> str:
            with pytest.raises(JsonRpcException) as caught:
                await editor.client.text_document_rename_async(lsp.RenameParams(new_name=new, **editor.at(PAGE, 9, 24)))
            return str(caught.value)

        assert (await refused("shao2021")).startswith("“shao2021” is a key already: bibliography.bib:9 (")
        editor.client.text_document_did_change(lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(2, editor.uri(PAGE)),
            [lsp.TextDocumentContentChangeWholeDocument(TEXT + "More.\n")]))
        assert await refused("new2018") == f"{PAGE} is not saved yet (save it, then rename the work again)"

    edit(site, session)


@pytest.mark.build
def test_pages_that_come_and_go_are_renamed_in(site: Site) -> None:
    """Also what is only open: a citation that is not saved would keep the old key."""
    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        site.write({"docs/articles/new.md": TEXT})
        assert "11:10-21 unknown-citation" in await editor.open("docs/articles/new.md")
        (site.root / "docs/index.md").unlink()
        rename = lsp.RenameParams(new_name="ly2018x", **editor.at(PAGE, 9, 24))
        made = await editor.client.text_document_rename_async(rename)
        assert made and made.document_changes and [
            (each.text_document.uri, each.text_document.version) for each in made.document_changes
            if isinstance(each, lsp.TextDocumentEdit)] == [
            (editor.uri("bibliography.bib"), None), (editor.uri("docs/articles/new.md"), 1), (editor.uri(PAGE), 1)]
        site.write({"docs/other.md": "Typed.\n"})
        await editor.open("docs/other.md")
        editor.client.text_document_did_change(lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(2, editor.uri("docs/other.md")),
            [lsp.TextDocumentContentChangeWholeDocument("Typed [@ly2018].\n")]))
        with pytest.raises(JsonRpcException, match=r"^docs/other\.md is not saved yet \("):
            await editor.client.text_document_rename_async(rename)

    edit(site, session, versions=True)


@pytest.mark.build
def test_settings_that_cannot_be_read_are_told(site: Site) -> None:
    """And all is well as soon as they can be."""
    async def session(editor: Editor) -> None:
        settings = (site.root / "mkdocs.yml").read_text("utf-8")
        site.write({"mkdocs.yml": "plugins: [\n"})
        assert await editor.open("mkdocs.yml") == ["1:0-0 bad-settings"]
        with pytest.raises(JsonRpcException, match=r"^mkdocs\.yml:2:1: "):
            await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at(PAGE, 9, 26)))
        site.write({"mkdocs.yml": settings})
        assert "11:10-21 unknown-citation" in await editor.open(PAGE)

    edit(site, session)


@pytest.mark.build
def test_only_a_line_end_ends_a_line(site: Site) -> None:
    """U+2028 comes with text from the web, a form feed from old manuscripts; no editor begins a line there."""
    text = article("Cells\u2028grew.\x0c\n\nThe work [@ly2018].\n")
    site.write({PAGE: text})

    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        place = lsp.PrepareRenameParams(**editor.at(PAGE, 11, 12))
        found = await editor.client.text_document_prepare_rename_async(place)
        assert found == lsp.Range(lsp.Position(11, 11), lsp.Position(11, 17))

    edit(site, session)


@pytest.mark.build
def test_files_of_windows_are_renamed_in(site: Site) -> None:
    """An editor shows neither a byte order mark nor how lines end."""
    for name in (PAGE, "bibliography.bib"):
        text = (site.root / name).read_text(encoding="utf-8")
        site.write({name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8")})

    async def session(editor: Editor) -> None:
        await editor.open(PAGE)
        await editor.open("bibliography.bib")
        made = await editor.client.text_document_rename_async(
            lsp.RenameParams(new_name="new", **editor.at(PAGE, 9, 24)))
        assert made and made.changes
        assert [*made.changes[editor.uri("bibliography.bib")]] == [
            lsp.TextEdit(lsp.Range(lsp.Position(0, 0), lsp.Position(0, 16)), "@article{new,")]
        assert [each.new_text for each in made.changes[editor.uri(PAGE)]] == ["Cells 🌱 grew [see @new, p. 3]."]

    edit(site, session)


@pytest.mark.build
def test_a_page_that_is_not_saved_yet_is_no_fault(site: Site) -> None:
    """An editor would show a message for it each time that another file is saved."""
    async def session(editor: Editor) -> None:
        editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(
            lsp.TextDocumentItem(editor.uri("docs/articles/new.md"), "markdown", 1, "Begun.")))
        assert await editor.problems() == []
        await editor.open(PAGE)
        await editor.save(PAGE, TEXT)
        assert await editor.problems() == [] and editor.shown == []

    edit(site, session)
