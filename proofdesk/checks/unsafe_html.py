"""Check that nothing had to be removed from a page's content before it could be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lxml.html.defs import tags as HTML_TAGS

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.site.article import Page

_REMEDY = "write it in Markdown, or put the file into docs/assets/"
# “<placeholder>” and “a <b and c>” are words to their author; so is the set in “Transmitters {5-HT}”.
_SIGN = "write `\\<` for the sign itself"
_ATTRIBUTE = "write it in Markdown; `\\<` and `\\{` are the signs themselves"


def check_unsafe_html(page: Page) -> Iterator[Problem]:
    """Yield a problem for each element, attribute and address that was removed from a page's content."""
    source = page.document.source
    before: Counter[str] = Counter()
    for written, reason in page.findings.unsafe:
        yield Problem(source.path, *_position(source, written, before[written]), "against-policy", reason,
                      _remedy(written))
        before[written] += 1


def _remedy(written: str) -> str:
    name = written.removeprefix("<")
    if name == written:
        return _ATTRIBUTE if re.fullmatch(r"[\w-]+", written) else _REMEDY
    return _REMEDY if name.lower() in HTML_TAGS or not name.isalnum() else _SIGN


def _position(source: SourceText, written: str, occurrence: int) -> Position:
    """Return the position of a mention, counted from 0, in the prose, or else in code or raw HTML."""
    needles = [re.escape(each) for each in (written, unescape(written))]
    if written.isidentifier():  # an attribute, whose name may be a word of the page too
        needles[:0] = [rf"\b{needles[0]}\s*=", rf"\b{needles[0]}\b"]
    elif written.startswith("<"):
        needles.insert(0, needles[0] + r"\b")
    for needle in needles:
        for text in (source.prose, source.text):
            offsets = [found.start() for found in re.finditer(needle, text, re.I)]
            if offsets:
                return source.position(offsets[min(occurrence, len(offsets) - 1)])
    return Position(source.first_body_line, 1)
