"""MkDocs' events in the order in which they come; each is one call of the run.

A site's ``hooks/events.py`` has these names, and so has the plugin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from proofdesk.build.run import Run

__all__ = [  # noqa: RUF022  (in the order in which they come)
    "on_startup", "on_config", "on_files", "on_nav", "on_page_read_source", "on_page_markdown", "on_page_content",
    "on_env", "on_page_context", "on_post_page", "on_post_template", "on_post_build", "on_build_error", "on_serve",
    "on_shutdown",
]

run = Run()  # MkDocs keeps this module over the rebuilds of `mkdocs serve`


def on_startup(command: str, dirty: bool) -> None:
    run.start(command, dirty)


@event_priority(100)  # before mkdocs-bibtex, which is kept from reading the bibliography
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    return run.configure(config)


@event_priority(100)  # before mkdocs-redirects, which names no line
def on_files(files: Files, config: MkDocsConfig) -> Files:
    return run.register_files(files)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    return run.start_conversion(nav)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    return run.conversion.read_source(page)


on_page_markdown = CombinedEvent(
    # Before every plugin that reads the front matter, and after every plugin that changes the text.
    event_priority(100)(lambda text, page, config, files: run.conversion.apply_front_matter(text, page)),
    event_priority(-100)(lambda text, page, config, files: run.conversion.start_conversion(text, page)),
)
on_page_content = CombinedEvent(
    event_priority(100)(lambda html, page, config, files: run.conversion.restore_html(html, page)),
    event_priority(-100)(lambda html, page, config, files: run.conversion.collect(html, page)),
)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    return run.start_rendering(env, files)


on_page_context = CombinedEvent(
    event_priority(100)(lambda context, page, config, nav: run.rendering.restore_content(context, page)),
    lambda context, page, config, nav: run.rendering.complete_context(context, page),
)


@event_priority(-100)  # last: the policy allows the scripts that the page has then
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return run.rendering.post_page(output, page)


@event_priority(-100)
def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    return run.rendering.post_template(output, template_name)


@event_priority(-100)  # last, when everything is written and every warning counted
def on_post_build(config: MkDocsConfig) -> None:
    run.finish(config)


def on_build_error(error: Exception) -> None:
    run.fail(error)


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[[], None]) -> Any:
    return run.serve(server, config, builder)


def on_shutdown() -> None:
    run.shut_down()
