"""Check that no markup reaches a reader as text, and that no text or decision is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import quote, unquote

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.content.html import LeakedSyntax
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.site.article import Page

# `desk new` writes it for each missing text.
TODO_COMMENT = re.compile(r"<!-- to write: ([^\n]{1,200}?)(?: -->|\n|$)")

# A group that could not be read is reported as a whole.
_SAY = "say between the square brackets what it shows: `![…](picture.png)`; of a figure, behind `alt:`"
_BROKEN_GROUP = re.compile(r"\[@[^\]\n]*$")


def check_leaked_syntax(page: Page) -> Iterator[Problem]:
    """Yield a problem for each piece of markup that a reader would see."""
    source = page.document.source
    seen: Counter[LeakedSyntax] = Counter()
    for leak in page.findings.leaks:
        position = leak.locate(source, seen[leak])
        seen[leak] += 1
        if position is None:
            continue
        if leak.name:
            yield Problem(source.path, *position, "raw-syntax",
                          f"“{leak.syntax}” looks like {leak.name} and would reach the reader as it is", leak.remedy)
        elif leak.syntax == REVIEW_OPEN:
            yield Problem(source.path, *position, "undecided",
                          f"the import could not decide about {REVIEW_OPEN}{_until_closed(leak.after)}",
                          f"correct it by hand, then delete {REVIEW_OPEN} and {REVIEW_CLOSE}")
        else:
            yield Problem(source.path, *position, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                          "correct the markup, or put it between backticks if it is meant")


def check_uncited_keys(page: Page, keys: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each key of the bibliography that readers would see as a word."""
    source = page.document.source
    seen: Counter[LeakedSyntax] = Counter()
    for word in page.findings.key_like:
        if word.syntax in keys and not _BROKEN_GROUP.search(word.before):
            position = word.locate(source, seen[word]) or Position(source.first_body_line, 1)
            seen[word] += 1
            yield Problem(source.path, *position, "uncited-key", f"“{word.syntax}” is a key of the bibliography, and "
                          "readers would see it as a word", f"cite it as `[@{word.syntax}]`")


def check_pictures(page: Page) -> Iterator[Problem]:
    """Yield a problem for each picture whose alternative text is missing, or only names a file."""
    source = page.document.source
    seen: Counter[tuple[str, str]] = Counter()
    for address, alt in page.findings.unnamed_pictures:
        name = unquote(address.rpartition("/")[2])
        names = "|".join(re.escape(each) for each in dict.fromkeys((name, quote(name))))
        words = re.escape(alt)
        between = rf"\s*{words}\s*" if alt else r"\s*"  # never two runs of spaces side by side, which take long
        pattern = rf"!\[{between}\][(\[][^)\]\n]*(?:{names})|<img\b[^>]*(?:{names})"
        if alt:
            pattern += rf"|(?<=\n)[ \t]+alt:[ \t]*[\"']?{words}"
        written = [match for match in re.finditer(pattern, source.prose)]
        place = written[min(seen[address, alt], len(written) - 1)] if written else None
        start = place.start() + _indent(place[0]) if place else source.body_start
        seen[address, alt] += 1
        what = f"has no more than a file's name as its alternative text: “{alt}”" if alt else "has no alternative text"
        yield Problem(source.path, *source.position(start), "missing-alt", f"the picture “{name}” {what}", _SAY)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def check_todo_comments(page: Page) -> Iterator[Problem]:
    """Yield a reminder for each comment of `desk new` that is still there."""
    source = page.document.source
    for comment in TODO_COMMENT.finditer(source.text, source.body_start):
        yield Problem(source.path, *source.position(comment.start()), "to-write",
                      f"this is still to be written: {comment[1]}", "write it, then delete the comment")


def _until_closed(text: str) -> str:
    return text.partition(REVIEW_CLOSE)[0] + (REVIEW_CLOSE if REVIEW_CLOSE in text else "…")
