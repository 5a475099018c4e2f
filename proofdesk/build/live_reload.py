"""One edited page, at once, into the site that is served; the rest of the site follows (hooks/serving.py).

Knows MkDocs: a page goes through the same events as in a whole build.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.mkdocs_page import convert, render_page
from proofdesk.build.state import Build
from proofdesk.build.templates import give_templates
from proofdesk.checks.page import check_page
from proofdesk.common.logging import log, log_problems
from proofdesk.site.library import Library


def rebuild_pages(build: Build, changed: list[Path]) -> bool:
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
    said = [*(each for page in ours for each in check_page(page, build.desk)),
            *build.broken_links(ours)]
    build.problems = [problem for problem in build.problems if problem.path not in paths] + said
    log_problems(said)
    give_templates(build)
    for page in pages:
        _write(build, page)
    log.info("Built %s in %.2f seconds; the rest of the site follows.", ", ".join(sorted(paths)),
             time.monotonic() - start)
    return True


def _write(build: Build, page: MkDocsPage) -> None:
    """A page into the site that is served."""
    html = render_page(build, page)
    half = build.site / f"{page.file.dest_uri}.new"
    half.write_text(html, encoding="utf-8")
    half.replace(build.site / page.file.dest_uri)
