"""What we use of libraries beyond their promises is still there; if not, the failing test names it and its user."""

from __future__ import annotations

import inspect
import os
import time
from pathlib import Path
from threading import Event, Thread

import material
import pytest
from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE
from mkdocs.livereload import LiveReloadServer
from mkdocs_bibtex.registry import PandocRegistry
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block
from watchdog.events import FileClosedEvent, FileMovedEvent

from proofdesk.build.private_apis.mkdocs import Requests, replace_builder, take_over_watching
from proofdesk.build.serving.system_events import Told, tell_of_changes
from proofdesk.outputs.theme_css import find_sheet

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0


def test_bibtex_registry_has_its_engine() -> None:
    gone = [name for name in ("_process_with_pandoc", "bib_data_bibtex", "validate_citation_blocks")
            if not hasattr(PandocRegistry, name)]
    assert not gone, f"mkdocs-bibtex's PandocRegistry has no {gone}; see proofdesk/bibliography/pandoc/engine.py"
    assert "_reference_cache" in inspect.getsource(PandocRegistry), (
        "mkdocs-bibtex's PandocRegistry keeps no _reference_cache; see proofdesk/bibliography/pandoc/engine.py")


def test_markdown_keeps_raw_html_aside() -> None:
    md = Markdown()
    mark = md.htmlStash.store("<b>x</b>")
    assert HTML_PLACEHOLDER_RE.fullmatch(mark), "Markdown.htmlStash or its placeholder changed; see content/markup.py"
    for name in ("serializer", "postprocessors", "treeprocessors", "preprocessors", "inlinePatterns"):
        assert hasattr(md, name), f"Markdown.{name} is gone; see proofdesk/blocks/capture.py"


def test_pymdownx_blocks_take_a_class() -> None:
    for name in ("on_create", "on_add", "on_markdown", "on_end", "on_validate"):
        assert hasattr(Block, name), f"pymdownx's Block.{name} is gone; see proofdesk/blocks/pymdownx_adapter.py"
    assert hasattr(BlocksExtension, "extendMarkdownBlocks"), (
        "pymdownx's BlocksExtension.extendMarkdownBlocks is gone; see proofdesk/blocks/extension.py")


def test_material_has_one_main_style_sheet() -> None:
    templates = Path(material.__file__).parent / "templates"
    assert find_sheet([str(templates)]).stat().st_size > 50_000, "see proofdesk/outputs/theme_css.py"
    with pytest.raises(FileNotFoundError, match="0 style sheets"):
        find_sheet([])


def test_the_system_tells_of_a_change(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("1", encoding="utf-8")
    told = tell_of_changes([tmp_path, file])
    assert not told.is_set()
    file.write_text("12", encoding="utf-8")
    assert told.wait(PATIENCE), "an edit waits for the next look; see proofdesk/build/serving/system_events.py"


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux tells that a file was closed")
def test_the_system_tells_when_a_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    told = tell_of_changes([tmp_path])
    with file.open("w", encoding="utf-8") as opened:
        opened.write("1")
        opened.flush()
        assert told.wait(PATIENCE) and not told.is_whole
    end = time.monotonic() + PATIENCE
    while not told.is_whole and time.monotonic() < end:
        told.clear()
        told.wait(1)
    assert told.is_whole


def test_of_an_empty_or_moved_file_there_is_more_to_come(tmp_path: Path) -> None:
    """Many programs empty a file before they write it, or move it away."""
    told, file = Told(), tmp_path / "page.md"
    for text, whole in (("1", True), ("", False)):
        file.write_text(text, encoding="utf-8")
        told.note(FileClosedEvent(str(file)))
        assert told.is_whole == whole
    file.write_text("1", encoding="utf-8")
    told.note(FileClosedEvent(str(file)))
    told.note(FileMovedEvent(str(file), str(tmp_path / "page.md~")))
    assert not told.is_whole
    file.unlink()
    told.note(FileClosedEvent(str(file)))
    assert not told.is_whole


@pytest.mark.parametrize("news", [True, False])
def test_the_server_builds_on_request_alone(tmp_path: Path, news: bool) -> None:
    """Browsers load a page again if there is anything new."""
    built = Event()

    def build() -> bool:
        built.set()
        return news

    with LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path)) as server:
        server.watch(str(tmp_path))
        replace_builder(server, build)
        server.observer.start()
        assert take_over_watching(server) == [tmp_path] and not server.observer.emitters
        before = server._wanted_epoch = server._visible_epoch = -1
        loop = Thread(target=server._build_loop)
        loop.start()
        Requests(server).ask()
        assert built.wait(PATIENCE)
        server.shutdown()
        loop.join(PATIENCE)
    assert (server._visible_epoch != before) == news
