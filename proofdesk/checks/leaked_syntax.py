"""Check that no markup reaches a reader as text, and that no text or decision is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.site.article import Page

# `desk new` writes it for each missing text.
TODO_COMMENT = re.compile(r"<!-- to write: ([^\n]{1,200}?)(?: -->|\n|$)")


def check_leaked_syntax(page: Page) -> Iterator[Problem]:
    """Yield a problem for each piece of markup that a reader would see."""
    source, leaks = page.document.source, page.findings.leaks
    for number, leak in enumerate(leaks):
        position = leak.locate(source, leaks[:number].count(leak))
        if leak.syntax == REVIEW_OPEN:
            yield Problem(source.path, *position, "undecided",
                          f"the import could not decide about {REVIEW_OPEN}{_until_closed(leak.after)}",
                          f"correct it by hand, then delete {REVIEW_OPEN} and {REVIEW_CLOSE}")
        else:
            yield Problem(source.path, *position, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                          "correct the markup, or put it between backticks if it is meant")


def check_todo_comments(page: Page) -> Iterator[Problem]:
    """Yield a reminder for each comment of `desk new` that is still there."""
    source = page.document.source
    for comment in TODO_COMMENT.finditer(source.text, source.body_start):
        yield Problem(source.path, *source.position(comment.start()), "to-write",
                      f"this is still to be written: {comment[1]}", "write it, then delete the comment")


def _until_closed(text: str) -> str:
    return text.partition(REVIEW_CLOSE)[0] + (REVIEW_CLOSE if REVIEW_CLOSE in text else "…")
