"""Find where the source has what Python-Markdown, which knows no lines, gives as text."""

from __future__ import annotations

import re

from proofdesk.common.source_text import Position
from proofdesk.content.document import Document


def report(document: Document, written: str, rule: str, message: str, remedy: str, *, prose: bool = True) -> bool:
    """Note a problem where the source has a text, and return whether it has it there.

    Of two places that are alike, the second problem has the second. Without ``prose``, code is searched too.
    """
    source = document.source
    text = source.prose if prose else source.text
    known = {(problem.line, problem.column) for problem in document.problems if problem.rule == rule}
    found = [source.position(match.start()) for match in re.compile(re.escape(written)).finditer(
        text, source.body_start)]
    if not found:
        return False
    position: Position = next((each for each in found if each not in known), found[-1])
    document.problem(position, rule, message, remedy)
    return True
