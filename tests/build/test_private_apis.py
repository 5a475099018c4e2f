"""What we use of libraries beyond their promises is still there; if not, the failing test names it and its user."""

from __future__ import annotations

import inspect
from pathlib import Path

import material
import pytest
from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE
from mkdocs.livereload import LiveReloadServer
from mkdocs_bibtex.registry import PandocRegistry
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from proofdesk.build.private_apis.watchdog import look_now, tell_of_changes
from proofdesk.outputs.theme_css import find_sheet

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0


def test_bibtex_registry_has_its_engine() -> None:
    gone = [name for name in ("_process_with_pandoc", "bib_data_bibtex", "validate_citation_blocks")
            if not hasattr(PandocRegistry, name)]
    assert not gone, f"mkdocs-bibtex's PandocRegistry has no {gone}; see proofdesk/bibliography/pandoc/formatting.py"
    assert "_reference_cache" in inspect.getsource(PandocRegistry), (
        "mkdocs-bibtex's PandocRegistry keeps no _reference_cache; see proofdesk/bibliography/pandoc/formatting.py")


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


def test_a_change_is_seen_before_the_next_look(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("1", encoding="utf-8")
    with LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path), polling_interval=10 * PATIENCE) as server:
        server.watch(str(tmp_path))
        told = tell_of_changes(server)
        server.observer.start()
        file.write_text("12", encoding="utf-8")
        assert told.wait(PATIENCE), "the system tells of no change; see proofdesk/build/private_apis/watchdog.py"
        look_now(server)
        with server._rebuild_cond:
            assert server._rebuild_cond.wait_for(lambda: server._want_rebuild, PATIENCE)
        server.observer.stop()
