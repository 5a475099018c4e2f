"""Check what reviewers said of a page: its review file can be read, nothing in it is open, what they signed stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from proofdesk.common.problems import Problem
from proofdesk.content.review.items import load_review, review_file
from proofdesk.content.review.version import text_version
from proofdesk.site.article import Page


def check_review(page: Page, root: Path | None) -> Iterator[Problem]:
    """Yield what is wrong with a page's review file, and reminders of what is open in it and of old signatures."""
    path = page.document.source.path
    if root is None or not page.document.uri:
        return
    file = review_file(root / path)
    items, problems = load_review(file, review_file(Path(path)).as_posix())
    yield from problems
    yield from _check_signatures(page)
    waiting = [item for item, _ in items if item.is_open]
    if waiting and page.document.stated.get("status") != "draft":
        first = min(item.line or 1 for item in waiting)
        what = "one thing that a reviewer said is" if len(waiting) == 1 else \
            f"{len(waiting)} things that reviewers said are"
        yield Problem(path, min(first, page.document.source.text.count("\n") + 1), 1, "open-review",
                      f"{what} neither accepted, refused nor answered",
                      f"`desk review {path}` lists them, and takes your answers")


_SIGNED = re.compile(r"^(?:reviewed-by|reviewers):", re.MULTILINE)


def _check_signatures(page: Page) -> Iterator[Problem]:
    """Yield a reminder of those who signed another text than today's."""
    source = page.document.source
    signed = [review for review in getattr(page.facts, "reviewed_by", ()) if review.version]
    if not signed:
        return
    version = text_version(source)
    old = dict.fromkeys(review.name for review in signed if not review.is_of(version))
    stated = _SIGNED.search(source.text[: source.body_start])
    if old and stated:
        yield Problem(source.path, source.position(stated.start()).line, 1, "changed-since-review",
                      f"the text has changed since {' and '.join(old)} reviewed it, and the page says so",
                      "have it read again, then sign it with `desk review --sign-off`")
