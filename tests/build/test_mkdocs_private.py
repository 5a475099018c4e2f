"""What ``mkdocs_private`` uses of MkDocs and its plugins is still there; if not, the failing test names it."""

from __future__ import annotations

import inspect
import warnings
from pathlib import Path

import pytest
from mkdocs import utils
from mkdocs.commands import build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from proofdesk.build.private_apis import contents
from proofdesk.build.private_apis import mkdocs as mkdocs_private
from proofdesk.build.private_apis import plugins as plugins_private

SETTINGS = """\
site_name: Site
theme: {name: material}
plugins:
  - bibtex: {bib_file: works.bib}
  - rss: {use_git: false}
  - redirects: {redirect_maps: {old.md: index.md}}
"""


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    """Real settings with the real plugins."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n## Part\n", encoding="utf-8")
    (tmp_path / "works.bib").write_text("", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"))


@pytest.fixture
def page(config: MkDocsConfig) -> Page:
    file = File("index.md", config.docs_dir, config.site_dir, True)
    return Page(None, file, config)


def test_declaration_that_is_none_ends_no_build(config: MkDocsConfig, page: Page) -> None:
    """Python's parser of HTML raises AssertionError for a “<![” that begins no section."""
    Path(config.docs_dir, "index.md").write_text("# Home\n\nText <![ and <foo.\n\n## Part\n", encoding="utf-8")
    page.read_source(config)
    page.render(config, Files([page.file]))
    assert "Text &lt;![ and &lt;foo." in (page.content or "") and "part" in page.present_anchor_ids


@pytest.mark.parametrize(("owner", "names"), [
    (Page, ("render", "read_source", "active")),
    (AnchorLink, ("title", "id", "level", "children")),
    (build, ("get_context",)),
], ids=["Page", "AnchorLink", "commands.build"])
def test_mkdocs_has_the_names_that_we_use(owner: object, names: tuple[str, ...]) -> None:
    known = {*dir(owner), *getattr(owner, "__annotations__", ()), *inspect.signature(owner).parameters} \
        if inspect.isclass(owner) else set(dir(owner))
    source = inspect.getsource(owner) if inspect.isclass(owner) else ""
    gone = [name for name in names if name not in known and f"self.{name}" not in source]
    assert not gone, f"MkDocs has no {', '.join(gone)} any more; see proofdesk/build/private_apis/"


def test_a_live_reload_server_calls_its_builder() -> None:
    source = inspect.getsource(LiveReloadServer)
    assert "self.builder" in source, "LiveReloadServer.builder is gone; edits are not rebuilt page by page"
    assert "self._inject_js_into_html(content, epoch)" in source, "pages do not show that a build failed"
    assert "self._want_rebuild = False\n\n            try:\n                self.builder()" in source, \
        "an edit waits for the rest of the site: it is not known whether anything changed since a build began"
    assert "self._serve_request(environ, start_response)" in source, "an address with a NUL is not refused"
    assert "self.error_handler(code)" in source


def test_pages_and_templates_are_written_by_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_build_page", "_build_theme_template", "_build_extra_template"):
        assert "utils.write_file(" in inspect.getsource(getattr(build, name)), "MkDocs writes into the published site"
    monkeypatch.setattr(utils, "write_file", utils.write_file)
    monkeypatch.setattr(utils, "get_build_timestamp", utils.get_build_timestamp)
    assert "mtime=timestamp" in inspect.getsource(build._build_theme_template)
    written: dict[str, bytes] = {}
    mkdocs_private.replace_file_writer(f"{tmp_path}/x/../site", written.__setitem__)
    for name in ("site/a/index.html", "./site/404.html", "site.html", "elsewhere/a.html"):
        utils.write_file(name.encode(), f"{tmp_path}/{name}")
    assert written == {"a/index.html": b"site/a/index.html", "404.html": b"./site/404.html"}
    assert sorted(each.name for each in tmp_path.rglob("*.html")) == ["a.html", "site.html"]


def test_what_a_site_states_is_read_without_a_word(config: MkDocsConfig) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        stated = mkdocs_private.stated_settings(config)
    assert "site_name" in stated and not told


def test_a_cached_page_is_not_converted(page: Page, config: MkDocsConfig) -> None:
    mkdocs_private.skip_render(page)
    page.render(config, None)  # type: ignore[arg-type]
    assert page.content == "", "Page.render cannot be replaced on a page any more"


def test_a_conversion_runs_within_ours(page: Page, config: MkDocsConfig) -> None:
    order: list[str] = []

    def convert(render: object) -> None:
        order.append("before")
        render()  # type: ignore[operator]
        order.append("after")

    page.read_source(config)
    mkdocs_private.wrap_render(page, convert)
    page.render(config, Files([page.file]))
    assert order == ["before", "after"]
    assert "<h1" in (page.content or "")


def test_a_table_of_contents_survives_its_tokens(page: Page) -> None:
    tokens = [{"name": "Home", "id": "home", "level": 1,
               "children": [{"name": "Part", "id": "part", "level": 2, "children": []}]}]
    contents.restore_toc(page, lambda: tokens)
    assert contents.toc_tokens(page) == tokens
    assert [link.title for link in get_toc(tokens)] == ["Home"]


def test_a_plugins_handlers_can_be_removed(config: MkDocsConfig) -> None:
    bibtex = config.plugins["bibtex"]
    handlers = config.plugins.events["page_markdown"]
    assert any(getattr(handler, "__self__", None) is bibtex for handler in handlers), (
        "mkdocs-bibtex handles no page_markdown event, or PluginCollection.events has another form")
    mkdocs_private.remove_handlers(config, "page_markdown", bibtex)
    assert not any(getattr(handler, "__self__", None) is bibtex for handler in config.plugins.events["page_markdown"])


def test_the_theme_has_the_same_files_without_icons(config: MkDocsConfig) -> None:
    """MkDocs looks at fewer names, and publishes the same files; an icon is still a template."""
    before, after = Files([]), Files([])
    before.add_files_from_theme(config.theme.get_env(), config)
    listed = len(config.theme.get_env().list_templates())
    mkdocs_private.skip_hidden_templates(config)
    after.add_files_from_theme(config.theme.get_env(), config)
    assert [(file.src_uri, file.abs_src_path) for file in after] == [
        (file.src_uri, file.abs_src_path) for file in before] != []
    env = config.theme.get_env()
    assert len(env.list_templates()) < listed / 10
    assert "<svg" in env.get_template(".icons/material/home.svg").render()


def test_redirects_and_feeds_are_steered(config: MkDocsConfig, tmp_path: Path) -> None:
    assert plugins_private.redirects_of(config) == {"old.md": "index.md"}
    plugins_private.configure_rss(config, tmp_path / "rss")
    rss = config.plugins["rss"]
    assert (rss.config.enabled, rss.config.cache_dir) == (False, str(tmp_path / "rss"))
