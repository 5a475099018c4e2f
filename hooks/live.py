"""One edited page, at once, into the site that is served; the rest of the site follows (hooks/serving.py).

Knows MkDocs: a page goes through the same events as in a whole build.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from hooks.building import Build
from hooks.library import Library
from hooks.outputs import log, say
from hooks.pages import problems_of_page
from hooks.templating import give_templates


def build_pages(build: Build, changed: list[Path]) -> bool:
    """Build the pages of these files into the site that is served. False where more than pages changed."""
    if build.desk is None or build.env is None:  # the last build did not come that far
        return False
    by_path = {file.abs_src_path: file for file in build.files.documentation_pages()}  # without drafts
    files = [by_path[path] for path in map(os.path.abspath, changed) if path in by_path]
    pages = [file.page for file in files if file.page]
    if len(pages) < len(changed):
        return False
    start = time.monotonic()
    names = {page.url for page in pages}
    paths = {build.documents[page.file.src_uri].source.path for page in pages}
    build.pages = [page for page in build.pages if page.url not in names]
    for page in pages:
        convert(build, page)
    build.library = Library(build.pages, build.desk.references)
    ours = [page for page in build.pages if page.url in names]
    said = [*(each for page in ours for each in problems_of_page(build.desk, page)),
            *build.broken_links(ours)]
    build.problems = [problem for problem in build.problems if problem.path not in paths] + said
    say(said)
    give_templates(build)
    for page in pages:
        _write(build, page)
    log.info("Built %s in %.2f seconds; the rest of the site follows.", ", ".join(sorted(paths)),
             time.monotonic() - start)
    return True


def convert(build: Build, page: Page) -> None:
    """A page through the events that MkDocs has for one, up to its HTML."""
    config, files = build.config, build.files
    config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    page.render(config, files)
    page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)


def through_templates(build: Build, page: Page) -> str:
    """A page through the events that MkDocs has for one, from its HTML to what is published."""
    config = build.config
    page.active = True
    context = get_context(build.nav, build.files.documentation_pages(), config, page)
    template = build.env.get_template(page.meta.get("template", "main.html"))
    context = config.plugins.on_page_context(context, page=page, config=config, nav=build.nav)
    html = config.plugins.on_post_page(template.render(context), page=page, config=config)
    page.active = False
    return html


def _write(build: Build, page: Page) -> None:
    """A page into the site that is served."""
    html = through_templates(build, page)
    half = build.site / f"{page.file.dest_uri}.new"
    half.write_text(html, encoding="utf-8")
    half.replace(build.site / page.file.dest_uri)
