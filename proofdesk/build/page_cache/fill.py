"""Fill the caches of what is rendered in several processes, so that the build itself finds everything there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.list_pages.write import ListPages
from proofdesk.build.private_apis.mkdocs import render_page
from proofdesk.build.progress import Progress
from proofdesk.build.rendering import Rendering
from proofdesk.common.parallel.parts import WHOLE, Part
from proofdesk.common.parallel.workers import MIN_TASKS, run_in_workers
from proofdesk.outputs import social_cards


def prerender(rendering: Rendering) -> None:
    """Use the pages that are cached, and render the others of a large site in several processes, and all lists."""
    pages = _missing(rendering)
    if len(pages) >= MIN_TASKS and _run(rendering, _tasks(rendering, pages)):
        rendering.use_cached_pages(pages)


def fill_caches(rendering: Rendering, part: Part) -> int:
    """Render the pages and lists of a part that no cache has. Returns how many these are."""
    tasks = _tasks(rendering, [page for page in _missing(rendering) if part.has(page.file.src_uri)], part)
    if not _run(rendering, tasks):
        for task in tasks:
            task()
    return len(tasks)


def _missing(rendering: Rendering) -> list[MkDocsPage]:
    if not rendering.settings.serving:  # where the links of an edited page are checked against the others
        for own in rendering.library.pages.values():
            own.findings.forget_links()
    return rendering.use_cached_pages(file.page for file in rendering.files.documentation_pages() if file.page)


def _tasks(rendering: Rendering, pages: list[MkDocsPage], part: Part = WHOLE) -> list[Callable[[], None]]:
    """Return the longest tasks first, or the last one would be waited for."""
    rendering.builder.works.prepare_files_of_all()  # formatted once here, not once in each process
    lists = ListPages(rendering)
    return [*(partial(lists.prepare, some) for some in lists.by_list() if part.has(some[0].base)),
            *(partial(_prepare, rendering, page) for page in pages)]


def _run(rendering: Rendering, tasks: list[Callable[[], None]]) -> bool:
    return run_in_workers(tasks, lambda task: task(), rendering.progress.advance_early)


def _prepare(rendering: Rendering, page: MkDocsPage) -> None:
    """Render a page, and make what is written beside it."""
    rendering.progress = Progress("", 0)
    html = render_page(page, rendering.settings.config, rendering.files, rendering.conversion.nav, rendering.env)
    state, own = rendering.state_of(page), rendering.page_of(page)
    if state.digest:
        outputs = rendering.outputs.load_or_build(own, state.digest, lambda: html)
        for each in (html, *(str(text, "utf-8") for name, text in outputs.files.items() if name.endswith(".html"))):
            rendering.addresses.note(each)
    if rendering.settings.site_url:
        social_cards.load_or_draw(rendering.card(page), rendering.settings.cache_dir / "cards")
    article = rendering.library.article(own)
    for block in article.blocks if article else ():
        block.drop_cached_text()
