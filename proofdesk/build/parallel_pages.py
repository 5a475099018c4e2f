"""Pages that are converted and finished ahead, by several processes at once; the build then finds them kept.

Only in a large site of which little is kept. So the builder itself holds no more of a cold site than of a warm one, and
every core has a part. Knows MkDocs: a page goes through the same events as in a whole build.
"""

from __future__ import annotations

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.mkdocs_page import convert, render_page
from proofdesk.build.progress import Progress
from proofdesk.build.state import Build
from proofdesk.build.templates import card_of, mark_finished
from proofdesk.build.workers import FEWEST, share
from proofdesk.build.write_outputs import deriving
from proofdesk.outputs import social_cards

# Pages of a build that were not kept before the rest is shared.
PATIENCE = 10


def convert_ahead(build: Build) -> None:
    """Convert the pages that come after this one, once enough had to be converted in turn."""
    build.converted_anew += 1
    if build.converted_anew != PATIENCE or not build.converted:
        return
    rest = [file for file in build.files.documentation_pages() if file.src_uri not in build.documents]

    def work(file: File) -> None:
        page = file.page or MkDocsPage(None, file, build.config)
        _quiet(build)
        convert(build, page)
        build.documents.pop(file.src_uri)
        build.contents.clear()
        build.pages.clear()
        page.markdown = page.content = None

    share(rest, work, build.converting.ahead)


def finish_ahead(build: Build, pages: list[MkDocsPage]) -> None:
    """Finish these pages, and make what is made of them."""
    library = build.library
    if len(pages) < FEWEST or library is None:
        return
    derive = deriving(build)

    def work(page: MkDocsPage) -> None:
        _quiet(build)
        html = render_page(build, page)
        derive(library.pages[page.url], html)
        if build.config.site_url:
            social_cards.load_or_draw(card_of(build, page), build.kept / "cards")
        article = library.article(page)
        for block in article.blocks if article else ():
            block.drop_cached_text()

    if share(pages, work, build.writing.ahead):
        mark_finished(build, pages)


def _quiet(build: Build) -> None:
    build.converting = build.writing = Progress("", 0)
