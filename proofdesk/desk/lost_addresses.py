"""Addresses that others may have linked to and that lead nowhere now: pages that git knows, gone without a redirect.

A build knows only the pages that there are; git knows those that there were.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.checks.redirects import position_in_config
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.desk.git import git, revision_of
from proofdesk.desk.project import CONFIG, Project


def lost_addresses(site: Project, revision: str | None) -> Iterator[Problem]:
    """A problem for each page that was there at a revision and is neither there now nor redirected.

    Where none is named it is HEAD, and nothing is said outside a repository. Raises Refused for one that git does not
    know.
    """
    try:
        revision_of(site, revision or "HEAD")
    except UserError:
        if revision is None:
            return
        raise
    docs = site.path(site.docs)
    listed = git(site, "ls-tree", "-r", "-z", "--name-only", revision or "HEAD", "--", f"{docs}/")
    before = [name.removeprefix(f"{docs}/") for name in listed.decode("utf-8", errors="replace").split("\0") if name]
    now = {page.uri for page in site.pages()}
    new = sorted(now.difference(before))
    target = new[0] if len(new) == 1 else "articles/new-name.md"
    config = (site.root / CONFIG).read_text(encoding="utf-8-sig")
    for uri in before:
        if site.is_page(uri) and uri not in now and uri not in site.redirects:
            yield Problem(CONFIG, *position_in_config(config, "redirect_maps"), "lost-address",
                          f"“{docs}/{uri}” was a page, and its address leads nowhere now",
                          f"add `{uri}: {target}` to redirect_maps, or whatever page stands in for it")
