"""Every use of what MkDocs does not promise to keep, one function each. What its plugins do is in plugins.py.

- ``Page.render`` is replaced on a page (MkDocs 1.6, structure/pages.py), and so is ``Page.toc``, in contents.py here.
- ``config.plugins.events`` lists the handlers of an event (plugins.py, PluginCollection).
- ``Config.user_configs`` has what a site states (config/base.py).
- ``Theme.get_env`` is replaced, and the loader of what it returns (theme.py).
- ``utils.write_file`` is replaced, with which MkDocs writes each page and template (utils/__init__.py), and
  ``utils.get_build_timestamp``, whose time it writes into sitemap.xml.gz.
- ``config.plugins.on_…`` and ``get_context`` drive one page as ``commands/build.py`` does.
- ``commands.serve.build`` is what `mkdocs serve` calls for its first build and for all others.
- ``LiveReloadServer.builder`` is what a change of a watched file calls, ``_inject_js_into_html`` what each page goes
  through before it is sent, ``_watched_paths`` what is watched, ``_want_rebuild`` whether one of these has changed,
  ``_wanted_epoch`` and ``_visible_epoch`` what browsers load a page again for (livereload/__init__.py).

``tests/build/test_mkdocs_private.py`` names what is missing if a new version takes one away.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

_LATEST = 2**32 - 1  # seconds since 1970 that the head of a gzip file can state (RFC 1952), until February 2106
_write_file, _build_time = utils.write_file, utils.get_build_timestamp


def skip_render(page: MkDocsPage) -> None:
    """Keep MkDocs from converting a page whose HTML is cached; ``on_page_content`` brings it."""
    page.content, page.render = "", lambda config, files: None  # type: ignore[method-assign]


def wrap_render(page: MkDocsPage, convert: Callable[[Callable[[], None]], None]) -> None:
    """Have MkDocs convert a page once within ``convert``, which gets MkDocs' own conversion as a function."""

    def render(config: MkDocsConfig, files: Files) -> None:
        vars(page).pop("render", None)  # or what ``convert`` holds would live as long as the page
        convert(partial(MkDocsPage.render, page, config, files))

    page.render = render  # type: ignore[method-assign]


def remove_handlers(config: MkDocsConfig, event: str, plugin: object) -> None:
    """Take a plugin's handlers of one event out."""
    handlers = config.plugins.events[event]
    handlers[:] = [handler for handler in handlers if getattr(handler, "__self__", None) is not plugin]


def silence_warnings(config: MkDocsConfig) -> None:
    """Keep MkDocs from warning of what our checks report with its place: the navigation, pages with one address."""
    nav = config.validation.nav
    nav.omitted_files = nav.not_found = nav.absolute_links = logging.DEBUG
    logging.getLogger("mkdocs.structure.files").setLevel(logging.ERROR)


class _VisibleTemplates(FileSystemLoader):
    """Templates of some folders. Not listed are hidden folders, nor modules and pages, which MkDocs never publishes."""

    def list_templates(self) -> list[str]:
        names = set()
        for folder in self.searchpath:
            for place, below, files in os.walk(folder):
                below[:] = [name for name in below if not name.startswith((".", "__pycache__"))]
                shown = (name for name in files if name[0] != "." and not name.lower().endswith((".py", ".html")))
                names |= {f"{place[len(folder):]}/{name}".replace(os.sep, "/").lstrip("/") for name in shown}
        return sorted(names)


def skip_hidden_templates(config: MkDocsConfig) -> None:
    """Keep MkDocs from listing Material's ten thousand icons, of which it publishes none, to look at each name."""
    theme, make = config.theme, config.theme.get_env

    def get_env() -> Environment:
        env = make()
        env.loader = _VisibleTemplates(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


def convert_page(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Take one page through the events that MkDocs has for it, up to its HTML."""
    config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    page.render(config, files)
    page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)


def render_page(page: MkDocsPage, config: MkDocsConfig, files: Files, nav: Navigation, env: Any) -> str:
    """Take one page through the events that MkDocs has for it, from its HTML to what is published."""
    page.active = True
    context = get_context(nav, files.documentation_pages(), config, page)
    template = env.get_template(page.meta.get("template", "main.html"))
    context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
    html = config.plugins.on_post_page(template.render(context), page=page, config=config)
    page.active = False
    return html


def page_like(page: MkDocsPage, address: str, title: str, config: MkDocsConfig) -> MkDocsPage:
    """Return a page like another one, with an address and a title of its own, no file and nothing of its content."""
    other = copy(page)
    other.content, other.toc = Markup(), get_toc([])
    other.file = File.generated(config, f"{unquote(address).rstrip('/')}.md", content="")
    other.file.page = other
    other.meta = {**page.meta, "title": escape(title)}
    other._set_canonical_url(config.site_url)
    return other


def render_beside(
    name: str, address: str, config: MkDocsConfig, files: Files, nav: Navigation, env: Any, **values: Any
) -> str:
    """Render a template that is no page of MkDocs for an address, from the site's root, that ends with a slash."""
    context = get_context(nav, files.documentation_pages(), config, base_url=("../" * address.count("/")).rstrip("/"))
    return str(env.get_template(name).render({**context, **values}))


def replace_file_writer(folder: str, write: Callable[[str, bytes], None]) -> None:
    """Have ``write`` get the path below a folder, and the content, of each page and template that MkDocs makes."""
    start = os.path.join(os.path.normpath(folder), "")

    def write_file(content: bytes, output_path: str) -> None:
        path = os.path.normpath(output_path)  # which those of pages are already, and those of templates are not
        if path.startswith(start):
            write(path[len(start):].replace(os.sep, "/"), content)
        else:
            _write_file(content, output_path)

    utils.write_file = write_file
    utils.get_build_timestamp = lambda *, pages=None: max(0, min(_build_time(pages=pages), _LATEST))


def forgive_first_build(failed: Callable[[BaseException, MkDocsConfig], None]) -> None:
    """Call ``failed`` with what the first build of `mkdocs serve` raises, so that the server starts all the same."""
    from mkdocs.commands import serve  # loads the watching of files, of which a build has no need

    module: Any = serve
    build = module.build

    def first(config: MkDocsConfig, **options: Any) -> None:
        module.build = build
        try:
            build(config, **options)
        except (Exception, SystemExit) as error:  # MkDocs' Abort is both
            failed(error, config)

    module.build = first


def replace_builder(server: Any, build: Callable[[], bool]) -> None:
    """Set what `mkdocs serve` calls after a request, at once; it returns whether browsers have anything new to load."""
    def builder() -> None:
        if not build():
            server._wanted_epoch = server._visible_epoch

    server.builder, server.build_delay = builder, 0


def take_over_watching(server: Any) -> list[Path]:
    """Return what `mkdocs serve` watches, and have it look no more: each look takes it longer than all of ours."""
    server.observer.unschedule_all()
    return [Path(each) for each in server._watched_paths]


class Requests:
    """What `mkdocs serve` was asked to build since a build began."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def any(self) -> bool:
        return bool(self._server._want_rebuild)

    def ask(self) -> None:
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def forget(self) -> None:
        self._server._want_rebuild = False


def wrap_served_html(server: Any, change: Callable[[bytes], bytes]) -> None:
    """Have each page that `mkdocs serve` sends, the one for unknown addresses too, go through ``change``."""
    inject, handle = server._inject_js_into_html, server.error_handler
    server._inject_js_into_html = lambda content, epoch: inject(change(content), epoch)

    def error_page(code: int) -> bytes | None:
        content = handle(code)
        return content and change(content)

    server.error_handler = error_page


def refuse_impossible_paths(server: Any) -> None:
    """Have `mkdocs serve` find nothing at an address with a NUL, which no file can have and the system refuses."""
    find = server._serve_request

    def found(environ: dict[str, Any], start_response: Any) -> Any:
        return None if "\0" in environ["PATH_INFO"] else find(environ, start_response)

    server._serve_request = found


def wrap_live_reload(server: Any, allow: Callable[[str, str], str]) -> None:
    """Have ``allow`` complete each page that is served, given the page and the script that live reload adds to it."""
    add: Callable[[bytes, int], bytes] = server._inject_js_into_html

    def complete(content: bytes, epoch: int) -> bytes:
        added = add(content, epoch).decode("utf-8")
        start = added.rindex("<script>") + len("<script>")
        return allow(added, added[start : added.index("</script>", start)]).encode("utf-8")

    server._inject_js_into_html = complete


def stated_settings(config: MkDocsConfig) -> str:
    """Return all that mkdocs.yml and the command line state, as a text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of which MkDocs would tell the editor
        return repr(config.user_configs)


def mkdocs_files(files: Files) -> set[str]:
    """Return the files that MkDocs itself writes of those that it knows, from the site's root."""
    return {file.dest_uri for file in files if file.inclusion.value > InclusionLevel.DRAFT.value}


def nav_links(items: Any) -> list[str]:
    """Return the addresses of the navigation that are no pages, at any depth."""
    return [link for item in items
            for link in ([item.url] if item.is_link else nav_links(item.children or ()))]
