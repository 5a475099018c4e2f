"""Find the conflict marks that git leaves in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem

# What git writes where it cannot put two versions together (git-merge(1), “How conflicts are presented”). The line
# between them, of equals signs, is a heading's too.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)


def conflicts(path: str, text: str) -> Iterator[Problem]:
    """The marks of two versions in a text."""
    for mark in _CONFLICT.finditer(text):
        yield Problem(path, text.count("\n", 0, mark.start()) + 1, 1, "merge-conflict",
                      f"“{mark.group().strip()}” was left by git where two versions could not be put together",
                      "keep what is right of the two, and take the lines of marks away")
