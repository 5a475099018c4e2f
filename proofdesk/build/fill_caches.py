"""Fill the caches in several processes, or on several machines, so that the build itself finds everything there.

Machines that build a large site together do it in two stages, as what a page shows of others needs the conversion of
all: each converts the pages of its part; where the conversions of all parts are at hand, each renders its pages and
lists. The build that publishes has to the byte the site that it would have without parts: an entry's key in the caches
holds all that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.conversion import Conversion
from proofdesk.build.list_pages.write import ListPages
from proofdesk.build.log import log, log_problems
from proofdesk.build.private_apis.mkdocs import render_page
from proofdesk.build.progress import Progress
from proofdesk.build.rendering import Rendering
from proofdesk.checks.page import check_page
from proofdesk.common.parallel.parts import WHOLE, Part
from proofdesk.common.parallel.workers import MIN_TASKS, run_in_workers
from proofdesk.outputs import social_cards


def prerender(rendering: Rendering) -> None:
    """Use the pages that are cached, and render the others of a large site in several processes, and all lists."""
    pages = _missing(rendering)
    if len(pages) >= MIN_TASKS and _run(rendering, _tasks(rendering, pages)):
        rendering.use_cached_pages(pages)


def convert_part(conversion: Conversion, part: Part) -> None:
    """Convert the pages of a part, and log what is wrong with any of them."""
    pages = [file for file in conversion.files.documentation_pages() if part.has(file.src_uri)]
    for file in pages:
        conversion.convert(file)
    data = conversion.setup.data
    log_problems(problem for page in conversion.collected() for problem in check_page(page, data))
    log.info("Part %s: pages converted: %s.", part, f"{len(pages):,}")


def render_part(rendering: Rendering, part: Part) -> None:
    """Render the pages and the lists of a part that no cache has, and make what is written beside each."""
    tasks = _tasks(rendering, [page for page in _missing(rendering) if part.has(page.file.src_uri)], part)
    if not _run(rendering, tasks):
        for task in tasks:
            task()
    log.info("Part %s: pages and lists rendered: %s.", part, f"{len(tasks):,}")


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
