"""Find addresses that worked before and lead nowhere now: pages that git knows, gone without a redirect.

A build knows only the pages that exist; git also knows those that existed before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.content.front_matter.held_back import held_back_page
from proofdesk.desk.git import check_revision, file_at, files_at
from proofdesk.desk.project import Project
from proofdesk.desk.root import CONFIG
from proofdesk.site.config_file import position_in_config


def lost_addresses(project: Project, revision: str | None, now: Project | None = None) -> Iterator[Problem]:
    """Yield a problem for each page of a revision that now neither exists nor has a redirect.

    Without a revision it is HEAD, and outside a repository there is no problem. Raises UserError for a revision that
    git does not know. ``now`` is the site as it is to be published, if that is not what the project's folder holds.
    """
    there = now or project
    try:
        check_revision(project, revision or "HEAD")
    except UserError:
        if revision is None:
            return
        raise
    docs = Path(os.path.relpath(project.docs, project.root)).as_posix()
    before = [name.removeprefix(f"{docs}/") for name in files_at(project, revision or "HEAD", f"{docs}/")]
    pages = {page.uri: page for page in there.pages()}
    drafts = {uri for uri, page in pages.items() if page.url in there.held_back}
    kept = pages.keys() - drafts
    new = sorted(kept.difference(before))
    target = new[0] if len(new) == 1 else "articles/new-name.md"
    config = there.config.text
    for uri in before:
        if not there.is_page(uri) or uri in kept or uri in there.redirects:
            continue
        file = f"{docs}/{uri}"
        if held_back_page(file, uri, file_at(project, revision or "HEAD", file) or b"", today()):
            continue  # no reader had it
        if uri in drafts:
            yield Problem(file, 1, 1, "lost-address", "readers had this page, and its address leads nowhere now: "
                          "it says that it is a draft, or that its day is still to come",
                          "publish it again, or write the new text into a page of its own until it is ready")
        else:
            yield Problem(CONFIG, *position_in_config(config, "redirect_maps"), "lost-address",
                          f"“{docs}/{uri}” was a page, and its address leads nowhere now",
                          f"add `{uri}: {target}` to redirect_maps, or the page that replaces it")
