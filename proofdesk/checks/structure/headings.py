"""Check that each heading has words, that a page has one title, and that no level is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.site.article import Page

_EMPTY = re.compile(r"^[> \t]*#{1,6}[ \t\xa0\u200b-\u200f\u2060\ufeff]*(?:#+[ \t]*)?(?:\{[^}\n]*\})?[ \t]*$"
                    r"|<h[1-6]\b", re.MULTILINE)
_FIRST_LEVEL = re.compile(r"^[> \t]*#(?!#)|^[^\n]+(?=\n=+[ \t]*$)|<h1\b", re.MULTILINE)
_DEEP = re.compile(r"^[> \t]*#{3,6}(?!#)|<h[3-6]\b", re.MULTILINE)
_TOO_DEEP = re.compile(r"^[> \t]*#{7}", re.MULTILINE)  # reported as raw syntax; Markdown makes level 6 of it


def check_headings(page: Page) -> Iterator[Problem]:
    """Yield a problem for each heading without words, each title besides the page's own, and each level left out."""
    source = page.document.source
    yield from _skipped(page)
    empty = first_level = 0
    is_article = isinstance(page.facts, ArticleFrontMatter)
    for level, has_words in page.findings.headings:
        if not has_words:
            yield Problem(source.path, *_place(source, _EMPTY, empty), "heading", "this heading has no words",
                          "write what the section is about, or delete the line")
            empty += 1
        if level == 1:
            if is_article or first_level:
                yield Problem(source.path, *_place(source, _FIRST_LEVEL, first_level), "heading",
                              "this heading is of the level of the page's title, of which there is one",
                              "write `##` for a section; an article's title is the fact `title`")
            first_level += 1


def _skipped(page: Page) -> Iterator[Problem]:
    """Yield a problem for each heading that is more than one level below the one before it (WCAG 1.3.1).

    The levels of blocks fit by themselves (blocks/heading_levels.py), so a skip is one of the page's own text.
    """
    source, before, occurrence = page.document.source, 1, 0
    offsets = [match.start() for match in _DEEP.finditer(source.prose, source.body_start)]
    too_deep = _TOO_DEEP.search(source.prose, source.body_start) is not None
    for level, _ in page.findings.headings:
        if level > before + 1 and not (level == 6 and too_deep):
            marked = [at for at in offsets if source.prose[at:].lstrip("> \t").startswith(("#" * level, f"<h{level}"))]
            place = (source.position(marked[min(occurrence, len(marked) - 1)]) if marked
                     else Position(source.first_body_line, 1))
            occurrence += 1
            yield Problem(source.path, *place, "skipped-level", f"this heading is of level {level}, and the one before "
                          f"it of level {before}: programs that read aloud look for what is between",
                          f"begin it with `{'#' * (before + 1)}`")
        before = level


def _place(source: SourceText, pattern: re.Pattern[str], occurrence: int) -> Position:
    """Return the position of an occurrence, from 0, of a heading in the prose."""
    # Code is blank in the prose, but is words of a heading.
    offsets = [match.start() for match in pattern.finditer(source.prose, source.body_start)
               if "`" not in source.text[match.start() : match.end()]]
    if not offsets:
        return Position(source.first_body_line, 1)
    return source.position(offsets[min(occurrence, len(offsets) - 1)])
