"""Find addresses that worked before and lead nowhere now: pages that git knows, gone without a redirect.

A build knows only the pages that exist; git also knows those that existed before.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.desk.git import check_revision, files_at
from proofdesk.desk.project import Project
from proofdesk.desk.root import CONFIG
from proofdesk.site.config_file import position_in_config


def lost_addresses(project: Project, revision: str | None) -> Iterator[Problem]:
    """Yield a problem for each page of a revision that now neither exists nor has a redirect.

    Without a revision it is HEAD, and outside a repository there is no problem. Raises UserError for a revision that
    git does not know.
    """
    try:
        check_revision(project, revision or "HEAD")
    except UserError:
        if revision is None:
            return
        raise
    docs = project.path(project.docs)
    before = [name.removeprefix(f"{docs}/") for name in files_at(project, revision or "HEAD", f"{docs}/")]
    now = {page.uri for page in project.pages()}
    new = sorted(now.difference(before))
    target = new[0] if len(new) == 1 else "articles/new-name.md"
    config = project.config.text
    for uri in before:
        if project.is_page(uri) and uri not in now and uri not in project.redirects:
            yield Problem(CONFIG, *position_in_config(config, "redirect_maps"), "lost-address",
                          f"“{docs}/{uri}” was a page, and its address leads nowhere now",
                          f"add `{uri}: {target}` to redirect_maps, or the page that replaces it")
