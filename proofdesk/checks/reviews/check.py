"""Check what reviewers said of a page: its review file can be read, and a page that is ready leaves nothing open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proofdesk.common.problems import Problem
from proofdesk.content.review.items import load_review, review_file
from proofdesk.site.article import Page


def check_review(page: Page, root: Path | None) -> Iterator[Problem]:
    """Yield what is wrong with a page's review file, and one reminder of what is still open in it."""
    path = page.document.source.path
    if root is None or not page.document.uri:
        return
    file = review_file(root / path)
    items, problems = load_review(file, review_file(Path(path)).as_posix())
    yield from problems
    waiting = [item for item, _ in items if item.is_open]
    if waiting and page.document.stated.get("status") != "draft":
        first = min(item.line or 1 for item in waiting)
        what = "one thing that a reviewer said is" if len(waiting) == 1 else \
            f"{len(waiting)} things that reviewers said are"
        yield Problem(path, min(first, page.document.source.text.count("\n") + 1), 1, "open-review",
                      f"{what} neither accepted, refused nor answered",
                      f"`desk review {path}` lists them, and takes your answers")
