"""Find the conflict marks that git leaves in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem

# See git-merge(1), “How conflicts are presented”. The line of equals signs is not matched: Markdown headings have it.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)


def conflicts(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each conflict mark in a text."""
    for mark in _CONFLICT.finditer(text):
        yield Problem(path, text.count("\n", 0, mark.start()) + 1, 1, "merge-conflict",
                      f"“{mark.group().strip()}” is a conflict mark: git could not merge two versions",
                      "keep the right version, and delete the lines with the marks")
